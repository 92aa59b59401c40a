"""Derivatives, seams, and the functions that a model may have."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.kernel.calculus import LAWS
from proofs.kernel.differentiate import derivative, partials, pieces, same
from proofs.kernel.exact import evaluate
from proofs.kernel.interpretation import check_model
from proofs.kernel.syntax import Reject, substitute
from tests.kernel.build import check, no_model, positive, rejected, statement

settings.register_profile("kernel", deadline=None, derandomize=True)
settings.load_profile("kernel")
F = Fraction
X = "x1"
HUBER = ("if", ("norm", X), 1, ("/", ("^", X, 2), 2), ("+", ("norm", X), ("/", -1, 2)))


def at(t: Any, x: Any) -> Fraction:
    low, high = evaluate(substitute(t, {X: x}))
    return (low + high)/2


def slopes(t: Any, letters: tuple[str, ...] = (X,)) -> list[Any]:
    return partials(t, letters)


def refused(t: Any, letters: tuple[str, ...] = (X,), cause: str = "derivative") -> None:
    with pytest.raises(Reject) as fault:
        partials(t, letters)
    assert fault.value.cause == cause, str(fault.value)


# --- derivatives ---------------------------------------------------------------------------------------------------------

SMOOTH = st.recursive(st.one_of(st.just(X), st.fractions(-3, 3, max_denominator=6)), lambda t: st.one_of(
    st.tuples(st.just("+"), t, t), st.tuples(st.just("*"), t, t, t), st.tuples(st.just("-"), t), st.tuples(st.just("sin"), t),
    st.tuples(st.just("cos"), t), st.tuples(st.just("^"), t, st.integers(0, 3)), st.tuples(st.just("sq"), t),
    st.tuples(st.just("exp"), st.tuples(st.just("sin"), t)),
    st.tuples(st.just("/"), t, st.tuples(st.just("+"), st.just(1), st.tuples(st.just("sq"), t))),
    st.tuples(st.just("log"), st.tuples(st.just("+"), st.just(1), st.tuples(st.just("sq"), t))),
    st.tuples(st.just("sqrt"), st.tuples(st.just("+"), st.just(1), st.tuples(st.just("sq"), t)))), max_leaves=5)


@settings(max_examples=150)
@given(SMOOTH, st.fractions(-2, 2, max_denominator=8))
def test_derivatives_agree_with_difference_quotients(t, x):
    h = F(1, 10**12)
    try:
        quotient = (at(t, x + h) - at(t, x - h))/(2*h)
        assert abs(quotient - at(derivative(t, X), x)) <= F(1, 10**8)*(1 + abs(quotient))**4
    except Reject as fault:
        assert fault.cause == "shape"  # an exponential that is too large to be evaluated


@pytest.mark.parametrize("t", [("norm", X), ("max", X, 0), ("sgn", X), ("if", X, 0, 0, 1), ("pow", X, "n"), ("val", "f", X), ("sum", 1, 2, X)])
def test_a_formal_derivative_refuses_seams_and_what_is_no_term_in_reals(t):
    with pytest.raises(Reject):
        derivative(t, X)


# --- seams ---------------------------------------------------------------------------------------------------------------


def test_a_kink_has_no_derivative_and_a_jump_no_value():
    refused(("norm", X))
    refused(("max", X, 1))
    refused(("*", X, ("sgn", ("+", X, -1))))            # jumps from -1 to 1 at 1
    refused(("sgn", X))
    refused(("+", X, ("*", ("/", 1, 2), ("norm", X))))  # different slopes
    refused(("if", X, 0, ("^", X, 2), ("+", 1, ("^", X, 2))))
    refused(("if", X, 0, X, ("sin", ("*", 2, X))))      # same value, other slope


def test_pieces_that_fit_are_differentiated():
    (slope,) = slopes(("*", X, ("norm", X)))
    assert [at(slope, x) for x in (-2, 0, 3)] == [4, 0, 6]
    (slope,) = slopes(HUBER)
    assert [at(slope, x) for x in (-5, -1, F(-1, 2), 0, 1, 7)] == [-1, -1, F(-1, 2), 0, 1, 1]
    (slope,) = slopes(("if", X, 0, X, ("sin", X)))
    assert [at(slope, x) for x in (-1, 0)] == [1, 1]


def test_a_second_derivative_across_a_kink_is_refused():
    for t in (("*", X, ("norm", X)), HUBER, ("^", ("max", X, 0), 2)):
        refused(slopes(t)[0])
    (slope,) = slopes(("^", ("max", X, 0), 3))
    assert [at(slopes(slope)[0], x) for x in (-1, 0, 1)] == [0, 0, 6]


def test_branches_that_disagree_at_a_point_only():
    """Both sides of 0 are 1 and the value at 0 is 0; a derivative from one branch of each would be -2 where the function is 0."""
    refused(("+", ("if", X, 0, 0, 1), ("if", 0, X, 0, 1)))
    (slope,) = slopes(("+", ("if", X, 0, ("-", X), X), ("if", 0, X, ("-", X), X)))
    assert [at(slope, x) for x in (-1, 0, 1)] == [0, 0, 0]
    (slope,) = slopes(("+", X, ("norm", X), ("*", -2, ("max", X, 0))))
    assert [at(slope, x) for x in (-1, 0, 1)] == [0, 0, 0]
    refused(("sgn", ("^", X, 2)))                       # 1 but for 0
    refused(("sgn", ("+", X, ("-", X))))                # 0: no sign is visible


def test_seams_must_lie_at_rational_values_of_one_letter():
    refused(("max", X, "x2"), (X, "x2"))
    refused(("norm", ("sin", X)))
    refused(("max", ("^", X, 2), 2))
    refused(("max", X, ("pi",)))
    assert slopes(("norm", ("+", 1, ("^", X, 2))))      # no seam: visibly nonnegative
    refused(("+", *(("norm", ("+", X, n)) for n in range(150))), cause="shape")


def test_several_letters():
    bowl = ("+", ("^", ("max", "x1", 0), 2), ("*", "x2", ("norm", "x2")))
    first, second = slopes(bowl, ("x1", "x2"))
    values = {"x1": -1, "x2": 0}
    assert [evaluate(substitute(g, values))[0] for g in (first, second)] == [0, 0]
    refused(("*", ("norm", "x1"), ("norm", "x2")), ("x1", "x2"))
    product = ("*", "x1", ("norm", "x1"), "x2", ("norm", "x2"))
    assert [evaluate(substitute(g, {"x1": -2, "x2": 3}))[0] for g in slopes(product, ("x1", "x2"))] == [36, -24]
    refused(("if", "x1", 0, 0, ("*", "x1", "x2")), ("x1", "x2"))  # the slope in x1 jumps by x2, but not at x2 = 0


def test_cells():
    found = pieces(HUBER, (X,)).cells
    assert [ends for (ends,) in found] == [(None, -1), (-1, 0), (0, 1), (1, None)]
    assert same(found[((F(-1), F(0)),)], ("/", ("^", X, 2), 2))


# --- rules ---------------------------------------------------------------------------------------------------------------

FLAT = positive(["<=", 0, 1], 1)


def test_a_bound_must_hold_on_every_cell():
    """max(t, 0) has the slopes 0 and 1: with 1/2 for the second the mean value theorem would give 1 <= 1/2."""
    cells = [{"lower": positive(["<=", ["-", 1], 0], 1), "upper": positive(["<=", 0, 1], 1)},
             {"lower": positive(["<=", ["-", 1], 1], 2), "upper": positive(["<=", 1, 1], 0)}]
    step = {"rule": "mean_value", "letter": "t", "term": ["max", "t", 0], "bound": 1, "a": 1, "b": 0, "cells": cells}
    assert check(None, step).facts
    rejected("cover", None, {**step, "cells": cells[:1]})
    rejected("mismatch", None, {**step, "cells": [cells[0]]*2})


def test_cells_are_told_apart():
    """On the cell t <= 0 nothing may be used that holds on 0 <= t only."""
    square = ["*", "t", ["norm", "t"]]
    good = [{"goal": positive(["<=", 0, ["+", ["-", "t"], ["*", "t", -1]]], ["*", 2, ["slack", "to"]])},
            {"goal": positive(["<=", 0, ["+", "t", "t"]], ["*", 2, ["slack", "from"]])}]
    step = {"rule": "monotone", "letter": "t", "term": square, "a": "a", "b": "b", "order": "h", "cells": good}
    facts = {"h": ["<=", "a", "b"]}
    assert check(facts, step).facts["s1"] == ("<=", ("*", "a", ("norm", "a")), ("*", "b", ("norm", "b")))
    rejected("fact", facts, {**step, "cells": good[::-1]})
    rejected("identity", facts, {**step, "term": ["*", -1, "t", ["norm", "t"]], "cells": [
        {"goal": positive(["<=", 0, ["*", 2, "t"]], ["*", 2, ["slack", "to"]])}, good[1]]})


def test_formulas_on_cells_are_compared_as_numbers():
    """(|u + v|^2 - |u|^2 - |v|^2)^2 = 4 |u|^2 |v|^2 holds for numbers, not for vectors: with it a jump would pass for a constant."""
    left = ["^", ["+", ["sq", ["+", "u", "v"]], ["-", ["sq", "u"]], ["-", ["sq", "v"]]], 2]
    jump = ["if", "t", 0, left, ["*", 4, ["sq", "u"], ["sq", "v"]]]
    flat = {"lower": positive(["<=", ["-", 0], 0], 0), "upper": positive(["<=", 0, 0], 0)}
    rejected("sort", None, {"rule": "mean_value", "letter": "t", "term": jump, "bound": 0, "a": 0, "b": 1, "cells": [flat, flat]})
    rejected("sort", None, {"rule": "piece", "letter": "t", "term": jump, "cell": 1, "a": 0, "below": positive(["<=", 0, 0], 0)})
    rejected("sort", None, {"rule": "monotone", "letter": "t", "term": ["val", "f", ["*", "t", "u"]], "a": 0, "b": 1,
                            "order": positive(["<=", 0, 1], 1), "cells": [{}]})


def test_a_derivative_speaks_of_its_own_letter_only():
    """d/dt of (b - t)^2 at t = b is 0, but d/dt of (t - t)^2 would be another function."""
    rejected("capture", None, {"rule": "monotone", "letter": "b", "term": ["^", "b", 2], "a": "a", "b": "b", "order": "h", "cells": [{}]})
    rejected("letter", None, {"rule": "monotone", "letter": "t", "term": "t", "a": "a", "b": "t", "order": "h",
                              "cells": [{"goal": positive(["<=", 0, 1], 1)}]})


def test_axioms_are_named():
    step = {"rule": "trigonometry", "law": "pythagoras", "of": ["a"]}
    assert check(None, step).used["s1"] == {"axiom:laws of sine and cosine"}
    monotone = {"rule": "monotone", "letter": "t", "term": "t", "a": 0, "b": "p", "order": positive(["<=", 0, "p"], "p"),
                "cells": [{"goal": positive(["<=", 0, 1], 1)}]}
    assert check(None, monotone).used["s1"] == {"axiom:mean value theorem on the line"}


@pytest.mark.parametrize("law", LAWS)
def test_the_laws_of_sine_and_cosine_are_true(law):
    count = LAWS[law].__code__.co_argcount
    for a, b in ((F(1, 3), F(7, 2)), (F(-5), F(2)), (F(0), F(100)), (F(22, 7), F(1, 1000))):
        relation, left, right = LAWS[law](*(a, b)[:count])
        (low, high), (bottom, top) = evaluate(left), evaluate(right)
        assert low <= top and (relation == "<=" or bottom <= high) and high - low < F(1, 2**100)


# --- models ----------------------------------------------------------------------------------------------------------------

LETTERS = {"u": ["vector", ""], "f": ["function", ""]}
SLOPE = {"slope": ["<=", ["sq", ["grad", "f", "u"]], 4]}


def with_function(f: Any, u: Any = 0) -> Any:
    return {"dimension": 1, "functions": {"f": f}, "vectors": {"u": [u]}}


@pytest.mark.parametrize("f", [
    ["*", "x1", ["norm", "x1"]], ["sin", "x1"], ["sqrt", ["+", 1, ["^", "x1", 2]]], list(HUBER), ["^", ["max", "x1", 0], 2],
    ["/", ["^", "x1", 2], ["+", 1, ["^", "x1", 4]]], ["log", ["+", 1, ["exp", ["-", "x1"]]]],
])
def test_a_function_with_a_gradient(f):
    assert check_model(statement(SLOPE, letters=LETTERS), with_function(f))


def test_a_function_without_one_where_it_is_written():
    for f in (["norm", "x1"], ["max", "x1", 5], ["sgn", "x1"], ["if", "x1", 0, 0, "x1"]):
        no_model("derivative", LETTERS, SLOPE, with_function(f, 1))  # also at a point beside the kink
        assert check_model(statement({"value": ["<=", ["val", "f", "u"], 9]}, letters=LETTERS), with_function(f))
    no_model("inadmissible", LETTERS, SLOPE, with_function(["sqrt", ["^", "x1", 2]]))
    no_model("inadmissible", LETTERS, SLOPE, with_function(["/", 1, "x1"]))
    no_model("inadmissible", LETTERS, SLOPE, with_function(["if", "x1", 1, 0, ["log", "x1"]]))
    no_model("letter", LETTERS, SLOPE, with_function(["sin", "x2"]))
