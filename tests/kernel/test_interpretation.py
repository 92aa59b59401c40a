"""Models: which ones satisfy hypotheses, which break a claim, and which the kernel refuses, and why."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from proofs.kernel.differentiate import derivative
from proofs.kernel.exact import evaluate
from proofs.kernel.interpretation import check_model, compare, refute
from tests.kernel.build import SMOOTH, for_all, model, no_model, positive, ring, statement

B = ["b", 0]
LETTERS = {"p": ["real", "> 0"], "a": ["real", ""], "n": ["index", ">= 0"], "u": ["vector", ""], "f": ["function", ""],
           "x": ["vector sequence", ""], "r": ["real sequence", ">= 0"]}
STEP = for_all(["==", ["at", "x", ["+", "k", 1]], ["+", ["at", "x", "k"], ["-", ["*", "a", ["grad", "f", ["at", "x", "k"]]]]]])
HALF_SQUARE = ["/", ["^", "x1", 2], 2]
SMOOTH_PROOF = [{"name": "goal", **positive(["<=", ["norm", ["+", "y_1", ["-", "z_1"]]], ["*", 1, ["norm", ["+", "y_1", ["-", "z_1"]]]]])}]
BASE = model(dimension=1, reals={"p": 1, "a": 3, "n": 0}, vectors={"u": [2]}, functions={"f": HALF_SQUARE},
             sequences={"x": {"start": [1], "by": "step"}, "r": {"term": 2}}, proofs={"smooth": SMOOTH_PROOF})
HYPOTHESES = {"smooth": SMOOTH, "step": STEP}
BELOW = ["<=", ["val", "f", ["at", "x", 1]], ["val", "f", ["at", "x", 0]]]  # 2 <= 1/2


def changed(**parts: Any) -> Any:
    return {**BASE, **{part: {**BASE[part], **v} if isinstance(v, dict) else v for part, v in parts.items()}}


def accepts(hypotheses: Any, data: Any, claim: Any = None) -> Any:
    stated = statement(hypotheses, letters=LETTERS)
    return check_model(stated, data) if claim is None else refute(stated, claim, data)


# --- accepted --------------------------------------------------------------------------------------------------------


def test_a_model_of_all_hypotheses():
    found, axioms = accepts(HYPOTHESES, BASE)
    assert found.member("x", 2) == [Fraction(4)] and axioms == set()  # 1, -2, 4


def test_a_claim_that_fails():
    _, values, axioms = accepts(HYPOTHESES, BASE, BELOW)
    assert [v[0] for v in values] == [Fraction(2), Fraction(1, 2)] and axioms == set()


@pytest.mark.parametrize("claim, at", [
    (["forall", [["y", "vector"]], [], ["<=", ["val", "f", "y"], 1]], {"y": [2]}),
    (["forall", [["y", "vector"]], [["<=", 1, ["sq", "y"]]], ["<=", ["sq", "y"], 1]], {"y": [-2]}),
    (["forall", [["k", "index"]], [["<=", 0, "k"]], ["<=", ["sq", ["at", "x", "k"]], 1]], {"k": 1}),
    (["forall", [["b", "real"]], [], ["<=", "b", "a"]], {"b": ["exp", 2]}),
    (["forall", [["a", "real"]], [], ["<=", "a", 3]], {"a": 4}),
])
def test_a_claim_for_all_that_fails_somewhere(claim, at):
    assert accepts(HYPOTHESES, {**BASE, "at": at}, claim)


def test_vectors_in_two_dimensions():
    data = model(dimension=2, reals={"p": 1, "a": 0, "n": 0}, vectors={"u": [3, 4]}, functions={"f": ["*", "x1", "x2"]},
                 sequences={"x": {"values": [[3, 4], [4, 3]]}, "r": {"term": 0}})
    assert accepts({"five": ["==", ["norm", "u"], 5], "swap": ["==", ["grad", "f", ["at", "x", 0]], ["at", "x", 1]]}, data)
    assert accepts({}, data, ["==", ["at", "x", 0], ["at", "x", 1]])


def test_an_infimum_that_is_attained():
    proof = [{"name": "goal", **positive(["<=", 0, ["/", ["^", "x_1", 2], 2]], ["/", ["sq", "x_1"], 2])}]
    data = {**BASE, "proofs": {"inf": proof}, "attained": {"inf": [0]}}
    letters = {**LETTERS, "m": ["real", ""]}
    stated = statement({"inf": ["inf", "f", "m"]}, letters=letters)
    data["reals"] = {**BASE["reals"], "m": 0}
    assert check_model(stated, data)
    no_model("shape", letters, {"inf": ["inf", "f", "m"]}, {**data, "attained": {}})
    no_model("hypothesis", letters, {"inf": ["inf", "f", "m"]}, {**data, "attained": {"inf": [1]}})
    no_model("mismatch", letters, {"inf": ["inf", "f", "m"]}, {**data, "reals": {**data["reals"], "m": 1}, "attained": {"inf": [2]}})


def test_a_sequence_that_stays_away_from_zero():
    data = {**BASE, "sequences": {**BASE["sequences"], "r": {"term": 2}}, "bounded_away": 1,
            "proofs": {**BASE["proofs"], "claim": [{"name": "s", **positive(["<=", 1, 2], 1)}]}}
    _, _, axioms = accepts({}, data, ["linear", ["at", "r", B]])
    assert axioms == {"axiom:geometric decay"}
    no_model("sign", LETTERS, {}, {**data, "bounded_away": 0}, ["linear", ["at", "r", B]])
    no_model("mismatch", LETTERS, {}, {**data, "bounded_away": 3}, ["linear", ["at", "r", B]])


# --- refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("cause, parts", [
    ("sign", {"reals": {"p": 0}}), ("sign", {"reals": {"p": -1}}), ("sign", {"reals": {"n": -1}}),
    ("sign", {"reals": {"p": ["+", ["sqrt", 2], ["-", ["sqrt", 2]]]}}),             # an enclosure of 0 shows no sign
    ("inadmissible", {"reals": {"n": ["/", 1, 2]}}), ("inadmissible", {"reals": {"a": ["/", 1, 0]}}),
    ("inadmissible", {"reals": {"a": ["sqrt", ["-", 1]]}}), ("inadmissible", {"reals": {"a": ["log", 0]}}),
    ("inadmissible", {"reals": {"a": ["^", 0, -1]}}),
    ("letter", {"reals": {"a": "p"}}), ("shape", {"reals": {"a": 0.5}}), ("shape", {"reals": {"a": True}}),
    ("shape", {"vectors": {"u": [1, 2]}}), ("shape", {"vectors": {"u": 1}}), ("letter", {"vectors": {"u": ["y"]}}),
    ("shape", {"dimension": 2}), ("shape", {"dimension": 0}),
    ("letter", {"functions": {"f": "x2"}}), ("derivative", {"functions": {"f": ["norm", "x1"]}}),
    ("inadmissible", {"functions": {"f": ["sqrt", ["^", "x1", 2]]}}),                     # not differentiable at 0
    ("inadmissible", {"functions": {"f": ["/", 1, "x1"]}}), ("inadmissible", {"functions": {"f": ["log", "x1"]}}),
    ("inadmissible", {"functions": {"f": ["^", "x1", -1]}}),
    ("sign", {"sequences": {"r": {"term": -1}}}), ("sign", {"sequences": {"r": {"values": [1]}}}),
    ("shape", {"sequences": {"x": {"start": [1, 1], "by": "step"}}}), ("shape", {"sequences": {"x": {"start": [1]}}}),
    ("shape", {"sequences": {"x": {"start": [1], "by": "smooth"}}}), ("shape", {"sequences": {"x": {"start": [1], "by": "none"}}}),
    ("shape", {"sequences": {"x": {"start": [["sqrt", 2]], "by": "step"}}}), ("letter", {"sequences": {"x": {"start": ["k"], "by": "step"}}}),
], ids=str)
def test_values_of_the_wrong_kind(cause, parts):
    no_model(cause, LETTERS, HYPOTHESES, changed(**parts), BELOW)


@pytest.mark.parametrize("name", ["p", "n", "a", "u", "f", "x"])
def test_every_letter_needs_a_value(name):
    data = {part: {k: v for k, v in values.items() if k != name} if isinstance(values, dict) else values for part, values in BASE.items()}
    no_model("letter", LETTERS, HYPOTHESES, data, BELOW)


def test_wrong_memberships():
    """A model of smoothness with a constant that is too small, and one whose proof proves something else."""
    h = {"smooth": SMOOTH}
    no_model("mismatch", LETTERS, h, changed(reals={"p": ["/", 1, 2]}))
    no_model("mismatch", LETTERS, h, changed(functions={"f": ["^", "x1", 2]}))
    no_model("mismatch", LETTERS, h, changed(proofs={"smooth": [{"name": "s", **positive(["<=", 0, 1], 1)}]}))
    no_model("identity", LETTERS, h, changed(proofs={"smooth": [
        {"name": "s", **positive(["<=", ["norm", ["+", "y_1", ["-", "z_1"]]], 1], 1)}]}))
    no_model("shape", LETTERS, h, changed(proofs={"smooth": []}))
    no_model("rule", LETTERS, h, changed(proofs={"smooth": [{"name": "s", "rule": "believe"}]}))
    no_model("cite", LETTERS, h, changed(proofs={"smooth": [
        {"name": "s", "rule": "cite", "theorem": "any", "digest": "", "fact": "", "letters": {}, "hypotheses": {}}]}))


def test_a_membership_under_conditions():
    """f(y) <= 0 for all y with |y|^2 <= 0: conditions may be used, and only they."""
    h = {"h": ["forall", [["y", "vector"]], [["<=", ["sq", "y"], 0]], ["<=", ["val", "f", "y"], 0]]}
    proof = [{"name": "s", **positive(["<=", ["/", ["^", "y_1", 2], 2], 0], ["/", ["slack", "condition 1"], 2])}]
    assert accepts(h, changed(proofs={"h": proof}))
    no_model("fact", LETTERS, {"h": [*h["h"][:2], [], h["h"][3]]}, changed(proofs={"h": proof}))


def test_hypotheses_that_fail():
    no_model("hypothesis", LETTERS, {"h": ["<=", "a", 2]}, BASE)
    no_model("hypothesis", LETTERS, {"h": ["<", "a", 3]}, BASE)
    no_model("hypothesis", LETTERS, {"h": ["==", "u", ["at", "x", 0]]}, BASE)
    no_model("hypothesis", LETTERS, {"h": ["==", ["^", ["sqrt", 2], 2], 2]}, BASE)  # enclosures cannot show it
    no_model("shape", LETTERS, {"h": ["linear", ["at", "r", B]]}, BASE)
    no_model("shape", LETTERS, {"h": ["<=", 0, ["int", 0, 1, B]]}, BASE)


def test_claims_that_do_not_fail():
    for claim in (["<=", 1, 2], ["<", 1, 2], ["==", 1, 1], ["==", "u", "u"], ["<=", ["sqrt", 2], ["sqrt", 2]],
                  ["==", ["^", ["sqrt", 2], 2], 2], ["<", ["log", 2], ["log", 2]]):
        no_model("claim", LETTERS, {}, BASE, claim)


def test_undefined_values_refute_nothing():
    for term in (["/", 1, ["+", "u0", ["-", 1]]], ["sqrt", ["-", "u0"]], ["log", ["-", "u0"]], ["pow", ["+", "u0", -1], ["-", 1]]):
        letters = {**LETTERS, "u0": ["real", ""]}
        no_model("inadmissible", letters, {}, changed(reals={"u0": 1}), ["<=", term, -5])
        no_model("inadmissible", letters, {"h": ["<=", term, 5]}, changed(reals={"u0": 1}))


def test_points_at_which_a_claim_for_all_is_said_to_fail():
    claim = ["forall", [["y", "vector"]], [["<=", ["sq", "y"], 1]], ["<=", ["sq", "y"], 2]]
    no_model("hypothesis", LETTERS, {}, {**BASE, "at": {"y": [2]}}, claim)         # outside of the conditions
    no_model("claim", LETTERS, {}, {**BASE, "at": {"y": [1]}}, claim)
    no_model("shape", LETTERS, {}, {**BASE, "at": {}}, claim)
    no_model("shape", LETTERS, {}, {**BASE, "at": {"y": [0, 0]}}, claim)
    index = ["forall", [["k", "index"]], [], ["<=", ["^", "k", 2], 0]]
    no_model("inadmissible", LETTERS, {}, {**BASE, "at": {"k": ["/", 1, 2]}}, index)


def test_recursions_that_define_nothing():
    def refused(update: Any, cause: str = "shape") -> None:
        no_model(cause, LETTERS, {"step": update}, BASE)

    refused(for_all(["==", ["at", "x", "k"], ["at", "x", ["+", "k", 1]]]))         # circular
    refused(for_all(["==", ["at", "x", ["+", "k", 1]], ["at", "x", ["+", "k", 1]]]))
    refused(for_all(["==", ["at", "x", ["+", "k", 1]], ["at", "x", ["+", "k", 2]]]))
    refused(for_all(["==", ["at", "x", ["+", "k", 2]], ["at", "x", "k"]]))
    refused(for_all(["==", ["at", "x", ["+", "k", 1]], ["at", "x", "k"]], lo=1))    # says nothing of x[1]
    refused(for_all(["==", ["at", "x", ["+", "k", 1]], ["*", ["sum", 0, "k", 1], ["at", "x", "k"]]]))
    refused(["forall", [["k", "index"]], [], ["==", ["at", "x", ["+", "k", 1]], ["at", "x", "k"]]])
    refused(for_all(["==", ["at", "x", ["+", "k", 1]], ["/", ["at", "x", "k"], ["sq", ["at", "x", "k"]]]]), "inadmissible")
    refused(for_all(["==", ["at", "x", ["+", "k", 1]], ["/", ["at", "x", "k"], "k"]]), "inadmissible")


# A model in which x[0] = 1, x[k+1] = x[k]/2: known by its start and its step, so what holds for all k is proved by induction.
HALVES = changed(reals={"a": ["/", 1, 2]})
X = ["at", "x.1", "k"]
POSITIVE = for_all(["<", 0, ["dot", "u", ["at", "x", "k"]]])
BASE_STEP = {"name": "zero", **positive(["<", 0, ["at", "x.1", 0]], 1, equations=[[-1, "x.1 starts"]])}
NEXT = {"name": "next", "rule": "instance", "of": "x.1 goes on", "at": {"k": "j"}, "conditions": ["range"]}
HALF = {"name": "half", **positive(["<", 0, ["at", "x.1", ["+", "j", 1]]], ["/", ["slack", "hypothesis"], 2], equations=[[-1, "next"]])}
INDUCTION = {"name": "all", "rule": "induction", "letter": "j", "from": 0, "claim": ["<", 0, ["at", "x.1", "j"]],
             "base": [BASE_STEP], "step": [NEXT, HALF]}
AT_K = [{"name": "here", "rule": "instance", "of": "all", "at": {"j": "k"}, "conditions": ["condition 3"]},
        {"name": "goal", **positive(["<", 0, ["*", 2, X]], ["*", 2, ["slack", "here"]])}]


def halves(induction: Any = INDUCTION, **parts: Any) -> Any:
    return {**HALVES, **parts, "proofs": {**BASE["proofs"], "positive": [induction, *AT_K]}}


def test_what_holds_of_all_members_of_a_recursion_is_proved_by_induction():
    assert accepts({**HYPOTHESES, "positive": POSITIVE}, halves())[0].member("x", 3) == [Fraction(1, 8)]
    negative = ["exists", [["k", "index"]], [["<=", 0, "k"]], ["<=", ["dot", "u", ["at", "x", "k"]], 0]]
    negation = {"name": "no", "rule": "generalise", "letters": [["k", "index"]], "conditions": {"condition 3": ["<=", 0, "k"]}, "proof": AT_K}
    assert accepts(HYPOTHESES, {**halves(), "proofs": {**BASE["proofs"], "claim": [INDUCTION, negation]}}, negative)[1] == []


@pytest.mark.parametrize("cause, induction", [
    ("identity", {"base": [{**BASE_STEP, "nonneg": 2}]}),                               # x[0] is 1
    ("identity", {"base": [{**BASE_STEP, "equations": []}]}),                           # nothing is known of x[0] but that
    ("identity", {"step": [NEXT, {**HALF, "nonneg": ["slack", "hypothesis"]}]}),        # x[j+1] is x[j]/2
    ("identity", {"step": [NEXT, {**HALF, "equations": []}]}),
    ("range", {"step": [{**NEXT, "at": {"k": ["-", 1]}, "conditions": [positive(["<=", 0, ["-", 1]], 0)]}, HALF]}),  # an index below 0
    ("range", {"step": [{**NEXT, "conditions": []}, HALF]}),
    ("mismatch", {"from": ["-", 1]}),                                                    # of x[-1] nothing is known
    ("fact", {"base": [{**BASE_STEP, "equations": [[-1, "r.1 starts"]]}]}),             # r is given by a term
], ids=str)
def test_a_forged_induction_about_a_recursion(cause, induction):
    no_model(cause, LETTERS, {**HYPOTHESES, "positive": POSITIVE}, halves({**INDUCTION, **induction}))


def test_the_start_and_the_step_of_a_recursion_are_those_of_the_model():
    h = {**HYPOTHESES, "positive": POSITIVE}
    no_model("identity", LETTERS, h, halves(reals=BASE["reals"]))                        # x[k+1] = -2 x[k]
    no_model("identity", LETTERS, h, halves(sequences={**BASE["sequences"], "x": {"start": [-1], "by": "step"}}))
    no_model("fact", LETTERS, {"smooth": SMOOTH, "positive": POSITIVE}, halves())      # without the hypothesis there is no step
    taken = ["forall", [["x.1", "real"]], [], ["==", "x.1", "x.1"]]
    no_model("sort", LETTERS, {**HYPOTHESES, "taken": taken}, {**HALVES, "proofs": {**BASE["proofs"], "taken": [
        {"name": "s", **ring(["==", "x.1", "x.1"])}]}})                                   # a letter with the name of a coordinate


@pytest.mark.parametrize("term", [
    ["sqrt", ["+", 1, ["^", "x1", 2]]], ["*", "x1", ["norm", "x1"]], ["^", ["norm", "x1"], 3], ["norm", ["+", 1, ["^", "x1", 2]]]], ids=str)
def test_roots_and_absolute_values_where_they_are_differentiable(term):
    h = {"grows": ["<=", ["val", "f", "u"], ["+", ["val", "f", "u"], ["sq", ["grad", "f", "u"]]]]}
    assert accepts(h, changed(functions={"f": term}))


def test_members_that_a_model_does_not_give():
    data = changed(sequences={"x": {"values": [[0], [1]], "from": 2}})
    assert accepts({}, data, ["==", ["at", "x", 2], ["at", "x", 3]])
    for k in (1, 4, -1):
        no_model("range", LETTERS, {}, data, ["==", ["at", "x", k], "u"])
    no_model("letter", LETTERS, {"h": for_all(["==", ["at", "x", "k"], ["at", "x", "k"]])}, data)  # not for all k
    no_model("range", LETTERS, HYPOTHESES, BASE, ["==", ["at", "x", -1], ["at", "x", 0]])


def test_a_claim_is_about_letters_of_the_statement():
    no_model("letter", LETTERS, {}, changed(reals={"nobody": 1}), ["<=", "nobody", 0])
    no_model("sort", LETTERS, {}, BASE, ["<=", "u", 0])
    no_model("shape", LETTERS, {}, BASE, ["<=", ["slack", "h"], 0])


# --- parts -----------------------------------------------------------------------------------------------------------


def test_comparisons_that_enclosures_do_not_decide():
    wide, narrow = (Fraction(0), Fraction(2)), (Fraction(1), Fraction(1))
    assert all(compare(relation, wide, narrow) is None for relation in ("<=", "<", "=="))
    assert compare("<=", narrow, narrow) is True and compare("<", narrow, narrow) is False and compare("==", narrow, narrow) is True
    assert compare("==", wide, wide) is None  # the same enclosure is not the same number
    low = (Fraction(-2), Fraction(-1))
    assert compare("==", low, wide) is False and compare("<=", wide, low) is False and compare("<", low, wide) is True
    touching = (Fraction(2), Fraction(3))
    assert compare("<=", wide, touching) is True and compare("<", wide, touching) is None and compare("<", touching, wide) is False


@pytest.mark.parametrize("t", [
    ("^", "x1", 3), ("*", "x1", "x1", ("+", "x1", 2)), ("/", ("+", "x1", 1), ("+", 1, ("^", "x1", 2))), ("^", "x1", 0),
    ("-", ("^", ("+", "x1", -2), 2)), ("exp", ("*", -1, ("^", "x1", 2))), ("log", ("+", 1, ("^", "x1", 2))),
])
def test_derivatives_agree_with_difference_quotients(t):
    def number(term: Any, x: Fraction) -> Fraction:
        from proofs.kernel.syntax import substitute
        low, high = evaluate(substitute(term, {"x1": x}))
        return (low + high)/2

    for x in (Fraction(0), Fraction(1), Fraction(-3, 2)):
        h = Fraction(1, 10**8)
        quotient = (number(t, x + h) - number(t, x - h))/(2*h)
        assert abs(quotient - number(derivative(t, "x1"), x)) < Fraction(1, 10**10)


def test_equations_between_vectors_are_proved_in_every_coordinate():
    h = {"h": ["forall", [["y", "vector"]], [], ["==", ["grad", "f", "y"], "y"]]}
    data = model(dimension=2, reals=BASE["reals"], vectors={"u": [0, 0]}, sequences={"x": {"term": [0, 0]}, "r": {"term": 2}},
                 functions={"f": ["+", ["/", ["^", "x1", 2], 2], ["/", ["^", "x2", 2], 2]]})
    both = [{"name": f"s{i}", **ring(["==", f"y_{i}", f"y_{i}"])} for i in (1, 2)]
    assert accepts(h, {**data, "proofs": {"h": both}})
    first_only = {**data, "functions": {"f": ["+", ["/", ["^", "x1", 2], 2], ["^", "x2", 2]]}}
    no_model("mismatch", LETTERS, h, {**first_only, "proofs": {"h": both}})
