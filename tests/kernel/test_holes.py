"""Attacks that once succeeded: each file below would prove or refute something false if the kernel let it pass."""

from __future__ import annotations

import pytest

from tests.kernel.build import LETTERS, check, for_all, model, no_model, positive, rejected, ring

B = ["b", 0]
ONE_LE_ZERO = ["<=", 1, 0]


# --- proofs of false statements ------------------------------------------------------------------------------------


def test_a_quantified_letter_has_no_sign():
    """"1 <= k for all k > 0" passed for "1 <= k for all k >= 0", since rules on sequences read the condition alone."""
    everywhere = {"name": "all", "rule": "generalise", "letters": [["k", "index", "> 0"]], "conditions": {"k": ["<=", 0, "k"]},
                  "proof": [{"name": "one", "rule": "integer", "claim": ["<=", 1, "k"], "by": positive(["<", 0, "k"], "k")}]}
    down = ["*", ["/", -1, 2], B, ["+", B, -1]]  # V(k) - V(k+1) = k
    rejected("letter", None, everywhere,
             {"name": "sum", "rule": "telescope", "of": "all", "a": 1, "V": down, "e": 0, "hi": 0,
              "range": positive(["<=", 0, 1], 1)},
             positive(ONE_LE_ZERO, ["slack", "sum"]))


def test_the_index_of_a_telescope_is_not_a_constant():
    """V may not mention the letter of the fact outside its bound index: here the fact is 0 <= 0 and the sum is 1 <= 0."""
    a = ["*", B, ["+", ["*", 2, B], -1]]
    v = ["*", "k", B, ["+", 2, ["-", B]]]
    true = {"name": "fact", "rule": "generalise", "letters": [["k", "index"]], "conditions": {"k": ["<=", 0, "k"]},
            "proof": [{"name": "t", **positive(["<=", ["*", "k", ["+", ["*", 2, "k"], -1]], ["*", "k", ["+", ["*", 2, "k"], -1]]])}]}
    telescope = {"rule": "telescope", "of": "fact", "a": a, "V": v, "e": 0, "hi": 1, "range": positive(["<=", 0, 2], 2)}
    rejected("letter", None, true, {"rule": "chain", "start": 1, "links": [{"name": "l", "rel": "<=", "rhs": 0, "by": telescope}]})


def test_the_index_of_a_contraction_is_not_a_constant():
    """V(j) = (k + 1 - j) j satisfies V(k+1) = 0 <= V(k) and V(0) = 0, but V(k) = k."""
    v = ["*", ["+", "k", 1, ["-", B]], B]
    true = {"name": "fact", "rule": "generalise", "letters": [["k", "index"]], "conditions": {"k": ["<=", 0, "k"]},
            "proof": [{"name": "t", **positive(["<=", 0, "k"], ["slack", "k"])}]}
    rejected("letter", None, true,
             {"name": "rate", "rule": "contraction", "of": "fact", "V": v, "q": 1, "e": 0, "q_nonnegative": positive(["<=", 0, 1], 1)},
             {"name": "one", "rule": "instance", "of": "rate", "at": {"k": 1}, "conditions": [positive(["<=", 0, 1], 1)]},
             positive(ONE_LE_ZERO, ["slack", "one"]))


def test_the_index_of_a_mean_is_not_a_constant():
    true = {"name": "fact", "rule": "generalise", "letters": [["k", "index"]], "conditions": {"k": ["<=", 0, "k"]},
            "proof": [{"name": "t", **positive(["<=", 1, 1])}]}
    mean = {"rule": "least_mean", "of": "fact", "m": 1, "a": ["+", 1, ["-", "k"], B], "lo": 0, "hi": 1,
            "conditions": ["lo"], "range": positive(["<=", 0, 2], 2)}
    rejected("letter", None, true, {"rule": "chain", "start": 2, "links": [
        {"name": "l", "rel": "<=", "rhs": ["sum", 0, 1, ["+", 1, ["-", "n"], B]], "by": mean}]})


