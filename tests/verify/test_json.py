"""The JSON that other programs read, against the description in docs/json.md."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from numerics.result import Course, Trajectory
from verify.rows import document, numeric, row
from verify.verdict import ClaimResult, Exact, ExactResult, Numeric, NumericResult, TheoremResult

ROW = {"id": str, "lemma": str, "statement": str, "verdict": str, "readings": list, "repaired": (str, type(None)), "reason": str,
       "counterexample": (dict, type(None)), "numeric": dict, "axioms": list}
NUMERIC = {"verdict": str, "problems": int, "instances": int, "within_rounding": int, "worst_margin_ulp": (float, type(None)),
           "tightness": (float, type(None)), "trajectory": (dict, type(None))}


def claim(name: str, verdict: Exact, *ids: str, **more) -> ClaimResult:
    exact = ExactResult(verdict, **more)
    return ClaimResult(name, ids, "lemma", f"{name} <= 1", f"{name} \\le 1", "", "PROVED", exact, NumericResult(Numeric.HELD))


def theorem(*claims: ClaimResult) -> TheoremResult:
    return TheoremResult("lemma", "Lemma", "a book", claims=claims)


def test_schema(library, run):
    assert run("all", "--json", "out.json").exit_code == 0
    data = json.loads(Path("out.json").read_text())
    assert data["version"] == 1 and data["complete"] is True
    assert [c["id"] for c in data["claims"]] == ["001-034", "001-035", "001-036", "004-001"]
    for c in data["claims"]:
        for key, kind in ROW.items():
            assert isinstance(c[key], kind), key
        for key, kind in NUMERIC.items():
            assert isinstance(c["numeric"][key], kind), key
        assert c["verdict"] in Exact.__members__ and c["numeric"]["verdict"] in Numeric.__members__
    assert [c["name"] for c in data["unnumbered"]] == ["halved_fixed"]
    assert [(c["name"], c["noticed"]) for c in data["controls"]] == [("altered", True)]
    assert {"python", "packages", "backend", "backend_note", "seed", "instances", "problems", "commit", "seconds"} <= set(data["environment"])


def test_both_sides_along_a_run():
    way = Trajectory("k", (0, 2), (Course("definite quadratic, 2 dimensions: least room", (1.0, None), (2.0, 0.5)),))
    told = numeric(NumericResult(Numeric.HELD, trajectory=way))["trajectory"]
    assert json.loads(json.dumps(told)) == {"index": "k", "steps": [0, 2], "runs": [
        {"words": "definite quadratic, 2 dimensions: least room", "left": [1.0, None], "right": [2.0, 0.5]}]}
    assert numeric(NumericResult(Numeric.HELD))["trajectory"] is None


def test_counterexample_is_exact_text(library, run):
    run("all", "--json", "out.json")
    wrong = next(c for c in json.loads(Path("out.json").read_text())["claims"] if c["id"] == "004-001")
    assert wrong["counterexample"] == {"params": {"a": "3/4"}, "functions": {"f": "x**2/1024"}, "points": {"x": "(1, 2)"},
                                       "lhs": "3/4", "rhs": "3/8", "relation": "", "because": ""}
    assert wrong["repaired"] == "PROVED"


def test_one_row_per_id_and_the_worst_reading_decides():
    first, second = claim("a", Exact.PROVED, "000-001"), claim("b", Exact.REFUTED, "000-001", reason="at 2")
    data = document([theorem(first, second)], {})
    [only] = data["claims"]
    assert only["verdict"] == "REFUTED" and only["reason"] == "at 2" and only["statement"] == "b <= 1"
    assert [(r["obligation"], r["verdict"]) for r in only["readings"]] == [("a", "PROVED"), ("b", "REFUTED")]
    assert only["obligations"] == ["a", "b"]


def test_the_first_listed_decides_among_equals():
    assert row([claim("a", Exact.PROVED, "i"), claim("b", Exact.PROVED, "i")])["statement"] == "a <= 1"


def test_readings_of_one_statement_are_listed():
    [reading] = row([claim("a", Exact.OPEN, "i", readings=({"reading": "c > 0", "verdict": "PROVED"},))])["readings"]
    assert reading == {"reading": "c > 0", "verdict": "PROVED", "obligation": "a"}


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_no_nan_in_json(bad):
    c = ClaimResult("a", ("i",), "l", "", "", "", "PROVED", ExactResult(Exact.PROVED), NumericResult(Numeric.HELD, worst_margin_ulp=bad))
    json.dumps(row([c]), allow_nan=False)


def test_documented(library, run):
    """Every key of a row is described in docs/json.md."""
    run("all", "--json", "out.json")
    data = json.loads(Path("out.json").read_text())
    text = (Path(__file__).resolve().parents[2] / "docs" / "json.md").read_text()
    for key in {*data, *data["claims"][0], *data["claims"][0]["numeric"], *data["environment"]}:
        assert f"`{key}`" in text, key


def test_coverage_counts_every_claim_once(library, run):
    from verify.claims import load
    r = run("coverage", "--json", "coverage.json")
    assert r.exit_code == 0, r.output
    documents = json.loads(Path("coverage.json").read_text())["documents"]
    assert sum(d["claims"] for d in documents) == len(load()) == 465
    for d in documents:
        assert sum(d["verdicts"].values()) + len(d["not_encoded"]) == d["claims"]
    by_name = {d["document"]: d for d in documents}
    assert by_name["001"]["verdicts"] == {"PROVED": 3} and by_name["004"]["verdicts"] == {"REFUTED": 1}
    assert "document 001: 3 of" in r.stdout


def test_coverage_makes_no_numeric_reading(library, run, monkeypatch):
    import numerics.campaign
    monkeypatch.delattr(numerics.campaign, "check")
    assert run("coverage").exit_code == 0


def test_ranges():
    from verify.coverage import ranges
    assert ranges(["000-001", "000-002", "000-004", "001-005"]) == "000-001 to 000-002, 000-004, 001-005"
