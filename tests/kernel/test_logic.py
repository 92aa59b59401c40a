"""Attacks on natural deduction: each would prove or refute something false if the kernel let it pass."""

from __future__ import annotations

import json

import pytest

from proofs.kernel.__main__ import check_file
from proofs.kernel.interpretation import check_instance, refute
from proofs.kernel.syntax import Reject, free_letters, open_binder, substitute
from tests.kernel.build import LETTERS, check, for_all, model, no_model, positive, rejected, ring, statement

ONE_LE_ZERO = ["<=", 1, 0]
A_LE_B = ["<=", "a", "b"]
ABOVE = ["forall", [["y", "real"]], [], ["exists", [["z", "real"]], [], ["<", "y", "z"]]]  # every real has one above it


# --- quantifiers ---------------------------------------------------------------------------------------------------


def test_an_instance_captures_nothing():
    """From "for all y there is z > y" follows no "there is z > z"."""
    at_z = {"rule": "instance", "of": "above", "at": {"y": "z"}}
    rejected("capture", {"above": ABOVE}, at_z, letters={"z": ["real", ""]})
    assert check({"above": ABOVE}, {**at_z, "at": {"y": "a"}}).facts["s1"] == ("exists", (("z", "real"),), (), ("<", "a", "z"))


def test_an_instance_peels_the_outer_quantifier_only():
    nested = ["forall", [["y", "real"]], [["<=", 0, "y"]], ["forall", [["y", "index"]], [], ["<=", "y", ["at", "s", "y"]]]]
    found = check({"nested": nested}, {"rule": "instance", "of": "nested", "at": {"y": "p"}, "conditions": [positive(["<=", 0, "p"], "p")]})
    assert found.facts["s1"] == ("forall", (("y", "index"),), (), ("<=", "y", ("at", "s", "y")))  # the inner y is another one


def test_what_is_obtained_is_not_the_same_for_all():
    """From "for all y there is z > y" follows no "there is z with z > y for all y"."""
    inner = [{"name": "z", "rule": "instance", "of": "above", "at": {"y": "y"}},
             {"name": "out", "rule": "obtain", "of": "z", "letters": ["t"], "as": ["t"], "proof": [{"name": "k", "rule": "known", "fact": "t"}]}]
    everywhere = {"name": "g", "rule": "generalise", "letters": [["y", "real"]], "proof": inner}
    rejected("capture", {"above": ABOVE}, everywhere)


def test_a_letter_is_obtained_twice():
    """0 < t and t < 0 are obtained, but of different things."""
    parts = {"pos": ["exists", [["y", "real"]], [], ["<", 0, "y"]], "neg": ["exists", [["y", "real"]], [], ["<", "y", 0]]}
    inside = {"name": "n", "rule": "obtain", "of": "neg", "letters": ["t"], "as": ["neg t"], "proof": [
        {"name": "f", **positive(["<", 0, 0], ["+", ["slack", "pos t"], ["slack", "neg t"]])}]}
    rejected("capture", parts, {"rule": "obtain", "of": "pos", "letters": ["t"], "as": ["pos t"], "proof": [inside]})


def test_a_witness_is_no_letter_of_its_own_statement():
    """a + y <= y for y := y would be a <= 0 for free."""
    claim = ["exists", [["y", "real"]], [], ["<=", ["+", "a", "y"], "y"]]
    rejected("letter", {"h": ["<=", "a", 0]}, {"rule": "witness", "claim": claim, "at": {"y": "y"}, "conditions": [], "by": "h"})


def test_a_quantified_letter_has_no_sign():
    rejected("letter", None, {"rule": "witness", "claim": ["exists", [["y", "real", "> 0"]], [], ["<=", "y", 0]], "at": {"y": 0},
                              "conditions": [], "by": positive(["<=", 0, 0])})


