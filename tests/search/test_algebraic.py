"""Arithmetic in Q(theta), and what is refused as a counterexample there."""

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs import algebraic
from proofs.algebraic import Theta, term, written
from proofs.kernel.syntax import Reject

CHOICES = {  # polynomial from the constant up, interval
    "sqrt 2": ([-2, 0, 1], 1, 2),
    "-sqrt 2": ([-2, 0, 1], -2, -1),
    "cube root of 3": ([-3, 0, 0, 1], 1, 2),
    "a quintic": ([-1, -1, 0, 0, 0, 1], 1, 2),
    "sqrt 2, reducible": ([10, -2, -5, 1], 1, 2),  # (x^2 - 2)(x - 5)
    "sqrt 2, twice": ([4, 0, -4, 0, 1], 1, 2),  # (x^2 - 2)^2
    "rational": ([-3, 2], 1, 2),
}
fractions = st.fractions(min_value=-20, max_value=20, max_denominator=12)
numbers = st.lists(fractions, max_size=6)
thetas = st.sampled_from(sorted(CHOICES))


def make(name):
    p, low, high = CHOICES[name]
    return Theta([Fraction(a) for a in p], Fraction(low), Fraction(high))


def real(name, q):
    """A number in 60 digits."""
    _, low, high = CHOICES[name]
    root = next(r for r in mpmath.polyroots([mpmath.mpf(a.numerator)/a.denominator for a in make(name).p[::-1]], maxsteps=500, extraprec=500)
                if abs(mpmath.im(r)) < 1e-30 and low < mpmath.re(r) < high)
    return sum((mpmath.mpf(a.numerator)/a.denominator*mpmath.re(root)**i for i, a in enumerate(q)), mpmath.mpf(0))


@pytest.fixture(autouse=True, scope="module")
def digits():
    before, mpmath.mp.dps = mpmath.mp.dps, 60
    yield
    mpmath.mp.dps = before


@settings(deadline=None)
@given(thetas, numbers, numbers)
def test_the_arithmetic_is_that_of_real_numbers(name, p, q):
    theta = make(name)
    a, b = theta.value(term(p)), theta.value(term(q))
    for t, expected in ((("+", term(p), term(q)), real(name, p) + real(name, q)),
                        (("*", term(p), term(q)), real(name, p)*real(name, q)),
                        (("-", term(p)), -real(name, p)), (("norm", term(p)), abs(real(name, p)))):
        assert abs(real(name, theta.value(t)) - expected) < 1e-30
    assert theta.sign([]) == 0
    difference = real(name, p) - real(name, q)
    assert theta.holds("<", a, b) == (difference < -1e-30) and theta.holds("==", a, b) == (abs(difference) < 1e-30)


@given(thetas, numbers)
def test_a_number_times_its_inverse_is_one(name, q):
    theta = make(name)
    if theta.sign(theta.value(term(q))) == 0:
        with pytest.raises(Reject, match="division by zero"):
            theta.inverse(theta.value(term(q)))
    else:
        assert theta.holds("==", theta.value(("*", term(q), ("/", 1, term(q)))), [Fraction(1)])
        assert theta.holds("==", theta.value(("^", term(q), -2)), theta.value(("/", 1, ("*", term(q), term(q)))))


def test_zero_is_seen_where_the_polynomial_is_reducible():
    theta = make("sqrt 2, reducible")
    assert theta.sign(theta.value(("+", ("^", "theta", 2), -2))) == 0
    assert theta.sign(theta.value(("+", "theta", -5))) == -1
    close = Fraction(14142135623730950488016887242096980785696718753770, 10**49)  # above sqrt 2 by less than 10^-49
    assert theta.sign(theta.value(("+", "theta", ("/", -close.numerator, close.denominator)))) == -1


