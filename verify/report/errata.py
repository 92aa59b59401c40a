"""The errata in words that can be pasted into an errata page; as Markdown by ``verify errata``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from verify.claims import number_of
from verify.report.formula import sentence_in
from verify.report.model import Document, Erratum
from verify.show import because, instead, readable, sentence, taken
from verify.verdict import ClaimResult, Exact


def reference(e: Erratum) -> str:
    """Where it stands: section, line, and the numbers of the claims."""
    line = f", line {e.claim.link}" if e.claim.link is not None else ""
    ids = f" (claim {', '.join(e.claim.ids)}{': ' + e.where if e.where else ''})" if e.claim.ids else ""
    return f"{e.section.result.source}{line}{ids}"


def why(c: ClaimResult) -> str:
    """What is wrong with a printed statement, with the counterexample in a sentence."""
    example = _example(c)
    if c.exact.verdict is Exact.REFUTED:
        return f"This is false: {example}" if example else _told("This is false", c)
    if c.exact.verdict is Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT:
        cited = c.exact.reason.removeprefix("cited: ").rstrip(".")
        told = f"It is true, but does not follow from what is cited for it ({cited})"
        return f"{told}: {example}" if example else f"{told}."
    if c.exact.verdict is Exact.ILL_TYPED:
        return _told("It has no meaning as printed", c)
    if c.exact.verdict is Exact.VACUOUS:
        return _told("It says nothing", c)
    return sentence(c.exact.reason or c.exact.verdict.value)


def _told(begin: str, c: ClaimResult) -> str:
    return f"{begin}: {sentence(c.exact.reason)}" if c.exact.reason else f"{begin}."


def _example(c: ClaimResult) -> str:
    """``with eta = 1/2, f(x) = x^2/1024 the left side is 3/4 and the right side 3/8.``"""
    data = c.exact.counterexample
    if not data:
        return ""
    values = ", ".join(f"{name} = {readable(value)}" for name, value in taken(c.exact))
    given = f"with {values} " if values else ""
    if not data.get("lhs"):
        return f"{given}{readable(because(c.exact))}."
    return f"{given}the left side is {readable(data['lhs'])} and the right side {readable(data['rhs'])}."


def markdown(documents: Iterable[Document], number: str = "") -> str:
    """The errata of each document, or of one by its number, as Markdown with formulas in LaTeX."""
    parts = []
    for d in documents:
        chosen = [e for e in d.errata if not number or any(number_of(i) == number for i in e.claim.ids)]
        if chosen:
            parts.append("\n".join((f"## {_text(d.title)}\n", *(line for e in chosen for line in _entry(e)))))
    return "\n".join(("# Errata\n", *parts)) if parts else "No errata: everything stands as printed.\n"


def _entry(e: Erratum) -> Iterator[str]:
    c = e.claim
    yield f"- **{_text(reference(e))}.** Printed: {_formula(c.plain, c.latex)}.\n  {_text(why(c))}"
    if c.repaired_plain is not None:
        yield f"  {instead(c)}: {_formula(c.repaired_plain, c.repaired_latex)}{_under(c)}."
    yield ""


def _under(c: ClaimResult) -> str:
    under = ", ".join(_formula(plain, latex) for _, plain, latex in c.repaired_under)
    return f", if {under}" if under else ""


def _formula(plain: str, latex: str | None) -> str:
    """LaTeX between dollars; words, and what would end the formula, as text."""
    words = sentence_in(latex or "")
    if words is not None or not latex or "$" in latex or "\n" in latex:
        return f"“{_text(plain if words is None else words)}”"
    return f"${latex.replace('<', chr(92) + 'lt ')}$"


def _text(words: str) -> str:
    """Text that Markdown leaves alone."""
    return re.sub(r"([\\`*_<>\[\]$])", r"\\\1", words)
