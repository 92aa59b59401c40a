"""A statement that did not come out, as text: the tests of pytest, the JUnit file and the annotations of GitHub all say it."""

from __future__ import annotations

from collections.abc import Iterator

from verify import outcome
from verify.show import counterexample, figures
from verify.verdict import ClaimResult, Exact, Numeric, TheoremResult


def fault(r: TheoremResult, c: ClaimResult) -> str:
    """Why a statement does not pass, in a sentence; empty where it came out as its file expects."""
    return next(iter(outcome.troubles([r])), "") or outcome.surprise(r, c)


def message(r: TheoremResult, c: ClaimResult, headline: str) -> str:
    """The sentence, then what is needed to follow it and what to do next."""
    return "\n".join(_lines(r, c, headline))


def _lines(r: TheoremResult, c: ClaimResult, headline: str) -> Iterator[str]:
    yield headline
    yield f"  statement: {c.plain}"
    yield from (f"  under {name}: {plain}" for name, plain, _ in c.hypotheses)
    yield from (f"  {line}" for line in counterexample(c))
    if c.numeric.verdict is not Numeric.NOT_RUN:
        yield f"  numbers: {c.numeric.verdict.name}. {figures(c.numeric)}"
    file = r.file or r.name
    if c.exact.verdict is Exact.VACUOUS:
        yield from (f"  {line}" for line, _ in c.exact.identity)
        yield f"next: correct the hypotheses in {file}, then: python -m verify prove {file}"
    elif c.exact.verdict is Exact.REFUTED:
        yield (f"next: correct the statement in {file}, then: python -m verify prove {file}\n"
               '      (a claim that is meant to be false has expect="REFUTED", and what holds instead as repaired=...)')
    elif c.alarm:
        yield f"next: python -m verify replay reports/witnesses/{c.name}.json   (the worst instance)"
    else:
        yield f"next: python -m verify prove {file}   (writes the certificates; commit them with the file)"
    yield f"      python -m verify show {file}    (the whole page)"
