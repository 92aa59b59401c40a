"""The report of the whole library for the tests of what it looks like: judged exactly, with numbers made up beside it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from verify.verdict import ClaimResult, Exact, Numeric, NumericResult, TheoremResult

EDGES = (-1.0, -1e-3, -1e-6, 0.0, 1e-6, 1e-3, 1.0)


@cache
def results() -> tuple[TheoremResult, ...]:
    """Every theorem of the library."""
    from verify import discover
    from verify.numbers import Settings
    from verify.run import readings
    known = discover.library()
    return tuple(replace(r, claims=tuple(map(_with_numbers, r.claims))) for r in readings(known, known, Settings(numeric=False)))


def _with_numbers(c: ClaimResult) -> ClaimResult:
    if c.exact.verdict not in (Exact.PROVED, Exact.REFUTED):
        return c
    held = c.exact.verdict is Exact.PROVED
    made_up = NumericResult(Numeric.HELD if held else Numeric.VIOLATED, problems=1000, instances=100_000, within_rounding=12,
                            worst_margin_ulp=-0.5 if held else -1e9, tightness=0.75 if held else None,
                            histogram=(EDGES, (0 if held else 7, 0, 3, 5, 80, 12)), witness={"file": f"reports/witnesses/{c.name}.json"})
    return replace(c, numeric=made_up)


@cache
def page() -> str:
    """The page of the whole library."""
    return drawn(results())


def drawn(chosen: tuple[TheoremResult, ...]) -> str:
    from verify.report.html import render
    from verify.report.model import build
    return render(build(list(chosen), {"command": "python -m verify all", "seed": 0, "packages": {"numpy": "2"}}))


@cache
def excerpt() -> tuple[TheoremResult, ...]:
    """Some theorems of every kind of verdict and layout: enough for an audit, and quick to look at."""
    chosen = {r.name: r for r in results() if r.name in ("semi_smooth_chain", "control_51_100")}
    for r in results():
        kinds = {(c.exact.verdict, c.link is None, bool(c.exact.counterexample), c.repaired_plain is None) for c in r.claims}
        if any(kinds - {k for s in chosen.values() for c in s.claims
                        for k in [(c.exact.verdict, c.link is None, bool(c.exact.counterexample), c.repaired_plain is None)]}):
            chosen[r.name] = r
    tables = {r.name: r for r in results() if r.title.startswith("Table 1")}
    return tuple((chosen | tables).values())
