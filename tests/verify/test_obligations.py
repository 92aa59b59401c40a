"""Obligation files at the command line: verdicts that only the kernel gives, limits that hold, results that are kept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from proofs.kernel.__main__ import main as kernel
from tests.conftest import ROOT
from tests.verify import deciders
from verify import decided


@pytest.fixture
def decide(tmp_path, monkeypatch, run):
    """Decide a list of obligations (or a file's text) with a stand-in for the search; returns (call's result, results)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("verify.searching.decide", deciders.by_name)
    monkeypatch.setattr("verify.searching.prepare", deciders.nothing)

    def call(data, *words):
        Path("in.json").write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        told = run("obligations", "in.json", "--json", "out.json", *words)
        return told, json.loads(Path("out.json").read_text()) if Path("out.json").exists() else None
    return call


def square(name: str, **parts) -> dict:
    return {"id": name, "scalars": ["a"], "claim": "a**2", **parts}


REFUTED = {"id": "refuted", "params": {"a": ">0"}, "scalars": ["b"], "vectors": ["u"], "claim": "a*b + 0*sq(u)"}


def test_verdicts_come_with_their_evidence(decide, tmp_path):
    told, (proved, refuted, vacuous, unknown) = decide(
        [square("proved"), REFUTED, square("vacuous", hyps={"up": "a - 1", "down": "-a"}), square("unknown")])
    assert told.exit_code == 0, told.output
    assert proved["verdict"] == "PROVED" and proved["counterexample"] is None
    assert refuted["verdict"] == "REFUTED" and refuted["certificate"] is None
    assert refuted["counterexample"] == {"params": {"a": "1/2"}, "scalars": {"b": "-3"}, "vectors": {"u": ["-1/2"]}}
    assert "a = 1/2, b = -3, u = (-1/2)" in refuted["message"] and "0 and -3/2" in refuted["message"]
    assert vacuous["verdict"] == "VACUOUS" and unknown["verdict"] == "OPEN" and unknown["message"] == "nothing was tried"
    for found in (proved, vacuous):
        path = tmp_path / f"{found['id']}.json"
        path.write_text(json.dumps(found["certificate"]))
        assert kernel([str(path)]) == 0
    assert set(proved) == {"id", "verdict", "seconds", "certificate", "counterexample", "message"}
    for word in ("proved", "PROVED", "4 obligations: 1 PROVED, 1 REFUTED, 1 VACUOUS, 1 OPEN"):
        assert word in told.stdout


@pytest.mark.parametrize(("name", "words"), [
    ("bare", ["hands over no certificate"]),
    ("no_json", ["its certificate is no JSON"]),
    ("unproved", ["is not visibly >= 0"]),
    ("no_fact", ["proves another claim"]),
    ("other_claim", ["proves another claim"]),
    ("other_letters", ["declares other letters"]),
    ("other_hypotheses", ["assumes other hypotheses"]),
    ("other_theorem", ["for another theorem"]),
    ("no_model", ["hands over no model"]),
    ("refuted", ["the claim does not fail in the model"]),
    ("not_vacuous", ["no contradiction"]),
    ("strange", ["'MAYBE', which is no verdict"]),
])
def test_what_the_kernel_does_not_confirm_is_open(name, words):
    from proofs.obligation import read_obligation
    task = read_obligation(square(name))
    answer = decided.settle(task.statement(), task.goal(), deciders.answer(task.statement(), task.goal(), name))
    assert answer.verdict == "OPEN" and answer.certificate is None and answer.model is None
    for word in words:
        assert word in answer.message


@pytest.mark.parametrize(("formula", "false"), [
    (("<", 0, 0), True), (("<=", 1, 0), True), (("==", 0, 1), True), (("<=", ("/", 1, 2), ("/", 1, 3)), True),
    (("<=", 0, ("-", 1)), True), (("<=", 0, 0), False), (("<", 0, 1), False), (("==", 1, 1), False), (("<=", "a", 0), False),
    (("<=", 1, ("/", 1, 0)), False), (("forall", (), ()), False), (None, False)])
def test_a_contradiction_is_a_false_relation_between_numbers(formula, false):
    assert decided.is_false(formula) is false


def test_unknown_signs_of_denominators_are_named():
    from proofs.obligation import read_obligation
    task = read_obligation({"id": "x", "params": {"L": ">0"}, "scalars": ["a", "b"], "claim": "a/(a - b) + 1/L + b**-2"})
    message = decided.settle(task.statement(), task.goal(), deciders.Said("OPEN", message="tried")).message
    assert message.startswith("tried; the sign of the denominators 'a - b', 'b' is unknown")