def test_a_range_does_not_move_with_its_index():
    """"for all k with k + k (k - 5) <= k" is 0 <= k <= 5 and no range that starts somewhere."""
    lo = ["+", "k", ["*", "k", ["+", "k", -5]]]
    fact = ["forall", [["k", "index"]], [["<=", lo, "k"]], ["<=", ["at", "s", ["+", "k", 1]], ["at", "s", "k"]]]
    rejected("range", {"fact": fact}, {"rule": "contraction", "of": "fact", "V": ["at", "s", B], "q": 1, "e": 0,
                                       "q_nonnegative": positive(["<=", 0, 1], 1)})


def test_an_infimum_is_not_captured():
    """inf f = g(x) is no statement about g at all points."""
    letters = {**LETTERS, "x": ["vector", ""]}
    rejected("capture", {"inf": ["inf", "f", ["val", "g", "x"]]}, {"rule": "infimum", "of": "inf"}, letters=letters)


def test_a_slack_does_not_leave_its_scope_in_a_rate():
    slack = ["slack", "h"]
    rejected("shape", {"h": ["<=", 0, 0], "rate": for_all(["<=", 0, ["*", ["pow", 0, "k"], 1]])},
             {"rule": "linear_rate", "of": "rate", "V": slack, "q": 0, "C": 1, "q_nonnegative": positive(["<=", 0, 0]),
              "q_below_one": positive(["<", 0, 1], 1), "C_nonnegative": positive(["<=", 0, 1], 1)})


def test_a_conclusion_inside_a_step_is_checked_as_well():
    """What a nested step concludes speaks of declared letters only."""
    rejected("letter", None, {"rule": "chain", "start": 0, "links": [
        {"name": "l", "rel": "<=", "rhs": 0, "by": positive(["<=", "nobody", "nobody"])}]})


@pytest.mark.parametrize("q", ["u", "f"])
def test_a_multiplier_of_a_vector_equation_is_a_real(q):
    rejected("sort", {"e": ["==", "u", "v"]}, ring(["==", "u", "v"], equations=[[q, "e"]]))


def test_a_multiplier_has_the_sort_of_its_equation():
    rejected("sort", {"e": ["==", "u", "v"]}, positive(["<=", 0, 1], 1, equations=[[0, "e"]]))
    rejected("sort", {"e": ["==", "a", "b"]}, ring(["==", "u", "u"], equations=[[0, "e"]]))


def test_a_sign_belongs_to_reals():
    rejected("letter", None, positive(["<=", 0, 1], 1), letters={"u": ["vector", "> 0"]})


def test_integrals_of_pieces_without_an_integral_are_not_split():
    """grad f is continuous, but grad f(u/t) is not continuous in t."""
    from tests.kernel.build import SMOOTH
    at_pole = ["dot", "v", ["grad", "f", ["/", "u", B]]]
    split = ["==", ["int", 0, 1, ["+", at_pole, B]], ["+", ["int", 0, 1, at_pole], ["/", 1, 2]]]
    rejected("identity", {"smooth": SMOOTH}, ring(split))


# --- models that are none ------------------------------------------------------------------------------------------

REAL = {"a": ["real", ""], "b": ["real", ""]}
UPDATE = for_all(["==", ["at", "x", ["+", "k", 1]], ["at", "x", "k"]])


def test_a_real_is_no_vector_in_a_model():
    """a = 1 where it is read as a number, a = 5 where it was read as a vector."""
    data = model(reals={"a": 1, "b": 2}, vectors={"a": [5], "b": [2]})
    no_model("claim", REAL, {"h": ["<=", ["sqrt", "a"], 1]}, data, ["<=", "a", "b"])


def test_a_sequence_is_given_in_one_way_only():
    """Members by a term, and the recursion taken as satisfied because it was named."""
    for way in ({"term": ["k"]}, {"values": [[0], [1]]}):
        data = model(sequences={"x": {**way, "start": [0], "by": "update"}})
        no_model("shape", {"x": ["vector sequence", ""]}, {"update": UPDATE}, data, ["==", ["at", "x", 1], ["at", "x", 0]])


