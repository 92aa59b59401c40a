"""Draw the report as one self-contained page: readable without its script, no network, light and dark, wide and narrow."""

from __future__ import annotations

import base64
import hashlib
from functools import cache, partial
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from verify import outcome
from verify.report import errata, graph
from verify.report.formula import mathml
from verify.report.model import Report, Series
from verify.report.plots import histogram, tightness
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
    env.filters.update(math=mathml, badge=badge, sign=lambda r: _SIGN.get(r, r), python=errata.readable, sentence=sentence,
                       why=errata.why, against=errata.against, instead=errata.instead,
                       reference=errata.reference, counted=_counted)
    env.globals.update(histogram=histogram, tightness=tightness, figures=figures, counterexample=counterexample, Exact=Exact,
                       Numeric=Numeric, WORD=WORD, is_wrong=is_wrong, bar=bar, is_series=lambda e: isinstance(e, Series))
    return env


def render(report: Report) -> str:
    """The whole page."""
    style, script = _file("report.css").replace("FONT", _font()), _file("report.js")
    return _environment().get_template("report.html.j2").render(
        report=report, style=Markup(style), script=Markup(script), style_hash=_hash(style), script_hash=_hash(script),
        neighbourhood=partial(graph.neighbourhood, report), overview=partial(graph.overview, report),
        listed=partial(graph.listed, report))


@cache
def _file(name: str) -> str:
    return (resources.files("verify.report") / "templates" / name).read_text(encoding="utf-8")


@cache
def _font() -> str:
    return base64.b64encode((resources.files("verify.report") / "fonts" / "math.woff2").read_bytes()).decode()


def _hash(text: str) -> str:
    """How the page's policy names the only style and the only script that it allows."""
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def badge(verdict: Exact | Numeric) -> Markup:
    """A verdict in words and colour, with the name of the reading."""
    reading = "exact" if isinstance(verdict, Exact) else "numbers"
    return Markup('<span class="badge {}"><i>{}</i> {}</span>').format(_KIND.get(verdict, "plain"), reading, word_of(verdict))


def _counted(counts: dict[str, int]) -> str:
    return outcome.count(Exact[name] for name, n in counts.items() for _ in range(n))


def bar(counts: dict[str, int], total: int) -> Markup:
    """How much of a document has which verdict, as a bar; the table beneath says the numbers."""
    drawn, x = Markup(""), 0.0
    for name, n in counts.items():
        width = 1000*n/total
        drawn += Markup('<rect class="{}" x="{:.0f}" width="{:.0f}" height="10"><title>{} {}</title></rect>').format(
            _KIND.get(Exact[name], "plain"), x, width, n, WORD[Exact[name]].lower())
        x += width
    head = Markup('<svg class="coverage" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">')
    return head + drawn + Markup("</svg>")


def is_wrong(c: ClaimResult) -> bool:
    """Whether what holds instead belongs under the statement."""
    return c.exact.verdict not in (Exact.PROVED, Exact.DEFINITION, Exact.NOT_CHECKABLE)