def test_the_interval_may_shrink_to_a_rational_root():
    theta = Theta([Fraction(-3), Fraction(2)], Fraction(1), Fraction(2))
    assert theta.sign(theta.value(("+", "theta", ("/", -3, 2)))) == 0
    assert theta.sign(theta.value(("+", "theta", -1))) == 1


@pytest.mark.parametrize("polynomial, low, high", [
    ([-2, 0, 1], -2, 2),  # two roots
    ([-2, 0, 1], 2, 3), ([1, 0, 1], -5, 5),  # none
    ([-4, 0, 1], 1, 2),  # at an end
    ([-2, 0, 1], 2, 1), ([5], 0, 1), ([], 0, 1), ([-2, 0, 1] + [0]*20 + [1], 0, 1)])
def test_what_determines_no_number_is_refused(polynomial, low, high):
    with pytest.raises(Reject):
        Theta([Fraction(a) for a in polynomial], Fraction(low), Fraction(high))


@pytest.mark.parametrize("data", [{}, {"polynomial": ["-2", "0", "1"]}, {"polynomial": [-2, 0, 1], "interval": ["1", "2"]},
                                  {"polynomial": ["-2", "0", "1"], "interval": ["1", "1e9"]}, []])
def test_what_is_not_written_as_it_should_be_is_refused(data):
    with pytest.raises(Reject):
        algebraic.refute(statement(), CLAIM, {**MODEL, "theta": data})


@settings(deadline=None)
@given(numbers)
def test_a_number_is_read_as_it_is_written(q):
    from proofs.obligation import read_obligation
    theta, q = make("sqrt 2"), algebraic._trim(q)
    again = read_obligation({"id": "again", "scalars": ["theta"], "claim": written(q)}).goal()[2]
    assert theta.value(again) == theta.reduced(q)


# --- counterexamples ---------------------------------------------------------------------------------------------------

CLAIM = ("<=", "s", ("/", 7, 5))
MODEL = {"dimension": 1, "reals": {"s": "theta"}, "vectors": {},
         "theta": {"polynomial": ["-2", "0", "1"], "interval": ["7/5", "3/2"]}}


def statement(**hypotheses):
    square = ("==", ("^", "s", 2), 2)
    return {"format": 1, "theorem": "t", "letters": {"s": ["real", "> 0"]}, "hypotheses": {"square": square, **hypotheses},
            "proof": []}


def test_a_counterexample_is_confirmed():
    assert algebraic.refute(statement(), CLAIM, MODEL) == ("1.41421356237...", "7/5")


@pytest.mark.parametrize("hypotheses, claim, change, why", [
    ({}, ("<=", "s", ("/", 3, 2)), {}, "does not fail"),
    ({}, ("<=", "s", "s"), {}, "does not fail"),
    ({"small": ("<=", "s", ("/", 7, 5))}, CLAIM, {}, "'small' does not hold"),
    ({"strict": ("<", ("^", "s", 2), 2)}, CLAIM, {}, "'strict' does not hold"),
    ({}, CLAIM, {"reals": {"s": ("-", "theta")}}, "must be > 0"),
    ({}, CLAIM, {"reals": {"s": ("/", 3, 2)}}, "'square' does not hold"),
    ({}, CLAIM, {"reals": {}}, "no value"),
    ({}, CLAIM, {"reals": {"s": "s"}}, "no value"),
    ({"quotient": ("<=", 0, ("/", 1, ("+", ("^", "s", 2), -2)))}, CLAIM, {}, "division by zero"),
    ({"root": ("<=", 0, ("sqrt", "s"))}, CLAIM, {}, "not evaluated"),
    ({}, CLAIM, {"theta": {"polynomial": ["-2", "0", "1"], "interval": ["-2", "2"]}}, "exactly one root"),
])
def test_what_is_no_counterexample_is_refused(hypotheses, claim, change, why):
    with pytest.raises(Reject, match=why):
        algebraic.refute(statement(**hypotheses), claim, {**MODEL, **change})
