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

from verify.errors import Trouble
from verify.report.model import Report, Section
from verify.report.plots import histogram, overview
from verify.show import counterexample, figures, sentence
from verify.table import WORD, word_of
from verify.verdict import ClaimResult, Exact, Numeric, NumericResult

Data = dict[str, Any]
TITLE = "Report of the referee"
_KIND = {"PROVED": "good", "HELD": "good", "REFUTED": "bad", "VIOLATED": "bad", "DEFINITION": "plain", "NOT_CHECKABLE": "plain",
         "NOT_RUN": "plain"}


def render(report: Report) -> bytes:
    """The whole report as a PDF. Raises `Trouble` when it cannot be typeset."""
    import typst
    template = resources.files("verify.report") / "templates" / "report.typ"
    data = _report(report)
    try:
        return bytes(typst.compile(template.read_bytes(), sys_inputs={"report": json.dumps(data)}, pdf_standards=["ua-1"],
                                   ignore_system_fonts=True))
    except typst.TypstError as fault:
        raise Trouble(f"the PDF could not be typeset: {fault}") from None


# --- formulas ------------------------------------------------------------------------------------------------------

_PRELUDE = "#let lVert = sym.bar.v.double\n#let rVert = sym.bar.v.double\n"


class Formulas:
    """LaTeX in Typst's language. What cannot be converted, or is refused by Typst, is shown as plain text."""

    def __init__(self, latex: Iterable[str]) -> None:
        converted = {text: _converted(text) for text in dict.fromkeys(latex)}
        readable = set(_readable([f for f in converted.values() if f]))
        self.typst = {text: formula if formula in readable else None for text, formula in converted.items()}

    def __call__(self, plain: str, latex: str | None) -> Data:
        return {"plain": plain, "typst": self.typst.get(latex or "")}


@cache
def _converted(latex: str) -> str | None:
    from tex2typst import tex2typst
    try:
        formula = str(tex2typst(latex))
    except Exception:  # whatever a foreign converter raises: the plain text says the same
        return None
    return re.sub(r"upright\(([A-Za-z](?: [A-Za-z])+)\)", lambda m: f'upright("{m[1].replace(" ", "")}")', formula)


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
    page = _PRELUDE + "".join(f"#let _ = eval({json.dumps(f)}, mode: \"math\", scope: (lVert: lVert, rVert: rVert))\n" for f in formulas)
    try:
        typst.compile(page.encode(), format="pdf", ignore_system_fonts=True)
    except typst.TypstError:
        return False
    return True


# --- the model as data ---------------------------------------------------------------------------------------------


def _report(report: Report) -> Data:
    claims = [c for s in report.sections for c in s.result.claims]
    show = Formulas(_latex(report))
    errata = [_erratum(e.claim, e.section, show) for e in report.errata]
    return {
        "title": TITLE, "summary": report.summary, "printed_on": str(report.environment.get("date", "")),
        "notices": [*([] if report.complete else ["The run was interrupted: this report holds what was computed until then."]),
                    *report.troubles, *report.surprises],
        "environment": [{"name": k.replace("_", " "), "value": _words(v)} for k, v in report.environment.items()],
        "explanation": "Every statement is judged twice: exactly, by a certificate that a small kernel checks in rational arithmetic for all "
                       "values of the letters, and numerically, by evaluating the same statement on many problem instances with an error "
                       "bound for the arithmetic.",
        "columns": [WORD[v].lower() for v in Exact],
        "documents": [{"name": d["document"], "claims": d["claims"], "missing": len(d["not_encoded"]),
                       "counts": [str(d["verdicts"].get(v.name, "")) for v in Exact]} for d in report.documents],
        "overview": _picture(overview(claims), f"Tightness of {len(claims)} statements"),
        "errata": errata,
        "theorems": [_theorem(s, show) for s in report.sections],
        "certificates_explained": "right - left, written as a sum of terms that are visibly nonnegative.",
        "certificates": [_certificate(c, show) for c in claims if c.exact.identity],
    }


