"""Draw the report on paper: the same model, compiled by Typst as a tagged PDF/UA-1 with a text for every formula and picture.

The template reads the report as data, so that no name or message is ever taken for markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from importlib import resources
from typing import Any

from verify import outcome
from verify.errors import Trouble
from verify.report import errata, graph
from verify.report.model import Document, Erratum, Report, Section, Series, Topic
from verify.report.plots import histogram, tightness
from verify.report.typst_math import Formulas
from verify.show import counterexample, figures, sentence
from verify.table import word_of
from verify.verdict import ClaimResult, Exact, Numeric

Data = dict[str, Any]
TITLE = "Report of the referee"
_KIND = {"PROVED": "good", "HELD": "good", "REFUTED": "bad", "VIOLATED": "bad", "DEFINITION": "plain", "NOT_CHECKABLE": "plain",
         "NOT_RUN": "plain"}
_INK = {"good": "#14602f", "bad": "#96201b", "warn": "#664700", "plain": "#44484f"}
_FILL = {"good": "#dff2e4", "bad": "#fbe3e0", "warn": "#fbeecb", "plain": "#eeeeee"}


def render(report: Report) -> bytes:
    """The whole report as a PDF. Raises `Trouble` when it cannot be typeset."""
    import typst
    template = resources.files("verify.report") / "templates" / "report.typ"
    try:
        return bytes(typst.compile(template.read_bytes(), sys_inputs={"report": json.dumps(data(report))},
                                   pdf_standards=["ua-1"], ignore_system_fonts=True))
    except typst.TypstError as fault:
        raise Trouble(f"the PDF could not be typeset: {fault}") from None


def data(report: Report) -> Data:
    """The report as the template reads it."""
    show, drawn = Formulas(latex(report)), set[str]()
    claims = [c for _, c in report.statements]
    return {
        "title": TITLE, "summary": report.summary,
        "notices": [*([] if report.complete else ["The run was interrupted: this report holds what was computed until then."]),
                    *report.troubles, *report.surprises],
        "environment": [{"name": k.replace("_", " "), "value": _words(v)} for k, v in report.environment.items()],
        "explanation": "Every statement is judged twice: exactly, by a certificate that a small kernel checks in rational "
                       "arithmetic for all values of the letters, and numerically, by evaluating the same statement on many "
                       "problem instances with an error bound for the arithmetic.",
        "tightness": _picture(tightness(claims), "Tightness of the statements"),
        "documents": [_document(d, report, show, drawn) for d in report.documents],
        "controls": [{**_claim(c, show), "name": c.name, "noticed": "noticed" if c.as_expected else "NOT NOTICED"}
                     for c in report.controls],
        "certificates": [_certificate(c, show) for c in claims if c.exact.identity],
    }


def latex(report: Report) -> Iterable[str]:
    """Every formula of the report."""
    for s in report.sections:
        yield from (formula for _, _, formula in s.result.hypotheses)
        yield from (pair[1] for pair in (s.result.start,) if pair)
    for c in (*(c for _, c in report.statements), *report.controls):
        yield from (c.latex, c.repaired_latex or "", *(formula for _, formula in c.sides))
        yield from (formula for _, _, formula in c.repaired_under)
        yield from (formula for _, formula in c.exact.identity)


def _document(d: Document, report: Report, show: Formulas, drawn: set[str]) -> Data:
    return {"title": d.title, "coverage": [_coverage(row) for row in d.coverage],
            "errata": [_erratum(e, show) for e in d.errata],
            "topics": [_topic(t, report, show, drawn) for t in d.topics]}


def _coverage(row: Data) -> Data:
    counts = [Exact[name] for name, n in row["verdicts"].items() for _ in range(n)]
    missing = f"; {len(row['not_encoded'])} not encoded" if row["not_encoded"] else ""
    return {"name": row["document"], "told": f"{row['claims']} printed claims: {outcome.count(counts)}{missing}."}


def _topic(t: Topic, report: Report, show: Formulas, drawn: set[str]) -> Data:
    map_ = "" if t.title in drawn else graph.overview(report, t.title)
    drawn.add(t.title)
    return {"title": t.title, "graph": _picture(map_, f"Which theorem rests on which: {t.title}"),
            "entries": [_series(e, show) if isinstance(e, Series) else _theorem(e, show) for e in t.entries]}


def _theorem(s: Section, show: Formulas) -> Data:
    r = s.result
    return {
        "rows": [], "title": r.title, "name": r.name, "source": r.source, "anchor": s.anchor, "trouble": r.trouble,
        "readings": list(r.readings), "hypotheses": _named(r.hypotheses, show),
        "start": show(*r.start) if r.start else None, "long": r.start is not None and len(r.start[0]) > 24,
        "chain": [{**_claim(c, show), "relation": {"<=": "≤", ">=": "≥"}.get(c.relation, c.relation),
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
        "said": sentence(c.reason) if c.reason else "", "notes": list(c.notes) if c.link is not None else [],
        "why": "" if found or not c.exact.reason else sentence(c.exact.reason),
        "against": errata.against(c), "reason": sentence(c.exact.reason) if found else "",
        "counterexample": [errata.readable(line.strip()) for line in list(counterexample(c))[1:]], "instead": _instead(c, show),
        "figures": figures(c.numeric),
        "histogram": _picture(histogram(c.numeric), f"Margins of {c.numeric.instances} evaluations"),
    }


def _instead(c: ClaimResult, show: Formulas) -> Data | None:
    if c.repaired_plain is None or c.exact.verdict in (Exact.PROVED, Exact.DEFINITION, Exact.NOT_CHECKABLE):
        return None
    return {"told": errata.instead(c), "badge": _badge(Exact.PROVED if c.exact.repaired == "PROVED" else Exact.OPEN),
            "formula": show(c.repaired_plain, c.repaired_latex), "under": _named(c.repaired_under, show)}


def _erratum(e: Erratum, show: Formulas) -> Data:
    return {**_claim(e.claim, show), "anchor": e.section.anchor, "reference": errata.reference(e), "why": errata.why(e.claim)}


def _certificate(c: ClaimResult, show: Formulas) -> Data:
    rests = ", ".join((*c.exact.axioms, *c.exact.uses))
    return {"name": c.name, "lines": [show(plain, formula) for plain, formula in c.exact.identity],
            "rests": f"Rests on: {rests}." if rests else ""}


def _badge(verdict: Exact | Numeric) -> Data:
    return {"word": word_of(verdict), "kind": _KIND.get(verdict.name, "warn")}


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{k} {v}" for k, v in value.items())
    return "unknown" if value is None else str(value)


def _picture(drawn: str, alt: str) -> Data | None:
    """The drawing inside a figure of the page, as a file of its own: colours in place of the classes of the style sheet."""
    found = re.search(r"<svg[^>]*viewBox=\"(?P<box>[-\d ]+)\"[^>]*>(?P<inside>.*?)</svg>", str(drawn), re.DOTALL)
    if not found:
        return None
    x, y, width, height = map(int, found["box"].split())
    rules = "".join(f".{k} rect{{fill:{_FILL[k]};stroke:{_INK[k]}}}" for k in _INK)
    style = (f"text{{font:11px 'DejaVu Sans Mono';text-anchor:middle;fill:#1d1f23}}path{{fill:#555b64}}{rules}"
             ".arrows{fill:none;stroke:#555b64}.zero{stroke:#96201b}path.below{fill:#96201b}.guest rect{stroke-dasharray:4 3}")
    svg = (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" width="{width}" height="{height}">'
           f"<style>{style}</style>{found['inside']}</svg>")
    return {"svg": svg, "alt": alt, "width": width}
