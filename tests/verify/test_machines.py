"""What other programs read: JUnit XML, annotations of GitHub, the difference between two runs, the action and the hook."""

from __future__ import annotations

import copy
import json
import os
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree as Xml
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.verify import pages
from tests.verify.test_cli import refused
from verify.verdict import Exact, ExactResult, Numeric, NumericResult

# --- JUnit -----------------------------------------------------------------------------------------------------------

# element: (attributes, those that may be missing, what may follow in it, in this order)
SCHEMA = {
    "testsuites": ({"name", "tests", "failures", "errors"}, ["testsuite"]),
    "testsuite": ({"name", "time", "tests", "failures", "errors"}, ["properties", "testcase"]),
    "testcase": ({"name", "classname", "time"}, ["properties", "failure", "error"]),
    "properties": (set(), ["property"]),
    "property": ({"name", "value"}, []),
    "failure": ({"type", "message"}, []),
    "error": ({"type", "message"}, []),
}


def valid(node: Xml.Element) -> None:
    """The table of docs/json.md: these attributes, these children, in this order, counted rightly."""
    attributes, children = SCHEMA[node.tag]
    assert set(node.attrib) == attributes, (node.tag, node.attrib)
    order = [children.index(child.tag) for child in node]
    assert order == sorted(order)
    if node.tag not in ("failure", "error"):
        assert not (node.text or "").strip()
    for tag in ("failure", "error"):
        if f"{tag}s" in node.attrib:
            assert int(node.attrib[f"{tag}s"]) == len(list(node.iter(tag)))
    if "tests" in node.attrib:
        assert int(node.attrib["tests"]) == len(list(node.iter("testcase")))
    if "time" in node.attrib:
        assert re.fullmatch(r"\d+\.\d{3}", node.attrib["time"])
    for child in node:
        valid(child)


def properties(node: Xml.Element) -> dict[str, str]:
    return {p.attrib["name"]: p.attrib["value"] for p in node.find("properties")}


def junit(run, *words: object, code: int = 0) -> Xml.Element:
    done = run(*words, "--junit", "out.xml", "--no-report")
    assert done.exit_code == code, done.output
    root = Xml.parse("out.xml").getroot()
    valid(root)
    return root


def test_a_suite_per_theorem_and_a_test_per_statement(library, run):
    root = junit(run, "all")
    assert [s.attrib["name"] for s in root] == ["altered", "descent", "halved_fixed", "halved"]
    cases = {c.attrib["name"]: c for c in root.iter("testcase")}
    assert list(cases) == ["altered", "descent.1", "descent.2", "descent", "halved_fixed", "halved"]
    assert not list(root.iter("failure")) and not list(root.iter("error"))
    told = properties(cases["descent.1"])
    assert told == {"ids": "001-034", "verdict": "PROVED", "expected": "PROVED", "numeric": "HELD", "instances": "100000",
                    "tightness": "0.998", "axioms": "fundamental theorem of calculus"}
    assert properties(cases["halved"])["repaired"] == "PROVED"
    suite = properties(root[1])
    assert suite["version"] == "1" and suite["title"] == "Descent lemma" and suite["file"].endswith("good.py")


def test_a_surprise_is_a_failure_with_its_counterexample(library, run, readings):
    example = {"params": {"eta": "2"}, "functions": {"f": "x**2/2"}, "points": {"x": "1"}, "lhs": "3/4", "rhs": "3/8"}
    readings.exact["descent"] = ExactResult(Exact.REFUTED, "It fails.", counterexample=example)
    root = junit(run, "all", code=1)
    [failure] = root.iter("failure")
    assert failure.attrib["type"] == "REFUTED"
    assert failure.attrib["message"] == (
        "descent (001-036): REFUTED, where its file expects PROVED. It fails. counterexample: take eta = 2; take f(x) = x**2/2; "
        "take x = 1; left side  = 3/4; right side = 3/8; and 3/4 is not at most 3/8: the difference is 3/8.")
    assert "  under small: eta <= 1/L" in failure.text and "next: correct the statement" in failure.text


def test_what_cannot_be_judged_and_what_disagrees_are_errors(library, run, readings):
    readings.fault["halved"] = readings.CertificateError("halved.json: it proves another statement.")
    readings.numeric["descent"] = NumericResult(Numeric.VIOLATED, instances=1, problems=1)
    errors = list(junit(run, "all", code=3).iter("error"))
    assert [e.attrib["type"] for e in errors] == ["ALARM", "TROUBLE"]
    assert "python -m verify replay" in errors[0].text and "another statement" in errors[1].attrib["message"]


def test_a_file_that_cannot_be_read_has_a_suite(library, run):
    Path("paper").mkdir()
    Path("paper/lemma_broken.py").write_text("a = undefined_thing\n")
    Path("paper/lemma_good.py").write_text(pages.GOOD.replace('"descent"', '"mine"'))
    [error] = junit(run, "paper/", code=2).iter("error")
    assert "undefined_thing" in error.attrib["message"]


