"""Functions of a real variable: inequalities on the line, class memberships in models, and squares of polynomials."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.classes import convex, lipschitz_gradient, minimiser, polyak_lojasiewicz, strongly_convex, upper_quadratic
from proofs.kernel.checker import Checker
from proofs.kernel.interpretation import check_model
from proofs.kernel.normal import Letter
from proofs.kernel.syntax import Reject
from proofs.language import (
    Q,
    absolute,
    coordinate,
    cos,
    derivative,
    exp,
    function,
    le,
    log,
    maximum,
    piecewise,
    real,
    sin,
    sqrt,
    term,
    vector,
)
from proofs.reader import declarations, read
from proofs.search.balls import find_tree
from proofs.search.realline import settle
from proofs.search.refute import model_data, prove_memberships
from proofs.search.squares import weighted_squares

t, = real("t")
x = coordinate(1)
f, (xs,) = function("f"), vector("xs")
wave = t**2 + 3*sin(t)**2
hill = x**2/(1 + x**4)
huber = piecewise(absolute(x) <= 1, x**2/2, absolute(x) - Q(1, 2))


@pytest.mark.parametrize("claim", [
    2*Q(1, 32)*wave <= derivative(wave, t)**2, cos(t) <= 1, sin(t) + cos(t) <= Q(3, 2), derivative(derivative(wave, t), t) <= 8,
    le(-4, derivative(derivative(wave, t), t)), derivative(derivative(log(1 + exp(-t)), t), t) <= Q(1, 4), exp(-t**2)*0 <= t**2,
    derivative(derivative(sqrt(1 + t**2) - t, t), t) <= 1, derivative(derivative(1/(1 + 25*t**2), t), t) <= 13, t**4 - 2*t**2 + 1 >= 0,
    t**6 + 1 >= t**3, t/(1 + t**2) <= Q(1, 2), cos(t) + t**2 >= Q(9, 10),
], ids=str)
def test_inequalities_on_the_line(claim):
    letters = {"t": Letter("real")}
    steps = settle(Checker(letters, {}), read(claim), [])
    assert steps is not None
    named = [{"name": f"s{i}", **step} for i, step in enumerate(steps)]
    assert Checker(letters, {}).run(json.loads(json.dumps(named)))


@pytest.mark.parametrize("claim", [cos(t) <= Q(1, 2), t**3 >= 0, 2*Q(18, 100)*wave <= derivative(wave, t)**2, t**4 >= t**2], ids=str)
def test_what_is_false_is_not_proved(claim):
    assert settle(Checker({"t": Letter("real")}, {}), read(claim), []) is None


MEMBERSHIPS = [
    (hill, lipschitz_gradient(f, 3)), (hill, upper_quadratic(f, term(2))), (hill, minimiser(f, xs)),
    (sqrt(1 + x**2) - x, lipschitz_gradient(f, 1)), (sqrt(1 + x**2) - x, convex(f)),
    (log(1 + exp(-x)), lipschitz_gradient(f, Q(1, 4))), (log(1 + exp(-x)), convex(f)), (log(1 + exp(-x)), upper_quadratic(f, Q(1, 4))),
    (huber, lipschitz_gradient(f, 1)), (huber, convex(f)), (huber, upper_quadratic(f, term(1))), (huber, minimiser(f, xs)),
    (cos(x), lipschitz_gradient(f, 1)), (1/(1 + x**2), lipschitz_gradient(f, 2)), (maximum(x, 0)**2, lipschitz_gradient(f, 2)),
    (x*absolute(x), lipschitz_gradient(f, 2)), (x**4 + x**2, strongly_convex(f, term(2))), (x**4, convex(f)),
    (x**2 + 3*sin(x)**2, lipschitz_gradient(f, 8)), (x**2 + 3*sin(x)**2, polyak_lojasiewicz(f, Q(1, 32), f(xs))),
]
OUTSIDE = [
    (hill, lipschitz_gradient(f, 1)), (hill, convex(f)), (sqrt(1 + x**2) - x, strongly_convex(f, Q(1, 10))), (x**4, lipschitz_gradient(f, 100)),
    (absolute(x), convex(f)), (cos(x), convex(f)), (cos(x), lipschitz_gradient(f, Q(9, 10))), (huber, strongly_convex(f, Q(1, 100))),
    (x**2 + 3*sin(x)**2, polyak_lojasiewicz(f, Q(18, 100), f(xs))), (x**3, minimiser(f, xs)),
]


def member(value, schema):
    statement = {"format": 1, "theorem": "m", "letters": declarations(schema), "hypotheses": {"h": read(schema)}, "proof": []}
    statement = json.loads(json.dumps(statement))
    values = {"f": value, "xs": [0]}
    data = json.loads(json.dumps(prove_memberships(statement, model_data(statement, values), values)))
    return check_model(statement, data)


@pytest.mark.parametrize("value, schema", MEMBERSHIPS, ids=lambda v: getattr(v, "name", None) or str(v))
def test_class_membership_is_found(value, schema):
    assert member(value, schema)


@pytest.mark.parametrize("value, schema", OUTSIDE, ids=lambda v: getattr(v, "name", None) or str(v))
def test_what_is_outside_of_a_class_is_not_admitted(value, schema):
    with pytest.raises(Reject):
        member(value, schema)


# --- squares and trees ---------------------------------------------------------------------------------------------------


def product(p, q):
    out = [Fraction(0)]*(len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            out[i + j] += a*b
    return out


COEFFICIENTS = st.lists(st.fractions(-3, 3, max_denominator=4), min_size=1, max_size=4)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(COEFFICIENTS, COEFFICIENTS, st.fractions(Fraction(1, 100), 2, max_denominator=100))
def test_a_polynomial_is_what_its_squares_add_up_to(p, q, c):
    target = product(p, p)
    for i, a in enumerate(product(q, q)):
        target += [Fraction(0)]*(i + 1 - len(target))
        target[i] += a
    target[0] += c
    root, squares = weighted_squares(target)
    total = [Fraction(0)]*len(target)
    for w, s in squares:
        assert w > 0
        for i, a in enumerate(product(product(root, s), product(root, s))):
            if i < len(total):
                total[i] += w*a
            else:
                assert a == 0
    assert total == target


@pytest.mark.parametrize("p", [[0, 1], [-1], [1, 0, -1], [-1, 0, 1], [0, 0, 0, 1], [1, -3, 1]])
def test_a_polynomial_with_negative_values_has_none(p):
    assert weighted_squares([Fraction(c) for c in p]) is None


def test_no_tree_for_what_is_false():
    d = read(t - sin(t))
    box = {"t": (Fraction(-1), Fraction(1))}
    assert find_tree(d, box) is None
    assert find_tree(d, {"t": (Fraction(0), Fraction(1))}) == [1, 0]
    assert find_tree(d, {"t": (Fraction(0), Fraction(1))}, strict=True) is None
