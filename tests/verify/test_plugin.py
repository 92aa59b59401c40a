"""``pytest my_paper/``: lemma files and obligation files are tests, and a failure says what a person needs to know."""

from __future__ import annotations

import json
import sys
import xml.etree.ElementTree as ElementTree

import pytest

from tests.conftest import ROOT

LEGEND = '"""Legend: a, b numbers."""\nfrom proofs.language import eq, positive\nfrom proofs.theorem import Theorem, at_most\na, b = positive("a b")\n'
GOOD = LEGEND + 'good = Theorem("good", "Half", "p. 1", {}, start=a/4, chain=(at_most(a/2, "clear"), at_most(a, "clear")), claim=a/4 <= a, ids=("p.1",))\n'
FALSE = LEGEND + 'false = Theorem("false", "Double", "p. 2", {"small": a <= 1}, claim=2*a <= a)\n'
CHAIN = LEGEND + 'chained = Theorem("chained", "A chain", "p. 3", {}, start=a/4, chain=(at_most(a/2, "clear"), at_most(a/3, "slip")), claim=a/4 <= a/3)\n'
BASE = LEGEND + 'base = Theorem("base", "Half", "p. 4", {}, claim=a/2 <= a)\n'
CITING = ("from lemma_base import base\nfrom proofs.steps import cite\n" + LEGEND.partition("\n")[2]
          + 'citing = Theorem("citing", "Quarter", "p. 5", {}, claim=b/4 <= b, proof=(cite(base, a=b/2).named("one"), cite(base, a=b).named("two")),'
          ' using=("one", "two"))\n'
          'doubled = Theorem("doubled", "Double", "p. 5", {}, claim=2*b <= b, expect="REFUTED", repaired=base)\n')


@pytest.fixture
def paper(pytester: pytest.Pytester):
    """Write files into a folder, prove what can be proved, and run pytest there, all in processes of their own.

    (``pytester`` forgets what a test imports, and some libraries cannot be imported twice.)
    """
    folder = pytester.mkdir("paper")

    def verify(*words: str) -> pytest.RunResult:
        return pytester.run(sys.executable, "-m", "verify", *words)

    def call(*words: str, prove: bool = True, **files: str) -> pytest.RunResult:
        for name, text in files.items():
            (folder / f"lemma_{name}.py").write_text(text, encoding="utf-8")
        if prove:
            assert "Traceback" not in verify("prove", "paper").stderr.str()
        return pytester.runpytest_subprocess("-W", "error", "-p", "no:cacheprovider", *words, "paper")
    call.folder, call.verify = folder, verify
    return call


def test_each_statement_is_a_test(paper):
    done = paper("-v", good=GOOD)
    done.assert_outcomes(passed=3)
    done.stdout.fnmatch_lines(["paper/lemma_good.py::good.1 PASSED*", "paper/lemma_good.py::good.2 PASSED*", "paper/lemma_good.py::good PASSED*"])
    assert [p.name for p in (paper.folder / "certificates").iterdir()] == ["good.json"]


def test_a_false_claim_fails_with_its_counterexample(paper):
    done = paper(false=FALSE)
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines([
        "false: REFUTED, where its file expects PROVED.*", "  statement: 2[*]a <= a", "  under small: a <= 1", "  counterexample:",
        "    take a = *", "    left side  = *", "    right side = *", "    and * is not at most *: the difference is *",
        "next: correct the statement in paper/lemma_false.py, then: python -m verify prove paper/lemma_false.py"])
    assert "Traceback" not in done.stdout.str() and "pytest_plugin.py" not in done.stdout.str()


def test_the_lines_before_a_false_line_are_proved(paper):
    done = paper("-v", chained=CHAIN)
    done.assert_outcomes(passed=2, failed=1)
    done.stdout.fnmatch_lines(["*chained.1 PASSED*", "*chained.2 FAILED*", "*lemma_chained.py::chained PASSED*"])


def test_what_nobody_proved_fails_with_the_next_step(paper):
    done = paper(prove=False, good=GOOD)
    done.assert_outcomes(failed=3)
    done.stdout.fnmatch_lines(["good.1: OPEN, where its file expects PROVED. No certificate settles it*",
                               "next: python -m verify prove paper/lemma_good.py *"])


def test_a_statement_that_changed_is_not_proved_by_its_old_certificate(paper):
    paper(good=GOOD).assert_outcomes(passed=3)
    paper(prove=False, good=GOOD.replace("claim=a/4 <= a", "claim=a/4 <= a/5")).assert_outcomes(passed=2, failed=1)
    done = paper(prove=False, good=GOOD.replace("{}", '{"h": a <= 1}'))
    done.assert_outcomes(failed=3)
    done.stdout.fnmatch_lines(["*good.json is for another statement (different: h)*python -m verify prove*"])


@pytest.mark.parametrize(("text", "says"), [
    ("x = = 3\n", "paper/lemma_broken.py, line 1: invalid syntax in `x = = 3`."),
    ("", "paper/lemma_broken.py: no theorem stands there; *"),
    ("import nowhere_to_be_found\n", "paper/lemma_broken.py, line 1: there is no module nowhere_to_be_found; *"),
    (LEGEND + 'c = a <= d\n', "paper/lemma_broken.py, line 5: the symbol d is not defined; *"),
    ("raise SystemExit(0)\n", "paper/lemma_broken.py, line 1: the file calls exit; *"),
    (GOOD.replace('"good"', '"descent_lemma"'), "*the name descent_lemma is taken by *"),
])
def test_a_file_that_cannot_be_read_is_one_error_in_one_sentence(paper, text, says):
    done = paper("--continue-on-collection-errors", prove=False, broken=text)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*ERROR collecting paper/lemma_broken.py*", says])
    assert "Traceback" not in done.stdout.str() and "blame.py" not in done.stdout.str()


