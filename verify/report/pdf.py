"""Draw the report on paper: the same model, compiled by Typst as a tagged PDF/UA-1 with a text for every formula and picture.

The template reads the report as data, so that no name or message is ever taken for markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from verify import outcome
from verify.errors import Trouble
from verify.report import errata, graph
from verify.report.drawable import Experiment
from verify.report.model import EXPLANATION, INTERRUPTED, TITLE, Document, Erratum, Report, Section, Series, Topic
from verify.report.plots import bar, courses, histogram, sides, tightness, tightness_told
from verify.report.typst_math import Formulas
from verify.show import ALTERNATIVE, SIGN, adds, against, counterexample, figures, instead, is_wrong, readable, sentence
from verify.table import kind, word_of
from verify.verdict import ClaimResult, Exact, Numeric

Data = dict[str, Any]
_SVG = re.compile(r'<svg class="(?P<look>[\w ]+)"[^>]*viewBox="(?P<box>[-\d ]+)"[^>]*>(?P<inside>.*?)</svg>', re.DOTALL)


def render(report: Report) -> bytes:
    """The whole report as a PDF. Raises `Trouble` when it cannot be typeset."""
    import typst
    template = resources.files("verify.report") / "templates" / "report.typ"

    def typeset(content: Data) -> bytes:
        return bytes(typst.compile(template.read_bytes(), sys_inputs={"report": json.dumps(content)}, pdf_standards=["ua-1"],
                                   ignore_system_fonts=True))
    try:
        return typeset(data(report))
    except typst.TypstError:  # a formula that Typst refuses is rare: only now each is tried
        try:
            return typeset(data(report, tried=True))
        except typst.TypstError as fault:
            raise Trouble(f"the PDF could not be typeset: {fault}") from None


def data(report: Report, *, tried: bool = False) -> Data:
    """The report as the template reads it."""
    show = Formulas(latex(report), tried=tried)
    claims = [c for _, c in report.statements]
    return {
        "title": TITLE, "summary": report.summary,
        "notices": [*([] if report.complete else [INTERRUPTED]), *report.troubles, *report.surprises],
        "environment": [{"name": k.replace("_", " "), "value": _words(v)} for k, v in report.environment.items()],
        "explanation": EXPLANATION,
        "tightness": _picture(tightness(claims), told) if (told := tightness_told(claims)) else None, "tightness_told": told,
        "experiments": [_experiment(e, report) for e in report.experiments],
        "documents": [_document(d, report, show) for d in report.documents],
        "controls": [{**_claim(c, show), "name": c.name, "noticed": "noticed" if c.as_expected else "NOT NOTICED"}
                     for c in report.controls],
        "certificates": [_certificate(c, show) for c in claims if c.exact.identity],
    }


def _experiment(e: Experiment, report: Report) -> Data:
    return {"title": e.title, "caption": e.caption, "source": e.sections[0].result.source, "head": list(e.head),
            "rows": [list(row) for row in e.rows], "figure": _picture(report.figures[e.anchor], f"{e.title}. {e.caption}")}


def latex(report: Report) -> Iterable[str]:
    """Every formula of the report."""
    for s in report.sections:
        yield from (formula for _, _, formula in s.result.hypotheses)
        if s.result.start:
            yield s.result.start[1]
    for c in (*(c for _, c in report.statements), *report.controls):
        yield from (c.latex, c.repaired_latex or "", *(formula for _, formula in c.sides))
        yield from (formula for _, _, formula in c.repaired_under)
        yield from (formula for _, formula in c.exact.identity)


def _document(d: Document, report: Report, show: Formulas) -> Data:
    return {"title": d.title, "coverage": [_coverage(d, row) for row in d.coverage],
            "errata": [_erratum(e, show) for e in d.errata],
            "topics": [_topic(t, report, show) for t in d.topics]}


def _coverage(d: Document, row: Data) -> Data:
    counts = [Exact[name] for name, n in row["verdicts"].items() for _ in range(n)]
    missing = f"; {len(row['not_encoded'])} not encoded" if row["not_encoded"] else ""
    n = d.mended.get(row["document"], 0)
    mended = f"; {n} of those that do not stand have a correction that is proved" if n else ""
    return {"name": row["document"], "told": f"{row['claims']} printed claims: {outcome.count(counts)}{missing}{mended}.",
            "bar": _picture(bar(row["verdicts"], row["claims"]), outcome.count(counts))}


def _topic(t: Topic, report: Report, show: Formulas) -> Data:
    map_ = graph.overview(report, t.title) if t.first else ""
    return {"title": t.title, "graph": _picture(map_, f"Which theorem rests on which: {t.title}"),
            "entries": [_series(e, show) if isinstance(e, Series) else _theorem(e, show) for e in t.entries]}


def _theorem(s: Section, show: Formulas) -> Data:
    r = s.result
    return {
        "rows": [], "title": r.title, "name": r.name, "source": r.source, "anchor": s.anchor, "trouble": r.trouble,
        "readings": list(r.readings), "hypotheses": _named(r.hypotheses, show),
        "start": show(*r.start) if r.start else None, "long": s.long,
        "chain": [{**_claim(c, show), "relation": SIGN.get(c.relation, c.relation),
                   "side": show(*c.sides[1]) if c.sides else show(c.plain, c.latex)} for c in s.links],
        "claims": [_claim(c, show) for c in s.statements],
    }


def _series(e: Series, show: Formulas) -> Data:
    rows = [{**_claim(s.result.claims[0], show), "anchor": s.anchor, "title": s.result.title, "name": s.result.name,
             "hypotheses": _named(s.result.hypotheses, show)} for s in e.sections]
    return {**_theorem(e.sections[0], show), "title": e.title, "anchor": e.anchor, "rows": rows}


def _named(formulas: Iterable[tuple[str, str, str]], show: Formulas) -> list[Data]:
    return [{"name": name, "formula": show(plain, formula)} for name, plain, formula in formulas]


def _claim(c: ClaimResult, show: Formulas) -> Data:
    found = c.exact.counterexample is not None
    return {
        "formula": show(c.plain, c.latex), "ids": list(c.ids),
        "exact": _badge(c.exact.verdict), "numeric": _badge(c.numeric.verdict),
        "said": sentence(c.reason) if adds(c) else "", "notes": list(c.notes) if c.link is not None else [],
        "why": " ".join([*([ALTERNATIVE] if c.alternative else []),
                         *([sentence(c.exact.reason)] if c.exact.reason and not found else [])]),
        "against": against(c), "reason": sentence(c.exact.reason) if found else "",
        "counterexample": [readable(line.strip()) for line in list(counterexample(c))[1:]], "instead": _instead(c, show),
        "beyond": f"Nothing holds instead: {sentence(c.beyond_repair)}" if c.beyond_repair else "",
        "figures": figures(c.numeric),
        "histogram": _picture(histogram(c.numeric), f"Margins of {c.numeric.instances} evaluations"),
        "courses": [{"words": p.words, "picture": _picture(p.drawing, p.alt)} for p in courses(c)], "sides": sides(c),
    }


def _instead(c: ClaimResult, show: Formulas) -> Data | None:
    if c.repaired_plain is None or not is_wrong(c):
        return None
    return {"told": instead(c), "badge": _badge(c.offered),
            "by": c.repaired_name, "notes": list(c.repaired_notes),
            "formula": show(c.repaired_plain, c.repaired_latex), "under": _named(c.repaired_under, show)}


def _erratum(e: Erratum, show: Formulas) -> Data:
    return {**_claim(e.claim, show), "anchor": e.section.anchor, "reference": errata.reference(e), "why": errata.why(e.claim)}


def _certificate(c: ClaimResult, show: Formulas) -> Data:
    rests = ", ".join((*c.exact.axioms, *c.exact.uses))
    return {"name": c.name, "lines": [show(plain, formula) for plain, formula in c.exact.identity],
            "rests": f"Rests on: {rests}." if rests else ""}


def _badge(verdict: Exact | Numeric) -> Data:
    return {"word": word_of(verdict), "kind": kind(verdict)}


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    return "unknown" if value is None else str(value)


@cache
def _rules() -> list[tuple[str, list[set[str]]]]:
    """The rules for pictures, one a line, each with the classes that its selectors name."""
    text = (resources.files("verify.report") / "templates" / "pictures.css").read_text(encoding="utf-8")
    return [(rule, [set(re.findall(r"\.([a-z]+)", part)) for part in rule.partition("{")[0].split(",")])
            for rule in text.splitlines()]


def _picture(drawn: str, alt: str) -> Data | None:
    """The drawing inside a figure of the page, as a file of its own: colours in place of the classes of the style sheet."""
    found = _SVG.search(str(drawn))
    if not found:
        return None
    box, width, height = found["box"], *map(int, found["box"].split()[2:])
    looks = set(" ".join(re.findall('class="([^"]*)"', found["inside"])).split()) | set(found["look"].split())
    style = "".join(rule for rule, classes in _rules() if any(c <= looks for c in classes))
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" width="{width}" height="{height}"><style>{style}</style>'
           f'<g class="{found["look"]}">{found["inside"]}</g></svg>')
    return {"svg": svg, "alt": alt, "width": width}