def test_facts_of_an_assumption_stay_in_it():
    """b != 0 is assumed in one step; nothing may cancel b in the next."""
    cancel = ring(["==", ["/", "b", "b"], 1])
    inside = {"name": "if", "rule": "implication", "assume": ["<", 0, "b"], "as": "pos", "proof": [{"name": "c", **cancel}]}
    assert check(None, inside).facts
    rejected("identity", None, inside, cancel)
    rejected("fact", None, inside, {"rule": "known", "fact": "pos"})
    branches = {"name": "br", "rule": "branches", "of": "or", "as": "case", "branches": [[{"name": "c", **cancel}], [{"name": "c", **cancel}]]}
    nonzero = {"name": "or", "rule": "excluded_middle", "claim": ["<", 0, "b"]}
    rejected("identity", None, nonzero, branches)                                  # in the case b <= 0


def test_a_rewriting_of_an_assumption_stays_in_it():
    inside = {"name": "if", "rule": "implication", "assume": ["==", "a", "b"], "as": "ab", "proof": [
        {"name": "r", "rule": "rewrite", "with": "ab"}, {"name": "c", **ring(["==", "a", "b"])}]}
    assert check(None, inside).facts
    rejected("identity", None, inside, ring(["==", "a", "b"]))


def test_what_is_assumed_is_not_proved():
    rejected("mismatch", None, {"rule": "implication", "assume": ONE_LE_ZERO, "as": "h", "proof": [{"name": "t", "rule": "known", "fact": "h"}]},
             {"name": "mp", "rule": "modus_ponens", "of": "s1", "by": positive(["<=", 0, 1], 1)})
    rejected("fact", None, {"rule": "implication", "assume": ONE_LE_ZERO, "as": "h", "proof": [{"name": "t", "rule": "known", "fact": "h"}]},
             {"name": "mp", "rule": "modus_ponens", "of": "s1", "by": "t"})


def test_hypotheses_under_an_assumption_are_named():
    """A discharged assumption is no hypothesis; those that were used inside are."""
    found = check({"h": A_LE_B, "unused": ["<=", "b", "c"]}, {"rule": "implication", "assume": ["<=", "b", "a"], "as": "back", "proof": [
        {"name": "t", "rule": "antisymmetry", "claim": ["==", "a", "b"], "above": "h", "below": "back"}]})
    assert found.used["s1"] == {"hypothesis:h"}


def test_axioms_under_quantifiers_are_named():
    enough = {"name": "n", "rule": "archimedes", "c": "a", "eps": 1, "by": positive(["<", 0, 1], 1)}
    found = check(None, {"rule": "generalise", "letters": [["y", "real"]], "proof": [{**enough, "c": "y"}]})
    assert found.used["s1"] == {"axiom:Archimedean property"}


# --- negation ------------------------------------------------------------------------------------------------------

OPPOSITES = [
    (A_LE_B, ("<", "b", "a")), (["<", "a", "b"], ("<=", "b", "a")), (["==", "a", "b"], ("or", ("<", "a", "b"), ("<", "b", "a"))),
    (["==", "u", "v"], ("<", 0, ("sq", ("+", "u", ("-", "v"))))), (["not", A_LE_B], ("<=", "a", "b")),
    (["and", A_LE_B, ["<", "b", "c"]], ("or", ("<", "b", "a"), ("<=", "c", "b"))),
    (["or", A_LE_B, ["<", "b", "c"]], ("and", ("<", "b", "a"), ("<=", "c", "b"))),
    (["implies", A_LE_B, ["<", "b", "c"]], ("and", ("<=", "a", "b"), ("<=", "c", "b"))),
    (["forall", [["y", "vector"]], [["<=", 1, ["sq", "y"]]], ["==", "y", "u"]],
     ("exists", (("y", "vector"),), (("<=", 1, ("sq", "y")),), ("<", 0, ("sq", ("+", "y", ("-", "u")))))),
    (["exists", [["y", "real"]], [["<=", 0, "y"]], ["<=", "y", "a"]], ("forall", (("y", "real"),), (("<=", 0, "y"),), ("<", "a", "y"))),
    (["linear", ["at", "s", ["b", 0]]], ("not", ("linear", ("at", "s", ("b", 0))))),
]


