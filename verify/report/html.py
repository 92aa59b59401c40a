"""Draw the report as one self-contained page: readable without its script, no network, light and dark, wide and narrow."""

from __future__ import annotations

import base64
import hashlib
from functools import cache, partial
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from verify import outcome, show
from verify.report import errata, graph
from verify.report.formula import mathml
from verify.report.model import EXPLANATION, INTERRUPTED, TITLE, Report, Series
from verify.report.plots import bar, courses, glance, histogram, sides, tightness, tightness_told
from verify.table import kind, word_of
from verify.verdict import Exact, Numeric


@cache
def _environment() -> Environment:
    env = Environment(loader=PackageLoader("verify.report", "templates"), autoescape=True, undefined=StrictUndefined,
                      trim_blocks=True, lstrip_blocks=True)
    env.filters.update(math=mathml, badge=badge, word=word_of, sign=lambda r: show.SIGN.get(r, r), python=show.readable,
                       sentence=show.sentence, adds=show.adds, against=show.against, instead=show.instead, taken=show.taken,
                       evidence=show.evidence, why=errata.why, reference=errata.reference, tally=tally)
    env.globals.update(bar=bar, kind=kind, courses=courses, glance=glance, sides=sides, histogram=histogram,
                       tightness=tightness, tightness_told=tightness_told, figures=show.figures,
                       counterexample=show.counterexample, ALTERNATIVE=show.ALTERNATIVE, is_wrong=show.is_wrong,
                       is_outline=show.is_outline,
                       Exact=Exact, Numeric=Numeric, is_series=lambda e: isinstance(e, Series), TITLE=TITLE,
                       EXPLANATION=EXPLANATION, INTERRUPTED=INTERRUPTED)
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
    return Markup('<b class="{}"><i>{}</i> {}</b>').format(kind(verdict), reading, word_of(verdict))


def tally(counts: dict[str, int]) -> Markup:
    """How many have which verdict, each in its colour."""
    span = Markup('<span class="tally {}">{}</span>')
    return Markup(" ").join(span.format(kind(Exact[name]), outcome.count([Exact[name]]*n)) for name, n in counts.items())