def test_equal_enclosures_are_no_equality():
    """The first coordinates are equal; the second differ by less than the enclosures show."""
    tiny = ["/", 1, 10**120]
    data = model(dimension=2, vectors={"u": [0, ["sqrt", 2]], "v": [0, ["sqrt", ["+", 2, tiny]]]})
    no_model("hypothesis", {"u": ["vector", ""], "v": ["vector", ""]}, {"h": ["==", "u", "v"]}, data)


def test_an_infimum_is_not_captured_in_a_model():
    """inf f = f(x) for the letter x: f(x) = x1 has no infimum."""
    data = model(vectors={"x": [0]}, functions={"f": "x1"}, attained={"inf": [0]},
                 proofs={"inf": [{"name": "s", **positive(["<=", "x_1", "x_1"])}]})
    no_model("mismatch", {"x": ["vector", ""], "f": ["function", ""]}, {"inf": ["inf", "f", ["val", "f", "x"]]}, data)


def test_a_rate_is_not_captured_in_a_model():
    """V(j) = (j - k)^2 + 1 - ... with the letter k: the bound must hold for all j, not for j = k."""
    body = ["+", 1, ["-", ["^", ["+", B, ["-", "k"]], 2]]]
    data = model(reals={"k": 0}, bounded_away=1, proofs={"claim": [{"name": "s", **positive(["<=", 1, 1])}]})
    no_model("capture", {"k": ["index", ""]}, {}, data, ["linear", body])


def test_a_point_has_the_dimension_of_the_model():
    claim = ["forall", [["y", "vector"]], [], ["<=", ["sq", "y"], 1]]
    no_model("shape", {}, {}, model(dimension=1, at={"y": [1, 1]}), claim)
    no_model("shape", {"x": ["vector sequence", ""]}, {}, model(sequences={"x": {"values": [[1, 1]]}}),
             ["<=", ["sq", ["at", "x", 0]], 1])
    no_model("shape", {"x": ["vector sequence", ""]}, {}, model(sequences={"x": {"term": [1, 1]}}),
             ["<=", ["sq", ["at", "x", 0]], 1])


def test_a_quantified_letter_does_not_change_a_recursion():
    """In a claim for all a, the members of x are computed with the statement's a."""
    update = for_all(["==", ["at", "x", ["+", "k", 1]], ["*", "a", ["at", "x", "k"]]])
    data = model(reals={"a": 0}, sequences={"x": {"start": [1], "by": "update"}}, at={"a": 1})
    letters = {"a": ["real", ""], "x": ["vector sequence", ""]}
    no_model("claim", letters, {"update": update}, data, ["forall", [["a", "real"]], [], ["<=", ["sq", ["at", "x", 1]], 0]])


def test_a_member_is_a_number():
    """x[0] = "y_1" made "x[0] = y for all y" true, which no x[0] satisfies."""
    h = ["forall", [["y", "vector"]], [], ["==", ["at", "x", 0], "y"]]
    data = model(reals={"a": 1}, sequences={"x": {"values": [["y_1"]]}}, proofs={"h": [{"name": "s", **ring(["==", "y_1", "y_1"])}]})
    no_model("letter", {"a": ["real", ""], "x": ["vector sequence", ""]}, {"h": h}, data, ["<=", "a", 0])


def test_coordinates_have_names_of_their_own():
    """The coordinate of y and the real letter y_1 would be one letter in the proof."""
    h = ["forall", [["y", "vector"], ["y_1", "real"]], [], ["<=", ["norm", "y"], ["norm", "y_1"]]]
    data = model(proofs={"h": [{"name": "s", **positive(["<=", ["norm", "y_1"], ["norm", "y_1"]])}]})
    no_model("capture", {}, {"h": h}, data)


