"""One inequality from the shell: the words of the answer, the evidence, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofs.kernel.__main__ import main as kernel
from tests.verify import deciders

TEXTBOOK = ("f - eta*(1-L*eta/2)*G <= f - eta/2*G", "--given", "eta <= 1/L", "--given", "G >= 0", "--positive", "L eta")


@pytest.fixture
def step(tmp_path, monkeypatch, run):
    """The command with the real search, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *words: run("step", *words)


@pytest.fixture
def told(step, monkeypatch):
    """The command with a stand-in for the search, which behaves as the first hypothesis is called."""
    monkeypatch.setattr("verify.searching.decide", deciders.for_a_shell)
    monkeypatch.setattr("verify.searching.prepare", deciders.nothing)
    return step


def test_a_textbook_step_is_proved(step):
    r = step(*TEXTBOOK, "--save", "step.json", "--json", "out.json")
    assert r.exit_code == 0, r.output
    for line in ("free reals (not declared): f, G", "claim: f - eta*(1 - L*eta/2)*G <= f - eta/2*G", "given: eta <= 1/L", "given: 0 <= G",
                 "PROVED: it holds for all values that meet the hypotheses.", "right - left = ", "[given 1] is right - left of: eta <= 1/L"):
        assert line in r.stdout
    assert kernel(["step.json"]) == 0
    found = json.loads(Path("out.json").read_text())
    assert found["verdict"] == "PROVED" and found["certificate"] == json.loads(Path("step.json").read_text()) and found["id"] == "step"


def test_a_false_step_is_refuted_with_both_sides(step):
    r = step("f - eta*(1-L*eta/2)*sq(g) <= f - 0.51*eta*sq(g)", "--given", "eta <= 1/L", "--positive", "L eta", "--vectors", "g",
             "--save", "model.json", "--json", "out.json")
    assert r.exit_code == 1, r.output
    for word in ("REFUTED: it fails, and every hypothesis holds, at", "L = ", "g = (", "left side: ", "right side: "):
        assert word in r.stdout
    assert kernel(["model.json"]) == 0
    found = json.loads(Path("out.json").read_text())
    assert set(found["counterexample"]) == {"params", "scalars", "vectors"} and found["counterexample"]["vectors"]["g"]


def test_contradictory_hypotheses_prove_nothing(step):
    r = step("a <= 5", "--given", "a >= 1", "--given", "low: a <= 0", "--save", "void.json")
    assert r.exit_code == 1, r.output
    assert "VACUOUS: the hypotheses contradict each other" in r.stdout and "contradiction: 1 <= 0" in r.stdout and "[low]" in r.stdout
    assert kernel(["void.json"]) == 0


def test_what_is_neither_is_open_with_what_was_tried(told):
    r = told("a/b <= 1", "--given", "nothing: a <= b", "--save", "none.json")
    assert r.exit_code == 1
    assert "OPEN: nothing was tried; the sign of the denominator 'b' is unknown" in r.stdout
    assert "Nothing is saved" in r.stdout and not Path("none.json").exists()


def test_a_time_out_is_open(told):
    r = told("0 <= a**2", "--given", "slow: a <= 1", "--timeout", "0.5")
    assert r.exit_code == 1 and "OPEN: time-out after 0.5 s." in r.stdout


def test_a_crash_is_open(told):
    r = told("0 <= a**2", "--given", "crash: a <= 1")
    assert r.exit_code == 1 and "the worker ended (exit code 7)" in r.stdout


def test_vectors_and_names_for_expressions(step):
    r = step("sq(z - x) <= 2*sq(y - x) + 2/L**2*sq(g)", "--positive", "L", "--vectors", "x,y g", "--let", "w = g/L", "--let", "z = y - w")
    assert r.exit_code == 0, r.output
    assert "claim: |y - g/L - x|^2 <= 2*|y - x|^2 + 2/(L^2)*|g|^2" in r.stdout and "free reals" not in r.stdout


def test_latex(step):
    r = step(*TEXTBOOK, "--latex")
    assert r.exit_code == 0 and r"\text{right} - \text{left} = " in r.stdout and r"\eta \le \frac{1}{L}" in r.stdout


def test_a_claim_may_begin_with_a_minus_sign(step):
    r = step("-h*x**2 <= 0", "--positive", "h")
    assert r.exit_code == 0, r.output


def test_what_is_given_twice_by_name_is_refused(told):
    r = told("a <= 1", "--given", "h: a <= 0", "--given", "h: a <= 1")
    assert r.exit_code == 2 and "two hypotheses have the name 'h'" in r.stderr


@pytest.mark.parametrize(("words", "said"), [
    (["a"], ["column 2", "this is an expression", "add <="]),
    ([""], ["the text is empty"]),
    (["a <= b <= c"], ["cannot be chained"]),
    (["a <= "], ["ends where a term belongs"]),
    (["a = b"], ["write == for an equation"]),
    (["x <= 1", "--vectors", "x"], ["compares a vector and a scalar"]),
    (["a <= 1", "--given", "b"], ["'b', column 2", "this is an expression"]),
    (["a**0.5 <= 1"], ["the exponent is no integer", "sqrt(a)"]),
    (["foo(a) <= 1"], ["'foo' is no call of the language"]),
    (["a <= 1", "--positive", "a", "--vectors", "a"], ["vectors: the name 'a' is declared already (under params)"]),
    (["a <= 1", "--positive", "2"], ["'2' is no name"]),
    (["a <= 1", "--positive", "norm"], ["'norm' is a word of the language"]),
    (["z <= 1", "--let", "z"], ["--let 'z' defines nothing", "'z = y - g/L'"]),
    (["z <= 1", "--let", "z == 3"], ["--let 'z == 3' defines nothing"]),
    (["z <= 1", "--let", "z = z + 1"], ["let 'z'", "'z' is not declared"]),
    (["z <= 1", "--let", "z = 1", "--let", "z = 2"], ["the name 'z' is declared already"]),
    (["("*10_000 + "a"], ["nest more than"]),
    (["a + "*250_000 + "a <= 1"], ["are read at most"]),
])
def test_refusals(told, words, said):
    r = told(*words)
    assert r.exit_code == 2, r.output
    for word in said:
        assert word in r.stderr
    assert r.stderr.count("\n") == 1 and r.stderr.startswith("error: ") and r.stderr.rstrip().endswith(".") and r.stdout == ""


def test_unknown_options(told):
    assert told("a <= 1", "--givne", "b <= 1").exit_code == 2
    assert told().exit_code == 2


def test_a_place_that_cannot_be_written(told):
    Path("file").write_text("")
    r = told("0 <= a**2", "--given", "proved: a <= 1", "--save", "file/step.json")
    assert r.exit_code == 2 and "cannot be written" in r.stderr
