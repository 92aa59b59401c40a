"""LaTeX to MathML. A formula that the converter does not know is shown as plain text, never dropped."""

from __future__ import annotations

from functools import cache

from markupsafe import Markup
from math_core import LatexError, LatexToMathML


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML()


def mathml(latex: str, plain: str = "", *, display: bool = False) -> Markup:
    """The formula as a ``<math>`` element with its plain text as the label for a screen reader; else the plain text."""
    try:
        drawn = _converter().convert_with_local_state(latex, displaystyle=display)
    except LatexError:
        return Markup("<code>{}</code>").format(plain or latex)
    label = Markup('<math aria-label="{}"').format(plain) if plain else Markup("<math")
    return Markup(label + Markup(drawn.removeprefix("<math")))