def test_a_sign_of_a_sequence_holds_for_all_members():
    """r[k] >= 0 holds for every integer k in the kernel, so also in a model."""
    data = model(sequences={"r": {"term": "k"}})
    no_model("sign", {"r": ["real sequence", ">= 0"]}, {}, data, ["<=", 0, ["at", "r", ["-", 1]]])


def test_undefined_vectors_make_a_model_inadmissible():
    h = for_all(["==", ["at", "x", "k"], ["/", ["at", "x", "k"], ["^", "k", 2]]])
    data = model(sequences={"x": {"term": [0]}}, proofs={"h": [{"name": "s", **positive(["<=", 0, 1], 1)}]})
    no_model("inadmissible", {"x": ["vector sequence", ""]}, {"h": h}, data)


def test_an_undefined_power_makes_a_model_inadmissible():
    h = ["forall", [["k", "index"]], [], ["<=", 0, ["*", 0, ["pow", ["+", "k", ["-", "k"]], ["-", "k"]]]]]
    data = model(proofs={"h": [{"name": "s", **positive(h[3])}]})
    no_model("inadmissible", {}, {"h": h}, data)


def test_sums_in_hypotheses_leave_no_letters_behind():
    """A hypothesis with a sum has models like any other."""
    from proofs.kernel.interpretation import check_model
    from tests.kernel.build import statement
    stated = statement({"h": ["<=", 0, ["sum", 0, "n", ["at", "s", B]]]}, letters={"n": ["index", ""], "s": ["real sequence", ""]})
    check_model(stated, model(reals={"n": 3}, sequences={"s": {"term": 1}}))


# --- nothing but a refusal -----------------------------------------------------------------------------------------

DEEP = 0
for _ in range(3000):
    DEEP = ["-", DEEP]

BAD_STEPS = [
    {"rule": ["ring"]}, {"rule": None}, {"rule": {}}, 5, "ring", None, [], {"rule": "ring"},
    {"rule": "ring", "claim": None}, {"rule": "ring", "claim": []}, {"rule": "ring", "claim": {}}, {"rule": "ring", "claim": "a"},
    {"rule": "ring", "claim": ["==", ["^", "a", 10**6], 0]}, {"rule": "ring", "claim": ["==", ["^", "a", ["+", 1, 1]], 0]},
    {"rule": "ring", "claim": ["==", True, 1]}, {"rule": "ring", "claim": ["==", 1.0, 1]},
    {"rule": "ring", "claim": ["==", ["b", 0], 0]}, {"rule": "ring", "claim": ["==", "#0", "#0"]},
    {"rule": "positivity", "claim": ["<=", 0, 1], "nonneg": {}}, {"rule": "positivity", "claim": ["<=", 0, 1], "nonneg": ["slack", ["x"]]},
    {"rule": "positivity", "claim": ["<=", 0, 1], "nonneg": 1, "equations": 7},
    {"rule": "positivity", "claim": ["<=", 0, 1], "nonneg": 1, "equations": [[1]]},
    {"rule": "chain", "start": 0, "links": [{}]}, {"rule": "chain", "start": 0, "links": 3},
    {"rule": "chain", "start": 0, "links": [{"name": "l", "rel": "inf", "rhs": "a", "by": "h"}]},
    {"rule": "chain", "start": 0, "links": [{"name": [], "rel": "<=", "rhs": 0, "by": {"rule": "positivity", "nonneg": 0}}]},
    {"rule": "instance", "of": [], "at": {}}, {"rule": "instance", "of": "h", "at": []},
    {"rule": "generalise", "letters": 5, "proof": []}, {"rule": "generalise", "letters": [["k", []]], "proof": []},
    {"rule": "generalise", "letters": [["k", "index"]], "proof": 5}, {"rule": "generalise", "letters": {"k": "index"}, "proof": []},
    {"rule": "cite", "theorem": [], "digest": "", "fact": ""}, {"rule": "line_integral", "x": "u", "y": "v", "f": ["f"]},
    {"rule": "induction", "letter": 5, "from": 0, "claim": ["<=", 0, 0], "base": [], "step": []},
    {"rule": "induction", "letter": "k", "from": 0, "claim": [], "base": [], "step": []},
    {"rule": "root", "of": {}, "by": "h"}, {"rule": "split_sum", "sum": 5, "range": "h"}, {"rule": "known", "fact": {}},
    {"rule": "ring", "claim": ["==", DEEP, DEEP]}, {"rule": "positivity", "claim": ["<=", 0, 1], "nonneg": DEEP},
]


