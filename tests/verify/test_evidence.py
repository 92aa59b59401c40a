"""What a reader is shown of a verdict, on the library itself: nothing that the verdict rests on may be missing."""

import re

import pytest

from proofs.language import INDEX, letters_of
from tests.judged import JUDGED, THEOREMS
from verify.join import join
from verify.show import counterexample, is_outline
from verify.verdict import Exact

RESULTS = {name: join(theorem, JUDGED[name], {}, {}) for name, theorem in THEOREMS.items()}
CLAIMS = [c for r in RESULTS.values() for c in r.claims]
REPAIRED = [o for t in THEOREMS.values() for o in t.obligations() if o.repaired is not None]


def claim(name):
    return next(c for c in CLAIMS if c.name == name)


def told(name):
    return "\n".join(counterexample(claim(name)))


def restricted(formulas):
    """Names of the letters whose sign or kind restricts the formulas."""
    return {v.name for f in formulas for v in letters_of(f) if v.sign or v.sort == INDEX}


def signed(rows):
    """Names of the letters in a row of signs, sequences without their index."""
    text = next((plain for name, plain, _ in rows if name == "signs"), "")
    parts = re.sub(r", an? integers?|, integers", "", text).split(";")
    return {name.strip().removesuffix("[k]") for part in parts for name in re.sub(r" (>|>=) 0", "", part).split(",")} - {""}


@pytest.mark.parametrize("name", THEOREMS)
def test_every_sign_is_a_hypothesis_on_the_page(name):
    theorem = THEOREMS[name]
    formulas = [*theorem.hypotheses.values(), *(o.statement for o in theorem.obligations())]
    assert signed(RESULTS[name].hypotheses) == restricted(formulas)


@pytest.mark.parametrize("o", REPAIRED, ids=lambda o: o.name)
def test_a_repair_is_shown_with_the_signs_of_its_letters(o):
    c = claim(o.name)
    mended = [o.repaired.statement, *(f for f in o.repaired.hypotheses.values() if f not in o.hypotheses.values())]
    assert restricted(mended) <= signed(c.hypotheses) | signed(c.repaired_under)
    assert bool(c.repaired_name) == (o.repaired.theorem is not o.theorem)


def test_the_counterexample_is_excluded_by_the_sign_of_the_repair():
    c = claim("relu_networks_not_smooth")
    assert ("signs", "b > 0", "b > 0") in c.repaired_under and "take y = 0" in told(c.name)


def test_why_nothing_holds_instead():
    assert "depends on b" in claim("least_squares_underparameterised").beyond_repair


def test_what_has_no_meaning_has_a_repair_that_is_judged():
    c = claim("best_of_average_sum_printed")
    assert c.exact.verdict is Exact.ILL_TYPED and c.exact.repaired == "PROVED"


@pytest.mark.parametrize("c", [c for c in CLAIMS if c.exact.counterexample], ids=lambda c: c.name)
def test_every_counterexample_ends_with_why_it_fails(c):
    *_, end = counterexample(c)
    assert re.search(r"is not at most|is not less than|does not equal|no C and q|negation of the claim is proved", end)


@pytest.mark.parametrize("name", ["error_bound_chain.4", "semi_smooth_chain.6"])
def test_a_counterexample_to_a_line_breaks_what_the_chain_is_for(name):
    assert claim(name).exact.reason.endswith("the inequality from the first side of the chain to this one fails as well")


def test_the_values_that_break_a_claim_are_named():
    assert "take u = 2/5, v = -8/5" in told("pl_leaky_neuron")
    assert "take t = r/(1 + 4*beta*r); take x = t, y = -t, v = 0" in told("semi_smooth_piecewise_polynomial")
    assert "take x = 1/3\n  take y = -1/3\n" in told("semi_smooth_0_smooth")
    assert "1 <= w[k] for every k from 0, by induction" in told("gd_iterates_converge")
    assert "f(x[k]) - f(x_star) is at least 1/2 for every k, so that no C and q < 1 exist" in told("error_bound_linear_local")


def test_two_vectors_are_shown_as_vectors():
    assert "(-1, 1) does not equal (-1, 0)" in told("newton_direction_convex")


def test_a_model_of_the_argument_is_not_called_a_counterexample_to_the_claim():
    assert told("semi_smooth_linear").startswith("counterexample to the argument")


def test_a_proof_is_told_step_by_step():
    lines = [plain for plain, _ in claim("pl_linear").exact.identity]
    assert is_outline(claim("pl_linear").exact) and not is_outline(claim("descent_lemma.4").exact)
    assert any(line.startswith("rate: there are C >= 0") for line in lines)
    assert "below one: exp(-alpha/beta) < 1   (exp below one)" in lines


def test_no_instance_is_shown_with_its_proof():
    lines = [plain for plain, _ in claim("table_1_epoch_10").exact.identity]
    assert lines[0].startswith("ceiling: ") and lines[-1].startswith("table_1_epoch_10: not ")


def test_every_proof_is_shown():
    shown = [c for c in CLAIMS if c.exact.verdict is Exact.PROVED]
    assert len(shown) > 250 and all(c.exact.identity or c.exact.reason for c in shown)
