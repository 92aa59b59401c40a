"""The report on paper: it compiles as PDF/UA-1, its text is found, its formulas say what those of the page say."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pypdfium2
import pytest

from tests.verify import pages, whole
from verify.report import pdf
from verify.report.formula import mathml, sentence_in
from verify.report.model import build
from verify.report.typst_math import Formulas


def text_of(path_or_bytes) -> str:
    document = pypdfium2.PdfDocument(path_or_bytes)
    return "\n".join(document[i].get_textpage().get_text_range() for i in range(len(document)))


@pytest.fixture(scope="module")
def paper() -> bytes:
    """The whole library: UA-1 refuses a formula or picture without words."""
    return pdf.render(build(list(whole.results()), {"seed": 0}))


def test_it_is_tagged_and_says_so(paper):
    assert paper.startswith(b"%PDF") and b"StructTreeRoot" in paper and b"pdfuaid:part>1<" in paper


def test_search_finds_a_claim_by_name_and_its_counterexample(paper):
    text = text_of(paper)
    for words in ("semi_smooth_chain", "000-106", "x^2/400", "399/400 is not at most 159/160", "Certificates", "Errata", "REFUTED"):
        assert words in text, words


def test_runs_and_experiments_are_on_paper():
    from tests.verify.test_browser import with_runs
    text = text_of(pdf.render(build(list(with_runs(whole.excerpt())), {})))
    for words in ("Along runs: left side solid, right side dashed.", "quadratic, 2 dimensions: least room", "Experiments", "step size"):
        assert words in text, words


def test_a_run_writes_both_and_only_the_page_when_asked(library, run):
    (library / "hostile.py").write_text(pages.HOSTILE)
    assert run("all").exit_code == 0
    page, paper = Path("reports/report.html"), Path("reports/report.pdf")
    assert "alert(2)" in page.read_text(encoding="utf-8")
    text = text_of(paper)
    for words in ("<img src=x onerror=alert(2)>", "<b>h</b>", "<i>reading</i>"):  # shown as text, taken for nothing
        assert words in text, words
    paper.unlink()
    assert run("report", "--no-pdf").exit_code == 0 and not paper.exists()
    assert run("report").exit_code == 0 and paper.exists()
    assert run("descent").exit_code == 0 and not list(Path("reports/parts").glob("*.pdf"))


@pytest.mark.parametrize("name", ["#import \"x\"", "$", "*a*", "\\", "#panic()", "`", "]", "<a>", "@x", "//", "\" #f"])
def test_no_name_is_taken_for_markup(name):
    from tests.verify.test_report_model import report, theorem
    assert "Errata" not in text_of(pdf.render(report(theorem("t", title=name, source=name), theorem("u", "t", title=name))))


def test_what_typst_refuses_is_shown_as_text():
    show = Formulas([r"\frac{a}{b}", r"\nonsense{", "a"])
    assert show("a/b", r"\frac{a}{b}")["typst"] == "a/b"
    assert show("n", r"\nonsense{") == {"plain": "n", "typst": None, "words": None}


SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "->": "→", "-": "−", "bar.v.double": "‖", "chevron.l": "⟨", "chevron.r": "⟩", "dot.op": "⋅",
         "infinity": "∞", "nabla": "∇", "star.op": "⋆", "epsilon.alt": "ϵ", "epsilon": "ε", "sum": "∑", "integral": "∫", "exists": "∃",
         "in": "∈", "subset.eq": "⊆", "square": "□", "comma": "", "product": "∏", "times": "×", "phi.alt": "ϕ", "dots": "…",
         "dots.h": "…", "dots.c": "⋯", "dots.h.c": "⋯", "bar.v": "|", "partial": "∂", "arrow.r": "→",
         **dict(zip("alpha beta gamma delta zeta eta theta kappa lambda mu nu xi pi rho sigma tau psi omega".split(), "αβγδζηθκλμνξπρστψω"))}
NO_SIGN = {"lr", "sqrt", "upright", "op", "binom", "cases", "hat", "thin", "med", "thick", "quad", "frac", "floor", "ceil", "limits"}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[A-Za-z][A-Za-z]+(?:\.[a-z]+)*|\d+|<=|>=|!=|->|\S')


def of_typst(formula: str) -> str:
    """The letters, numbers and signs of a formula; brackets and bars of fractions, which say how it is built, left out."""
    return "".join(re.sub(r"[\s,;(){}\[\]^]", "", token[1:-1]) if token.startswith('"') else "" if token in NO_SIGN or token in "()/_^{}&\\;[],"
                   else SIGNS.get(token, token) for token in _TOKEN.findall(formula))


def of_mathml(drawn: str) -> str:
    """The same of the page's formula: what stands between its tags."""
    return re.sub(r"[\s⁡⁣\u2062()\[\]{},;⌊⌋⌈⌉^ˆ]", "", html.unescape(re.sub(r"<[^>]*>", "", drawn)))


def test_formulas_on_paper_say_what_those_of_the_page_say():
    formulas = {f for f in pdf.latex(build(list(whole.results()), {})) if f and sentence_in(f) is None}
    typst = Formulas(formulas).typst
    assert len(formulas) > 500 and not [f for f in formulas if not typst[f]]
    different = {f: (of_mathml(mathml(f)), of_typst(typst[f])) for f in formulas if of_mathml(mathml(f)) != of_typst(typst[f])}
    assert different == {}
