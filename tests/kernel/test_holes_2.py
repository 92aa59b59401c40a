"""More attacks that once succeeded: on continuity, enclosures, models given by recursion, and the axioms that are named."""

from __future__ import annotations

from typing import Any

import pytest

from proofs.classes import minimiser
from proofs.language import IllTyped, derivative, eq, function, log, positive, real, vector
from proofs.reader import read
from tests.kernel.build import Data, check, for_all, model, no_model, rejected, ring

HALF = ["/", 1, 2]

# --- proofs of false statements ------------------------------------------------------------------------------------


@pytest.mark.parametrize("jump, lo, hi", [
    (["floor", "z"], 0, 1), (["ceil", "z"], 0, 1), (["pow", "z", -1], -1, 1),
])
def test_what_jumps_has_no_intermediate_values(jump, lo, hi):
    """floor(z) = 1/2 had a solution: continuity was read off the denominators and roots alone."""
    rejected("derivative", None, {"rule": "intermediate_value", "letter": "z", "term": ["+", jump, ["-", HALF]], "lo": lo, "hi": hi,
                                  "cells": [{}], "order": {"rule": "compute"}, "below": {"rule": "compute"},
                                  "above": {"rule": "compute"}})


def leaf(claim: Any, k: Any) -> Data:
    return {"rule": "ball", "claim": claim, "box": {"a": {"lo": -1, "hi": 1, "above": "lo", "below": "hi"}}, "tree": k}


@pytest.mark.parametrize("k", range(1, 7))
@pytest.mark.parametrize("seam", [["min", ["^", "a", 2], 0], ["-", ["norm", ["-", ["^", "a", 2]]]]])
def test_the_centre_of_a_leaf_takes_the_branch_of_the_leaf(seam, k):
    """min(a^2, 0) is 0; at the centre 0, where both are equal, it was expanded as a^2: 0 <= min(a^2, 0) - a^2/2 passed."""
    claim = ["<=", 0, ["+", seam, ["/", ["^", "a", 2], 2]]] if seam[0] == "-" else \
        ["<=", 0, ["+", seam, ["-", ["/", ["^", "a", 2], 2]]]]
    rejected("ball", {"lo": ["<=", -1, "a"], "hi": ["<=", "a", 1]}, leaf(claim, k))


def test_a_leaf_that_begins_at_a_seam_still_passes():
    """|a| - a/2 on [0, 1] is a - a/2."""
    box = {"a": {"lo": 0, "hi": 1, "above": "lo", "below": "hi"}}
    assert check({"lo": ["<=", 0, "a"], "hi": ["<=", "a", 1]}, {
        "rule": "ball", "claim": ["<=", 0, ["+", ["norm", "a"], ["-", ["/", "a", 2]]]], "box": box, "tree": [1, 0]}).facts


# --- models that are none ------------------------------------------------------------------------------------------

UPDATE = for_all(["==", ["at", "x", ["+", "k", 1]], ["at", "x", "k"]])


def starts(body: Any, start: Any, *letters: Any) -> tuple[Data, Data]:
    """A hypothesis on x[k] for k == 0, and a model in which x starts at ``start``; its proof uses the start."""
    h = ["forall", [["k", "index"], *letters], [["==", "k", 0]], body]
    numbers = [body[0], *(["at", "x.1", "k"] if side == ["at", "x", "k"] else "y_1" if side == "y" else side for side in body[1:])]
    proof = [{"name": "zero", "rule": "rewrite", "with": "condition 3"},
             {"name": "s", "rule": "positivity", "claim": numbers, "nonneg": 0 if body[0] == "==" else start,
              "equations": [[1 if body[0] == "==" else -1, "x.1 starts"]]}]
    return {"u": UPDATE, "h": h}, model(sequences={"x": {"start": start, "by": "u"}}, proofs={"h": proof})


def test_a_sequence_starts_at_a_number():
    """x[0] = "y_1" made "x[0] = y for all y" true, by a start that is never evaluated."""
    hypotheses, data = starts(["==", ["at", "x", "k"], "y"], ["y_1"], ["y", "vector"])
    no_model("letter", {"x": ["vector sequence", ""]}, hypotheses, data)


