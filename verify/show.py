"""Words for what was found, the same on the screen, in the report and in exports: a counterexample that can be redone, what
holds instead, the figures of a numeric reading, a reason as a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verify.verdict import ClaimResult, Exact, ExactResult, Numeric, NumericResult

SIGN = {"<=": "≤", ">=": "≥"}  # relations as a page prints them


def counterexample(c: ClaimResult) -> Iterator[str]:
    """The counterexample as sentences that a person can redo by hand; nothing when there is none."""
    yield from example(c.exact, c.relation)


def example(e: ExactResult, relation: str = "") -> Iterator[str]:
    """The same of an exact reading alone; ``relation`` is that of the statement, where the counterexample does not say it."""
    data = e.counterexample
    if not data:
        return
    by_argument = e.verdict is Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT
    yield "counterexample to the argument (what is cited holds, not every hypothesis):" if by_argument else "counterexample:"
    yield from (f"  take {name} = {value}" for name, value in taken(e))
    if not data.get("lhs"):
        yield f"  in which {because(e)}"
        return
    yield f"  left side  = {data['lhs']}"
    yield f"  right side = {data['rhs']}"
    fails = {"<=": "is not at most", "<": "is not less than"}.get(data.get("relation") or relation, "does not equal")
    yield f"  and {data['lhs']} {fails} {data['rhs']}{_gap(str(data['lhs']), str(data['rhs']))}"


def taken(e: ExactResult) -> list[tuple[str, str]]:
    """What a counterexample takes: each name, a function's with its argument, and its value."""
    data = e.counterexample or {}
    return [(f"{name}(x)" if key == "functions" and "(" not in name else name, str(value))
            for key in ("params", "functions", "points") for name, value in (data.get(key) or {}).items()]


def because(e: ExactResult) -> str:
    """How the claim fails in a counterexample that has no two sides to compare."""
    return (e.counterexample or {}).get("because") or "the negation of the claim is proved"


def _gap(left: str, right: str) -> str:
    """By how much, where both sides are rational."""
    from fractions import Fraction
    try:
        gap = Fraction(left) - Fraction(right)
        return f": the difference is {gap}" if gap else ""
    except (ValueError, ZeroDivisionError):
        return ""


ALTERNATIVE = "Another reading of the words: it is judged beside the main one, which alone decides the claim."


def adds(c: ClaimResult) -> bool:
    """Whether the reason that the file gives says more than the verdict's."""
    return bool(c.reason) and c.reason not in c.exact.reason


def against(c: ClaimResult) -> str:
    """What a model speaks against: a statement, or only what the text cites for it."""
    return "Counterexample to the argument" if c.exact.verdict is Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT else "Counterexample"


def is_wrong(c: ClaimResult) -> bool:
    """Whether what holds instead belongs under the statement."""
    return c.exact.verdict not in (Exact.PROVED, Exact.DEFINITION, Exact.NOT_CHECKABLE)


def instead(c: ClaimResult) -> str:
    """How what is offered in place of a statement relates to it."""
    if c.offered is not Exact.PROVED:
        return "Perhaps meant (not proved)"
    if c.repaired_plain != c.plain:
        return "What holds instead"
    return "It holds under a further hypothesis" if c.repaired_under else "It holds, by another argument"


def readable(text: object) -> str:
    """A function or number as it is written by hand: ``x^2/1024`` for ``x**2/1024``."""
    return str(text).replace("**", "^")


def is_outline(e: ExactResult) -> bool:
    """Whether the certificate is shown as the steps of a proof, each with its rule, and not as an identity to multiply out."""
    return bool(e.identity) and (e.identity[0][0].startswith("the chain") or "   (" in e.identity[0][0])


def evidence(e: ExactResult) -> str:
    """What the lines under a verdict are called."""
    return "proof" if is_outline(e) else "certificate"


_NO_WORDS = {"grad", "exp", "log", "sqrt", "sum", "integral", "min", "max", "abs"}


def sentence(text: str) -> str:
    """A reason as a sentence: a first *word* is capitalised (a formula is left alone), and it ends with a full stop."""
    word = re.match(r"(?:a(?= [a-z]{2})|[a-z]{2,})(?=[ :,])", text)
    if word and word[0] not in _NO_WORDS:
        text = text[0].upper() + text[1:]
    return text if not text or text.endswith((".", "!", "?")) else text + "."


def figures(n: NumericResult) -> str:
    """The figures of a numeric reading in one sentence."""
    if n.verdict is Numeric.NOT_RUN or not n.instances:
        return sentence(n.reason or n.verdict.value)
    parts = [f"{n.instances:,} evaluations on {n.problems:,} problems", f"{n.within_rounding:,} within rounding"]
    if n.worst_margin_ulp is not None:
        parts.append(f"worst margin {n.worst_margin_ulp:.3g} error bounds")
    if n.tightness is not None:
        parts.append(f"tightness {n.tightness:.4f}")
    return ", ".join(parts) + "." + (f" {sentence(n.reason)}" if n.reason else "")
