r"""A theorem as LaTeX, to be pasted into a paper: statement, chain with a reason and a verdict per line, certificates.

It needs amsmath, amsthm and ``\newtheorem{theorem}{Theorem}``. What is not proved says so on the page, not only in a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from verify.show import counterexample, instead, readable, sentence
from verify.table import word_of
from verify.verdict import ClaimResult, Exact, TheoremResult

HEAD = r"\documentclass{article}\usepackage{amsmath, amssymb, amsthm}\newtheorem{theorem}{Theorem}"  # enough to compile it
_SIGN = {"<=": r"\le", ">=": r"\ge", "<": "<", "=": "="}
_SPECIAL = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
            "<": r"\ensuremath{<}", ">": r"\ensuremath{>}", "|": r"\ensuremath{|}", **{c: f"\\{c}" for c in "&%$#_"}}
_RELATION = {"<=": r"\ensuremath{\le}", ">=": r"\ensuremath{\ge}"}
_WORDS = re.compile(r"\\text\{([^{}]*)\}")
_TAKE = re.compile(r"^take ")
_SLACK = re.compile(r"(\\left\[\\text\{[^{}]*\}\\right\])\\text\{ is right\} - \\text\{left of: \}")
_SOUND = (Exact.PROVED, Exact.DEFINITION)


def latex(r: TheoremResult) -> str:
    """The theorem and its proof."""
    return "\n".join(_lines(r)) + "\n"


def text(words: str) -> str:
    """Words that LaTeX prints as they are."""
    return "".join(_RELATION.get(part, "".join(_SPECIAL.get(c, c) for c in part)) for part in re.split("(<=|>=)", words))


def formula(plain: str, source: str) -> str:
    """A formula for a line of text; words alone are no formula."""
    return text(plain) if _in_words(plain, source) else f"${_math(source)}$"


def _in_words(plain: str, source: str) -> bool:
    return source == rf"\text{{{plain}}}"


def _math(source: str) -> str:
    r"""The same formula, with what ``\text`` cannot hold made harmless."""
    return _WORDS.sub(lambda m: rf"\text{{{text(m[1])}}}", source)


def _lines(r: TheoremResult) -> Iterator[str]:
    links = [c for c in r.claims if c.link is not None]
    claim = next((c for c in r.claims if c.link is None), None)
    yield f"% {_comment(r.name)}: {_comment(r.title)}. {_comment(r.source)}."
    yield r"% Needs amsmath, amsthm and \newtheorem{theorem}{Theorem}."
    if r.trouble:
        yield f"% It could not be judged: {_comment(r.trouble)}"
    yield from _theorem(r, claim)
    if not links and (claim is None or claim.exact.verdict is Exact.DEFINITION):
        return
    refuted = not links and claim is not None and claim.exact.verdict is Exact.REFUTED
    yield r"\begin{proof}[Counterexample]" if refuted else r"\begin{proof}"
    yield from _chain(r, links)
    yield from _reasons(r, links, claim)
    yield r"\end{proof}"


def _theorem(r: TheoremResult, claim: ClaimResult | None) -> Iterator[str]:
    yield rf"\begin{{theorem}}[{{{text(r.title)}}}]\label{{thm:{_key(r.name)}}}"
    if claim is not None and claim.exact.verdict not in _SOUND:
        yield rf"\textbf{{As printed: {word_of(claim.exact.verdict).lower()}.}}"
    if r.readings:
        yield rf"Conventions: {text('; '.join(r.readings))}."
    if r.hypotheses:
        yield "Assume that"
        yield r"\begin{itemize}"
        yield from (rf"  \item \textup{{({text(name)})}} {formula(plain, source)}" for name, plain, source in r.hypotheses)
        yield r"\end{itemize}"
    if claim is not None:
        yield "Then" if r.hypotheses else "We have"
        yield from _display(claim)
    elif r.start is not None:
        sound = all(c.exact.verdict is Exact.PROVED for c in r.claims)
        yield "Then the chain below holds." if sound else "The text prints the chain below."
    yield r"\end{theorem}"


def _display(c: ClaimResult) -> Iterator[str]:
    if _in_words(c.plain, c.latex):
        yield f"{text(c.plain)}  % {_remark(c)}"
        return
    yield r"\begin{equation*}"
    yield f"  {_math(c.latex)}  % {_remark(c)}"
    yield r"\end{equation*}"


def _chain(r: TheoremResult, links: list[ClaimResult]) -> Iterator[str]:
    if not links or r.start is None:
        return
    yield r"\begin{align}"
    yield f"  {_math(r.start[1])}"
    for c in links:
        mark = "" if c.exact.verdict is Exact.PROVED else rf"\ \textbf{{{word_of(c.exact.verdict).lower()}}}"
        reason = rf" && \text{{{text(c.reason)}{mark}}}" if c.reason or mark else ""
        right = c.sides[1][1] if c.sides else rf"\text{{{text(c.plain)}}}"
        end = "" if c is links[-1] else r" \\"
        yield rf"  &{_SIGN.get(c.relation, c.relation)} {_math(right)}{reason} \label{{eq:{_key(c.name)}}}{end}  % {_remark(c)}"
    yield r"\end{align}"


def _reasons(r: TheoremResult, links: list[ClaimResult], claim: ClaimResult | None) -> Iterator[str]:
    """What carries each line: its certificate, or the counterexample to it."""
    told = [(rf"\eqref{{eq:{_key(c.name)}}}", list(_reason(c))) for c in links]
    told += [("The claim", list(_reason(claim)))] if claim is not None else []
    if any(lines for _, lines in told):
        yield r"\begin{itemize}"
        for name, lines in told:
            if lines:
                yield rf"  \item {name}: {' '.join(lines)}"
        yield r"\end{itemize}"
    rests = sorted({a for c in r.claims for a in c.exact.axioms})
    if rests:
        yield f"Taken from analysis: {text(', '.join(rests))}."
    cited = sorted({u for c in r.claims for u in c.exact.uses})
    if cited:
        yield f"Theorems used: {', '.join(map(_typed, cited))}."


def _reason(c: ClaimResult) -> Iterator[str]:
    if c.exact.verdict is Exact.PROVED:
        yield from _joined(c.exact.identity)
        return
    yield rf"\textbf{{{word_of(c.exact.verdict).capitalize()}.}} {text(sentence(c.exact.reason or c.exact.verdict.value))}"
    _, *example = [*counterexample(c)] or [""]
    if example:
        yield "Take " + ", ".join(_typed(readable(_TAKE.sub("", line.strip()))) for line in example) + "."
    if c.repaired_plain and c.repaired_latex:
        under = ", ".join(formula(plain, source) for _, plain, source in c.repaired_under)
        yield f"{instead(c)}: {formula(c.repaired_plain, c.repaired_latex)}{f', if {under}' if under else ''}."


def _joined(identity: Iterable[tuple[str, str]]) -> Iterator[str]:
    found = [formula(p, _SLACK.sub(r"\\text{where }\1\\text{ is right minus left of }", s)) for p, s in identity]
    if found:
        yield "; ".join(found) + "."


def _typed(words: str) -> str:
    return rf"\texttt{{{text(words)}}}"


def _remark(c: ClaimResult) -> str:
    ids = f", {', '.join(c.ids)}" if c.ids else ""
    return f"{c.exact.verdict.name}{ids}"


def _key(name: str) -> str:
    """A name as a label can hold it."""
    return re.sub(r"[^\w.]", "-", name)


def _comment(words: str) -> str:
    return " ".join(words.split()).rstrip(".")
