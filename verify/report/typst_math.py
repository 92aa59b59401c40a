"""LaTeX in Typst's language. What cannot be converted, or is refused by Typst, is shown as plain text, never dropped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from verify.report.formula import flat, sentence_in

# Pairs by name, which Typst does not take for brackets: with lr they grow with what stands between them.
_PAIRS = {"lVert": "lr(bar.v.double ", "rVert": " bar.v.double)", "chevron.l": "lr(chevron.l ", "chevron.r": " chevron.r)",
          "floor.l": "lr(floor.l ", "floor.r": " floor.r)", "ceil.l": "lr(ceil.l ", "ceil.r": " ceil.r)"}
_OPEN = (r"\left", r"\begin", r"\lVert", r"\langle", r"\lfloor", r"\lceil", r"\{", "{", "(", "[")
_CLOSE = (r"\right", r"\end", r"\rVert", r"\rangle", r"\rfloor", r"\rceil", r"\}", "}", ")", "]")
_DEPTH = {**dict.fromkeys(_OPEN, 1), **dict.fromkeys(_CLOSE, -1)}
_SIGNS = re.compile(r"\\text\{[^{}]*\}|\\(?:le|ge|quad|left|right|begin|end|[lr]Vert|[lr]angle|[lr]floor|[lr]ceil)(?![A-Za-z])"
                    r"|\\[{}]|[={}()\[\]]| [-+] ")
_PAIR = re.compile(r'"(?:[^"\\]|\\.)*"|(?<![\w.])(?:' + "|".join(map(re.escape, _PAIRS)) + r")(?![\w.])")


class Formulas:
    """The formulas of a report, converted: calling it gives what the template needs of one.

    ``tried``: each is given to Typst first, and shown as plain text if Typst refuses it.
    """

    def __init__(self, latex: Iterable[str], *, tried: bool = True) -> None:
        self.typst = {text: _converted(text) for text in dict.fromkeys(latex)}
        if tried:
            readable = set(_readable(list({f for f in self.typst.values() if f})))
            self.typst = {text: formula if formula in readable else None for text, formula in self.typst.items()}

    def __call__(self, plain: str, latex: str | None) -> dict[str, Any]:
        return {"plain": plain, "typst": self.typst.get(latex or ""), "words": sentence_in(latex or "")}


def _converted(latex: str) -> str | None:
    if not latex or sentence_in(latex) is not None:
        return None
    parts = [_part(part) for part in _parts(flat(latex))]
    return None if None in parts else " ".join(part for part in parts if part).replace(' ",', '",')


def _parts(latex: str) -> Iterator[str]:
    """The formula cut at words and relations outside of brackets: the converter takes four times as long for twice as much."""
    depth = begin = 0
    for sign in _SIGNS.finditer(latex):
        depth += _DEPTH.get(sign[0], 0)
        if not depth and sign[0] not in _DEPTH:
            yield latex[begin:sign.start()]
            begin = sign.end() if sign[0][:2] == "\\t" else sign.start()
            if sign[0][:2] == "\\t":
                yield sign[0]
    yield latex[begin:]


@cache
def _part(latex: str) -> str | None:
    from tex2typst import tex2typst
    if not latex.strip():
        return ""
    try:
        formula = str(tex2typst(latex))
    except Exception:  # whatever a foreign converter raises: the plain text says the same
        return None
    formula = re.sub(r"upright\(([A-Za-z](?: [A-Za-z0-9])+)\)", lambda m: f'upright("{m[1].replace(" ", "")}")', formula)
    return _PAIR.sub(lambda m: _PAIRS.get(m[0], m[0]), formula)


def _readable(formulas: list[str]) -> list[str]:
    """Those that Typst reads: all at once where all are good, else by halves."""
    if not formulas or _compiles(formulas):
        return formulas
    if len(formulas) == 1:
        return []
    half = len(formulas)//2
    return _readable(formulas[:half]) + _readable(formulas[half:])


def _compiles(formulas: list[str]) -> bool:
    import typst
    page = "".join(f'#let _ = eval({json.dumps(f, ensure_ascii=False)}, mode: "math")\n' for f in formulas)
    try:
        typst.compile(page.encode(), format="pdf", ignore_system_fonts=True)
    except typst.TypstError:
        return False
    return True