def _latex(report: Report) -> Iterable[str]:
    """Every formula of the report."""
    for s in report.sections:
        r = s.result
        yield from (latex for _, _, latex in r.hypotheses)
        yield from (pair[1] for pair in (r.start, r.claim) if pair)
        for c in r.claims:
            yield from (c.latex, c.repaired_latex or "", *(latex for _, latex in c.sides))
            yield from (latex for _, _, latex in c.repaired_under)
            yield from (latex for _, latex in c.exact.identity)


def _theorem(s: Section, show: Formulas) -> Data:
    r = s.result
    return {
        "title": r.title, "name": r.name, "source": r.source, "anchor": s.anchor, "trouble": r.trouble, "readings": list(r.readings),
        "hypotheses": [{"name": name, "formula": show(plain, latex)} for name, plain, latex in r.hypotheses],
        "start": show(*r.start) if r.start else None,
        "chain": [{**_claim(c, show), "relation": {"<=": "≤", ">=": "≥"}.get(c.relation, c.relation),
                   "side": show(*c.sides[1]) if c.sides else show(c.plain, c.latex)} for c in s.links],
        "claims": [_claim(c, show) for c in s.statements],
    }


def _claim(c: ClaimResult, show: Formulas) -> Data:
    return {
        "formula": show(c.plain, c.latex), "ids": list(c.ids), "exact": _badge(c.exact.verdict), "numeric": _badge(c.numeric.verdict),
        "said": sentence(c.reason) if c.reason else "", "notes": list(c.notes) if c.link is not None else [],
        "why": sentence(c.exact.reason) if c.exact.reason and not c.exact.counterexample else "",
        "reason": sentence(c.exact.reason) if c.exact.counterexample else "", "counterexample": list(counterexample(c))[1:],
        "instead": _instead(c, show), "figures": figures(c.numeric), "histogram": _histogram(c.numeric),
    }


def _instead(c: ClaimResult, show: Formulas) -> Data | None:
    if c.repaired_plain is None or c.exact.verdict in (Exact.PROVED, Exact.DEFINITION, Exact.NOT_CHECKABLE):
        return None
    return {"badge": _badge(Exact.PROVED if c.exact.repaired == "PROVED" else Exact.OPEN),
            "formula": show(c.repaired_plain, c.repaired_latex),
            "under": [{"name": name, "formula": show(plain, latex)} for name, plain, latex in c.repaired_under]}


def _erratum(c: ClaimResult, s: Section, show: Formulas) -> Data:
    return {**_claim(c, show), "title": s.result.title, "anchor": s.anchor, "source": s.result.source,
            "line": "" if c.link is None else str(c.link), "why": sentence(c.exact.reason or c.exact.verdict.value)}


def _certificate(c: ClaimResult, show: Formulas) -> Data:
    rests = ", ".join((*c.exact.axioms, *c.exact.uses))
    return {"name": c.name, "lines": [show(plain, latex) for plain, latex in c.exact.identity],
            "rests": f"Rests on: {rests}." if rests else ""}


def _badge(verdict: Exact | Numeric) -> Data:
    return {"word": word_of(verdict), "kind": _KIND.get(verdict.name, "warn")}


def _words(value: Any) -> str:
    return ", ".join(f"{k} {v}" for k, v in value.items()) if isinstance(value, dict) else "unknown" if value is None else str(value)


def _histogram(n: NumericResult) -> Data | None:
    return _picture(histogram(n), f"Margins of {n.instances} evaluations")


def _picture(drawn: str, alt: str) -> Data | None:
    """The drawing inside a figure of the page, as a file of its own."""
    found = re.search(r"<svg(?P<inside>.*?)</svg>", str(drawn), re.DOTALL)
    if not found:
        return None
    head = "" if "xmlns=" in found["inside"].partition(">")[0] else ' xmlns="http://www.w3.org/2000/svg"'
    svg = f"<svg{head}{found['inside']}</svg>".replace("currentColor", "#333333")
    return {"svg": svg, "alt": alt}
