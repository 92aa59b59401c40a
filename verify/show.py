"""Words for what was found: a counterexample that can be redone, the figures of a numeric reading, a reason as a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verify.verdict import ClaimResult, Exact, ExactResult, Numeric, NumericResult


def counterexample(c: ClaimResult) -> Iterator[str]:
    """The counterexample as sentences that a person can redo by hand; nothing when there is none."""
    data = c.exact.counterexample
    if not data:
        return
    by_argument = c.exact.verdict is Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT
    yield "counterexample to the argument (what is cited holds, not every hypothesis):" if by_argument else "counterexample:"
    for key in ("params", "functions", "points"):
        for name, value in (data.get(key) or {}).items():
            argument = "" if key != "functions" or "(" in name else "(x)"
            yield f"  take {name}{argument} = {value}"
    if not data.get("lhs"):
        yield f"  in which {data.get('because') or 'the negation of the claim is proved'}"
        return
    yield f"  left side  = {data.get('lhs', '?')}"
    yield f"  right side = {data.get('rhs', '?')}"
    fails = {"<=": "is not at most", "<": "is not less than"}.get(data.get("relation") or c.relation, "does not equal")
    if data.get("rhs"):
        yield f"  and {data['lhs']} {fails} {data['rhs']}{_gap(str(data['lhs']), str(data['rhs']))}"


def _gap(left: str, right: str) -> str:
    """By how much, where both sides are rational."""
    from fractions import Fraction
    try:
        gap = Fraction(left) - Fraction(right)
        return f": the difference is {gap}" if gap else ""
    except (ValueError, ZeroDivisionError):
        return ""


ALTERNATIVE = "Another reading of the words: it is judged beside the main one, which alone decides the claim."


def is_outline(e: ExactResult) -> bool:
    """Whether the certificate is shown as the steps of a proof, each with its rule, and not as an identity to multiply out."""
    return bool(e.identity) and (e.identity[0][0].startswith("the chain") or "   (" in e.identity[0][0])


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
