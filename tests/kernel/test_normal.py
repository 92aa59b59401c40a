"""Normal forms mean what their terms mean: both are evaluated, independently, at random rational points.

Undefined values follow the convention of ``proofs.kernel.syntax``: x/0 = 0, a root of a negative number is 0, 0^0 = 1.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from proofs.kernel.checker import Checker
from proofs.kernel.normal import Letter, Poly, Space, Vector
from proofs.kernel.syntax import Reject, bind, open_binder
from tests.kernel.build import LETTERS

settings.register_profile("kernel", deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
settings.load_profile("kernel")
SIGNED = {name: Letter(*kind) for name, kind in LETTERS.items()}


class Irrational(Exception):
    """The point is not used: a root of it is irrational."""


def inverse(x: Fraction) -> Fraction:
    return 1/x if x else Fraction(0)


def power(x: Fraction, n: int) -> Fraction:
    return x**n if n >= 0 else inverse(x)**-n


def root(x: Fraction) -> Fraction:
    if x < 0:
        return Fraction(0)
    p, q = isqrt(x.numerator), isqrt(x.denominator)
    if p*p != x.numerator or q*q != x.denominator:
        raise Irrational
    return Fraction(p, q)


def member(name: str, k: int) -> Any:
    """Sequences without pattern; "r" has the sign >= 0."""
    if name == "x":
        return (Fraction(3*(k % 3) - 3), Fraction(4*(k % 2)))
    value = Fraction((k*k*k + 3*k) % 7 - 3, 1 + k % 2)
    return abs(value) if name == "r" else value


def function(name: str, point: Any) -> Fraction:
    return point[0]*point[0] - 3*point[1] + len(name)


def gradient(name: str, point: Any) -> Any:
    return (2*point[0], point[1]*point[0] - 3)


def value(t: Any, env: dict[str, Any]) -> Any:
    """The meaning of a term."""
    if isinstance(t, (int, Fraction)):
        return Fraction(t)
    if isinstance(t, str):
        return env[t]
    head, args = t[0], t[1:]
    if head == "sum":
        lo, hi = value(args[0], env), value(args[1], env)
        return sum((value(open_binder(args[2], k), env) for k in range(int(lo), int(hi) + 1)), Fraction(0))
    if head == "at":
        return member(args[0], int(value(args[1], env)))
    if head in ("val", "grad"):
        return (function if head == "val" else gradient)(args[0], value(args[1], env))
    if head == "^":
        return power(value(args[0], env), args[1])
    parts = [value(a, env) for a in args]
    return _HEADS[head](*parts)


def plus(*parts: Any) -> Any:
    return tuple(map(sum, zip(*parts, strict=True))) if isinstance(parts[0], tuple) else sum(parts)


def times(*parts: Any) -> Any:
    scalar, vector = Fraction(1), None
    for a in parts:
        if isinstance(a, tuple):
            vector = a
        else:
            scalar *= a
    return scalar if vector is None else tuple(scalar*x for x in vector)


def dot(u: Any, v: Any) -> Fraction:
    return sum((a*b for a, b in zip(u, v, strict=True)), Fraction(0))


_HEADS: dict[str, Any] = {
    "+": plus, "*": times, "-": lambda a: times(Fraction(-1), a), "/": lambda a, b: times(a, inverse(b)), "dot": dot,
    "pow": lambda q, n: power(q, int(n)), "sq": lambda a: dot(a, a) if isinstance(a, tuple) else a*a, "sqrt": root,
    "norm": lambda a: root(dot(a, a)) if isinstance(a, tuple) else abs(a),
}


class Meaning:
    """The meaning of normal forms over one table of atoms."""

    def __init__(self, space: Space, env: dict[str, Any]) -> None:
        self.space, self.env = space, env

    def poly(self, p: Poly | tuple[Any, ...], env: dict[str, Any] | None = None) -> Fraction:
        env = self.env if env is None else env
        out = Fraction(0)
        for m, c in dict(p).items():
            for i, e in m:
                c *= power(self.atom(i, env), e)
            out += c
        return out

    def vector(self, u: Vector | tuple[Any, ...], env: dict[str, Any]) -> Any:
        out = (Fraction(0), Fraction(0))
        for i, p in dict(u).items():
            out = plus(out, times(self.poly(p, env), self.atom(i, env)))
        return out

    def atom(self, i: int, env: dict[str, Any]) -> Any:
        k = self.space.keys[i]
        head = k[0]
        if head == "letter":
            return env[k[1]]
        if head == "quotient":
            return inverse(self.poly(k[1], env))
        if head == "den":
            found = self.poly(k[1], env)
            assert found, "a denominator that was taken to be nonzero"
            return found
        if head == "sqrt":
            return root(self.poly(k[1], env))
        if head == "abs":
            return abs(self.poly(k[1], env))
        if head == "norm":
            return root(dot(*[self.vector(k[1], env)]*2))
        if head == "dot":
            return dot(self.atom(k[1], env), self.atom(k[2], env))
        if head == "at":
            return member(k[1], int(self.poly(k[2], env)))
        if head == "pow":
            return power(self.poly(k[1], env), int(self.poly(k[2], env)))
        if head in ("val", "grad"):
            return (function if head == "val" else gradient)(k[1], self.vector(k[2], env))
        assert head == "sum", k
        (name,) = (self.space.depends(k[3]) - self.space.bound[i]) or {"unused"}
        lo, hi = int(self.poly(k[1], env)), int(self.poly(k[2], env))
        return sum((self.poly({k[3]: Fraction(1)}, {**env, name: Fraction(j)}) for j in range(lo, hi + 1)), Fraction(0))


# --- random terms ----------------------------------------------------------------------------------------------------

NUMBERS = st.sampled_from([0, 1, 2, -1, ("/", 1, 2), ("/", -2, 3)])
INDICES = st.sampled_from(["n", "m", "i", 0, 1, ("+", "n", 1), ("+", "i", -1), ("-", "n")])


def terms(index: Any, depth: int) -> Any:
    """Real terms; ``index`` generates the indices at hand."""
    vectors = st.deferred(lambda: vector_terms(index, depth - 1))
    leaves = st.one_of(NUMBERS, st.sampled_from(["a", "b", "p", "q"]), index,
                       st.builds(lambda s, k: ("at", s, k), st.sampled_from("sr"), index))
    if depth == 0:
        return leaves
    inner = st.deferred(lambda: terms(index, depth - 1))
    return st.one_of(
        leaves, st.builds(lambda a, b: ("+", a, b), inner, inner), st.builds(lambda a, b: ("*", a, b), inner, inner),
        st.builds(lambda a: ("-", a), inner), st.builds(lambda a, b: ("/", a, b), inner, inner),
        st.builds(lambda a, e: ("^", a, e), inner, st.integers(-2, 3)), st.builds(lambda a, k: ("pow", a, k), inner, index),
        st.builds(lambda a: ("sqrt", a), inner), st.builds(lambda a: ("sqrt", ("^", a, 2)), inner),
        st.builds(lambda a: ("norm", a), inner), st.builds(lambda a: ("sq", a), inner),
        st.builds(lambda u, v: ("dot", u, v), vectors, vectors), st.builds(lambda u: ("sq", u), vectors),
        st.builds(lambda u: ("norm", u), vectors), st.builds(lambda u: ("val", "f", u), vectors),
        st.builds(_sum, st.sampled_from([0, 1, "i", "n"]), INDICES, st.integers(0, 9).flatmap(
            lambda j: st.tuples(st.just(f"k{j}"), terms(st.one_of(index, st.sampled_from([f"k{j}", ("+", f"k{j}", 1)])), depth - 1)))),
    )


def _sum(lo: Any, hi: Any, named: tuple[str, Any]) -> Any:
    letter, body = named
    return ("sum", lo, hi, bind(body, letter))


def vector_terms(index: Any, depth: int) -> Any:
    leaves = st.one_of(st.sampled_from(["u", "v"]), st.builds(lambda k: ("at", "x", k), index))
    if depth <= 0:
        return leaves
    inner, reals = st.deferred(lambda: vector_terms(index, depth - 1)), st.deferred(lambda: terms(index, depth - 1))
    return st.one_of(leaves, st.builds(lambda a, b: ("+", a, ("-", b)), inner, inner), st.builds(lambda c, a: ("*", c, a), reals, inner),
                     st.builds(lambda a, c: ("/", a, c), inner, reals), st.builds(lambda a: ("grad", "f", a), inner))


RATIONALS = st.sampled_from([Fraction(v) for v in ("0", "1", "-1", "4", "1/4", "-9", "2/3", "5")])
POINTS = st.fixed_dictionaries({
    "a": RATIONALS, "b": RATIONALS, "p": RATIONALS.map(abs).filter(bool), "q": RATIONALS.map(abs),
    "n": st.integers(0, 3).map(Fraction), "m": st.integers(0, 3).map(Fraction), "i": st.integers(-3, 3).map(Fraction),
    **{u: st.sampled_from([(Fraction(3), Fraction(4)), (Fraction(0), Fraction(-5)), (Fraction(1), Fraction(0)),
                           (Fraction(0), Fraction(0)), (Fraction(-3, 5), Fraction(4, 5))]) for u in "uv"}})


def at_point(t: Any, point: Any) -> Any:
    try:
        return value(t, point)
    except Irrational:
        assume(False)


@settings(max_examples=600)
@given(terms(INDICES, 3), POINTS)
def test_a_normal_form_has_the_value_of_its_term(t, point):
    space = Checker(SIGNED, {})
    space.term(t, "real")
    try:
        p = space.real(t)
    except Reject as fault:
        assert fault.cause in ("denominator", "shape")
        return
    expected = at_point(t, point)
    try:
        assert Meaning(space, point).poly(p) == expected
    except Irrational:
        pass


@settings(max_examples=400)
@given(terms(INDICES, 3), POINTS)
def test_a_visible_sign_is_the_sign(t, point):
    sign = Checker(SIGNED, {}).sign(t)
    if sign:
        found = at_point(t, point)
        assert found > 0 if sign == "> 0" else found >= 0


@settings(max_examples=300)
@given(terms(INDICES, 2), terms(INDICES, 2), terms(INDICES, 2))
def test_ring_laws(a, b, c):
    space = Checker(SIGNED, {})
    laws = [(("*", a, ("+", b, c)), ("+", ("*", a, b), ("*", a, c))), (("*", a, b), ("*", b, a)),
            (("+", a, ("+", b, c)), ("+", c, b, a)), (("*", ("*", a, b), c), ("*", a, ("*", c, b))),
            (("^", ("+", a, b), 2), ("+", ("^", a, 2), ("*", 2, a, b), ("^", b, 2))), (("/", a, b), ("*", a, ("/", 1, b)))]
    for left, right in laws:
        try:
            assert space.same(("==", left, right), ("==", 0, 0)), (left, right)
        except Reject as fault:
            assert fault.cause in ("denominator", "shape")


@settings(max_examples=400)
@given(terms(INDICES, 3), terms(INDICES, 2), POINTS)
def test_what_vanishes_is_zero(t, d, point):
    """Denominators are cleared only where they are nonzero: an accepted identity holds at every point."""
    space = Checker(SIGNED, {})
    for left, right in ((("/", ("*", t, d), d), t), (("*", ("^", d, -1), d), 1), (("^", ("sqrt", d), 2), d),
                        (("norm", ("*", d, "u")), ("*", d, ("norm", "u"))), (("norm", d), d),
                        (("pow", d, ("+", "i", 1)), ("*", d, ("pow", d, "i"))), (("sqrt", ("^", d, 2)), d)):
        try:
            accepted = space.same(("==", left, right), ("==", 0, 0))
        except Reject:
            continue
        if accepted:
            assert at_point(left, point) == at_point(right, point), (left, right)


@settings(max_examples=200)
@given(terms(INDICES, 2), terms(INDICES, 2), POINTS)
def test_denominators_known_from_facts(a, d, point):
    """With the fact 0 < d one may divide by d; the normal form keeps the value where the fact holds."""
    space = Checker(SIGNED, {})
    try:
        space.assume("positive", ("<", 0, d), frozenset())
        t = ("/", ("+", a, d), ("*", d, ("+", d, "p")))
        p = space.real(t)
        cleared = space.same(("==", ("*", t, d, ("+", d, "p")), ("+", a, d)), ("==", 0, 0))
    except Reject as fault:
        assert fault.cause in ("denominator", "shape")
        return
    if at_point(d, point) > 0:
        try:
            assert Meaning(space, point).poly(p) == at_point(t, point)
        except Irrational:
            return
        assert not cleared or at_point(("*", t, d, ("+", d, "p")), point) == at_point(("+", a, d), point)


@settings(max_examples=200)
@given(terms(st.sampled_from(["n", "k"]), 2), POINTS)
def test_splitting_and_writing_out_sums(body, point):
    """A sum with a known number of terms is written out; both forms have the same value."""
    t = ("sum", "i", ("+", "i", 2), bind(body, "k"))
    space = Checker(SIGNED, {})
    try:
        p = space.real(t)
    except Reject as fault:
        assert fault.cause in ("denominator", "shape")
        return
    try:
        assert Meaning(space, point).poly(p) == at_point(t, point)
    except Irrational:
        pass


def test_empty_sums_are_zero():
    space = Checker(SIGNED, {})
    for hi in (-1, -2, -9):
        assert space.real(("sum", 0, hi, ("b", 0))) == {}
    assert space.real(("sum", "i", ("+", "i", -5), ("b", 0))) == {}
