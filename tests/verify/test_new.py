"""``verify new NAME``, and folders of lemma files on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.verify.test_cli import refused
from tests.verify.test_plugin import BASE, CITING, FALSE, GOOD


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def write(**files: str) -> None:
    Path("paper").mkdir(exist_ok=True)
    for name, text in files.items():
        Path(f"paper/lemma_{name}.py").write_text(text, encoding="utf-8")


def test_the_example_is_proved_as_it_stands(run):
    told = run("new", "my_step", "--folder", "paper/part")
    assert told.exit_code == 0, told.output
    commands = [line.partition("#")[0].split()[3:] for line in told.stdout.splitlines() if line.startswith("  python -m verify")]
    assert commands == [["prove", "paper/part/lemma_my_step.py"], ["paper/part/lemma_my_step.py"]]
    told = run(*commands[0])
    assert told.exit_code == 0 and "my_step: written paper/part/certificates/my_step.json (4 proved)" in told.stdout
    told = run(*commands[1], "--instances", "300", "--json", "out.json")
    assert told.exit_code == 0, told.output
    rows = json.loads(Path("out.json").read_text())["unnumbered"]
    assert [(r["verdict"], r["numeric"]["verdict"]) for r in rows] == [("PROVED", "HELD")]*4


def test_nothing_is_overwritten(run):
    assert run("new", "mine").exit_code == 0
    Path("lemma_mine.py").write_text("my work")
    refused(run("new", "mine"), "lemma_mine.py: this is there already")
    refused(run("new", "lemma_mine"), "lemma_mine.py: this is there already")
    assert Path("lemma_mine.py").read_text() == "my work"


@pytest.mark.parametrize(("name", "says"), [
    ("3x", "is no name for a theorem"), ("a-b", "is no name"), ("../up", "is no name"), ("class", "is no name"), ("", "is no name"),
    ("prove", "a meaning of its own"), ("sq", "a meaning of its own"), ("new", "a meaning of its own"),
    ("descent_lemma", "a theorem of the library has this name"),
])
def test_bad_names_are_refused(run, name, says):
    refused(run("new", name), says)
    assert not list(Path().rglob("*.py"))


def test_a_folder_that_cannot_be_made(run):
    Path("file").write_text("")
    refused(run("new", "mine", "--folder", "file/below"), "cannot be written", "--folder DIR")


def test_a_folder_is_proved_and_judged(run):
    write(base=BASE, citing=CITING, good=GOOD)
    Path("paper/.hidden").mkdir()
    Path("paper/.hidden/lemma_x.py").write_text("not read")
    told = run("prove", "paper/")
    assert told.exit_code == 0 and len(told.stdout.splitlines()) == 4, told.output
    assert sorted(p.name for p in Path("paper/certificates").iterdir()) == ["base.json", "citing.json", "doubled.json", "good.json"]
    for word in ("paper", "paper/", "."):
        told = run(word, "--exact-only", "--no-report", "--json", "out.json")
        assert told.exit_code == 0, told.output
        assert [r["name"] for r in json.loads(Path("out.json").read_text())["unnumbered"]] == ["base", "citing", "doubled", "good.1", "good.2"]


def test_one_broken_file_does_not_stop_the_others(run):
    write(base=BASE, broken="x = = 3")
    told = run("prove", "paper")
    assert told.exit_code == 2 and "base: written" in told.stdout
    assert told.stderr == "error: paper/lemma_broken.py, line 1: invalid syntax in `x = = 3`.\n"
    told = run("paper", "--exact-only", "--json", "out.json")
    assert told.exit_code == 2 and "lemma_broken.py, line 1: invalid syntax" in told.stderr
    data = json.loads(Path("out.json").read_text())
    assert len(data["troubles"]) == 1 and [r["verdict"] for r in data["unnumbered"]] == ["PROVED"]


def test_one_stale_certificate_does_not_stop_the_others(run):
    write(base=BASE, good=GOOD)
    run("prove", "paper")
    write(good=GOOD.replace("{}", '{"h": a <= 1}'))
    told = run("paper", "--exact-only", "--no-report", "--json", "out.json")
    assert told.exit_code == 2 and "good.json is for another statement" in told.stderr
    assert next(r["verdict"] for r in json.loads(Path("out.json").read_text())["unnumbered"]) == "PROVED"


def test_a_false_claim_is_exit_1(run):
    write(false=FALSE)
    told = run("prove", "paper")
    assert told.exit_code == 0 and "(1 refuted)" in told.stdout
    told = run("paper", "--exact-only", "--no-report")
    assert told.exit_code == 1 and "false: REFUTED, where its file expects PROVED." in told.stdout


def test_a_folder_without_lemmas(run):
    Path("paper").mkdir()
    refused(run("paper"), "paper: no lemma file is there", "python -m verify new NAME --folder paper")


def test_a_theorem_comes_before_a_folder_of_its_name(run):
    Path("descent_lemma").mkdir()
    told = run("descent_lemma", "--exact-only", "--no-report")
    assert told.exit_code == 0 and "[descent_lemma]" in told.stdout
    refused(run("descent_lemma/"), "no lemma file is there")


def test_files_of_the_same_name_in_two_folders(run):
    write(base=BASE, citing=CITING)
    run("prove", "paper")
    Path("other").mkdir()
    Path("other/lemma_base.py").write_text(BASE.replace('"base"', '"other_base"').replace("a/2", "a/3"))
    run("prove", "other")
    told = run("other", "paper", "--exact-only", "--no-report")
    assert told.exit_code == 0, told.output
    assert "[other_base]" in told.stdout and "[base]" in told.stdout and "a/3 <= a" in told.stdout and "a/2 <= a" in told.stdout