def test_letters_that_xml_does_not_know(library, run):
    (library / "hostile.py").write_text(pages.HOSTILE.replace("<b>h</b>", "<b>\\\\x00&]]></b>").replace("onerror", "\\x1b\\x00"))
    root = junit(run, "hostile")
    assert properties(root[0])["title"] == "<img src=x \ufffd\ufffd=alert(2)>"


def test_a_junit_file_that_cannot_be_written(library, run):
    Path("blocked").write_text("")
    refused(run("all", "--junit", "blocked/out.xml", "--no-report"), "blocked/out.xml: cannot be written")


def test_junit_is_documented(library, run):
    """Each element, attribute and property is described in docs/json.md."""
    text = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
    junit(run, "all")
    names = {p.attrib["name"] for p in Xml.parse("out.xml").iter("property")} | {"uses"}
    for name in {*SCHEMA, *names, *(a for attributes, _ in SCHEMA.values() for a in attributes)}:
        assert f"`{name}`" in text, name


# --- GitHub ----------------------------------------------------------------------------------------------------------


def annotations(text: str) -> list[tuple[dict[str, str], str]]:
    """The commands as GitHub reads them."""
    found = []
    for line in text.splitlines():
        if line.startswith("::"):
            _, head, data = line.split("::", 2)
            assert head.startswith("error ")
            given = dict(part.split("=", 1) for part in head.removeprefix("error ").split(","))
            found.append(({k: unescape(v).replace("%3A", ":").replace("%2C", ",").replace("%25", "%") for k, v in given.items()},
                          unescape(data).replace("%25", "%")))
    return found


def unescape(text: str) -> str:
    return text.replace("%0A", "\n").replace("%0D", "\r")


def test_nothing_for_github_elsewhere(library, run, readings, monkeypatch):
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    readings.exact["descent"] = ExactResult(Exact.OPEN)
    assert annotations(run("all").stdout) == []


def test_annotations(library, run, readings, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(library.parent))
    assert annotations(run("all").stdout) == []
    readings.exact["descent.2"] = ExactResult(Exact.OPEN, "100% open, as: it was")
    readings.fault["halved"] = readings.CertificateError("halved.json, line 3: broken")
    (first, words), (second, trouble) = annotations(run("all").stdout)
    assert first == {"file": "topic/good.py", "line": "12", "title": "descent.2: OPEN"}
    assert words.startswith("descent.2 (001-035): OPEN, where its file expects PROVED. 100% open, as: it was.\n  statement: ")
    assert second == {"file": "topic/wrong.py", "line": "8", "title": "cannot be judged"} and "line 3: broken" in trouble


def test_escapes_of_github():
    from verify.github import _data, _property
    assert _data("50%\r\na:b,c") == "50%25%0D%0Aa:b,c" and _property("50%\na:b,c") == "50%25%0Aa%3Ab%2Cc"


# --- what changed ----------------------------------------------------------------------------------------------------


@pytest.fixture
def runs(library, run):
    """A run that is saved, its JSON, and what `report --diff` says after a change of that JSON."""
    assert run("all", "--json", "now.json", "--no-report").exit_code == 0
    data = json.loads(Path("now.json").read_text())

    def compare(change) -> tuple[int, str]:
        old = copy.deepcopy(data)
        change(old, {r.get("id", r.get("name")): r for part in ("claims", "unnumbered", "controls") for r in old[part]})
        Path("old.json").write_text(json.dumps(old))
        done = run("report", "--diff", "old.json")
        assert not Path("reports/report.html").exists()
        return done.exit_code, done.stdout
    return compare


def test_nothing_changed(runs):
    code, text = runs(lambda old, rows: None)
    assert code == 0 and "Nothing changed." in text


@pytest.mark.parametrize(("change", "code", "words"), [
    (lambda old, rows: rows["004-001"].update(verdict="PROVED"), 1, "! 004-001: PROVED -> REFUTED"),
    (lambda old, rows: rows["001-034"].update(verdict="OPEN"), 0, "  001-034: OPEN -> PROVED"),
    (lambda old, rows: rows["001-034"].update(as_expected=False), 0, "001-034: now as its file expects"),
    (lambda old, rows: rows["001-034"].update(alarm=True), 0, "001-034: the readings agree again"),
    (lambda old, rows: rows["001-034"].update(statement="a <= b"), 0, "001-034: a <= b -> "),
    (lambda old, rows: rows["001-034"]["numeric"].update(verdict="NOT_RUN"), 0, "  001-034: NOT_RUN -> HELD"),
    (lambda old, rows: rows["004-001"]["numeric"].update(verdict="HELD"), 0, "  004-001: HELD -> VIOLATED"),
    (lambda old, rows: old["claims"].append({**rows["001-034"], "id": "009-001"}), 1, "! 009-001: was PROVED"),
    (lambda old, rows: old["claims"].pop(0), 0, "    001-034: PROVED: "),
    (lambda old, rows: old.update(complete=False), 0, "was interrupted"),
    (lambda old, rows: rows["altered"].update(verdict="OPEN", as_expected=False), 0, "altered: OPEN -> REFUTED"),
])
def test_a_change(runs, change, code, words):
    found, text = runs(change)
    assert words in text and found == code, text


