"""The error bound of every evaluated tree covers its distance from the exact value."""

import math

import numpy as np
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from numerics.backend import choose
from numerics.ball import Ball, BallArithmetic, error
from numerics.claims import claim, sides
from numerics.evaluate import CannotEvaluate, Evaluator, base_of
from numerics.exact import ArbArithmetic, Vector, double, precise
from proofs.language import (
    Q,
    absolute,
    argmin,
    batch_total,
    binomial,
    ceil,
    cos,
    derivative,
    dot,
    eq,
    exp,
    floor,
    function,
    index,
    integral,
    log,
    maximum,
    minimum,
    nabla,
    norm,
    pi,
    piecewise,
    real,
    real_sequence,
    sign,
    sin,
    sq,
    sqrt,
    total,
    vector,
)

a, b, c = real("a b c")
u, v = vector("u v")
k, n = index("k n")
r = real_sequence("r")
s, = real("s")


class Given:
    """Bindings from a table."""

    def __init__(self, table, enter):
        self.table, self.enter = table, enter

    def letter(self, letter):
        return self.table[letter.name] if letter.sort == "index" else self.enter(self.table[letter.name])

    def member(self, sequence, j):
        return self.enter(self.table[sequence.name][j])

    def function(self, f):
        raise CannotEvaluate(f.name)


def both(tree, table, backend="numpy"):
    """The tree on arrays (value, error) and in exact balls."""
    backend = choose(backend)
    arrays = Evaluator(BallArithmetic(backend), Given(table, lambda x: Ball(backend.put(np.array(x)[None, None]))))
    exact = Evaluator(ArbArithmetic(), Given(table, lambda x: Vector(map(double, x)) if isinstance(x, list) else double(x)))
    with np.errstate(all="ignore"), precise():
        ball = arrays.term(tree, {})
        return backend.get(ball.v).ravel(), backend.get(error(ball)).ravel(), exact.term(tree, {})


numbers = st.one_of(st.floats(-1e3, 1e3), st.floats(-1, 1), st.sampled_from([0.0, 1.0, -1.0, 0.1, 3.0, 1e-8]))
scalars = st.recursive(
    st.sampled_from([a, b, c, Q(1, 3), Q(2), Q(-5, 7), sq(u), dot(u, v), norm(u - v)]) | st.just(sq(a*u - b*v)),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: a + p[0] - p[1]), st.tuples(inner, inner).map(lambda p: a*p[0]*p[1]),
        st.tuples(inner, inner).map(lambda p: b*p[0]/p[1]), st.tuples(inner, st.integers(-2, 3)).map(lambda p: (b*p[0])**p[1]),
        inner.map(lambda p: sqrt(p)), inner.map(lambda p: log(p)), inner.map(lambda p: exp(p)), inner.map(lambda p: sin(p) - pi),
        inner.map(lambda p: cos(p)), inner.map(lambda p: sign(p)), st.tuples(inner, inner).map(lambda p: maximum(*p)),
        st.tuples(inner, inner).map(lambda p: minimum(*p)), st.tuples(inner, inner).map(lambda p: piecewise(a*p[0] <= p[1], b, *p[:1])),
        st.tuples(inner, inner).map(lambda p: piecewise(a*p[0] < p[1], p[1], c)),
        st.tuples(inner, inner).map(lambda p: dot(p[0]*u, p[1]*v))),
    max_leaves=6)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(scalars, numbers, numbers, numbers, st.lists(numbers, min_size=3, max_size=3), st.lists(numbers, min_size=3, max_size=3))
def test_the_error_bound_holds_for_any_tree(tree, a, b, c, u, v):
    value, bound, exact = both(tree, {"a": a, "b": b, "c": c, "u": u, "v": v})
    if np.isfinite(value).all() and np.isfinite(bound).all() and exact.is_finite():  # a root may be undefined within rounding
        with precise():
            assert abs(exact - arb(float(value[0]))) <= arb(float(bound[0]))


@pytest.mark.parametrize("backend", ["numpy", "strict"])
def test_sums_argmin_and_integrals(backend):
    table = {"r": [3.0, 1.0, 2.0, 5.0], "n": 3, "a": 0.1}
    assert both(total(r[k]*a**k, k, 0, n), table, backend)[0] == pytest.approx(3 + 0.1 + 0.02 + 0.005)
    assert both(total(r[k], k, 1, 0), table, backend)[0] == 0  # the empty sum
    assert both(r[argmin(r[k], k, 0, n)], table, backend)[0] == 1
    value, bound, _ = both(integral(s**2*a, s, 0, 1), table, backend)
    assert abs(value[0] - 0.1/3) <= bound[0] < 1e-14