@pytest.mark.parametrize("formula, opposite", OPPOSITES)
def test_what_a_negation_says(formula, opposite):
    assert check({"no": ["not", formula]}, {"rule": "negated", "of": "no"}).facts["s1"] == opposite
    assert check(None, {"rule": "excluded_middle", "claim": formula}).facts["s1"][2] == opposite


def test_a_contradiction_is_a_false_relation_between_numbers():
    for true in (["<=", 0, 0], ["==", 2, ["/", 4, 2]], ["<", 0, 1], ["<=", 0, "p"]):
        rejected("mismatch", {"t": true}, {"rule": "absurd", "claim": ONE_LE_ZERO, "of": "t"})
    assert check({"f": ["<", 1, 1]}, {"rule": "absurd", "claim": ONE_LE_ZERO, "of": "f"}).facts
    rejected("mismatch", {"f": ["<", "a", 0]}, {"rule": "absurd", "claim": ONE_LE_ZERO, "of": "f"})


# --- induction -----------------------------------------------------------------------------------------------------

LARGE = ["exists", [["y", "index"]], [], ["<=", ["*", "j", "p"], "y"]]


def test_the_hypothesis_of_an_induction_is_not_its_step():
    """"There is y >= j p" for j is not the same for j + 1."""
    base = [{"name": "w", "rule": "witness", "claim": ["exists", [["y", "index"]], [], ["<=", ["*", 0, "p"], "y"]], "at": {"y": 0},
             "conditions": [], "by": positive(["<=", ["*", 0, "p"], 0])}]
    step = [{"name": "k", "rule": "known", "fact": "hypothesis"}]
    rejected("mismatch", None, {"rule": "induction", "letter": "j", "from": 0, "claim": LARGE, "base": base, "step": step})
    rejected("fact", None, {"rule": "induction", "letter": "j", "from": 0, "claim": LARGE, "base": [
        {"name": "k", "rule": "known", "fact": "hypothesis"}], "step": step})


def test_an_induction_over_a_formula():
    """For every j there is an index y >= j, one after the other."""
    claim = ["exists", [["y", "index"]], [], ["<=", "j", "y"]]
    base = [{"name": "w", "rule": "witness", "claim": ["exists", [["z", "index"]], [], ["<=", 0, "z"]], "at": {"z": 0}, "conditions": [],
             "by": positive(["<=", 0, 0])}]
    step = [{"name": "o", "rule": "obtain", "of": "hypothesis", "letters": ["t"], "as": ["t"], "proof": [
        {"name": "w", "rule": "witness", "claim": ["exists", [["y", "index"]], [], ["<=", ["+", "j", 1], "y"]], "at": {"y": ["+", "t", 1]},
         "conditions": [], "by": positive(["<=", ["+", "j", 1], ["+", "t", 1]], ["slack", "t"])}]}]
    assert check(None, {"rule": "induction", "letter": "j", "from": 0, "claim": claim, "base": base, "step": step}).facts


# --- citing with a body for a sequence -----------------------------------------------------------------------------

SUMS = {"letters": {"s": ["real sequence", ">= 0"], "n": ["index", ">= 0"]}}
POSITIVE_SUM = check(None, {"name": "fact", **positive(["<=", 0, ["sum", 0, "n", ["*", ["at", "s", ["b", 0]], ["sum", 0, ["b", 0], ["at", "s", ["b", 0]]]]]],
                                                       ["sum", 0, "n", ["*", ["at", "s", ["b", 0]], ["sum", 0, ["b", 0], ["at", "s", ["b", 0]]]]])}, **SUMS)


def cite(body, **more):
    return {"rule": "cite", "theorem": "test", "digest": POSITIVE_SUM.digest, "fact": "fact", "letters": {"s": ["members", body], "n": "m"},
            "hypotheses": {}, **more}