def test_what_got_worse(library, run, runs, readings):
    readings.numeric["descent"] = NumericResult(Numeric.INCONCLUSIVE)
    readings.exact["halved"] = ExactResult(Exact.REFUTED, repaired="OPEN")
    run("all", "--no-report")
    code, text = runs(lambda old, rows: None)
    assert code == 1 and "! 001-036: HELD -> INCONCLUSIVE" in text and "! 004-001: no longer as its file expects" in text
    assert "2 changes, 2 for the worse." in text


def test_numbers_are_compared_where_both_runs_have_them(library, run, runs):
    run("all", "--no-report", "--exact-only")
    assert runs(lambda old, rows: None)[0] == 0


@pytest.mark.parametrize(("text", "words"), [
    ("", ["old.json: this is no JSON of a run"]), ("[]", ["this is no JSON of a run"]), ('{"version": 1}', ["this is no JSON of a run"]),
    ('{"version": 99, "claims": [], "unnumbered": [], "controls": [], "environment": {"backend": ""}, "complete": true}',
     ["its format is version 99", "reads version 1"]),
])
def test_an_old_file_that_is_none(library, run, runs, text, words):
    Path("old.json").write_text(text)
    refused(run("report", "--diff", "old.json"), *words)


def test_an_old_file_that_is_absent(library, run, runs):
    refused(run("report", "--diff", "absent.json"), "absent.json: cannot be read")


# --- the action, and the hook ----------------------------------------------------------------------------------------

LEMMA = ('"""Legend: a a number."""\nfrom proofs.language import positive\nfrom proofs.theorem import Theorem\na, = positive("a")\n\n'
         'half = Theorem("half", "Half", "p. 1", {}, claim=a/2 <= a)\n')


@pytest.fixture
def paper(tmp_path):
    """A folder with one lemma that is proved, and one that is false; run a command beside it."""
    folder = tmp_path / "my paper"
    folder.mkdir()
    (folder / "lemma_half.py").write_text(LEMMA)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([sys.executable, "-m", "verify", "prove", str(folder)], check=True, capture_output=True, env=environment, cwd=tmp_path)

    def call(command: list[str], **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment | more, check=False)
    return call


def test_the_action(paper, tmp_path):
    action = yaml.safe_load((ROOT / "action.yml").read_text())
    assert set(action["inputs"]) == {"path", "args", "python"} and action["runs"]["using"] == "composite"
    setup, install, judge = action["runs"]["steps"]
    assert all(step["shell"] == "bash" for step in (install, judge)) and "$GITHUB_ACTION_PATH" in install["run"] and setup["uses"]
    assert "${{" not in judge["run"]  # what a person gives is never a part of the script
    given = {name: re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", value)[1] for name, value in judge["env"].items()}
    values = {"path": "my paper", "args": "--exact-only --no-report --junit out.xml"}
    done = paper(["bash", "-eo", "pipefail", "-c", judge["run"]], GITHUB_ACTIONS="true", **{n: values[i] for n, i in given.items()})
    assert done.returncode == 0, done.stdout + done.stderr
    valid(Xml.parse(tmp_path / "out.xml").getroot())
    (tmp_path / "my paper" / "lemma_half.py").write_text(LEMMA.replace("a/2 <= a", "a <= a/3"))
    done = paper(["bash", "-eo", "pipefail", "-c", judge["run"]], GITHUB_ACTIONS="true", GITHUB_WORKSPACE=str(tmp_path),
                 **{n: {**values, "args": action["inputs"]["args"]["default"]}[i] for n, i in given.items()})
    assert done.returncode == 1 and annotations(done.stdout)[0][0]["file"] == "my paper/lemma_half.py"


def test_the_hook(paper):
    [hook] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert re.search(hook["files"], "a/lemma_half.py") and not re.search(hook["files"], "a/half.py")
    program, *words = shlex.split(hook["entry"])
    assert program == "verify"  # the script that the package installs
    done = paper([sys.executable, "-m", "verify", *words, "my paper/lemma_half.py"])
    assert done.returncode == 0 and "Everything came out as its file expects." in done.stdout, done.stdout + done.stderr


def test_the_readme_shows_both():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = [yaml.safe_load(block)[0] for block in re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)]
    assert set(shown[0]["with"]) <= set(yaml.safe_load((ROOT / "action.yml").read_text())["inputs"])
    assert shown[1]["hooks"] == [{"id": yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())[0]["id"]}]