def test_processes_share_the_tests_out(paper):
    done = paper("-n", "2", good=GOOD, false=FALSE, chained=CHAIN, base=BASE, citing=CITING)
    done.assert_outcomes(passed=8, failed=2)
    done.stdout.fnmatch_lines_random(["FAILED paper/lemma_false.py::false *", "FAILED paper/lemma_chained.py::chained.2 *"])


def test_files_of_a_folder_cite_each_other(paper):
    paper("-v", base=BASE, citing=CITING).assert_outcomes(passed=3)
    assert json.loads((paper.folder / "certificates/citing.json").read_text())["proof"][0]["theorem"] == "base"
    told = paper.verify("paper/lemma_citing.py", "--exact-only", "--no-report")
    assert told.ret == 0 and "[citing]" in told.stdout.str() and "[base]" not in told.stdout.str()


def test_junit_knows_the_verdicts(paper, pytester):
    obligations = [{"id": "square", "scalars": ["a"], "claim": "a**2"}]
    (paper.folder / "x.obligations.json").write_text(json.dumps(obligations))
    paper("--junitxml=out.xml", "--rateproof-instances", "200", good=GOOD, false=FALSE)
    cases = {c.get("name"): {p.get("name"): p.get("value") for p in c.iter("property")}
             for c in ElementTree.parse(pytester.path / "out.xml").iter("testcase")}
    assert cases["good"] == {"verdict": "PROVED", "expected": "PROVED", "claims": "p.1", "numeric": "HELD"}
    assert cases["false"] == {"verdict": "REFUTED", "expected": "PROVED", "numeric": "VIOLATED"}
    assert cases["square"] == {"verdict": "PROVED", "claims": "square"}


def test_obligations_are_tests(paper):
    obligations = [
        {"id": "true", "params": {"L": ">0"}, "vectors": ["g"], "claim": "L*sq(g)"},
        {"id": "false", "params": {"L": ">0"}, "scalars": ["f"], "hyps": {"up": "f - L"}, "claim": "L - f"},
        {"id": "vacuous", "params": {"a": ">0"}, "hyps": {"h": "-a"}, "claim": "a - 2"},
        {"id": "unread", "claim": "nobody"},
        {"id": "twice", "claim": "1"}, {"id": "twice", "claim": "1"},
        {"claim": "1"},
    ]
    (paper.folder / "some.obligations.json").write_text(json.dumps(obligations))
    done = paper("-v", prove=False)
    done.assert_outcomes(passed=1, failed=6)
    done.stdout.fnmatch_lines_random([
        "*some.obligations.json::true PASSED*", "*::twice_5 FAILED*", "*::obligation_7 FAILED*",
        "false: REFUTED, where PROVED is wanted.*", "  claim: L - f   >= 0", "  hyps up: f - L   >= 0", "  param L = *", "  scalar f = *",
        "vacuous: VACUOUS, where PROVED is wanted.*", "unread: INVALID, where PROVED is wanted.*nobody*",
        "next: correct it in paper/some.obligations.json*"])
    assert "Traceback" not in done.stdout.str()


def test_the_time_limit_of_an_obligation_holds_whatever_the_search_does(paper, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (paper.folder / "conftest.py").write_text("from tests.verify import deciders\nfrom verify import searching\n"
                                              "searching.decide, searching.prepare = deciders.by_name, deciders.nothing\n")
    obligations = [{"id": name, "scalars": ["a"], "claim": "a**2"} for name in ("proved.1", "slow", "crash", "proved.2")]
    (paper.folder / "some.obligations.json").write_text(json.dumps(obligations))
    done = paper("-v", "--rateproof-timeout", "4", prove=False)
    done.assert_outcomes(passed=2, failed=2)
    done.stdout.fnmatch_lines(["slow: OPEN, where PROVED is wanted. time-out after 4 s.",
                               "crash: OPEN, where PROVED is wanted. The worker ended (exit code 7)."])
    assert done.duration < 40


def test_contradictory_hypotheses_fail_with_the_contradiction(paper):
    done = paper(false=FALSE.replace('{"small": a <= 1}', '{"small": a <= 1, "large": a >= 2}'))
    done.assert_outcomes(failed=1)
    done.stdout.fnmatch_lines(["paper/lemma_false.py: lemma false is VACUOUS: the hypotheses large, small contradict each other;*",
                               "  right - left = *", "next: correct the hypotheses in paper/lemma_false.py, then: *"])


@pytest.mark.parametrize("text", ["", "[]", "{", "3"])
def test_an_obligations_file_that_cannot_be_read_is_one_error(paper, text):
    (paper.folder / "some.obligations.json").write_text(text)
    done = paper(prove=False)
    done.assert_outcomes(errors=1)
    done.stdout.fnmatch_lines(["*some.obligations.json: *"])
    assert "Traceback" not in done.stdout.str() and "obligations.py" not in done.stdout.str()


def test_start_up_costs_nothing_without_such_files(pytester):
    pytester.makepyfile(test_nothing="""
        import sys
        def test_light():
            assert not {"verify.discover", "verify.exact", "proofs.language", "sympy", "numpy", "z3"} & set(sys.modules)
    """)
    pytester.runpytest_subprocess("-p", "no:hypothesispytest").assert_outcomes(passed=1)


@pytest.mark.parametrize("words", [("--rateproof-instances", "-1"), ("--rateproof-timeout", "0"), ("--rateproof-timeout", "nan")])
def test_bad_options_are_usage_errors(pytester, words):
    done = pytester.runpytest_subprocess(*words)
    assert done.ret == pytest.ExitCode.USAGE_ERROR
    done.stderr.fnmatch_lines([f"ERROR: {words[0]}: *"])
