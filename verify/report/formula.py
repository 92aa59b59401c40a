"""LaTeX to MathML. A formula that the converter does not know is shown as plain text, never dropped.

No browser breaks a formula into lines. So a long one becomes a row of short ones, cut before its relations and sums: they
wrap like words, on a phone and on paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.entities import html5
from xml.etree import ElementTree

from markupsafe import Markup, escape
from math_core import LatexError, LatexToMathML

Node = ElementTree.Element

WIDE, SHORT = 26, 20  # about the numbers of letters from which a formula is cut, and up to which pieces stay together
_TALL = re.compile(r"\\(?:frac|sum|int|binom|begin|prod|hat|sqrt|left|right)\b")
_NABLA, _UPRIGHT = '<mi mathvariant="normal">∇</mi>', "<mtext>∇</mtext>"
_WORDS = re.compile(r"\\text\{[^{}]*\}")
_HIDDEN = {ord(c): 0xE000 + ord(c) for c in "_^#%$~"}  # letters that mean something in LaTeX, but not among words
_SHOWN = {private: chr(letter) for letter, private in _HIDDEN.items()}
_NAMED = re.compile(r"&((?!(?:lt|gt|amp|quot|apos);)\w+;)")  # what XML does not know
_PAIR = re.compile(r"\\left(?P<open>[(\[])(?P<inside>(?:(?!\\left|\\right).)*)\\right(?P<close>[)\]])", re.DOTALL)
_BREAK = {"=", "<", ">", "≤", "≥", "≠", "+", "−", "-", "→", "⟹", "⟺"}
_BARS = {"‖", "|"}
_OPEN, _CLOSE = {"(", "[", "{", "⟨", "⌊", "⌈"}, {")", "]", "}", "⟩", "⌋", "⌉"}


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML()


@cache
def mathml(latex: str, plain: str = "") -> Markup:
    """The formula with its plain text as the label for a screen reader; a sentence as a sentence; else the plain text."""
    if (words := sentence_in(latex)) is not None:
        return escape(words)
    try:
        hidden = _WORDS.sub(lambda m: m[0].translate(_HIDDEN), flat(latex))
        drawn = _converter().convert_with_local_state(hidden, displaystyle=True)
        tree = _tree(drawn.translate(_SHOWN))
    except (LatexError, ElementTree.ParseError):
        return Markup("<code>{}</code>").format(plain or latex)
    pieces = list(_joined(_pieces(list(tree))))
    label = escape(plain)
    if len(pieces) == 1:
        return Markup('<math aria-label="{}">{}</math>').format(label, _inside(pieces[0]))
    return Markup('<span role="math" aria-label="{}">{}</span>').format(label, Markup("<wbr>").join(map(_piece, pieces)))


def _tree(drawn: str) -> Node:
    """The elements, without styles (those of the page serve them) and without what has neither content nor width."""
    drawn = re.sub(r' style="[^"]*"|<mspace/>', "", drawn).replace(f"<mrow>{_NABLA}</mrow>", _NABLA).replace(_NABLA, _UPRIGHT)
    return ElementTree.fromstring(_NAMED.sub(lambda m: html5[m[1]], drawn))


def sentence_in(latex: str) -> str | None:
    r"""The words of a formula that is a sentence, ``\text{...}`` from its first letter to its last; else None."""
    if not latex.startswith(r"\text{") or not latex.endswith("}"):
        return None
    words, depth = latex[6:-1], 0
    for letter in words:
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            return None
    return words


def flat(latex: str) -> str:
    r"""Plain brackets where nothing tall stands between ``\left`` and ``\right``."""
    while True:
        shorter = _PAIR.sub(lambda m: m[0].replace(r"\left", r"\LEFT").replace(r"\right", r"\RIGHT")
                            if _TALL.search(m["inside"]) else m["open"] + m["inside"] + m["close"], latex)
        if shorter == latex:
            return latex.replace(r"\LEFT", r"\left").replace(r"\RIGHT", r"\right")
        latex = shorter


def _pieces(row: list[Node], depth: int = 0) -> Iterator[list[Node]]:
    """The row itself where it is short; else its parts, cut at words, before relations and sums, then inside of brackets."""
    if sum(map(_width, row)) <= WIDE and not any(map(_is_words, row)):
        yield row
        return
    parts = list(_cut(row, depth))
    if len(parts) == 1 and depth < 3:
        unfolded = [b for a in row for b in (_unfolded(a) if _is_group(a) and _width(a) > WIDE else [a])]
        yield from _pieces(unfolded, depth + 1)
    elif len(parts) == 1:
        yield row
    else:
        for part in parts:
            yield from _pieces(part, depth)


def _joined(pieces: Iterable[list[Node]]) -> Iterator[list[Node]]:
    """Neighbours that are short together as one piece; words stay apart."""
    held: list[Node] = []
    for piece in pieces:
        apart = any(map(_is_words, piece)) or any(map(_is_words, held)) or _is_gap(held[-1:])
        if held and not apart and sum(map(_width, held + piece)) <= SHORT:
            if piece[0].get("form") == "infix":
                del piece[0].attrib["form"]  # which it is where something stands before it
            held = held + piece
        else:
            yield from [held] if held else []
            held = piece
    yield held


def _is_gap(part: list[Node]) -> bool:
    return bool(part) and part[-1].tag == "mspace" and part[-1].get("width") == "1em"


def _cut(row: list[Node], depth: int) -> Iterator[list[Node]]:
    part: list[Node] = []
    level = 0
    for node in row:
        sign = node.text if node.tag == "mo" else None
        infix = sign in _BREAK and part and node.get("form") != "prefix" and node.get("lspace") != "0" and level <= depth
        if part and (infix or (_is_words(node) and level <= depth) or _is_words(part[-1])):
            yield part
            part = []
            if infix:
                node.set("form", "infix")
        part.append(node)
        level += _brackets(node)
    yield part


def _brackets(node: Node) -> int:
    """+1 for an opening bracket, -1 for a closing one, which may carry an exponent."""
    core = node[0] if node.tag in ("msup", "msub", "msubsup") else node
    if core.tag != "mo":
        return 0
    if core.text in _BARS:
        return {"prefix": 1, "postfix": -1}.get(core.get("form", ""), 0)
    return 1 if core.text in _OPEN else -1 if core.text in _CLOSE else 0


def _is_group(node: Node) -> bool:
    """Whether it stands in brackets: not so the cases of a function."""
    return node.tag == "mrow" and len(node) > 1 and node[0].text in ("(", "[") and node[-1].text in (")", "]")


def _unfolded(row: Node) -> list[Node]:
    """What stands in a group of brackets that grow, with brackets that do not: they end up on different lines."""
    for node in row:
        if node.tag == "mo" and (node.text or "") in _OPEN | _CLOSE:
            node.set("stretchy", "false")
    return list(row)


def _is_words(node: Node) -> bool:
    """Words between formulas, as `` and ``; not so a name, which touches its brackets."""
    text = node.text or ""
    return node.tag == "mtext" and text != text.strip() != ""


def _width(node: Node) -> float:
    """About how many letters wide."""
    if node.tag == "mfrac":
        return max(map(_width, node))
    if node.tag in ("munder", "munderover", "mover"):
        return max(_width(a)*(1 if i == 0 else 0.7) for i, a in enumerate(node))
    if node.tag in ("msub", "msup", "msubsup"):
        return _width(node[0]) + 0.7*max(_width(a) for a in node[1:])
    spaced = 1.0 if node.tag == "mo" and (node.text or "") in _BREAK and node.get("lspace") != "0" else 0.0
    return len(node.text or "") + spaced + sum(map(_width, node))


def _piece(part: list[Node]) -> Markup:
    if len(part) == 1 and _is_words(part[0]):
        return escape(part[0].text or "")
    gap = _is_gap(part)
    return Markup("<math>{}</math>{}").format(_inside(part[:-1] if gap else part), "\u2003" if gap else "")


def _inside(part: list[Node]) -> Markup:
    return Markup("".join(ElementTree.tostring(_short(a), encoding="unicode").replace(" />", "/>") for a in part))


def _short(node: Node) -> Node:
    """The same drawing in fewer letters: a bracket that does not grow is no operator, a row of one needs no row."""
    if node.tag == "mo" and node.get("stretchy") == "false" and (node.text or "") in _OPEN | _CLOSE | _BARS:
        node.tag = "mi"
        node.attrib.clear()
    node[:] = [_short(a) for a in node]
    return node[0] if node.tag == "mrow" and len(node) == 1 and not node.attrib else node
