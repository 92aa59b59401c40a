"""Enclosures on boxes against Arb (python-flint), and certificates that a careless kernel would take."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from flint import arb, ctx, fmpq
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from proofs.kernel import series
from proofs.kernel.ball import check_zero, lower_bound
from proofs.kernel.exact import evaluate
from proofs.kernel.intervals import BITS, ONE, enclose, jet
from proofs.kernel.syntax import Reject
from tests.kernel.build import check, rejected

settings.register_profile("kernel", deadline=None, derandomize=True)
settings.load_profile("kernel")
F = Fraction
POINTS = st.fractions(-30, 30, max_denominator=10**6)


def number(x: Fraction) -> arb:
    return arb(fmpq(x.numerator, x.denominator))


def value(t: Any, at: dict[str, Fraction]) -> arb:
    """A term in Arb."""
    if isinstance(t, str):
        return number(at[t])
    if not isinstance(t, tuple):
        return number(Fraction(t))
    head = t[0]
    if head == "^":
        return value(t[1], at)**t[2]
    if head == "if":
        a, b = value(t[1], at), value(t[2], at)
        assume(a <= b or a > b)  # balls that overlap do not tell
        return value(t[3] if a <= b else t[4], at)
    a = [value(part, at) for part in t[1:]]
    return {"+": lambda: a[0] + a[1], "*": lambda: a[0]*a[1], "-": lambda: -a[0], "/": lambda: a[0]/a[1], "sin": lambda: a[0].sin(),
            "cos": lambda: a[0].cos(), "exp": lambda: a[0].exp(), "log": lambda: a[0].log(), "sqrt": lambda: a[0].sqrt(), "norm": lambda: abs(a[0]),
            "max": lambda: a[0].max(a[1]), "min": lambda: a[0].min(a[1]), "pi": arb.pi}[head]()


def within(low: Fraction, x: arb, high: Fraction, room: Fraction = F(1, 2**200)) -> bool:
    return number(low - room) <= x and x <= number(high + room)


@pytest.fixture(autouse=True)
def precision():
    before, ctx.prec = ctx.prec, 400
    yield
    ctx.prec = before


# --- series ----------------------------------------------------------------------------------------------------------

BITS_USED = st.sampled_from([16, 64, 96, 200])


@settings(max_examples=200)
@given(st.integers(-2**110, 2**110), BITS_USED)
@example(0, 64)
@example(1, 96)
@example(-(3 << 96), 96)
def test_sine_and_cosine(n, bits):
    x, unit = F(n, 2**bits), F(1, 2**bits)
    if abs(x) > 2**40:
        x, n = F(n % 2**bits, 2**bits), n % 2**bits
    for (low, high), exact in zip(series.sine_cosine(n, bits), (number(x).sin(), number(x).cos()), strict=True):
        assert within(low*unit, exact, high*unit) and high - low <= 3


@settings(max_examples=200)
@given(st.fractions(-60, 60), BITS_USED)
def test_exponential(x, bits):
    n = int(x*2**bits)
    low, high = series.exponential(n, bits)
    exact = number(F(n, 2**bits)).exp()
    assert within(F(low, 2**bits), exact, F(high, 2**bits)) and high - low <= 3 + (high >> (bits - 8 if bits > 16 else 8))


@settings(max_examples=200)
@given(st.integers(1, 2**150), BITS_USED)
def test_logarithm(n, bits):
    low, high = series.logarithm(n, bits)
    assert within(F(low, 2**bits), number(F(n, 2**bits)).log(), F(high, 2**bits)) and high - low <= 3


@pytest.mark.parametrize("bits", [1, 10, 64, 1000])
def test_pi(bits):
    ctx.prec = 1200
    low, high = series.pi(bits)
    assert within(F(low, 2**bits), arb.pi(), F(high, 2**bits), F(1, 2**1100)) and high - low <= 2


@settings(max_examples=100)
@given(POINTS, POINTS)
def test_exact_evaluation(x, y):
    for t in (("sin", x), ("cos", ("*", x, y)), ("max", ("sin", x), y), ("min", x, ("pi",)), ("if", x, y, ("cos", x), ("pi",))):
        low, high = evaluate(t)
        assert within(low, value(t, {}), high) and high - low < F(1, 2**140)


# --- enclosures of terms on boxes ----------------------------------------------------------------------------------------

SAFE = st.recursive(
    st.one_of(st.just("x"), st.just("y"), st.fractions(-3, 3, max_denominator=8), st.just(("pi",))),
    lambda t: st.one_of(
        st.tuples(st.just("+"), t, t), st.tuples(st.just("*"), t, t), st.tuples(st.just("-"), t), st.tuples(st.just("sin"), t),
        st.tuples(st.just("cos"), t), st.tuples(st.just("norm"), t), st.tuples(st.just("max"), t, t), st.tuples(st.just("min"), t, t),
        st.tuples(st.just("if"), t, t, t, t), st.tuples(st.just("^"), t, st.integers(0, 3)), st.tuples(st.just("exp"), st.tuples(st.just("sin"), t)),
        st.tuples(st.just("/"), t, st.tuples(st.just("+"), st.just(1), st.tuples(st.just("^"), t, st.just(2)))),
        st.tuples(st.just("log"), st.tuples(st.just("+"), st.just(1), st.tuples(st.just("^"), t, st.just(2)))),
        st.tuples(st.just("sqrt"), st.tuples(st.just("+"), st.just(1), st.tuples(st.just("^"), t, st.just(2))))),
    max_leaves=6)
WIDTHS = st.sampled_from([F(0), F(1, 1000), F(1, 8), F(1), F(3)])
PLACES = st.fractions(0, 1, max_denominator=16)


@settings(max_examples=400)
@given(SAFE, st.fractions(-3, 3, max_denominator=16), st.fractions(-3, 3, max_denominator=16), WIDTHS, PLACES, PLACES)
def test_no_lower_bound_is_above_a_value(t, x, y, width, s, r):
    """Of every order, in one and in two letters, at points of the box."""
    boxes = [{"x": (x, x + width), "y": (y, y + width/2)}, {"x": (x, x + width), "y": (y, y)}]
    at = {"x": x + s*width, "y": y + r*width/2}
    for box in boxes:
        point = {name: min(at[name], box[name][1]) for name in at}
        exact = value(t, point)
        for k in (0, 1, 2, 3, 5):
            try:
                low = lower_bound(t, box, k)
            except Reject as fault:
                assert fault.cause in ("derivative", "inadmissible", "ball")  # a seam, or too large
                continue
            assert number(F(low, ONE)) <= exact + number(F(1, 2**90))
    single = substituted(t, y)
    for k in (0, 1, 2, 3, 4, 6):
        try:
            low = lower_bound(single, {"x": boxes[0]["x"]}, k)
        except Reject:
            continue
        assert number(F(low, ONE)) <= value(single, at) + number(F(1, 2**90))


def substituted(t: Any, y: Fraction) -> Any:
    return y if t == "y" else (t[0], *(substituted(a, y) for a in t[1:])) if isinstance(t, tuple) else t


@settings(max_examples=200)
@given(SAFE, st.fractions(-3, 3, max_denominator=16), PLACES)
def test_taylor_coefficients(t, x, s):
    """The enclosed k-th coefficient over an interval contains the one at a point of it, by Arb's series arithmetic."""
    t, width = substituted(t, F(1, 3)), F(1, 4)
    point = x + s*width
    over = (enclose(x)[0], enclose(x + width)[1])
    try:
        wide = jet(t, {"x": [over, (ONE, ONE), (0, 0), (0, 0)]}, 3, {})
        thin = jet(t, {"x": [enclose(point), (ONE, ONE), (0, 0), (0, 0)]}, 3, {})
    except Reject:
        return
    for a, b in zip(wide, thin, strict=True):
        assert a[0] <= b[1] and b[0] <= a[1]