@pytest.mark.parametrize("step", BAD_STEPS, ids=range(len(BAD_STEPS)))
def test_malformed_steps_are_refused(step):
    """No data makes the kernel raise anything but a Reject, neither as a step nor inside one."""
    from proofs.kernel.checker import check_theorem
    from proofs.kernel.syntax import Reject
    from tests.kernel.build import LETTERS as letters
    named = {"name": "s", **step} if isinstance(step, dict) else step
    for steps in ([named], named or 5, [{"name": "o", "rule": "cases", "split": ["a", "b"], "as": "c", "first": [named], "second": [named]}],
                  [{"name": "o", "rule": "root", "of": 1, "by": step}]):
        with pytest.raises(Reject):
            check_theorem({"format": 1, "theorem": "t", "letters": letters, "hypotheses": {"h": ["<=", 0, 0]}, "proof": steps}, {})


POWER = "a"
for _ in range(6):
    POWER = ["^", ["+", POWER, 1], 64]
TOWER = 2
for _ in range(6):
    TOWER = ["^", TOWER, 64]
NESTED_SUM = ["at", "s", ["+", *(["b", j] for j in range(6))]]
for _ in range(6):
    NESTED_SUM = ["sum", 1, 64, NESTED_SUM]
DENOMINATOR = ["/", 1, ["+", "p", 1]]
for _ in range(4):
    DENOMINATOR = ["^", DENOMINATOR, 64]


@pytest.mark.parametrize("t", [POWER, TOWER, NESTED_SUM, DENOMINATOR, ["pow", "a", 10**9], ["pow", 2, ["-", 10**9]],
                               ["sum", 1, 10**9, 1]], ids=range(7))
def test_huge_terms_are_refused_quickly(t):
    from time import process_time
    start = process_time()
    rejected("identity" if t is DENOMINATOR else "shape", None, ring(["==", t, ["+", t, "a"]]))
    assert process_time() - start < 20  # seconds are enough; multiplying out would take years


BAD_MODELS = [5, [], None, {"dimension": "x"}, {"dimension": 10**9}, {"reals": 5}, {"reals": {"a": []}}, {"reals": {"a": "b"}},
              {"reals": {"a": ["+"]}}, {"reals": {"a": ["/", 1]}}, {"reals": {"a": ["/", 1, 0]}}, {"reals": {"a": 0.5}},
              {"reals": {"a": ["^", 2, 10**9]}}, {"reals": {"a": ["exp", 10**9]}}, {"reals": {"a": ["pow", 2, 10**9]}},
              {"reals": {"a": TOWER}}, {"reals": {"a": DEEP}}, {"reals": {"a": 1}, "sequences": {"x": {}}},
              {"reals": {"a": 1}, "functions": {"f": 1}, "sequences": {"x": 5}},
              {"reals": {"a": 1}, "functions": {"f": ["^", "x1", ["+", 1, 1]]}}, {"reals": {"a": 1}, "functions": {"f": DEEP}},
              {"reals": {"a": 1}, "functions": {"f": ["/", 1]}}, {"reals": {"a": 1}, "functions": {"f": ["sqrt", "x1"]}}]


@pytest.mark.parametrize("data", BAD_MODELS, ids=range(len(BAD_MODELS)))
def test_malformed_models_are_refused(data):
    from proofs.kernel.interpretation import check_model, refute
    from proofs.kernel.syntax import Reject
    from tests.kernel.build import statement
    stated = statement({}, letters={"a": ["real", ""], "f": ["function", ""], "x": ["vector sequence", ""]})
    with pytest.raises(Reject):
        check_model(stated, data)
    with pytest.raises(Reject):
        refute(stated, ["<=", "a", -1], data)