def test_one_object_gives_a_list(decide):
    assert [r["id"] for r in decide(square("proved"))[1]] == ["proved"]


def test_an_empty_list_is_an_empty_run(decide):
    told, found = decide([])
    assert told.exit_code == 0 and found == []


def test_what_cannot_be_read_is_invalid_and_the_rest_is_decided(decide):
    told, found = decide([3, square("proved"), {"id": "x", "claim": "y"}, {"claim": "1"}, {"id": 4, "claim": "1"}, []])
    assert told.exit_code == 0
    assert [(r["id"], r["verdict"]) for r in found] == [
        (None, "INVALID"), ("proved", "PROVED"), ("x", "INVALID"), (None, "INVALID"), (None, "INVALID"), (None, "INVALID")]
    assert "'y' is not declared" in found[2]["message"]


def test_ids_that_occur_twice_are_invalid(decide):
    _, found = decide([square("proved"), square("twice"), square("twice")])
    assert [r["verdict"] for r in found] == ["PROVED", "INVALID", "INVALID"]
    assert "the id 'twice' occurs 2 times" in found[1]["message"]


@pytest.mark.parametrize(("name", "shown"), [("a\x1b[31mred\nline", "a\\u001b[31mred\\u000aline"), ("\ud800", "\\ud800")])
def test_an_id_that_cannot_be_printed_is_invalid(decide, name, shown):
    told, (bad, good) = decide([square(name), square("proved")])
    assert told.exit_code == 0 and bad["id"] == name and (bad["verdict"], good["verdict"]) == ("INVALID", "PROVED")
    assert shown in bad["message"] and shown in told.stdout and "\x1b" not in told.output


def test_a_mark_of_the_byte_order_is_no_part_of_the_file(decide):
    assert decide("\ufeff" + json.dumps([square("proved")]))[1][0]["verdict"] == "PROVED"


def test_the_obligations_are_not_overwritten(decide, run):
    decide([square("proved")])
    before = Path("in.json").read_text()
    told = run("obligations", "in.json", "--json", "./in.json")
    assert told.exit_code == 2 and "would overwrite the obligations" in told.stderr and Path("in.json").read_text() == before


def test_results_come_in_input_order(decide):
    names = [f"nap.{i}" if i % 7 == 0 else f"proved.{i}" for i in range(15)]
    assert [r["id"] for r in decide([square(n) for n in names], "--jobs", "2")[1]] == names


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_time_limit_holds_whatever_the_search_does(decide, jobs):
    start = time.monotonic()
    told, found = decide([square("slow.1"), square("proved"), square("slow.2"), square("proved.2")], "--timeout", "0.5", "--jobs", jobs)
    assert told.exit_code == 0 and time.monotonic() - start < 10
    assert [r["verdict"] for r in found] == ["OPEN", "PROVED", "OPEN", "PROVED"]
    assert found[0]["message"] == "time-out after 0.5 s" and 0.5 <= found[0]["seconds"] < 2


def test_the_search_hears_of_its_deadline(decide):
    _, (found,) = decide([square("clock")], "--timeout", "4")
    assert 3 < float(found["message"]) < 4


@pytest.mark.parametrize(("name", "words"), [
    ("crash", "the worker ended (exit code 7)"), ("raise", "failed with ZeroDivisionError: one over nothing"), ("leave", "failed with SystemExit")])
def test_a_crash_costs_one_obligation(decide, name, words):
    told, found = decide([square("proved.1"), square(name), square("proved.2")], "--jobs", "1")
    assert told.exit_code == 0
    assert [r["verdict"] for r in found] == ["PROVED", "OPEN", "PROVED"] and words in found[1]["message"]


def test_workers_are_used_again(decide):
    _, found = decide([square(f"pid.{i}") for i in range(20)], "--jobs", "2")
    assert len({r["message"] for r in found}) <= 2


def test_ten_thousand_obligations(decide):
    start = time.monotonic()
    told, found = decide([square(f"open.{i}") for i in range(10_000)], "--jobs", "2")
    assert told.exit_code == 0 and [r["id"] for r in found] == [f"open.{i}" for i in range(10_000)]
    assert time.monotonic() - start < 60
    assert len(told.stdout.splitlines()) < 70


