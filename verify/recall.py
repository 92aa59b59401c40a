"""The exact reading made afresh, with the figures of the last numeric run beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from verify import saved
from verify.discover import Found
from verify.errors import Trouble
from verify.numbers import Settings
from verify.run import readings
from verify.verdict import ClaimResult, Numeric, NumericResult, TheoremResult


def with_numbers(chosen: list[Found], known: list[Found], folder: Path) -> list[TheoremResult]:
    """Judge exactly now; take the numeric reading of the same statement under the same hypotheses from the last run."""
    before = _last(folder)
    exact = readings(chosen, known, Settings(numeric=False))
    return [replace(r, claims=tuple(_filled(c, before) for c in r.claims)) for r in exact]


def _last(folder: Path) -> dict[str, ClaimResult]:
    found: dict[str, ClaimResult] = {}
    for path in saved.everywhere(folder):
        try:
            results, _, _ = saved.load(path)
        except Trouble:  # of another version: as good as none
            continue
        found.update({c.name: c for r in results for c in r.claims})
    return found


def _filled(c: ClaimResult, before: dict[str, ClaimResult]) -> ClaimResult:
    last = before.get(c.name)
    if last is not None and (last.plain, last.hypotheses) == (c.plain, c.hypotheses):
        return replace(c, numeric=last.numeric, repaired_numeric=last.repaired_numeric)
    return replace(c, numeric=NumericResult(Numeric.NOT_RUN, f"`python -m verify {c.lemma}` makes the numeric reading."))
