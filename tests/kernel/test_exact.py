"""Enclosures of exp, log and sqrt against Arb (python-flint), at rationals that Hypothesis chooses."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, ctx, fmpq
from hypothesis import example, given, settings
from hypothesis import strategies as st

from proofs.kernel.exact import BITS, evaluate
from proofs.kernel.syntax import Reject

settings.register_profile("kernel", deadline=None, derandomize=True)
settings.load_profile("kernel")
PRECISION = 600
NARROW = Fraction(1, 1 << (BITS - 30))


def number(x: Fraction) -> arb:
    return arb(fmpq(x.numerator, x.denominator))


def rational(x: arb) -> Fraction:
    """The midpoint of a ball, which is a dyadic number."""
    man, exp = x.mid().man_exp()
    return Fraction(int(man))*Fraction(2)**int(exp)


def encloses(interval: tuple[Fraction, Fraction], f, x: Fraction, relative: bool = False) -> None:
    """The true value lies in the interval, which is narrow; Arb's radius is far below its width."""
    before, ctx.prec = ctx.prec, PRECISION
    try:
        low, high = interval
        value = f(number(x))
        middle = rational(value)
        radius = rational(arb(value.rad())) if value.rad() != 0 else Fraction(0)
        assert low - radius <= middle <= high + radius, (x, low, high)
        assert low <= middle + radius and middle - radius <= high
        assert high - low <= NARROW*(max(1, abs(middle)) if relative else 1)
    finally:
        ctx.prec = before


FRACTIONS = st.one_of(st.fractions(-40, 40, max_denominator=10**6), st.fractions(-40, 40), st.sampled_from([Fraction(0), Fraction(1)]))
POSITIVE = st.one_of(st.fractions(min_value=Fraction(1, 10**9), max_value=10**9), st.integers(1, 10**40).map(Fraction),
                     st.integers(1, 10**40).map(lambda n: Fraction(1, n)),
                     st.integers(1, 500).map(lambda n: 1 + Fraction(1, 2**n)), st.integers(1, 500).map(lambda n: 1 - Fraction(1, 2**n + 1)))


@settings(max_examples=150)
@given(FRACTIONS)
@example(Fraction(-700))
@example(Fraction(700))
@example(Fraction(1, 10**60))
@example(Fraction(10**60 + 1, 10**60))
def test_exp(x):
    encloses(evaluate(("exp", x)), lambda a: a.exp(), x, relative=True)


@settings(max_examples=150)
@given(POSITIVE)
@example(Fraction(2))
@example(Fraction(1))
@example(Fraction(1, 2))
@example(1 + Fraction(1, 10**60))
def test_log(x):
    encloses(evaluate(("log", x)), lambda a: a.log(), x, relative=True)


@settings(max_examples=150)
@given(POSITIVE)
@example(Fraction(0))
@example(Fraction(2))
@example(Fraction(1, 10**120))
def test_sqrt(x):
    low, high = evaluate(("sqrt", x))
    assert low >= 0 and low*low <= x <= high*high and high - low <= NARROW*max(1, high)


@settings(max_examples=100)
@given(st.fractions(Fraction(1, 100), 100, max_denominator=1000), st.fractions(-5, 5, max_denominator=1000), st.integers(-6, 6))
def test_composed_terms(x, y, n):
    """Nested functions, quotients and powers of enclosures enclose the true value."""
    t = ("+", ("/", ("exp", y), ("sqrt", x)), ("^", ("log", ("+", 1, x)), n), ("-", ("norm", ("*", ("sqrt", x), y))), ("pow", ("exp", y), n))
    low, high = evaluate(t)
    before, ctx.prec = ctx.prec, PRECISION
    try:
        a, b = number(x), number(y)
        value = b.exp()/a.sqrt() + (1 + a).log()**n - abs(a.sqrt()*b) + (b*n).exp()
        assert low <= rational(value) + Fraction(1, 10**90) and rational(value) - Fraction(1, 10**90) <= high
        assert high - low <= Fraction(1, 10**20)*max(1, abs(low))
    finally:
        ctx.prec = before


@settings(max_examples=100)
@given(st.recursive(st.fractions(-9, 9, max_denominator=20), lambda t: st.one_of(
    st.tuples(st.just("+"), t, t), st.tuples(st.just("*"), t, t), st.tuples(st.just("-"), t), st.tuples(st.just("/"), t, t),
    st.tuples(st.just("^"), t, st.integers(-3, 3)), st.tuples(st.just("norm"), t)), max_leaves=8))
def test_rational_terms_are_exact(t):
    try:
        low, high = evaluate(t)
    except Reject as fault:
        assert fault.cause == "inadmissible"
        with pytest.raises(ZeroDivisionError):
            plain(t)
        return
    assert low == high == plain(t)


def plain(t) -> Fraction:
    if not isinstance(t, tuple):
        return Fraction(t)
    if t[0] == "^":
        return plain(t[1])**t[2]
    values = [plain(a) for a in t[1:]]
    return {"+": lambda a, b: a + b, "*": lambda a, b: a*b, "-": lambda a: -a, "/": lambda a, b: a/b, "norm": abs}[t[0]](*values)


@pytest.mark.parametrize("t", [
    ("/", 1, 0), ("/", 1, ("+", ("sqrt", 2), ("-", ("sqrt", 2)))), ("^", 0, -1), ("pow", 0, -1), ("sqrt", -1), ("log", 0), ("log", -1),
    ("log", ("+", ("exp", 1), ("-", ("exp", 1)))), ("sqrt", ("+", ("exp", 1), ("-", ("exp", 1)))), ("pow", 2, ("/", 1, 2)),
], ids=str)
def test_undefined_values_are_inadmissible(t):
    with pytest.raises(Reject) as fault:
        evaluate(t)
    assert fault.value.cause == "inadmissible"


def test_zero_to_the_zero_is_one():
    assert evaluate(("^", 0, 0)) == evaluate(("pow", 0, 0)) == (1, 1)
