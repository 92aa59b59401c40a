"""What stands in the report, in which order; its graph and its errata."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.verify import whole
from verify.report import errata, graph
from verify.report.model import Report, Series, build
from verify.verdict import ClaimResult, Exact, ExactResult, Numeric, NumericResult, TheoremResult

NOT_RUN = NumericResult(Numeric.NOT_RUN)
EVIL = "<script>alert(1)</script>"


FALSE = {"verdict": Exact.REFUTED, "ids": ("004-001",), "repaired": "PROVED", "repaired_plain": "a <= 2*b", "repaired_latex": r"a \le 2 b",
         "counterexample": {"functions": {"f": "x**2"}, "params": {"a": "3/4"}, "lhs": "3/4", "rhs": "3/8"}}


def theorem(name: str, *uses: str, verdict: Exact = Exact.PROVED, title: str = "", ids: tuple[str, ...] = (), folder: str = "topic",
            source: str = "A book, page 3", **how) -> TheoremResult:
    exact = ExactResult(verdict, uses=uses, **{k: v for k, v in how.items() if k in ("reason", "counterexample", "repaired")})
    claim = ClaimResult(name, ids, name, "a <= b", r"a \le b", "", verdict.name, exact, NOT_RUN, relation="<=",
                        **{k: v for k, v in how.items() if k in ("repaired_plain", "repaired_latex", "repaired_under", "alternative")})
    return TheoremResult(name, title or name, source, f"proofs/library/{folder}/{name}.py", claims=(claim,))


def report(*theorems: TheoremResult) -> Report:
    return build(list(theorems), {})


def test_every_theorem_stands_in_the_report_once():
    r = build(list(whole.results()), {})
    assert sorted(s.result.name for s in r.sections) == sorted(t.name for t in whole.results() if not t.control)
    anchors = [x for d in r.documents for x in (d.anchor, *(t.anchor for t in d.topics))] + [s.anchor for s in r.sections]
    assert len(anchors) == len(set(anchors))


def test_a_document_has_the_title_by_which_its_theorems_cite_it():
    r = report(theorem("a", ids=("001-001",), source="Book, 1"), theorem("b", ids=("001-002", "003-002"), source="Book, 2"),
               theorem("c", source="From the Book, 3"), theorem("d", source="Elsewhere"))
    assert [(d.title, d.numbers, [s.result.name for t in d.topics for s in t.entries]) for d in r.documents] == [
        ("Book", ("001", "003"), ["a", "b", "c"]), ("Further sources", (), ["d"])]


def test_rows_of_a_table_stand_together():
    rows = [theorem(f"row_{e}", title=f"Table 1, epoch {e}", folder="x") for e in (0, 10, 50)]
    entries = report(*(replace(r, file="same.py") for r in rows), theorem("other", title="Lemma 4")).documents[0].topics[0].entries
    assert isinstance(entries[0], Series) and entries[0].title == "Table 1" and len(entries[0].sections) == 3


def test_neighbours_leave_out_what_another_citation_brings_in():
    r = report(theorem("a"), theorem("b", "a"), theorem("c", "a", "b"))
    assert {s.result.name: (s.uses, s.used_by) for s in r.sections} == {"a": ((), ("b",)), "b": (("a",), ("c",)), "c": (("b",), ())}


def test_the_graph_has_a_box_and_an_arrow_for_each():
    r = report(theorem("a"), theorem("b", "a", verdict=Exact.REFUTED), theorem("c", "b", "elsewhere"))
    drawn = graph.overview(r, "Topic")
    assert drawn.count("<rect") == 4 and drawn.count("M") == 2*3
    for name, look in (("a", "good"), ("b", "bad"), ("c", "good")):
        assert re.search(rf'<a class="{look}" href="#{r.by_name[name].anchor}">', drawn), name
    assert '<g class="plain guest">' in drawn
    assert graph.neighbourhood(r, r.by_name["b"]).count("<rect") == 3 and graph.neighbourhood(r, r.by_name["a"]) == ""


def test_a_dashed_arrow_goes_to_what_holds_instead():
    wrong = theorem("wrong", verdict=Exact.REFUTED, repaired="PROVED", repaired_plain="a <= 2*b")
    r = report(replace(wrong, claims=(replace(wrong.claims[0], repaired_name="right"),)), theorem("right"), theorem("user", "right"))
    assert r.by_name["wrong"].instead == {"wrong": "right"} and r.by_name["right"].repairs == ("wrong",)
    for drawn in (graph.overview(r, "Topic"), graph.neighbourhood(r, r.by_name["right"])):
        assert drawn.count("<rect") == 3 and len(re.findall(r'<path class="arrows repair" d="M[^M]*"/>', drawn)) == 1
    proved = replace(wrong, claims=(replace(wrong.claims[0], repaired_name="right", exact=ExactResult(Exact.PROVED)),))
    assert report(proved, theorem("right")).by_name["wrong"].instead == {}


def test_corrections_are_counted_by_document():
    r = report(theorem("a", **FALSE), theorem("b", ids=("004-002",), source="A book", verdict=Exact.REFUTED), theorem("c", ids=("004-003",)))
    assert r.documents[0].mended == {"004": 1}


def test_a_theorem_alone_has_no_graph():
    r = report(theorem("a"), theorem("b"))
    assert graph.overview(r, "Topic") == graph.neighbourhood(r, r.by_name["a"]) == ""


def test_hostile_titles_are_escaped_in_the_graph():
    drawn = graph.overview(report(theorem("a", title=EVIL), theorem("b", "a", f'"] {EVIL} ["')), "Topic")
    assert "<script" not in drawn and "&lt;script&gt;" in drawn


def test_boxes_are_as_wide_as_their_words():
    box = graph.Box("✓ A rather long title of a theorem that goes on and on and on, much longer", "good")
    assert len(box.lines) == 2 and all(len(line) <= 28 for line in box.lines) and box.lines[1].endswith("…")


def test_errata_as_markdown():
    r = report(theorem("half", **FALSE, repaired_under=(("small", "a <= 1", r"a \le 1"),)))
    assert errata.markdown(r.documents) == (
        "# Errata\n\n## A book\n\n- **A book, page 3 (claim 004-001: Setup).** Printed: $a \\le b$.\n"
        "  This is false: with a = 3/4, f(x) = x^2 the left side is 3/4 and the right side 3/8.\n"
        "  What holds instead: $a \\le 2 b$, if $a \\le 1$.\n")
    assert errata.markdown(r.documents, "001") == "No errata: everything stands as printed.\n"


def test_markdown_takes_no_name_for_its_own():
    text = errata.markdown(report(theorem("evil", source=f"{EVIL} *x* [y](z)", **{**FALSE, "repaired_latex": "$"})).documents)
    assert not re.search(r"(?<!\\)<script", text) and r"\*x\* \[y\](z)" in text and r"“a \<= 2\*b”" in text


def test_another_reading_of_the_words_is_no_erratum():
    assert report(theorem("half", **FALSE, alternative=True)).errata == ()


def test_what_is_said_of_each_verdict():
    def said(**how):
        return errata.why(theorem("t", **how).claims[0])
    assert said(verdict=Exact.ILL_TYPED, reason="i is unbound") == "It has no meaning as printed: I is unbound." or \
        said(verdict=Exact.ILL_TYPED, reason="i is unbound") == "It has no meaning as printed: i is unbound."
    assert said(verdict=Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT, reason="cited: a < b").endswith("cited for it (a < b).")
    assert said(verdict=Exact.REFUTED, counterexample={"params": {"a": "1"}}) == "This is false: with a = 1 the negation of the claim is proved."
    assert said(verdict=Exact.REFUTED, counterexample={"functions": {"f": "x**2"}, "because": "f(x) >= 1 for every k"}) == (
        "This is false: with f(x) = x^2 f(x) >= 1 for every k.")


def test_errata_on_the_command_line(library, run):
    told = run("errata")
    assert told.exit_code == 0 and told.stdout.startswith("# Errata") and "Half of" not in told.stdout and "004-001" in told.stdout
    assert run("errata", "--document", "001").stdout == "No errata: everything stands as printed.\n"