def test_enclosures_are_narrow():
    """A box of width h gives an error of order h^2 (mean value) and h^3 (second order)."""
    t = ("+", ("*", ("sin", "x"), ("exp", "x")), ("/", 1, ("+", 1, ("^", "x", 2))))
    exact = evaluate(substituted_x(t, F(1)))[0]
    for k, power in ((1, 1), (2, 2), (3, 3)):
        gaps = [abs(exact - F(lower_bound(t, {"x": (1 - h, 1 + h)}, k), ONE)) for h in (F(1, 100), F(1, 1000))]
        assert gaps[1] <= gaps[0]/9 and power


def substituted_x(t: Any, x: Fraction) -> Any:
    return x if t == "x" else (t[0], *(substituted_x(a, x) for a in t[1:])) if isinstance(t, tuple) else t


# --- what must be refused ----------------------------------------------------------------------------------------------

BOX = {"x": (F(-1), F(1))}


@pytest.mark.parametrize("t, k, cause", [
    (("/", 1, "x"), 0, "inadmissible"), (("^", "x", -2), 0, "inadmissible"), (("log", ("+", "x", 1)), 0, "inadmissible"),
    (("sqrt", ("+", 1, "x")), 1, "inadmissible"), (("norm", "x"), 1, "derivative"), (("max", "x", 0), 2, "derivative"),
    (("if", "x", 0, 0, 1), 1, "derivative"), (("sgn", "x"), 1, "derivative"), (("val", "f", "x"), 0, "letter"), (("dot", "x", "x"), 0, "shape"), ("z", 0, "letter"),
    (("exp", ("*", 100, ("+", 2, "x"))), 0, "ball"), (("^", ("*", 10**9, ("+", 2, "x")), 9), 0, "ball"),
])
def test_what_is_not_defined_or_not_smooth_on_the_box_is_refused(t, k, cause):
    with pytest.raises(Reject) as fault:
        lower_bound(t, BOX, k)
    assert fault.value.cause == cause


