"""One theorem in full, as a page of plain text: statement, hypotheses, chain with verdicts, certificate, counterexample."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verify.table import WORD
from verify.verdict import ClaimResult, Exact, Numeric, NumericResult, TheoremResult


def page(result: TheoremResult, only: str = "") -> str:
    """The theorem as text; with ``only`` (a claim id or the name of a statement) just the statements it names."""
    return "\n".join(_lines(result, only))


def _lines(r: TheoremResult, only: str) -> Iterator[str]:
    yield f"{r.title}  [{r.name}]"
    yield f"{r.source}" + (f"   ({r.file})" if r.file else "")
    if r.trouble:
        yield f"\nCould not be judged: {r.trouble}"
    if r.hypotheses:
        yield "\nHypotheses"
        width = max(len(name) for name, _, _ in r.hypotheses)
        yield from (f"  {name:<{width}}  {plain}" for name, plain, _ in r.hypotheses)
    yield from _list("Read as", r.readings)
    chosen = [c for c in r.claims if not only or only == c.name or only in c.ids] or list(r.claims)
    if r.start and any(c.link for c in chosen):
        yield "\nChain"
        yield from _chain(r, [c for c in chosen if c.link])
    for c in chosen:
        yield from _statement(c)


def _chain(r: TheoremResult, links: list[ClaimResult]) -> Iterator[str]:
    assert r.start is not None
    first = links[0].link == 1
    yield f"     {r.start[0]}" if first else "     ..."
    width = max(len(c.sides[1][0]) for c in links)
    for c in links:
        reason = f"   ({c.reason})" if c.reason else ""
        yield f"{c.link:>3}  {c.relation:<2} {c.sides[1][0]:<{min(width, 70)}}  {WORD[c.exact.verdict]}{reason}"


def _statement(c: ClaimResult) -> Iterator[str]:
    name = "Claim" if c.link is None else f"Line {c.link}"
    yield f"\n{name}{' ' + ', '.join(c.ids) if c.ids else ''}   [{c.name}]"
    yield f"  {c.plain}"
    yield f"  exact:    {c.exact.verdict.name}. {sentence(c.exact.reason or c.exact.verdict.value)}"
    yield f"  numbers:  {c.numeric.verdict.name}. {figures(c.numeric)}"
    if c.exact.axioms or c.exact.uses:
        yield f"  rests on: {', '.join((*c.exact.axioms, *c.exact.uses))}"
    if c.repaired_plain and c.exact.verdict is not Exact.PROVED:
        yield f"  what holds instead ({c.exact.repaired or 'OPEN'}):"
        yield f"    {c.repaired_plain}"
        yield from (f"    if {name}: {plain}" for name, plain, _ in c.repaired_under)
    if c.exact.identity:
        yield "  certificate:"
        yield from (f"    {plain}" for plain, _ in c.exact.identity)
    yield from (f"  {line}" for line in counterexample(c))
    yield from (f"  reading {r.get('reading', '')}: {r.get('verdict', '')}" for r in c.exact.readings)
    if c.link is not None:
        yield from (f"  read as: {note}" for note in c.notes)


def _list(title: str, lines: tuple[str, ...]) -> Iterator[str]:
    if lines:
        yield f"\n{title}"
        yield from (f"  {line}" for line in lines)


def counterexample(c: ClaimResult) -> Iterator[str]:
    """The counterexample as sentences that a person can redo by hand; nothing when there is none."""
    data = c.exact.counterexample
    if not data:
        return
    yield "counterexample:"
    for title, key in (("take", "params"), ("functions", "functions"), ("points", "points")):
        for name, value in (data.get(key) or {}).items():
            argument = "" if key != "functions" or "(" in name else "(x)"
            yield f"  {title} {name}{argument} = {value}"
    if not data.get("lhs"):
        yield "  in which the negation of the claim is proved"
        return
    yield f"  left side  = {data.get('lhs', '?')}"
    yield f"  right side = {data.get('rhs', '?')}"
    fails = {"<=": "is not at most", "<": "is not less than", "=": "does not equal", ">=": "is not at most"}.get(c.relation)
    if fails and data.get("lhs") and data.get("rhs"):
        yield f"  and {data['lhs']} {fails} {data['rhs']}{_gap(str(data['lhs']), str(data['rhs']))}"


def _gap(left: str, right: str) -> str:
    """By how much, where both sides are rational."""
    from fractions import Fraction
    try:
        return f": the difference is {Fraction(left) - Fraction(right)}"
    except (ValueError, ZeroDivisionError):
        return ""


_NO_WORDS = {"grad", "exp", "log", "sqrt", "sum", "integral", "min", "max", "abs"}


def sentence(text: str) -> str:
    """A reason as a sentence: a first *word* is capitalised (a formula is left alone), and it ends with a full stop."""
    word = re.match(r"[a-z]{2,}(?=[ :,])", text)
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