@pytest.mark.parametrize("tree", [a/0, log(a - 1), log(Q(-1)), sqrt(a - 2), 1/(a - 1), Q(1)/a - 1/(b*(a - 1))])
def test_what_is_undefined_is_nan(tree):
    value, _, _ = both(tree, {"a": 1.0, "b": 2.0})
    assert math.isnan(value[0])


def test_a_root_of_zero_within_rounding_is_not_undefined():
    value, bound, _ = both(sqrt(sq(u) - sq(-u)), {"u": [0.1, 0.2, 0.3]})
    assert value[0] == 0 and bound[0] > 0


def test_functions_of_real_numbers():
    table = {"a": -2.0, "b": 3.0, "c": 0.0}
    for tree, expected in ((sin(pi*a), 0), (cos(pi), -1), (maximum(a, b), 3), (minimum(a, b), -2), (sign(a), -1), (sign(c), 0),
                           (sign(b - 2), 1), (absolute(a), 2), (piecewise(a <= b, b, a), 3), (piecewise(c < c, a, b), 3),
                           (piecewise(c <= c, a, b), -2), (derivative(a**2 + 3*sin(a)**2, a, c), 0), (derivative(a**3*b, a), 36)):
        value, bound, exact = both(tree, table)
        assert abs(value[0] - expected) <= bound[0] + 1e-15 and bound[0] < 1e-13 and exact.contains(expected)


def test_a_branch_that_rounding_leaves_open():
    """0.1 + 0.2 - 0.3 is 0 within its error: both branches are within the bound."""
    tree = piecewise(a + b <= c, Q(5), Q(7))
    value, bound, _ = both(tree, {"a": 0.1, "b": 0.2, "c": 0.1 + 0.2})
    assert abs(value[0] - 5) <= bound[0] and abs(value[0] - 7) <= bound[0]
    assert math.isnan(both(sin(a), {"a": 1e9})[0][0])  # beyond what libraries promise
    assert math.isnan(both(piecewise(a <= log(b), a, a), {"a": 1.0, "b": -1.0})[0][0])


def test_vector_identities_have_a_margin():
    table = {"u": [0.1, 0.2], "v": [1.0, 3.0]}
    backend = choose("numpy")
    evaluator = Evaluator(BallArithmetic(backend), Given(table, lambda x: Ball(backend.put(np.array(x)[None, None]))))
    held = sides(claim("", eq(u + v - v, u)).body, evaluator, {})
    failed = sides(claim("", eq(u + v, u)).body, evaluator, {})
    assert -held.margin.e <= held.margin.v <= 0 and failed.margin.v < -1


def test_what_has_no_numeric_reading_says_so():
    with pytest.raises(CannotEvaluate, match="Nabla"):
        both(sq(nabla(a)), {"a": 1.0})


def test_the_base_of_a_decrease():
    f = function("f")
    assert base_of(f(u) <= f(v) - sq(v)) == f(v)
    assert base_of(f(u) - a <= f(v) - a - sq(v)) == f(v) - a
    assert base_of(sq(u) <= sq(v)) is None


def test_whole_parts_binomials_and_batches():
    """Indices are exact: a whole part is taken of a quotient of integers, never of a float."""
    table = {"r": [0.0, 1.0, 2.0, 4.0], "n": 3}
    for tree, expected in ((r[floor(n/2)], 1), (r[ceil(n/2)], 2), (floor(Q(-7, 2))*a, -4*2.0), (binomial(n, 2)*a, 6.0),
                           (ceil(3*n/(n + 1)) + 0*a, 3), (batch_total(r[k], k, n, 2), 14), (batch_total(r[k], k, n, 0), 0)):
        value, _, exact = both(tree, table | {"a": 2.0})
        assert value[0] == expected and exact.contains(expected)
    assert both(floor(a) + 0*a, {"a": 2.5})[0][0] == 2


def test_an_index_is_never_read_off_a_float():
    with pytest.raises(CannotEvaluate, match="index"):
        both(r[floor(a)], {"a": 2.5, "r": [0.0, 1.0, 2.0]})
