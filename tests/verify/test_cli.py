"""What a person meets at the command line: messages, exit codes, and nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.verify import pages
from verify.verdict import Exact, ExactResult, Numeric, NumericResult


def refused(result, *words: str) -> str:
    """Exit code 2, one error line with these words, no traceback."""
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    lines = [line for line in result.stderr.splitlines() if "rror" in line]
    assert len(lines) == 1, result.stderr
    for word in words:
        assert word in result.stderr
    assert "Traceback" not in result.output
    return result.stderr


def test_everything_as_expected(library, run):
    r = run("all", "--json", "out.json")
    assert r.exit_code == 0, r.output
    assert "Everything came out as its file expects." in r.stdout
    assert "How to read this table" in r.stdout and "a/2 <= a   if a <= 1" in r.stdout
    assert "Checks of the checker" in r.stdout
    assert "No CuPy here" in r.stderr
    assert Path("reports/report.html").is_file() and Path("out.json").is_file()


def test_a_bare_name_is_judged(library, run):
    for words in (["descent"], ["verify", "descent"], ["--seed", "3", "descent"], ["descent", "--no-report"]):
        r = run(*words)
        assert r.exit_code == 0, r.output
        assert "[descent]" in r.stdout and "[halved]" not in r.stdout


def test_a_claim_id_selects_its_lemma(library, run):
    r = run("004-001", "--no-report")
    assert r.exit_code == 0 and "[halved]" in r.stdout


def test_a_part_does_not_replace_the_report_of_everything(library, run):
    run("all")
    before = Path("reports/report.html").read_text()
    assert run("descent").exit_code == 0
    assert Path("reports/report.html").read_text() == before
    assert Path("reports/parts/descent-report.html").is_file()


def test_a_claim_that_surprises_is_exit_1(library, run, readings):
    readings.exact["descent.2"] = ExactResult(Exact.OPEN, "no certificate")
    r = run("all")
    assert r.exit_code == 1
    assert "descent.2 (001-035): OPEN, where its file expects PROVED. no certificate." in r.stdout


def test_a_repair_that_is_not_proved_is_exit_1(library, run, readings):
    readings.exact["halved"] = ExactResult(Exact.REFUTED, repaired="OPEN")
    assert run("all").exit_code == 1


def test_disagreeing_readings_are_exit_3_and_win(library, run, readings):
    readings.exact["descent.2"] = ExactResult(Exact.OPEN)
    readings.numeric["descent"] = NumericResult(Numeric.VIOLATED, instances=1, problems=1)
    readings.fault["halved"] = readings.CertificateError("certificate broken")
    r = run("all")
    assert r.exit_code == 3
    assert "PROVED, and yet an instance violates it" in r.stdout


def test_a_control_that_passes_is_exit_1(library, run, readings):
    readings.numeric["altered"] = NumericResult(Numeric.HELD, instances=5, problems=5)
    r = run("all")
    assert r.exit_code == 1 and "NOT NOTICED" in r.stdout


def test_a_bad_certificate_is_exit_2_and_the_others_are_judged(library, run, readings):
    readings.fault["descent"] = readings.CertificateError("proofs/certificates/descent.json: it proves another statement.")
    r = run("all", "--json", "out.json")
    refused(r, "proofs/certificates/descent.json: it proves another statement.")
    assert "[halved]" in r.stdout and Path("reports/report.html").is_file()
    data = json.loads(Path("out.json").read_text())
    assert data["troubles"] and {c["id"] for c in data["claims"]} >= {"004-001"}


def test_contradictory_hypotheses_are_exit_2(library, run, readings):
    readings.numeric["descent"] = NumericResult(Numeric.VACUOUS, inadmissible=700)
    refused(run("all"), "lemma descent is VACUOUS", "700", "contradict")


def test_nan_in_an_instance_is_exit_2(library, run, readings, monkeypatch):
    import numerics.campaign

    def broken(*a, **k):
        raise readings.UsageError("family quadratic: instance 3 holds NaN")
    monkeypatch.setattr(numerics.campaign, "check", broken)
    refused(run("descent"), "lemma descent", "instance 3 holds NaN")


def test_unknown_name_suggests(library, run):
    refused(run("descnt"), "descnt", "did you mean descent")
    refused(run("show", "zzzzzzzz"), "verify list")


def test_a_claim_that_is_not_encoded_says_so(library, run):
    refused(run("show", "000-001"), "not encoded yet")


def test_unknown_option_and_backend(library, run):
    assert run("all", "--nonsense").exit_code == 2
    assert run("all", "--backend", "abacus").exit_code == 2
    assert run("all", "--instances", "0").exit_code == 2


@pytest.mark.parametrize(("text", "words"), [
    ("x = 1\ny = Lipschitz + 1\n", ["line 2", "the symbol Lipschitz is not defined"]),
    ("half = Q(1, 2)\n", ["line 1", "the symbol Q is not defined; import it: from proofs.language import Q"]),
    ("def f(:\n", ["line 1", "invalid syntax"]),
    ("import nowhere_to_be_found\n", ["line 1", "nowhere_to_be_found"]),
    ("from proofs.language import gradd\n", ["line 1", "gradd"]),
    ("x = 1\n", ["no theorem"]),
    ("raise SystemExit(0)\n", ["line 1", "calls exit"]),
    ("from proofs.language import real\na, = real('a')\nif a <= 1:\n    pass\n", ["line 3", "truth value"]),
    ("from proofs.language import real\na, = real('a')\nb = 0.5*a\n", ["line 3", "0.5", "Q(1, 2)"]),
    ("from proofs.language import *\nfrom proofs.theorem import Theorem\na, = real('a')\nx, = vector('x')\n"
     "t = Theorem('t', 'T', 's', {\n    'bound': a + x <= 1,\n}, claim=a <= 1)\n", ["line 6", "hypothesis bound", "adds a real and a vector"]),
    ("import sympy\nfrom proofs.language import *\nfrom proofs.theorem import Theorem\na, = real('a')\n"
     "t = Theorem('t', 'T', 's', {}, claim=Le(a, sympy.Symbol('q')))\n", ["line 5", "lemma t", "statement language"]),
])
def test_a_faulty_lemma_file(library, run, text, words):
    Path("mine.py").write_text(text)
    refused(run("mine.py"), "mine.py", *words)


def test_a_faulty_library_file_names_itself(library, run):
    (library / "broken.py").write_text("a = undefined_thing\n")
    refused(run("all"), "broken.py, line 1", "undefined_thing")


def test_two_theorems_of_one_name(library, run):
    (library / "twin.py").write_text(pages.CONTROL)
    refused(run("list"), "twin.py, line 5", "the name altered is taken by")


def test_an_id_that_no_document_has(library, run):
    (library / "wrong.py").write_text(pages.WRONG.replace("004-001", "004-999"))
    refused(run("all"), "lemma halved", "004-999")


def test_missing_file(library, run):
    refused(run("absent.py"), "absent.py: there is no such file")
    refused(run("replay", "absent.json"), "absent.json: there is no such file")


def test_a_file_of_ones_own(library, run):
    Path("mine.py").write_text(pages.GOOD.replace('"descent"', '"mine"'))
    r = run("mine.py")
    assert r.exit_code == 0 and "[mine]" in r.stdout and "[descent]" not in r.stdout


def test_reports_that_cannot_be_written(library, run):
    Path("reports").write_text("a file where the folder should be")
    r = run("all")
    refused(r, "reports: no report can be written there", "--reports DIR")
    assert "[descent]" in r.stdout and "How to read this table" in r.stdout


def test_json_that_cannot_be_written(library, run):
    Path("blocked").write_text("")
    r = run("all", "--json", "blocked/out.json")
    refused(r, "blocked/out.json: cannot be written")
    assert Path("reports/report.html").is_file()


def test_interrupt_keeps_what_was_computed(library, run, readings):
    readings.fault["halved_fixed"] = KeyboardInterrupt()
    r = run("all", "--json", "out.json")
    assert r.exit_code == 130
    assert "Interrupted after 2 of 4 theorems" in r.stderr
    data = json.loads(Path("out.json").read_text())
    assert data["complete"] is False and {c["id"] for c in data["claims"]} == {"001-034", "001-035", "001-036"}
    assert "interrupted" in Path("reports/report.html").read_text()


def test_report_is_drawn_again(library, run):
    refused(run("report"), "run `python -m verify all` first")
    run("all")
    before = Path("reports/report.html").read_text()
    Path("reports/report.html").unlink()
    assert run("report").exit_code == 0
    assert Path("reports/report.html").read_text() == before


def test_results_of_another_version(library, run):
    run("all")
    Path("reports/results.json").write_text('{"version": 99}')
    refused(run("report"), "cannot be read", "version 99")


def test_show_reads_like_the_page(library, run):
    run("all")
    text = run("show", "descent").stdout
    order = ["Descent lemma", "Hypotheses", "Read as", "Chain", "certificate:"]
    assert [text.index(w) for w in order] == sorted(text.index(w) for w in order)
    assert "100,000 evaluations on 1,000 problems" in text


def test_show_one_claim(library, run):
    text = run("show", "004-001").stdout
    assert "take a = 3/4" in text and "3/4 is not at most 3/8: the difference is 3/8" in text
    assert "What holds instead (PROVED)" in text and "if small: a <= 1" in text


def test_list(library, run):
    text = run("list").stdout
    assert [line.split()[0] for line in text.splitlines()] == ["altered", "descent", "halved_fixed", "halved"]


def test_replay(library, run):
    Path("w.json").write_text("{}")
    text = run("replay", "w.json").stdout
    assert "a <= b" in text and "margin       -2.0, with an error bound of 1e-16" in text and "3 is not at most 1." in text


def test_worst_instances_are_saved(library, run):
    run("all")
    assert json.loads(Path("reports/witnesses/descent.1.json").read_text()) == {"claim": "x"}
    assert "reports/witnesses/descent.1.json" in Path("reports/report.html").read_text()


def test_no_colour_outside_of_a_terminal(library, run, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("all", "--no-report").output


def test_completion(library):
    from verify.options import complete_name
    assert [c.value for c in complete_name(None, None, "des")] == ["descent"]
    assert [c.value for c in complete_name(None, None, "004-")] == ["004-001"]


def test_the_short_word_for_help_is_that_of_the_whole(run):
    assert "Commands:" in run("-h").stdout and run("-h").stdout == run("--help").stdout


def test_errata_of_a_document_that_there_is_not(library, run):
    refused(run("errata", "--document", "999"), "999: there is no such document; there is 000")


def test_show_takes_a_folder_and_says_what_it_cannot_read(library, run):
    Path("paper").mkdir()
    Path("paper/lemma_good.py").write_text(pages.GOOD.replace('"descent"', '"mine"'))
    Path("paper/lemma_broken.py").write_text("a = undefined_thing\n")
    shown = run("show", "paper")
    refused(shown, "lemma_broken.py, line 1", "undefined_thing")
    assert "[mine]" in shown.stdout