def test_a_body_for_a_sequence_keeps_its_bound_letters():
    """Sums inside the body, and the sum in which a member stands, have letters of their own."""
    body = ["sum", 0, ["b", 0], ["^", ["b", 0], 2]]  # s[k] = 0 + 1 + 4 + ... + k^2
    found = check(None, cite(body), library={"test": POSITIVE_SUM}).facts["s1"]
    inner = ("sum", 0, ("b", 0), ("^", ("b", 0), 2))
    assert found == ("<=", 0, ("sum", 0, "m", ("*", inner, ("sum", 0, ("b", 0), inner))))
    assert open_binder(("sum", 0, 3, ("*", ("b", 0), ("b", 1))), ("at", "s", ("b", 0))) == ("sum", 0, 3, ("*", ("b", 0), ("at", "s", ("b", 1))))


def test_a_body_for_a_sequence_has_its_sort_and_sign():
    library = {"test": POSITIVE_SUM}
    rejected("sign", None, cite(["at", "s", ["b", 0]]), library=library)
    rejected("sort", None, cite(["at", "x", ["b", 0]]), library=library)
    rejected("capture", None, cite(["b", 1]), library=library)
    rejected("letter", None, cite(["at", "nobody", ["b", 0]]), library=library)
    rejected("sort", None, {**cite(1), "letters": {"s": ["members", 1], "n": ["members", 1]}}, library=library)
    assert check({"all": ["forall", [["k", "index"]], [], ["<=", 0, ["at", "s", "k"]]]}, cite(["at", "s", ["b", 0]], signs={"s": "all"}),
                 library=library).facts
    rejected("mismatch", {"some": for_all(["<=", 0, ["at", "s", "k"]])}, cite(["at", "s", ["b", 0]], signs={"s": "some"}), library=library)


def test_a_body_for_a_sequence_is_not_captured():
    value = ("members", ("*", "k", ("b", 0)))
    formula = ("exists", (("k", "index"),), (), ("<=", ("at", "s", "k"), 0))
    assert free_letters(formula) == {"s"}
    with pytest.raises(Reject, match="capture"):
        substitute(formula, {"s": value})


# --- models --------------------------------------------------------------------------------------------------------

NUMBER = {"a": ["real", ""]}
BELOW_ALL = ["exists", [["y", "real"]], [], ["<", "y", "a"]]


def broken(claim, data, letters=None, hypotheses=None):
    return refute(statement(hypotheses, letters=letters or NUMBER), json.loads(json.dumps(claim)), data)


def test_a_claim_is_broken_by_a_proof_of_its_opposite():
    claim = ["forall", [["y", "real"]], [], ["implies", ["<=", 0, "y"], ["<=", "a", "y"]]]  # false for a = 1: y = 0
    opposite = ["exists", [["y", "real"]], [], ["and", ["<=", 0, "y"], ["<", "y", 1]]]
    both = {"name": "b", "rule": "conjunction", "of": ["c", "d"]}
    proof = [{"name": "c", "rule": "compute", "claim": ["<=", 0, 0]}, {"name": "d", "rule": "compute", "claim": ["<", 0, 1]}, both,
             {"name": "w", "rule": "witness", "claim": opposite, "at": {"y": 0}, "conditions": [], "by": "b"}]
    _, values, axioms = broken(claim, model(reals={"a": 1}, proofs={"claim": proof}))
    assert values == [] and axioms == set()
    no_model("mismatch", NUMBER, {}, model(reals={"a": 1}, proofs={"claim": proof[:3]}), claim)          # something else is proved
    no_model("mismatch", NUMBER, {}, model(reals={"a": 2}, proofs={"claim": proof}), claim)              # of another model
    no_model("shape", NUMBER, {}, model(reals={"a": 1}), claim)                                          # nothing is proved
    wrong = [{"name": "d", "rule": "compute", "claim": ["<", 1, 0]}]
    no_model("identity", NUMBER, {}, model(reals={"a": 1}, proofs={"claim": wrong}), claim)              # a false proof
    assumed = [{"name": "w", "rule": "assume", "claim": opposite}]
    no_model("rule", NUMBER, {}, model(reals={"a": 1}, proofs={"claim": assumed}), claim)                # nothing is assumed in a model


