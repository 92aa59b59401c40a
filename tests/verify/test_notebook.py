"""In a notebook: every verdict and certificate has its forms, what it prints is escaped, and the example runs."""

from __future__ import annotations

import json
import warnings

import pytest

from proofs.certificate import FOLDER
from proofs.language import positive
from proofs.theorem import Theorem
from tests.conftest import ROOT
from verify.errors import Trouble
from verify.table import word_of
from verify.verdict import ClaimResult, Exact, ExactResult, Numeric, NumericResult, TheoremResult

EXAMPLE = ROOT / "docs" / "example.ipynb"
a, = positive("a")


def stamps() -> dict[str, int]:
    return {p.name: p.stat().st_mtime_ns for p in FOLDER.iterdir()}


@pytest.fixture
def careful(monkeypatch):
    """The certificates of the library stay as they are, and are never searched for again."""
    from verify import searching
    before, proved, prove = stamps(), [], searching.prove

    def watched(chosen, known):
        for f in chosen:
            assert FOLDER not in f.certificate.parents, f"{f.name} would be written into the library"
            proved.append(f.name)
        return prove(chosen, known)
    monkeypatch.setattr(searching, "prove", watched)
    yield proved
    assert stamps() == before


def test_a_theorem_of_ones_own(careful):
    from verify.notebook import certificate, judge
    wrong = Theorem("notebook_wrong", "Half", "here", {"small": a <= 1}, claim=a <= a/2)
    right = Theorem("notebook_right", "Half", "here", {"small": a <= 1}, claim=a/2 <= a)
    told = judge(wrong)
    assert told.claims[0].exact.verdict is Exact.REFUTED and told.file == ""
    assert judge(right).claims[0].exact.verdict is Exact.PROVED
    assert judge(right).claims == judge(right).claims and careful == ["notebook_wrong", "notebook_right"]
    forms = certificate(right)._repr_mimebundle_()
    assert "right - left = 1/2*a" in forms["text/plain"] and "python -m proofs.kernel FILE" in forms["text/html"]


def test_a_cell_that_is_run_again_with_another_statement(careful):
    from verify.notebook import judge
    for claim, verdict in ((a <= 2*a, Exact.PROVED), (2*a <= a, Exact.REFUTED), (a <= 3*a, Exact.PROVED)):
        assert judge(Theorem("notebook_again", "Again", "here", {}, claim=claim)).claims[0].exact.verdict is verdict


def test_a_repair_is_judged_too(careful):
    from verify.notebook import judge
    meant = Theorem("notebook_meant", "Half", "here", {}, claim=a/2 <= a)
    printed = Theorem("notebook_printed", "Half", "here", {}, claim=a <= a/2, expect="REFUTED", repaired=meant)
    assert judge(printed).claims[0].exact.repaired == "PROVED" and sorted(careful) == ["notebook_meant", "notebook_printed"]


def test_a_theorem_of_the_library(careful):
    from proofs.library.descent.descent_lemma import descent_lemma
    from verify.notebook import certificate, judge
    forms = judge(descent_lemma)._repr_mimebundle_()
    assert "Descent lemma" in forms["text/plain"] and "<math" in forms["text/html"] and "PROVED" in forms["text/html"]
    assert certificate(descent_lemma).data["theorem"] == "descent_lemma" and careful == []


def test_a_name_of_the_library_is_refused(careful):
    from verify.notebook import judge
    with pytest.raises(Trouble, match="the name descent_lemma is taken"):
        judge(Theorem("descent_lemma", "Another", "here", {}, claim=a <= a))
    assert careful == []


def test_a_saved_certificate_is_checked_by_the_kernel(careful, tmp_path):
    from proofs.kernel.checker import check_theorem
    from verify.notebook import certificate
    path = certificate(Theorem("notebook_saved", "Saved", "here", {}, claim=a/2 <= a)).save(tmp_path / "it.json")
    assert "notebook_saved" in check_theorem(json.loads(path.read_text()), {}).facts


HOSTILE = "<script>alert(1)</script>"


def hostile(latex: str = r"\nonsense{") -> TheoremResult:
    exact = ExactResult(Exact.REFUTED, HOSTILE, (HOSTILE,), (HOSTILE,), ((HOSTILE, ""),),
                        {"params": {HOSTILE: HOSTILE}, "functions": {}, "points": {}, "lhs": HOSTILE, "rhs": "1"}, "PROVED")
    claim = ClaimResult(HOSTILE, (HOSTILE,), HOSTILE, HOSTILE, latex, HOSTILE, "PROVED", exact,
                        NumericResult(Numeric.HELD, HOSTILE, instances=1, problems=1), link=1, relation="<=",
                        sides=((HOSTILE, latex), (HOSTILE, latex)), repaired_plain=HOSTILE, repaired_latex=latex)
    return TheoremResult(HOSTILE, HOSTILE, HOSTILE, HOSTILE, hypotheses=((HOSTILE, HOSTILE, latex),), start=(HOSTILE, latex),
                         claims=(claim,), trouble=HOSTILE)


def test_what_is_printed_is_escaped():
    from verify.notebook import Certificate
    r = hostile()
    for shown in (r, r.claims[0], r.claims[0].exact, Certificate(HOSTILE, HOSTILE, r)):
        drawn = shown._repr_html_()
        assert "<script" not in drawn and "&lt;script&gt;" in drawn


@pytest.mark.parametrize("verdict", Exact)
def test_every_verdict_has_its_forms(verdict):
    exact = ExactResult(verdict, identity=(("right - left = a", r"\text{right} - \text{left} = a"),))
    claim = ClaimResult("c", (), "t", "a <= b", r"a \le b", "", "PROVED", exact, NumericResult(Numeric.NOT_RUN))
    for shown in (exact, claim, TheoremResult("t", "T", "s", claims=(claim,))):
        forms = shown._repr_mimebundle_()
        assert word_of(verdict) in forms["text/plain"] and "<span title=" in forms["text/html"]
    assert claim._repr_latex_().startswith(r"$\displaystyle a \le b \qquad \text{") and "gathered" in exact._repr_latex_()


def test_a_statement_is_a_formula():
    from proofs.library.descent.descent_lemma import descent_lemma
    assert (a/2 <= a)._repr_latex_() == r"$\displaystyle \frac{a}{2} \le a$" and (a/2)._repr_latex_() == r"$\displaystyle \frac{a}{2}$"
    told = descent_lemma._repr_latex_()
    assert told.startswith(r"$$\begin{aligned}\text{smooth: } &") and told.count(r"\\ ") == 8 and told.count("&") == 9


def test_the_example_runs():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import nbclient
        import nbformat
        book = nbformat.read(EXAMPLE, as_version=4)
        assert all(c.get("outputs", []) == [] and c.get("execution_count") is None for c in book.cells), "strip the outputs"
        nbclient.NotebookClient(book, timeout=60, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}}).execute()
    last = ["".join(str(o["data"]) for o in c.outputs if "data" in o) for c in book.cells if c.cell_type == "code"]
    assert r"\nabla f(x)" in last[0] and "REFUTED" in last[1] and "'lhs'" in last[2]
    assert "PROVED" in last[3] and "HELD" in last[3] and "<math" in last[3] and "right - left = " in last[4]