def test_a_sequence_starts_at_a_value_that_is_defined():
    hypotheses, data = starts(["<=", 0, ["at", "x", "k"]], ["sqrt", -1])
    no_model("inadmissible", {"x": ["real sequence", ""]}, hypotheses, data)


def test_a_member_of_a_sequence_is_no_gradient():
    """The gradient of the constant 3 and the member 3 of a sequence called "gradient" were kept under one key."""
    letters = {"f": ["function", ""], "v": ["vector", ""], "gradient": ["vector sequence", ""]}
    hypotheses = {"u": for_all(["==", ["at", "gradient", ["+", "k", 1]], ["+", ["at", "gradient", "k"], "v"]]),
                  "h": ["==", ["grad", "f", "v"], ["*", 0, "v"]]}
    data = model(functions={"f": 3}, vectors={"v": [1]}, sequences={"gradient": {"start": [0], "by": "u"}})
    no_model("claim", letters, hypotheses, data, ["==", ["at", "gradient", 3], ["*", 3, "v"]])


def test_binomial_coefficients_of_negative_numbers_are_not_defined_in_a_model():
    """"0 <= binom(n, 1) for all integers n" was proved; evaluated, binom(-1, 1) is refused."""
    h = ["forall", [["n", "index"]], [], ["<=", 0, ["binom", "n", 1]]]
    proof = [{"name": "s", "rule": "positivity", "claim": h[3], "nonneg": ["binom", "n", 1]}]
    no_model("inadmissible", {}, {"h": h}, model(proofs={"h": proof}))


# --- axioms that were not named ------------------------------------------------------------------------------------

SELF_ADJOINT = ring(["==", ["dot", ["app", "D", "u"], "v"], ["dot", "u", ["app", "D", "v"]]])


def test_the_symmetry_of_a_hessian_is_named_where_it_stands_for_an_operator():
    """Operators are self-adjoint by their sort, Hessians by an axiom."""
    hessian, axiom = ["hess", "f", "w"], "axiom:symmetry of the second derivative"
    lemma = check(None, {"name": "self-adjoint", **SELF_ADJOINT},
                  letters={"D": ["operator", ""], "u": ["vector", ""], "v": ["vector", ""]})
    cite = {"rule": "cite", "theorem": "test", "digest": lemma.digest, "fact": "self-adjoint", "hypotheses": {},
            "letters": {"D": hessian, "u": "u", "v": "v"}}
    assert axiom in check(None, cite, library={"test": lemma}).used["s1"]
    every = {"name": "all", "rule": "generalise", "letters": [["Q", "operator"]], "proof": [{"name": "s", **ring(
        ["==", ["dot", ["app", "Q", "u"], "v"], ["dot", "u", ["app", "Q", "v"]]])}]}
    assert axiom in check(None, every, {"rule": "instance", "of": "all", "at": {"Q": hessian}}).used["s2"]


# --- statements that do not say what they seem to say --------------------------------------------------------------


def test_a_class_does_not_bind_the_letters_of_its_parameters():
    """minimiser(f, x) read "f(x) <= f(x) for all x"."""
    with pytest.raises(IllTyped, match="x is a letter that the definition binds"):
        minimiser(function("f"), vector("x")[0])


def test_a_derivative_has_one_variable():
    (q,), (signed,) = real("q"), positive("q")
    with pytest.raises(IllTyped, match="bound, and free with another meaning"):
        read(eq(derivative(q*signed, q, 2), 4))


def test_a_logarithm_has_a_derivative_at_positive_numbers_only():
    """log'(s) s = 1 passed for every s that is not 0."""
    (q, s), (p,) = real("q s"), positive("p")
    with pytest.raises(IllTyped, match="not visibly of a positive number"):
        read(eq(derivative(log(q), q, s)*s, 1))
    assert read(derivative(log(q), q, p)) == ("/", 1, "p")