def test_a_true_claim_is_not_broken():
    claim = ["exists", [["y", "real"]], [], ["<", "a", "y"]]
    no_model("mismatch", NUMBER, {}, model(reals={"a": 1}, proofs={"claim": [{"name": "t", "rule": "compute", "claim": ["<=", 0, 1]}]}), claim)


def test_a_hypothesis_with_a_quantifier_is_proved_in_the_model():
    proof = [{"name": "w", "rule": "witness", "claim": ["exists", [["y", "real"]], [], ["<", "y", 1]], "at": {"y": 0}, "conditions": [],
              "by": {"rule": "compute", "claim": ["<", 0, 1]}}]
    assert broken(["<=", "a", 0], model(reals={"a": 1}, proofs={"h": proof}), hypotheses={"h": BELOW_ALL})
    no_model("shape", NUMBER, {"h": BELOW_ALL}, model(reals={"a": 1}), ["<=", "a", 0])
    no_model("mismatch", NUMBER, {"h": BELOW_ALL}, model(reals={"a": 2}, proofs={"h": proof}), ["<=", "a", 0])


def test_an_undefined_term_in_a_formula_is_inadmissible():
    """"There is y with 1/(y - a) <= 0" is not judged where the quotient is not seen to be defined."""
    claim = ["exists", [["y", "real"]], [], ["<=", ["/", 1, ["+", "y", ["-", "a"]]], 0]]
    no_model("inadmissible", NUMBER, {}, model(reals={"a": 1}, proofs={"claim": []}), claim)
    guarded = ["forall", [["k", "index"]], [["<=", 1, "k"]], ["exists", [["y", "real"]], [], ["<", ["/", 1, "k"], "y"]]]
    no_model("shape", NUMBER, {}, model(reals={"a": 1}, proofs={"claim": []}), guarded)  # defined for k >= 1: only the proof is missing


def test_letters_of_a_formula_in_a_model_are_different():
    """The coordinate x_1 of a vector x and a real called x_1 would be one letter."""
    claim = ["exists", [["x", "vector"]], [], ["forall", [["x_1", "real"]], [], ["<=", ["sq", "x"], "x_1"]]]
    no_model("capture", NUMBER, {}, model(reals={"a": 1}, proofs={"claim": []}), claim)


def test_an_instance_satisfies_everything():
    stated = statement({"h": ["<=", 1, "a"]}, letters=NUMBER)
    assert check_instance(stated, ["<=", "a", 2], model(reals={"a": 2}))
    for values, cause in (({"a": 3}, "hypothesis"), ({"a": 0}, "hypothesis"), ({}, "letter")):
        with pytest.raises(Reject, match=cause):
            check_instance(stated, ["<=", "a", 2], model(reals=values))
    with pytest.raises(Reject, match="letter"):
        check_instance(stated, ["<=", "a", "nobody"], model(reals={"a": 2}))


def test_a_file_with_an_instance():
    data = {**statement({"h": ["<=", 1, "a"]}, letters=NUMBER), "instances": {"some": {"claim": ["<=", "a", 2], "model": model(reals={"a": 2})}}}
    assert check_file(data, {}) == ["INSTANCE test: some"]
    data["instances"]["some"]["model"]["reals"]["a"] = 3
    with pytest.raises(Reject, match="hypothesis"):
        check_file(data, {})


def test_malformed_formulas_are_refused():
    for formula in (["and"], ["not"], ["not", A_LE_B, A_LE_B], ["implies", A_LE_B], ["exists", [["y", "real"]], A_LE_B], ["or", "a"], ["and", []],
                    ["exists", [["y"]], [], A_LE_B], ["not", 1], ["forall", [["y", "real"]], [1], A_LE_B]):
        with pytest.raises(Reject):
            check({"h": formula}, letters=LETTERS)
