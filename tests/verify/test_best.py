"""The best constant, and hints: what is shown is decided by the kernel, found fast, and never lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from fractions import Fraction as F
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofs.kernel.__main__ import main as kernel
from tests.conftest import ROOT
from verify import decided, hunt

STEP = "f - eta*(1-L*eta/2)*sq(g) <= f - {}*eta*sq(g)"
LETTERS = ("--positive", "L eta", "--vectors", "g")


@pytest.fixture
def step(tmp_path, monkeypatch, run):
    monkeypatch.chdir(tmp_path)
    return lambda *words: run("step", *words)


@pytest.mark.parametrize(("words", "value", "sentence"), [
    ((STEP.format("c"), "--given", "eta <= 1/L", *LETTERS), "1/2", "A larger c makes the claim stronger."),
    (("2*c*dot(x,y) <= sq(x) + sq(y)", "--vectors", "x y"), "1", "the largest"),
    (("2*c*dot(x,y) <= sq(x) + sq(y)", "--vectors", "x y", "--smallest"), "-1", "the smallest"),
    (("sq(x + y) <= c*(sq(x) + sq(y))", "--vectors", "x y"), "2", "A smaller c makes the claim stronger."),
    (("a**2*b**2 <= c*(a**4 + b**4)",), "1/2", "the smallest"),
    (("a <= c", "--given", "a <= 3"), "3", "with 2999/1000 the claim is false"),
    ((STEP.format("1/2"), "--given", "eta <= c/L", *LETTERS), "1", "the largest"),
    (("a <= c/3", "--given", "a <= 5/7"), "15/7", "the smallest"),
    (("c*a <= a**2 + 1", "--positive", "c"), "2", "the largest"),
])
def test_the_best_constant_is_found_exactly(step, words, value, sentence):
    told = step("--best", "c", *words, "--json", "out.json", "--save", "proof.json")
    assert told.exit_code == 0, told.output
    assert f"\nc = {value}\nPROVED" in told.stdout and sentence.lower() in told.stdout.lower()
    found = json.loads(Path("out.json").read_text())
    best = found["best"]
    assert found["verdict"] == "PROVED" and best["proved"] == value and best["letter"] == "c"
    assert F(value) != F(best["refuted"]["value"]) and abs(F(best["refuted"]["value"]) - F(value)) <= abs(F(value))/100
    assert set(best["refuted"]["counterexample"]) == {"params", "scalars", "vectors"}
    assert kernel(["proof.json"]) == 0


def test_an_irrational_optimum_is_enclosed(step):
    step("--best", "c", "c**2*a*b <= a**2 + b**2", "--positive", "c", "--json", "out.json")
    best = json.loads(Path("out.json").read_text())["best"]
    low, high = F(best["proved"]), F(best["refuted"]["value"])
    assert low**2 <= 2 < high**2 and high - low < F(1, 100)


def test_no_constant_at_all(step):
    told = step("--best", "c", "a + c <= b")
    assert told.exit_code == 1
    assert "OPEN: no value of c was found for which the claim is proved; it is false for c = -10, -1, 0, " in told.stdout


def test_a_constant_that_does_not_matter(step):
    told = step("--best", "c", "0*c*a <= 1")
    assert told.exit_code == 0 and "no value beyond it was refuted" in told.stdout


def test_a_multiple_of_a_parameter(step):
    told = step("--best", "c", "f - eta*(1-L*eta/2)*sq(g) <= f - c*sq(g)", "--given", "eta <= 1/L", *LETTERS)
    assert "\nc = 0\nPROVED" in told.stdout and "hint: with c = 1/2*eta it is PROVED" in told.stdout
    told = step("--best", "c", "sq(x - g/L) <= sq(x) - c*sq(g)", "--given", "dot(g,x) >= sq(g)/L", "--positive", "L", "--vectors", "g x")
    assert "hint: with c = 1/(L*L) it is PROVED" in told.stdout


@pytest.mark.parametrize(("words", "says"), [
    (("--best", "c", "a <= 1"), "the claim does not contain this name"),
    (("--best", "c", "c <= 1", "--vectors", "c"), "this is a vector"),
    (("--best", "c", "c <= "), "ends where a term belongs"),
    (("--best", "c", "c <= 1", "--let", "c = 2"), "does not contain this name"),
    (("--largest", "a <= 1"), "belong to --best"),
])
def test_refusals(step, words, says):
    told = step(*words)
    assert told.exit_code == 2 and says in told.stderr and "Traceback" not in told.output


class Known:
    """An oracle that knows: proved up to ``top``, false from ``bottom`` on, and neither in between."""

    def __init__(self, top: F, bottom: F, sense: int = 1) -> None:
        self.top, self.bottom, self.sense, self.asked = top, bottom, sense, 0

    def ask(self, value: F, seconds: float) -> decided.Answer:
        self.asked += 1
        proved, false = self.sense*(value - self.top) <= 0, self.sense*(value - self.bottom) >= 0
        return decided.Answer(decided.PROVED if proved else decided.REFUTED if false else decided.OPEN)

    def stronger(self) -> int:
        return self.sense

    def extreme(self, sense: int) -> None:
        return None


@given(st.fractions(-50, 50, max_denominator=40), st.fractions(0, 1, max_denominator=30), st.sampled_from((1, -1)))
def test_the_hunt_ends_close_to_the_truth(top, gap, sense):
    known = Known(top, top + sense*(gap or F(1, 10**9)), sense)
    chase = hunt.Hunt(known)
    chase.carry_out()
    found = chase.found()
    if found.proved is None:  # nothing that is tried lies on the right side
        assert all(sense*(value - top) > 0 for value in hunt.PROBES)
        return
    assert 0 <= sense*(top - found.proved) <= max(abs(found.proved), F(1, 2))/100
    assert known.asked < 150 and found.sense == sense


@given(st.fractions(max_denominator=1000), st.fractions(max_denominator=1000))
def test_the_simplest_fraction_lies_between(a, b):
    if a != b:
        a, b = sorted((a, b))
        found = hunt.simplest(a, b)
        assert a < found < b
        assert not any(a < F(a*q//1 + 1, q) < b for q in range(1, min(found.denominator, 60)))


@pytest.mark.parametrize(("words", "hints"), [
    ((STEP.format("1/2"), *LETTERS), ["with eta <= 1/L it is PROVED"]),
    ((STEP.format("0.51"), "--given", "eta <= 1/L", *LETTERS), ["with eta <= 1/(2*L) it is PROVED", "with 1/2 in place of 0.51 it is PROVED"]),
    (("a*b <= 1", "--given", "a <= 1", "--given", "b <= 1"), ["with a >= 0 it is PROVED", "with b >= 0 it is PROVED"]),
    (("a/b <= a", "--given", "a >= 0"), ["with b >= 1 it is PROVED", "with b <= 0 it is PROVED"]),
    (("mu*sq(x) <= L*sq(x)", "--positive", "mu L", "--vectors", "x"), ["with mu <= L it is PROVED"]),
    (("a <= b",), []),
])
def test_hints_are_proved(step, words, hints):
    told = step(*words, "--json", "out.json")
    assert told.exit_code == 1 and "REFUTED" in told.stdout
    found = json.loads(Path("out.json").read_text())
    assert found["hints"] == hints and found["verdict"] == "REFUTED"
    assert [line.removeprefix("hint: ") for line in told.stdout.splitlines() if line.startswith("hint: ")] == hints
    told = step(*words, "--no-hint")
    assert told.exit_code == 1 and "hint:" not in told.stdout


@pytest.mark.skipif(os.name != "posix", reason="signals of a terminal")
def test_an_interrupt_shows_what_was_found(tmp_path):
    code = ("import os, signal\nfrom verify import best, hunt\nfrom verify.cli import cli\n"
            "whole = best._Worker.ask\n"
            "def ask(self, value, seconds):\n"
            "    found = whole(self, value, seconds)\n"
            "    if found.verdict == 'REFUTED': os.kill(os.getpid(), signal.SIGINT)\n"
            "    return found\n"
            "best._Worker.ask = ask\n"
            "cli(['step', '--best', 'c', '2*c*a <= a**2 + 1', '--json', 'out.json'])")
    run = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True,
                         text=True, timeout=60, check=False)
    assert run.returncode == 130, run.stderr
    assert run.stderr == "Interrupted: this is what was found until then.\n" and "PROVED" in run.stdout
    assert json.loads((tmp_path / "out.json").read_text())["best"]["proved"] is not None
