"""What a person may hand over by mistake: one clear sentence, no traceback, and what was found before is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.verify import deciders
from tests.verify.test_cli import refused

HEAD = ("from proofs.language import *\nfrom proofs.theorem import Theorem, at_most\n"
        "a, b = real('a b'); c, = positive('c'); x, = vector('x'); f = function('f')\n")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(text: str, name: str = "mine") -> None:
    Path(f"lemma_{name}.py").write_text(HEAD + text, encoding="utf-8")


@pytest.mark.parametrize("command", ["prove", "verify"])
@pytest.mark.parametrize(("text", "says"), [
    ("p, = positive('a')\nt = Theorem('t', 'T', 's', {'h': a <= 1}, claim=p <= 1)\n",
     ["line 5: lemma t: the letter a has two meanings: real and real > 0", "a name of its own"]),
    ("v, = vector('a')\nt = Theorem('t', 'T', 's', {'h': a <= 1}, claim=sq(v) <= 1)\n", ["two meanings: real and vector"]),
    ("for i in range(10_000): a = -a if i % 2 else sqrt(a*a) + 1\nt = Theorem('t', 'T', 's', {}, claim=a <= b)\n",
     ["line 5: lemma t, a statement: it nests more than 100 deep", "name its inner parts"]),
    ("for i in range(10_000): a = -a\nt = Theorem('t', 'T', 's', {'h': a <= b}, claim=b <= b)\n", ["hypothesis h: it nests more than 100"]),
    (f"t = Theorem('t', 'T', 's', {{}}, claim={'('*10_000}a{')'*10_000} <= b)\n", ["line 4: too many nested parentheses in `"]),
    (f"t = Theorem('t', 'T', 's', {{}}, claim={'a + '*250_000}a <= b)\n", ["an expression is too long or nests too deeply", "name its parts"]),
    ("t = Theorem('t', 'T', 's', {'h': a + x <= 1}, claim=a <= 1)\n", ["line 4", "adds a real and a vector"]),
    ("t = Theorem('t', 'T', 's', {'h': a**b <= 1}, claim=a <= 1)\n", ["line 4", "the exponent b is no integer"]),
    ("t = Theorem('t', 'T', 's', {'h': f(a) <= 1}, claim=a <= 1)\n", ["line 4", "a is a real, a vector belongs here"]),
    ("t = Theorem('t', 'T', 's', {'h': undefined <= 1}, claim=a <= 1)\n", ["line 4: the symbol undefined is not defined"]),
    ("", ["no theorem stands there"]),
])
def test_lemma_files(run, command, text, says):
    write(text)
    told = refused(run(command, "lemma_mine.py"), "lemma_mine.py", *says)
    assert len(told) < 400


@pytest.mark.parametrize("hypotheses", ["{}", '{"h": b >= 0}'])
def test_a_denominator_of_unknown_sign_is_named(run, hypotheses):
    write(f"t = Theorem('t', 'T', 's', {hypotheses}, claim=sq(a)/b <= 2*sq(a)/b, model=None)\n")
    told = run("prove", "lemma_mine.py")
    if "(1 open)" in told.output:
        assert "the sign of the denominator 'b' is unknown: state it" in told.stdout
        assert "the sign of the denominator 'b' is unknown" in " ".join(run("lemma_mine.py", "--exact-only", "--no-report").stdout.split())
    else:
        assert "(1 refuted)" in told.stdout


def test_an_interrupt_of_prove_keeps_what_was_written(run, monkeypatch):
    from proofs.search import prove
    whole = prove.prove

    def prove_one(theorem, *rest):
        if theorem.name == "second":
            raise KeyboardInterrupt
        return whole(theorem, *rest)
    monkeypatch.setattr(prove, "prove", prove_one)
    write("first = Theorem('first', 'T', 's', {}, claim=c <= 2*c)\nsecond = Theorem('second', 'T', 's', {}, claim=c <= 3*c)\n")
    told = run("prove", "lemma_mine.py")
    assert told.exit_code == 130 and told.stderr == "Interrupted.\n" and "first: written" in told.stdout
    assert Path("certificates/first.json").exists()


def test_a_fault_of_the_program_costs_one_theorem(run, monkeypatch):
    from proofs.search import prove
    whole = prove.prove
    monkeypatch.setattr(prove, "prove", lambda t, *rest: whole(t, *rest) if t.name == "second" else 1/0)
    write("first = Theorem('first', 'T', 's', {}, claim=c <= 2*c)\nsecond = Theorem('second', 'T', 's', {}, claim=c <= 3*c)\n")
    told = run("prove", "lemma_mine.py")
    assert told.exit_code == 1 and "second: written" in told.stdout and "Traceback" not in told.output
    assert "lemma first: ZeroDivisionError" in told.stderr and "please report it" in told.stderr


def test_progress_where_there_is_no_terminal(run, monkeypatch):
    monkeypatch.setattr("verify.searching.decide", deciders.by_name)
    monkeypatch.setattr("verify.searching.prepare", deciders.nothing)
    monkeypatch.setattr("verify.obligations._EVERY", 0.2)
    Path("in.json").write_text(json.dumps([{"id": f"nap.{i}", "scalars": ["a"], "claim": "a"} for i in range(4)]))
    told = run("obligations", "in.json", "--jobs", "1")
    assert told.exit_code == 0 and "of 4 decided" in told.stderr


def test_a_megabyte_at_the_shell(run):
    told = run("step", "a + "*250_000 + "a <= 1")
    assert told.exit_code == 2 and "are read at most" in told.stderr and len(told.stderr) < 400


def test_the_words_of_json_in_what_is_wrong_with_it(run):
    rows = [{"id": "a", "claim": None}, {"id": "b", "claim": "1", "scalars": [True]}, None, {"id": "d", "claim": [1.5, None, [{}]]},
            {"id": "e", "claim": "1", "params": {"L": float("nan")}}]
    Path("in.json").write_text(json.dumps(rows))
    told = run("obligations", "in.json", "--json", "out.json")
    said = [row["message"] for row in json.loads(Path("out.json").read_text())]
    assert told.exit_code == 0 and [row.split(";")[0] for row in said] == [
        "claim: null is no text", "scalars: true is no name", "an obligation is a JSON object, and null stands here",
        "claim: [1.5, null, [...]] is no text", "params: the sign of 'L' is NaN"]


@pytest.mark.parametrize(("claim", "says"), [("1/(a - a) >= 0", "claim: divides by 'a - a', which is zero"),
                                             ("1 <= 1/(1/a - 1/a)", "claim: divides by '1/a - 1/a', which is zero")])
def test_a_denominator_that_is_zero_is_named_as_it_was_written(run, claim, says):
    told = run("step", claim)
    assert told.exit_code == 2 and says in told.stderr
    told = run("step", "1 >= 0", "--given", "h: b <= 1/(b - b)")
    assert told.exit_code == 2 and "'h': divides by 'b - b', which is zero" in told.stderr


@pytest.mark.parametrize(("example", "says"), [("{'a': 3}", "'h' does not hold in the model"), ("{'c': -1}", "'c' must be > 0")])
def test_an_example_that_is_none_is_refused_before_anything_is_written(run, example, says):
    write(f"t = Theorem('t', 'T', 's', {{'h': a <= 1}}, claim=a <= 1 + c, example={example})\n")
    told = run("prove", "lemma_mine.py")
    assert told.exit_code == 1 and f"lemma t: the example is refused ({says}); give values" in told.stderr
    assert not Path("certificates/t.json").exists()
