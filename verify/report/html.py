"""Draw the report as one self-contained page: no script, no network, light and dark, wide and narrow."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from verify.report.formula import mathml
from verify.report.model import Report
from verify.report.plots import histogram, overview, tightness_strip
from verify.show import counterexample, figures, sentence
from verify.table import WORD, word_of
from verify.verdict import ClaimResult, Exact, Numeric

_KIND = {
    Exact.PROVED: "good", Exact.REFUTED: "bad", Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT: "warn", Exact.ILL_TYPED: "warn",
    Exact.OPEN: "warn", Exact.VACUOUS: "warn", Numeric.HELD: "good", Numeric.VIOLATED: "bad", Numeric.VACUOUS: "warn",
    Numeric.INCONCLUSIVE: "warn",
}
_SIGN = {"<=": "≤", ">=": "≥"}


@cache
def _environment() -> Environment:
    env = Environment(loader=PackageLoader("verify.report", "templates"), autoescape=True, undefined=StrictUndefined,
                      trim_blocks=True, lstrip_blocks=True)
    env.filters.update(math=mathml, badge=badge, sign=lambda r: _SIGN.get(r, r), python=_readable, sentence=sentence)
    env.globals.update(histogram=histogram, overview=overview, tightness_strip=tightness_strip, figures=figures,
                       counterexample=counterexample, Exact=Exact, Numeric=Numeric, WORD=WORD, is_wrong=is_wrong)
    return env


def render(report: Report) -> str:
    """The whole page."""
    return _environment().get_template("report.html.j2").render(report=report)


def badge(verdict: Exact | Numeric) -> Markup:
    """A verdict in words and colour, with the sentence it stands for as a tooltip."""
    kind = _KIND.get(verdict, "plain")
    return Markup('<span class="badge {}" title="{}">{}</span>').format(kind, verdict.value, word_of(verdict))


def is_wrong(c: ClaimResult) -> bool:
    """Whether what holds instead belongs under the statement."""
    return c.exact.verdict not in (Exact.PROVED, Exact.DEFINITION, Exact.NOT_CHECKABLE)


def _readable(text: object) -> str:
    """A function or number as it is written by hand: ``x^2/1024`` for ``x**2/1024``."""
    return str(text).replace("**", "^")