BAD_AT = [({}, ["forall", [["y", "real"]], [], ["<=", "y", 0]]), ({"at": 5}, ["forall", [["y", "real"]], [], ["<=", "y", 0]]),
          ({"at": {"y": "a"}}, ["forall", [["y", "real"]], [], ["<=", "y", 0]]),
          ({"at": {"y": 5}}, ["forall", [["y", "vector"]], [], ["<=", ["sq", "y"], 0]]),
          ({"at": {"y": "a"}}, ["forall", [["y", "function"]], [], ["<=", 1, 0]]),
          ({"at": {"y": 1}}, ["forall", [["y", "real"]], [["linear", "y"]], ["<=", 1, 0]]),
          ({}, ["linear", 1]), ({"bounded_away": 1}, ["linear", 1]), ({"bounded_away": 1, "proofs": {"claim": 5}}, ["linear", 1]),
          ({"bounded_away": "a", "proofs": {"claim": []}}, ["linear", 1]), ({}, []), ({}, 5), ({}, ["<=", 0]),
          ({}, ["<=", 0, ["int", 0, 1, B]]), ({}, ["<=", ["at", "x", 0], 1]), ({}, ["<=", 1, DEEP])]


@pytest.mark.parametrize("data, claim", BAD_AT, ids=range(len(BAD_AT)))
def test_malformed_refutations_are_refused(data, claim):
    from proofs.kernel.interpretation import refute
    from proofs.kernel.syntax import Reject
    from tests.kernel.build import statement
    with pytest.raises(Reject):
        refute(statement({}, letters={"a": ["real", ""]}), claim, {"reals": {"a": 1}, **data})


def test_a_recursion_far_out_is_refused_quickly():
    data = model(sequences={"x": {"start": [["/", 3, 2]], "by": "u"}})
    rule = for_all(["==", ["at", "x", ["+", "k", 1]], ["*", ["sq", ["at", "x", "k"]], ["at", "x", "k"]]])
    for n in (40, 10**6, 10**30):
        no_model("shape" if n == 40 else "range", {"x": ["vector sequence", ""]}, {"u": rule}, data, ["==", ["at", "x", n], ["at", "x", 0]])


def test_a_true_proof_still_passes():
    assert check(None, positive(["<=", 0, ["^", "a", 2]], ["sq", "a"])).facts


def test_nested_quotients_take_no_exponential_time():
    t = "p"
    for _ in range(60):
        t = ["/", 1, t]
    assert check(None, positive(["<=", 0, t], t)).facts


def test_the_axioms_under_a_root_are_named():
    """u - 1 - log u >= 0 rests on an axiom; so does that its root squared gives it back."""
    gap = ["+", "p", -1, ["-", ["log", "p"]]]
    found = check(None, {"name": "tangent", "rule": "log_tangent", "u": "p", "by": positive(["<", 0, "p"], "p")},
                  {"name": "seen", **positive(["<=", 0, 1], ["+", 1, ["*", 0, ["sqrt", ["slack", "tangent"]]]])},
                  {"name": "root", **ring(["==", ["^", ["sqrt", gap], 2], gap])})
    assert "axiom:tangent of the logarithm" in found.used["root"]


def test_the_axioms_under_a_denominator_are_named():
    gap = ["+", "p", -1, ["-", ["log", "p"]]]
    found = check(None, {"name": "tangent", "rule": "log_tangent", "u": "p", "by": positive(["<", 0, "p"], "p")},
                  {"name": "seen", **positive(["<=", 0, 1], ["+", 1, ["*", 0, ["/", 1, ["+", 1, ["slack", "tangent"]]]]])},
                  {"name": "one", **ring(["==", ["/", ["+", 1, gap], ["+", 1, gap]], 1])})
    assert "axiom:tangent of the logarithm" in found.used["one"]