def test_what_is_too_large_is_refused_and_the_rest_is_decided(decide):
    _, found = decide([square("long", claim="a**2 + "*150_000 + "1"), square("deep", claim="("*10_000 + "a" + ")"*10_000), square("proved")])
    assert [r["verdict"] for r in found] == ["INVALID", "INVALID", "PROVED"]
    assert "are read at most" in found[0]["message"] and "nest more than" in found[1]["message"]


@pytest.mark.parametrize(("text", "words"), [
    ("", ["in.json", "the file is empty"]),
    (" \n", ["the file is empty"]),
    ("{", ["is no JSON"]),
    ("3", ["holds 3, where an object"]),
    ('"a"', ["holds 'a', where"]),
    ("null", ["holds null, where"]),
    ("["*100_000, ["nests too deeply"]),
])
def test_files_that_cannot_be_read(decide, text, words):
    told, found = decide(text)
    assert told.exit_code == 2 and found is None
    for word in words:
        assert word in told.stderr
    assert told.stderr.count("\n") == 1 and "Traceback" not in told.output


def test_a_file_that_is_not_there(decide, run):
    told = run("obligations", "nowhere.json")
    assert told.exit_code == 2 and "nowhere.json: cannot be read (No such file or directory)" in told.stderr


def test_bytes_that_are_no_text(decide, run):
    Path("bad.json").write_bytes(b"\xff\xfe[]")
    told = run("obligations", "bad.json")
    assert told.exit_code == 2 and "no UTF-8" in told.stderr


def test_a_place_that_cannot_be_written_is_known_before_the_work(decide, run):
    Path("file").write_text("")
    Path("in.json").write_text(json.dumps([square("slow")]))
    told = run("obligations", "in.json", "--json", "file/out.json")
    assert told.exit_code == 2 and "cannot be written" in told.stderr


@pytest.mark.parametrize("words", [("--timeout", "0"), ("--timeout", "nan"), ("--jobs", "0")])
def test_options_out_of_range(decide, words):
    assert decide([square("proved")], *words)[0].exit_code == 2


def test_a_search_that_cannot_start(decide, monkeypatch):
    monkeypatch.setattr("verify.searching.prepare", deciders.broken)
    told, found = decide([square("proved")])
    assert told.exit_code == 2 and "the search cannot start (failed with ImportError" in told.stderr
    assert [r["message"] for r in found] == ["not reached"]


@pytest.mark.skipif(os.name != "posix", reason="signals of a terminal")
def test_an_interrupt_keeps_what_was_decided(tmp_path):
    (tmp_path / "in.json").write_text(json.dumps([square("proved"), square("slow"), square("never"), 3]))
    code = ("from verify import searching; from verify.cli import cli; from tests.verify import deciders\n"
            "searching.decide, searching.prepare = deciders.by_name, deciders.nothing\n"
            f"cli(['obligations', {str(tmp_path / 'in.json')!r}, '--json', {str(tmp_path / 'out.json')!r}, '--jobs', '1'])")
    run = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                           start_new_session=True, env={**os.environ, "SLOW_MARK": str(tmp_path / "slow")})
    patience = time.monotonic() + 30
    while not (tmp_path / "slow").exists() and time.monotonic() < patience:
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: every process hears of it
    _, stderr = run.communicate(timeout=20)
    assert run.returncode == 130, stderr
    assert "Interrupted after 1 of 4 obligations" in stderr and "Traceback" not in stderr
    found = json.loads((tmp_path / "out.json").read_text())
    assert [(r["verdict"], r["message"]) for r in found] == [("PROVED", ""), *[("OPEN", "not reached")]*3]


def test_the_example_with_the_real_search(run, tmp_path):
    """The search itself: what is decided carries evidence that the kernel reads."""
    data = [{"id": "line", "params": {"L": ">0", "eta": ">0"}, "scalars": ["f0", "f1"], "vectors": ["g"],
             "hyps": {"line": "f0 - eta*(1 - L*eta/2)*sq(g) - f1", "step": "1 - L*eta"}, "claim": f"f0 - {c}*eta*sq(g) - f1"}
            for c in ("1/2", "0.51")]
    data[1]["id"] = "line_51"
    (tmp_path / "in.json").write_text(json.dumps(data))
    told = run("obligations", tmp_path / "in.json", "--json", tmp_path / "out.json", "--jobs", "1")
    assert told.exit_code == 0, told.output
    assert [r["verdict"] for r in json.loads((tmp_path / "out.json").read_text())] == ["PROVED", "REFUTED"]
