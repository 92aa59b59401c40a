"""A gap is visible in every verdict below it, and is never green."""

import dataclasses
import json

import pytest

from proofs.kernel.checker import check_theorem
from proofs.language import eq, lt, real
from proofs.search.prove import prove, write_proof
from proofs.steps import assume, cite
from proofs.theorem import Theorem
from verify import exact
from verify.verdict import Exact

a, b = real("a b")
gap = Theorem("with_a_gap", "", "", hypotheses={}, claim=lt(a, b), proof=(assume(lt(a, b)).named("hoped for"),))
beside = Theorem("beside_a_gap", "", "", hypotheses={}, claim=eq(a, a), proof=(assume(lt(a, b)).named("hoped for"),))
below = Theorem("below_a_gap", "", "", hypotheses={}, claim=lt(a, b), proof=(cite(gap).named("cited"),), using=("cited",))


def test_nothing_below_a_gap_is_proved(tmp_path):
    theorems, verified = [gap, beside, below], {}
    for t in theorems:
        data = json.loads(prove(t, verified, tmp_path).read_text())
        verified[t.name] = check_theorem(data, verified)
        assert verified[t.name].gaps
    library = exact.load_library(theorems, {t.name: tmp_path/f"{t.name}.json" for t in theorems})
    for t in theorems:
        result = exact.judge(t, library)[t.name]
        assert result.verdict is Exact.OPEN and "assumption" in result.reason


def test_a_repair_that_rests_on_a_gap_is_not_proved(tmp_path):
    wrong = dataclasses.replace(gap, name="wrong", claim=lt(b, a), proof=(), repaired=gap)
    verified = {gap.name: check_theorem(json.loads(prove(gap, {}, tmp_path).read_text()), {})}
    prove(wrong, verified, tmp_path)
    library = exact.load_library([gap, wrong], {t.name: tmp_path/f"{t.name}.json" for t in (gap, wrong)})
    assert exact.judge(wrong, library)["wrong"].repaired == "OPEN"


def test_the_membership_of_a_model_may_not_be_assumed():
    from proofs.kernel.interpretation import check_model
    from proofs.kernel.syntax import Reject
    statement = {"format": 1, "theorem": "t", "letters": {"f": ["function", ""]},
                 "hypotheses": {"low": ["forall", [["x", "vector"]], [], ["<=", 1, ["val", "f", "x"]]]}, "proof": []}
    goal = {"name": "goal", "rule": "assume", "claim": ["<=", 1, ["^", "x_1", 2]]}
    with pytest.raises(Reject, match="nothing may be assumed here"):
        check_model(statement, {"functions": {"f": ["^", "x1", 2]}, "proofs": {"low": [goal]}})


def test_a_settled_inequality_never_rests_on_a_gap():
    """The re-check of ``step`` and ``obligations`` refuses a certificate with a gap."""
    from proofs.obligation import read_obligation
    from proofs.search.decide import Decision
    from verify.decided import settle
    task = read_obligation({"id": "x", "scalars": ["a"], "claim": "a"})
    certificate = {**task.statement(), "proof": [{"name": "claim", "rule": "assume", "claim": task.goal()}]}
    assert settle(task.statement(), task.goal(), Decision("PROVED", certificate)).verdict == "OPEN"
    assert write_proof(gap, {})["proof"][0]["rule"] == "assume"
