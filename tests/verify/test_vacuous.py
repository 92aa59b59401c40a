"""Hypotheses that contradict each other: a lemma file is VACUOUS, with the contradiction as its certificate, and never PROVED."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofs.kernel.__main__ import main as kernel
from proofs.theorem import Theorem
from tests.verify.test_cli import refused
from verify.verdict import ClaimResult, Exact, ExactResult, Numeric, NumericResult

HEAD = ('"""Legend: a, b, c numbers, f a function, x a point."""\nfrom proofs.classes import bounded_below, convex\nfrom proofs.language import *\n'
        'from proofs.theorem import Theorem, at_most\n'
        'a, b = real("a b"); c, = positive("c"); x, y = vector("x y"); f = function("f")\n')
BOTH = '{"short": c <= 1, "long": c >= 2}'


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(text: str) -> None:
    Path("lemma_mine.py").write_text(HEAD + text, encoding="utf-8")


def theorem(hypotheses: str, rest: str = "claim=a <= b") -> str:
    return f'mine = Theorem("mine", "T", "p. 1", {hypotheses}, {rest})\n'


@pytest.mark.parametrize(("hypotheses", "says"), [
    (BOTH, "the hypotheses long, short contradict each other"),
    ('{"convex": convex(f), ' + BOTH[1:], "the hypotheses long, short contradict each other"),
    ('{"sign": c <= 0}', "the hypothesis sign cannot be met"),
    ('{"low": bounded_below(f, a), "under": f(x) <= a - 1}', "the hypotheses low, under contradict each other"),
    ('{"one": c <= 2/c, "two": c**2 >= 3}', "the hypotheses one, two contradict each other"),
    ('{"one": eq(x, y), "two": sq(x) >= sq(y) + 1}', "the hypotheses one, two contradict each other"),
])
def test_contradictory_hypotheses_are_vacuous(run, hypotheses, says):
    write(theorem(hypotheses))
    told = run("prove", "lemma_mine.py")
    assert told.exit_code == 0 and f"(1 vacuous); {says}" in told.stdout
    assert kernel(["certificates/mine.json"]) == 0
    told = run("lemma_mine.py", "--exact-only", "--no-report", "--json", "out.json")
    refused(told, "lemma_mine.py: lemma mine is VACUOUS", says, "drop or correct one of them")
    (row,) = json.loads(Path("out.json").read_text())["unnumbered"]
    assert (row["verdict"], row["reason"], row["as_expected"]) == ("VACUOUS", says, False)
    assert "certificate:" in run("show", "lemma_mine.py").stdout


@pytest.mark.parametrize("hypotheses", ["{}", '{"short": c <= 1}', '{"one": c <= 1, "two": c >= 1}', '{"low": bounded_below(f, a)}'])
def test_what_can_be_met_is_not(run, hypotheses):
    write(theorem(hypotheses, "claim=c <= 2*c"))
    assert "(1 proved)" in run("prove", "lemma_mine.py").stdout


def test_every_statement_of_the_file_is_vacuous_and_nothing_is_proved(run):
    write(theorem(BOTH, "start=a, chain=(at_most(a + c, 'c > 0'), at_most(1, 'so', repaired=a + 2*c)), claim=a <= a + c"))
    assert "(3 vacuous)" in run("prove", "lemma_mine.py").stdout
    run("lemma_mine.py", "--exact-only", "--no-report", "--json", "out.json")
    rows = json.loads(Path("out.json").read_text())["unnumbered"]
    assert {r["verdict"] for r in rows} == {"VACUOUS"} and {r["repaired"] for r in rows} == {None, "OPEN"}


def test_a_proof_from_contradictory_hypotheses_is_not_shown_as_one(run):
    """A certificate that proves the claim, and a contradiction beside it: the contradiction decides."""
    from proofs.certificate import save
    from proofs.search.prove import write_proof
    from verify import discover, exact
    write(theorem(BOTH, "claim=c <= c + 1"))
    (found,) = discover.from_file(Path("lemma_mine.py"))
    data = write_proof(found.theorem, {})
    Path("certificates").mkdir()
    save(data, found.certificate)
    paths = {"mine": found.certificate}
    judged = exact.judge(found.theorem, exact.load_library([found.theorem], paths))
    assert judged["mine"].verdict is Exact.PROVED  # nobody has seen the contradiction yet
    data["proof"].append({"name": "void", "rule": "positivity", "claim": ["<=", 1, 0], "nonneg": ["+", ["slack", "short"], ["slack", "long"]]})
    save(data, found.certificate)
    (verdict,) = exact.judge(found.theorem, exact.load_library([found.theorem], paths)).values()
    assert verdict.verdict is Exact.VACUOUS and verdict.identity


def test_a_file_may_expect_it(run):
    write(theorem(BOTH, 'claim=a <= b, expect="VACUOUS"'))
    run("prove", "lemma_mine.py")
    assert run("lemma_mine.py", "--exact-only", "--no-report").exit_code == 0
    assert run("lemma_mine.py", "--instances", "300", "--no-report").exit_code == 0


def test_an_example_rules_it_out(run, monkeypatch):
    from proofs.search import contradiction
    monkeypatch.setattr(contradiction, "contradiction", lambda data: pytest.fail("it was searched for"))
    write(theorem('{"short": c <= 1}', 'claim=c <= 2, example={"c": 1}'))
    assert "(1 proved)" in run("prove", "lemma_mine.py").stdout


def test_a_point_that_breaks_a_vacuous_claim_is_an_alarm():
    claim = ClaimResult("t", (), "t", "a <= b", "", "", "PROVED", ExactResult(Exact.VACUOUS), NumericResult(Numeric.VIOLATED))
    assert claim.alarm


def test_integers_may_stand_in_a_chain():
    from proofs.language import real
    from proofs.theorem import at_most
    a, = real("a")
    assert [str(o.statement) for o in Theorem("t", "T", "s", {}, start=a, chain=(at_most(1),)).obligations()] == ["a <= 1"]
