"""The outer layer on the real library, with the real kernel and real arrays: small, but nothing is stood in for."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

NAMES = ["descent_lemma", "harmonic_sum_printed", "control_51_100", "control_no_rate"]


def verify(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, "-m", "verify", *words], capture_output=True, text=True, cwd=folder, env=environment,
                          check=False)


@pytest.fixture(scope="module")
def judged(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("judged")
    done = verify(folder, *NAMES, "--instances", "400", "--problems", "100", "--json", "out.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything came out as its file expects." in done.stdout and "using NumPy" in done.stderr
    return folder


def test_the_descent_lemma_is_proved_and_tight(judged):
    claims = {c["id"]: c for c in json.loads((judged / "out.json").read_text())["claims"]}
    lemma = claims["001-029"]
    assert (lemma["verdict"], lemma["numeric"]["verdict"]) == ("PROVED", "HELD")
    assert lemma["numeric"]["instances"] >= 400 and lemma["numeric"]["problems"] >= 100
    assert lemma["numeric"]["tightness"] == pytest.approx(1, abs=1e-3)


def test_the_harmonic_sum_is_refuted_and_repaired(judged):
    claims = {c["id"]: c for c in json.loads((judged / "out.json").read_text())["claims"]}
    printed = claims["001-101"]
    assert (printed["verdict"], printed["numeric"]["verdict"], printed["repaired"]) == ("REFUTED", "VIOLATED", "PROVED")
    assert printed["counterexample"]["lhs"] and printed["counterexample"]["rhs"]


def test_altered_statements_are_refuted_and_violated(judged):
    controls = json.loads((judged / "out.json").read_text())["controls"]
    assert [(c["name"], c["verdict"], c["numeric"]["verdict"], c["noticed"]) for c in controls] == [
        (name, "REFUTED", "VIOLATED", True) for name in NAMES[2:]]


def test_a_witness_is_replayed(judged):
    done = verify(judged, "replay", "reports/witnesses/control_no_rate.json")
    assert done.returncode == 0, done.stderr
    assert "The statement fails on this instance" in done.stdout


def test_a_broken_witness_is_refused(judged):
    text = (judged / "reports/witnesses/control_no_rate.json").read_text()
    (judged / "nan.json").write_text(re.sub(r'"0x1[^"]*"', '"nan"', text, count=1))
    (judged / "text.json").write_text("no witness")
    for name, word in (("nan.json", "nan"), ("text.json", "no witness file")):
        done = verify(judged, "replay", name)
        assert (done.returncode, done.stdout) == (2, "") and word in done.stderr and "Traceback" not in done.stderr


def test_an_interrupt_saves_and_the_next_run_goes_on(tmp_path):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = ["all", "--json", "out.json", "--instances", "20000"]
    with open(tmp_path / "out.txt", "w") as out:
        run = subprocess.Popen([sys.executable, "-m", "verify", *words], stdout=out, stderr=subprocess.PIPE, text=True,
                               cwd=tmp_path, env=environment)
        while not (line := run.stderr.readline()).startswith("["):
            assert line or run.poll() is None
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=60)
    assert run.returncode == 130, err
    assert "Interrupted after" in err and "Traceback" not in err
    data = json.loads((tmp_path / "out.json").read_text())
    assert data["complete"] is False and data["claims"] + data["unnumbered"]
    assert (tmp_path / "reports/store/shards.sqlite").stat().st_size > 0


def test_the_lemma_of_the_readme_is_proved(tmp_path):
    from proofs.kernel.checker import check_theorem
    from proofs.search.prove import write_proof
    from verify import discover, exact
    code = re.search(r"```python\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[1]
    assert code.count("\n") <= 35
    (tmp_path / "mine.py").write_text(code)
    [mine] = discover.from_file(tmp_path / "mine.py")
    lemmas = exact.load_library([f.theorem for f in discover.library() if f.name == "quadratic_upper_bound"])
    checked = check_theorem(write_proof(mine.theorem, lemmas.verified), lemmas.verified)
    assert {"half_step", "half_step.1", "half_step.2"} <= set(checked.facts)
