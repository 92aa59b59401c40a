"""Where a formula in plain text may be broken into lines: before its relations and signs, not within short brackets."""

from __future__ import annotations

import re

GLUE = "\ue000"  # stands for a blank at which no line ends; `loose` makes it a blank again
SHORT = 36  # a bracket of so many letters is kept on one line
_OPEN, _CLOSE = "([<", ")]>"
_SIGN = re.compile(r"(?<= )(<=|>=|!=|<|=|\+|-) ")


def tight(formula: str) -> str:
    """The formula with blanks only where a line may end."""
    out, begin = [], 0
    for start, end in _brackets(formula):
        if end - start <= SHORT and start >= begin:
            out += [formula[begin:start], formula[start:end].replace(" ", GLUE)]
            begin = end
    return _SIGN.sub(rf"\1{GLUE}", "".join((*out, formula[begin:])))


def loose(text: str) -> str:
    """What `tight` made, as it is shown."""
    return text.replace(GLUE, " ")


def _brackets(formula: str) -> list[tuple[int, int]]:
    """Where brackets begin and end, the widest first of those that begin together; signs of relations are none."""
    found, stack = [], []
    for i, letter in enumerate(formula):
        before, after = formula[i - 1:i], formula[i + 1:i + 2]
        sign = (letter == "<" and after in (" ", "=")) or (letter == ">" and (before in (" ", "-") or after == "="))
        bar = letter == "|"
        if (bar and (not before or before in " (*/<[,-+^")) or (letter in _OPEN and not sign):
            stack.append(i)
        elif stack and (bar or (letter in _CLOSE and not sign)):
            found.append((stack.pop(), i + 1))
    return sorted(found, key=lambda b: (b[0], -b[1]))
