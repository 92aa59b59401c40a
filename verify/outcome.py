"""What a run amounts to: the exit code, and the sentences that go with it."""

from __future__ import annotations

from collections.abc import Iterable

from verify.codes import ALARM, AS_EXPECTED, NOT_AS_EXPECTED, TROUBLE
from verify.verdict import ClaimResult, Exact, Numeric, TheoremResult


def exit_code(results: Iterable[TheoremResult]) -> int:
    """3 when the readings disagree, else 2 when a theorem could not be judged, else 1 when a claim surprised, else 0."""
    results = list(results)
    claims = [c for r in results for c in r.claims]
    if any(c.alarm for c in claims):
        return ALARM
    if troubles(results):
        return TROUBLE
    return AS_EXPECTED if all(c.as_expected for c in claims) else NOT_AS_EXPECTED


def troubles(results: Iterable[TheoremResult]) -> list[str]:
    """One sentence for each theorem that could not be judged, contradictory hypotheses among them."""
    found = []
    for r in results:
        if r.trouble:
            found.append(r.trouble)
        elif any(c.exact.verdict is Exact.VACUOUS and c.expect != Exact.VACUOUS.name for c in r.claims):
            found.append(f"{r.file or r.name}: lemma {r.name} is VACUOUS: {_contradiction(r)}; drop or correct one of them.")
        elif vacuous := [c for c in r.claims if _vacuous(c)]:
            count = vacuous[0].numeric.inadmissible
            found.append(f"{r.file or r.name}: lemma {r.name} is VACUOUS: none of {count:,} sampled instances met its "
                         "hypotheses; they may contradict each other: drop or correct one of them.")
    return found


def _contradiction(r: TheoremResult) -> str:
    return next(c.exact.reason.rstrip(".") for c in r.claims if c.exact.verdict is Exact.VACUOUS)


def _vacuous(c: ClaimResult) -> bool:
    return c.numeric.verdict is Numeric.VACUOUS and c.exact.verdict in (Exact.PROVED, Exact.OPEN)


def surprises(results: Iterable[TheoremResult]) -> list[str]:
    """One sentence for each claim that did not come out as its file expects."""
    told = (surprise(r, c) for r in results if not r.trouble for c in r.claims)
    return [sentence for sentence in told if sentence]


def surprise(r: TheoremResult, c: ClaimResult) -> str:
    """How a claim of a theorem differs from what its file expects; empty if it does not."""
    if c.alarm:
        return (f"{label(c)}: PROVED, and yet an instance violates it: the toolkit or a family of instances is wrong; "
                "replay its witness.")
    if c.exact.verdict.name != c.expect:
        return f"{label(c)}: {c.exact.verdict.name}, where its file expects {c.expect}.{_because(r, c)}"
    if not c.as_expected and c.control:
        return f"{label(c)}: refuted exactly, but the numbers did not notice ({c.numeric.verdict.name})."
    if not c.as_expected:
        return f"{label(c)}: its repair is {c.exact.repaired}, where its file expects {c.repaired_expect}."
    return ""


def _because(r: TheoremResult, c: ClaimResult) -> str:
    if c.exact.reason:
        return f" {c.exact.reason.rstrip('.')}."
    open_ = c.exact.verdict is Exact.OPEN
    return f" No certificate settles it; `python -m verify prove {r.file or r.name}` searches for one." if open_ else ""


def label(c: ClaimResult) -> str:
    """How a claim is named in a sentence: its name, and the printed claims that it answers."""
    return f"{c.name} ({', '.join(c.ids)})" if c.ids else c.name


def summary(results: Iterable[TheoremResult]) -> str:
    """The last line of a run, in words."""
    claims = [c for r in results for c in r.claims if not c.control]
    if not claims:
        return "Nothing was judged."
    mended = sum(c.offered is Exact.PROVED for c in claims if c.exact.verdict is not Exact.PROVED)
    repairs = f" ({mended} of the others with a correction that is proved)" if mended else ""
    return f"{len(claims)} statements: {count(c.exact.verdict for c in claims)}{repairs}."


def count(verdicts: Iterable[Exact]) -> str:
    """How many have which verdict, in words: 2 proved, 1 refuted."""
    found = list(verdicts)
    return ", ".join(f"{n} {word}" for verdict, word in _WORDS.items() if (n := found.count(verdict)))


_WORDS = {
    Exact.PROVED: "proved", Exact.REFUTED: "refuted", Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT: "true but not by the argument given",
    Exact.ILL_TYPED: "without meaning as printed", Exact.DEFINITION: "definitions", Exact.NOT_CHECKABLE: "not checkable",
    Exact.VACUOUS: "vacuous", Exact.OPEN: "open",
}
