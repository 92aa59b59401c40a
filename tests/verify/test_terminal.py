"""The list and the page on a screen and in a pipe: filters, width, colours, breaks, completion, a quick start."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.shell_completion import BashComplete
from rich.text import Text

from tests.conftest import ROOT
from tests.verify.test_cli import refused


def names(result) -> list[str]:
    assert result.exit_code == 0, result.output
    return [line.split()[0] for line in result.stdout.splitlines()]


@pytest.mark.parametrize(("words", "found"), [
    ([], ["altered", "descent", "halved_fixed", "halved"]),
    (["--document", "004"], ["halved"]),
    (["--document", "001"], ["descent"]),
    (["--document", "002"], []),
    (["--topic", "topic"], ["altered", "descent", "halved_fixed", "halved"]),
    (["--status", "REFUTED"], ["altered", "halved"]),
    (["--status", "proved"], ["descent", "halved_fixed"]),
    (["--status", "REFUTED", "--document", "004"], ["halved"]),
    (["--status", "PROVED", "--document", "004"], []),
    (["--status", "OPEN"], []),
    (["--status", "any"], ["altered", "descent", "halved_fixed", "halved"]),
])
def test_filters(library, run, words, found):
    assert names(run("list", *words)) == found


def test_the_status_of_a_list_is_computed(library, run, readings):
    from verify.verdict import Exact, ExactResult
    readings.exact["halved"] = ExactResult(Exact.OPEN)
    assert "(004-001)  1 OPEN" in run("list", "--status", "OPEN").stdout
    readings.judged.clear()
    run("list", "--document", "004")
    assert readings.judged == []


def test_a_filter_that_names_nothing(library, run):
    refused(run("list", "--topic", "topics"), "topics: there is no such topic; there is topic.")
    refused(run("list", "--document", "04"), "there is no such document", "004")
    assert run("list", "--status", "TRUE").exit_code == 2


def test_a_list_on_a_screen(library, run, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "90")
    text = run("list", "--status", "any").stdout
    assert "\x1b[31m1 REFUTED" in text and "\x1b[32m3 PROVED" in text and "001-034 to" in text


# --- the page --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [40, 60, 100, 160])
def test_the_page_keeps_to_the_width(library, run, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    for words in (["descent"], ["halved"], ["001-035"]):
        lines = run("show", *words).stdout.splitlines()
        assert lines and max(map(len, lines)) <= width, lines
        assert all(line == line.rstrip() for line in lines)


def test_relations_of_a_chain_stand_below_each_other(library, run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "120")
    lines = run("show", "descent").stdout.splitlines()
    chain = lines[lines.index("Chain") + 1:][:3]
    assert chain[0] == "       f(xp)"
    assert [line[:7] for line in chain[1:]] == ["  1 <= ", "  2 =  "]
    assert all(line.split("  ")[-1].strip().startswith(("PROVED", "(")) for line in chain[1:])
    assert "(smoothness at x)" in chain[1] and "(collect)" in chain[2]


def test_one_line_of_a_chain_has_its_left_side(library, run):
    text = " ".join(run("show", "001-035").stdout.split())
    assert "Chain f(x) - eta*|grad f(x)|^2 + L*eta^2/2*|grad f(x)|^2 2 = f(x)" in text and " 1 <=" not in text


def test_colours_on_a_terminal_only(library, run, monkeypatch):
    assert "\x1b" not in run("show", "halved").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[31mREFUTED" in run("show", "halved").stdout
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[31m" not in run("show", "halved").stdout


def test_a_formula_goes_on_set_in_and_a_proof_has_two_columns():
    from verify.page import Hanging, _grid, _identity
    from verify.table import text
    long = "f(x) <= " + " + ".join(f"a[{i}]*b[{i}]" for i in range(9))
    first, *more = text(40, Hanging(Text(long))).splitlines()
    assert first.startswith("f(x) <= ") and more and all(line.startswith("  ") and line[2] != " " for line in more)
    assert text(400, Hanging(Text(long))) == long and text(len(long), Hanging(Text(long))) == long
    shown = text(60, _grid([_identity("in the middle: a <= b   (from 'x: y')"), _identity("mean: c: d   (rule)")])).splitlines()
    assert [line.split(":")[0].strip() for line in shown] == ["in the middle", "mean"]
    assert [line.index(word) for line, word in zip(shown, ("a <= b", "c: d"))] == [18, 18]


def test_where_a_formula_may_be_broken():
    from verify.breaks import GLUE, loose, tight
    formula = "f(x[k]) + <grad f(x[k]), x[k + 1] - x[k]> + c*|x[k + 1] - x[k]| <= 1 - sum(a[i], i = 1..n)"
    assert loose(tight(formula)) == formula
    assert tight(formula).split(" ") == [part.replace(" ", GLUE) for part in (
        "f(x[k])", "+ <grad f(x[k]), x[k + 1] - x[k]>", "+ c*|x[k + 1] - x[k]|", "<= 1", "- sum(a[i], i = 1..n)")]
    long = f"({' + '.join('abcdefghijklmnopqrstuvwxyz')})"
    assert tight(long).count(" ") == 25  # a bracket too long for a line is broken inside
    for odd in ("a < b", "f(x) -> 0", "<", "|", ")", "(", "", "|a| < |b|", "a => b > c"):
        assert loose(tight(odd)) == odd


# --- completion, and a quick start -----------------------------------------------------------------------------------


def complete(*words: str) -> list[str]:
    """What the shell is told after these words, the last of which is not finished."""
    from verify.cli import cli
    found = BashComplete(cli, {}, "verify", "_VERIFY_COMPLETE").get_completions(list(words[:-1]), words[-1])
    return [item.value for item in found if item.type == "plain"]


def test_names_are_completed(library):
    assert complete("show", "desc") == ["descent"] and complete("verify", "hal") == ["halved_fixed", "halved"]
    assert complete("prove", "004") == ["004-001"] and complete("export", "--latex", "des") == ["descent"]
    assert complete("desc") == ["descent"] and complete("re") == ["replay", "report"]
    assert complete("descent", "--exact") == ["--exact-only"]
    assert complete("list", "--topic", "t") == ["topic"] and complete("list", "--status", "ref") == ["refuted"]
    assert complete("list", "--document", "00") == ["000", "001", "002", "003", "004"]


def test_the_command_line_loads_nothing_heavy():
    code = ("import sys, verify.cli; "
            "print(*sorted({'sympy', 'numpy', 'scipy', 'matplotlib', 'jinja2', 'rich', 'math_core'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""


def test_the_exit_codes_stand_in_one_place(run):
    from verify import codes
    rows = [f"| {code} | {meaning} |" for code, meaning in codes.MEANING.items()]
    assert "| exit code | meaning |\n|---|---|\n" + "\n".join(rows) + "\n" in (ROOT / "README.md").read_text(encoding="utf-8")
    shown = " ".join(run("--help").stdout.split())
    assert all(f"{code} {meaning}" in shown for code, meaning in codes.MEANING.items())
