"""Claims with norms, roots, absolute values, maxima: the table decides as it says, on the kernel's word."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from proofs.obligation import DENOMINATOR, read_obligation
from proofs.search.decide import decide
from tests.search.test_decide import decision
from verify.decided import PROVED, REFUTED, settle
from verify.step import Question, read

TABLE = json.loads(Path(__file__).with_name("norms.json").read_text(encoding="utf-8"))


def task(row):
    """The task of a row, as the shell has it."""
    def words(key):
        return (row[key],) if isinstance(row.get(key), str) else tuple(row.get(key, ()))
    return read(Question(row["claim"], *map(words, ("given", "positive", "nonnegative", "vectors", "let")))).task


def answer(asked):
    statement, goal = asked.statement(), asked.goal()
    return settle(statement, goal, decide(statement, goal, time.monotonic() + 30))


def test_the_table_has_both_kinds():
    assert len({row["id"] for row in TABLE}) == len(TABLE) > 150
    assert sum(not row.get("truth", True) for row in TABLE) > 30


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["id"])
def test_a_claim_comes_out_as_it_is(row):
    found = answer(task(row))
    assert found.verdict == (PROVED if row.get("truth", True) else REFUTED), found.message


def test_the_proof_of_the_triangle_inequality_can_be_read():
    proof = answer(task({"claim": "norm(x+y) <= norm(x)+norm(y)", "vectors": "x y"})).certificate["proof"]
    assert [step["rule"] for step in proof] == ["cauchy_schwarz", "positivity", "roots", "positivity"]


@pytest.mark.parametrize(("data", "named"), [
    ({"params": {"q": ">=0", "c": ">=0"}, "claim": "c/(1 - q)"}, ["1 - q"]),
    ({"params": {"L": ">0"}, "scalars": ["a"], "claim": "a/L - a*L**-1"}, []),
    ({"scalars": ["a", "b"], "hyps": {"h": "a/(b/(a - 1))"}, "claim": "1/b"}, ["a - 1", "b/(a - 1)"]),
    ({"scalars": ["a"], "claim": "a/3"}, []),
])
def test_what_may_vanish_below_a_line_is_a_hypothesis(data, named):
    hypotheses = read_obligation({"id": "a", **data}).hypotheses
    assert sorted(n.removeprefix(DENOMINATOR) for n in hypotheses if n.startswith(DENOMINATOR)) == named


def test_a_denominator_of_either_sign_cancels():
    found, _ = decision(scalars=["a", "b"], claim="a*b/b - a")
    assert found.verdict == "PROVED"
    found, _ = decision(scalars=["a", "b"], claim="a/b - a")
    assert found.verdict == "REFUTED"


def test_a_denominator_that_has_to_vanish_leaves_nothing_to_prove():
    found, _ = decision(scalars=["a", "b"], eqs={"b": "b"}, claim="a/b - a")
    assert found.verdict == "VACUOUS"