def test_values_across_a_seam_are_enclosed():
    assert lower_bound(("norm", "x"), BOX, 0) == 0 and lower_bound(("sgn", "x"), BOX, 0) == -ONE
    assert lower_bound(("if", "x", 0, 5, 3), BOX, 0) == 3*ONE


@pytest.mark.parametrize("t, box, k, p", [
    (("-", ("^", "x", 2)), (-1, 1), 2, 0),        # the wrong sign
    (("^", "x", 3), (-1, 1), 3, 0),               # changes sign inside
    (("^", "x", 3), (-1, 0), 3, 0),               # at the right end a third power is negative
    (("^", "x", 2), (-1, 1), 3, 0),               # the second derivative is not 0
    (("+", ("^", "x", 2), -2), (1, 2), 1, F(7, 5)),  # no rational zero
    (("^", "x", 2), (1, 2), 2, 0),                # the zero lies outside
    (("^", "x", 2), (-1, 1), 0, 0),               # no order
    (("+", ("sin", ("pi",)), ("^", "x", 2)), (-1, 1), 2, 0),  # sin pi is 0, but its enclosure does not say so
    (("norm", "x"), (-1, 1), 1, 0),               # no derivative
])
def test_a_wrong_zero_leaf(t, box, k, p):
    with pytest.raises(Reject):
        check_zero(t, {"x": (F(box[0]), F(box[1]))}, k, F(p))


def test_right_zero_leaves():
    check_zero(("^", "x", 3), {"x": (F(0), F(1))}, 3, F(0))
    check_zero(("-", ("^", "x", 3)), {"x": (F(-1), F(0))}, 3, F(0))
    check_zero(("+", "x", ("-", ("sin", "x"))), {"x": (F(0), F(1))}, 3, F(0))
    check_zero(("-", "x"), {"x": (F(-1), F(0))}, 1, F(0))


def claim(tree: Any, lo: Any = 0, hi: Any = 2) -> Any:
    """1 <= 1 + sin a (2 - a) a for 0 <= a <= 2, of which only 0 <= a <= 2 is a fact."""
    return {"rule": "ball", "claim": ["<=", 1, ["+", 1, ["*", ["sin", "a"], ["+", 2, ["-", "a"]], "a"]]],
            "box": {"a": {"lo": lo, "hi": hi, "above": "low", "below": "high"}}, "tree": tree}


def test_zeros_at_both_ends():
    facts = {"low": ["<=", 0, "a"], "high": ["<=", "a", 2]}
    assert check(facts, claim(["a", ["a", [2, 0], 0], 0])).used["s1"] == {
        "hypothesis:low", "hypothesis:high", "axiom:Taylor's theorem on the line"}
    rejected("mismatch", facts, claim(["a", [2, 0], 0], hi=1))       # the box is smaller than what is known
    rejected("mismatch", facts, claim(0, lo=1))
    rejected("ball", facts, claim(["a", [2, 0], 0]))
    rejected("cover", facts, claim(["a", [2, 0]]))


def test_two_letters_and_none():
    facts = {"a1": ["<=", -1, "a"], "a2": ["<=", "a", 1], "b1": ["<=", -1, "b"], "b2": ["<=", "b", 1]}
    box = {x: {"lo": -1, "hi": 1, "above": f"{x}1", "below": f"{x}2"} for x in "ab"}
    step = {"rule": "ball", "claim": ["<", ["*", ["sin", "a"], ["cos", "b"]], ["/", 9, 10]], "box": box,
            "tree": ["a", 0, ["b", ["a", 0, 0], ["a", 0, 0]]]}
    assert check(facts, step).facts
    rejected("ball", facts, {**step, "tree": 0})
    rejected("range", facts, {**step, "box": {"a": box["a"]}})
    rejected("shape", facts, {**step, "claim": ["<=", ["^", "a", 2], ["^", "a", 2]], "tree": [2, 0]})  # a zero needs one letter
    assert check(None, {"rule": "ball", "claim": ["<", 3, ["pi"]], "box": {}, "tree": 0}).facts
    rejected("ball", None, {"rule": "ball", "claim": ["<", ["pi"], 3], "box": {}, "tree": 0})


def test_a_tree_of_twenty_thousand_leaves_is_too_large():
    tree: Any = 0
    for _ in range(15):
        tree = ["a", tree, tree]
    rejected("shape", {"low": ["<=", 0, "a"], "high": ["<=", "a", 1]}, {
        "rule": "ball", "claim": ["<=", 0, 0], "box": {"a": {"lo": 0, "hi": 1, "above": "low", "below": "high"}}, "tree": tree})


def test_bits():
    assert ONE == 1 << BITS
