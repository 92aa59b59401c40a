import json

import pytest

from numerics.campaign import check
from numerics.confirm import confirm
from numerics.errors import UsageError
from numerics.tree_json import from_json, to_json
from numerics.witness import load, replay
from proofs.language import Q, log
from tests.numerics.theorems import L, descent, f, obligations, telescoped, theorem, update, w, x, xs

FEW = {"instances": 2000, "problems": 100}


@pytest.fixture(scope="module")
def failed():
    return check(obligations(descent(Q(51, 100))), **FEW)["descent"].witness


@pytest.fixture(scope="module")
def held():
    return check(obligations(telescoped()), **FEW)["sum"].witness


def test_a_saved_failure_replays_and_is_confirmed(failed, tmp_path):
    (tmp_path/"w.json").write_text(json.dumps(failed))
    again = replay(tmp_path/"w.json")
    assert again["margin"] < -again["bound"] and again["margin"] == again["rhs"] - again["lhs"]
    assert replay(failed) == again
    sure, why = confirm(tmp_path/"w.json")
    assert sure and why.startswith("it fails in ball arithmetic: left ")


def test_the_margin_replayed_is_the_margin_found(held):
    again = replay(held)
    assert again["margin"]/again["bound"] == pytest.approx(held["margin_in_error_bounds"], rel=1e-6, abs=2)


def test_an_instance_on_which_the_claim_holds_is_not_confirmed(held):
    assert confirm(held) == (False, "its failure is not certain in ball arithmetic of 300 bits")


def test_an_instance_outside_the_hypotheses_is_not_confirmed(failed):
    outside = json.loads(json.dumps(failed))
    outside["letters"]["eta"][0] = (100.0).hex()
    assert confirm(outside) == (False, "the hypothesis rate does not hold for certain on this instance")


def test_a_function_outside_its_class_is_not_confirmed(failed):
    outside = json.loads(json.dumps(failed))
    outside["letters"]["L"][0] = (1e-9).hex()
    assert confirm(outside) == (False, "L = 1.00000e-9 is no constant of lipschitz_gradient")


@pytest.mark.parametrize("bad", ["nan", "inf", "-inf", "Infinity"])
def test_nan_and_infinity_are_refused(failed, bad):
    spoilt = json.loads(json.dumps(failed))
    spoilt["letters"]["eta"][0] = bad
    with pytest.raises(UsageError, match="NaN and infinities cannot be replayed"):
        replay(spoilt)
    spoilt["letters"]["eta"][0] = float(bad.lower().replace("infinity", "inf"))
    with pytest.raises(UsageError, match="NaN and infinities cannot be replayed"):
        confirm(spoilt)


def test_what_is_no_witness_is_refused(tmp_path, failed):
    with pytest.raises(UsageError, match="is no witness file"):
        load(tmp_path/"missing.json")
    (tmp_path/"odd.json").write_text("{}")
    with pytest.raises(UsageError, match="lacks its part 'claim'"):
        load(tmp_path/"odd.json")
    with pytest.raises(UsageError, match="the family 'unheard of', which does not exist"):
        replay(failed | {"functions": {"f": {"family": "unheard of", "data": {}}}})
    with pytest.raises(UsageError, match="the statement language does not have"):
        replay(failed | {"statement": ["system", "rm"]})


@pytest.mark.parametrize("tree", [descent().claim, update, theorem(log(L) <= f(x)).claim, f(w[0]) - f(xs) - Q(1, 3)], ids=str)
def test_statements_survive_json(tree):
    assert from_json(json.loads(json.dumps(to_json(tree)))) == tree
