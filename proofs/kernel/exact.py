"""Exact evaluation of closed terms: rational where possible, else a rational interval as narrow as asked for."""

from __future__ import annotations

from fractions import Fraction
from math import comb, isqrt

from proofs.kernel.series import exponential, logarithm, pi, sine_cosine
from proofs.kernel.syntax import Reject, Term, show

Interval = tuple[Fraction, Fraction]
BITS = 160
LIMIT = 100_000  # bits of a number; what needs more is refused
_ONE = Fraction(1)


def compare(relation: str, a: Interval, b: Interval) -> bool | None:
    """Whether a relation holds between two numbers; None if their enclosures do not tell."""
    exact = a[0] == a[1] and b[0] == b[1]
    if relation == "==":
        return a == b if exact else False if a[1] < b[0] or b[1] < a[0] else None
    if relation == "<=":
        return True if a[1] <= b[0] else False if a[0] > b[1] else None
    return True if a[1] < b[0] else False if a[0] >= b[1] else None


def _outward(a: Interval) -> Interval:
    """Round an interval outward to BITS binary digits after the point; exact rationals stay as they are."""
    return a if a[0] == a[1] else (_around(a[0])[0], _around(a[1])[1])


def _around(x: Fraction) -> Interval:
    """The neighbours of a number with BITS binary digits after the point."""
    scale = 1 << BITS
    return Fraction((x*scale).__floor__(), scale), Fraction((x*scale).__ceil__(), scale)


def evaluate(t: Term) -> Interval:
    """The value of a term without letters; an undefined value makes the instance inadmissible."""
    value = _evaluate(t)
    if any(_size(end) > LIMIT for end in value):
        raise Reject("shape", "a number that is too long")
    return value


def _size(a: Fraction) -> int:
    return a.numerator.bit_length() + a.denominator.bit_length()


def _evaluate(t: Term) -> Interval:
    if isinstance(t, (int, Fraction)):
        return Fraction(t), Fraction(t)
    if isinstance(t, str):
        raise Reject("letter", f"{t!r} has no value")
    head, args = t[0], t[1:]
    if head == "^":
        return _power(evaluate(args[0]), args[1])
    if head == "pow":
        n = evaluate(args[1])
        if n[0] != n[1] or n[0].denominator != 1:
            raise Reject("inadmissible", f"{show(t)}: the exponent is no integer")
        return _power(evaluate(args[0]), int(n[0]))
    if head == "pi":
        return _fixed(*pi(BITS))
    if head == "if":
        a, b = evaluate(args[0]), evaluate(args[1])
        if a[1] <= b[0] or a[0] > b[1]:  # only the branch that is taken has to be defined
            return evaluate(args[2] if a[1] <= b[0] else args[3])
        u, v = evaluate(args[2]), evaluate(args[3])
        return min(u[0], v[0]), max(u[1], v[1])
    values = [evaluate(a) for a in args]
    if head == "+":
        return sum((v[0] for v in values), Fraction(0)), sum((v[1] for v in values), Fraction(0))
    if head == "-":
        return -values[0][1], -values[0][0]
    if head == "*":
        out = (_ONE, _ONE)
        for v in values:
            out = _times(out, v)
        return out
    if head in ("floor", "ceil"):
        low, high = (Fraction(v.__floor__() if head == "floor" else v.__ceil__()) for v in values[0])
        if low != high:
            raise Reject("inadmissible", f"{show(t)}: the argument is not known well enough")
        return low, high
    if head == "binom":
        return _binomial(t, *values)
    if head == "/":
        low, high = values[1]
        if low <= 0 <= high:
            raise Reject("inadmissible", f"{show(t)}: division by zero")
        return _times(values[0], (1/high, 1/low))
    if head == "norm":
        low, high = values[0]
        return (low, high) if low >= 0 else (-high, -low) if high <= 0 else (Fraction(0), max(-low, high))
    if head == "sqrt":
        if values[0][0] < 0:
            raise Reject("inadmissible", f"{show(t)}: the root of a negative number")
        return _sqrt(values[0][0])[0], _sqrt(values[0][1])[1]
    if head == "exp":
        return _exp(values[0])
    if head in ("sin", "cos"):
        return _sine_cosine(values[0], int(head == "cos"))
    if head == "log":
        if values[0][0] <= 0:
            raise Reject("inadmissible", f"{show(t)}: the logarithm of a number that is not positive")
        return _log(values[0][0])[0], _log(values[0][1])[1]
    if head in ("max", "min"):
        pick = max if head == "max" else min
        return pick(values[0][0], values[1][0]), pick(values[0][1], values[1][1])
    if head == "sgn":
        low, high = values[0]
        return Fraction((low > 0) - (low < 0)), Fraction((high > 0) - (high < 0))
    raise Reject("shape", f"{show(t)} cannot be evaluated")


def _binomial(t: Term, n: Interval, k: Interval) -> Interval:
    if n[0] != n[1] or k[0] != k[1] or n[0].denominator != 1 or k[0].denominator != 1 or not 0 <= n[0] <= 10_000:
        raise Reject("inadmissible", f"{show(t)}: binomial coefficients are of integers, the first one >= 0")
    value = Fraction(comb(int(n[0]), int(k[0])) if k[0] >= 0 else 0)
    return value, value


def _times(a: Interval, b: Interval) -> Interval:
    products = [x*y for x in a for y in b]
    return _outward((min(products), max(products)))


def _power(a: Interval, n: int) -> Interval:
    if n < 0:
        if a[0] <= 0 <= a[1]:
            raise Reject("inadmissible", "a negative power of zero")
        return _power((1/a[1], 1/a[0]), -n)
    if n > 10_000 or n*max(_size(a[0]), _size(a[1])) > LIMIT:
        raise Reject("shape", "a power that is too large")
    if a[0] == a[1]:
        return a[0]**n, a[0]**n
    out = (_ONE, _ONE)
    for _ in range(n):
        out = _times(out, a)
    return (max(out[0], Fraction(0)), out[1]) if n % 2 == 0 else out


def _sqrt(x: Fraction) -> Interval:
    p, q = isqrt(x.numerator), isqrt(x.denominator)
    if p*p == x.numerator and q*q == x.denominator:
        return Fraction(p, q), Fraction(p, q)
    scale = 1 << BITS
    low = isqrt(x.numerator*scale*scale//x.denominator)
    return Fraction(low, scale), Fraction(low + 1, scale)


def _ends(x: Fraction) -> tuple[int, int]:
    """The neighbours of a number, in units of the last of BITS digits; twice the number itself if it is one."""
    scale = 1 << BITS
    return (x*scale).__floor__(), (x*scale).__ceil__()


def _fixed(low: int, high: int) -> Interval:
    return Fraction(low, 1 << BITS), Fraction(high, 1 << BITS)


def _exp(a: Interval) -> Interval:
    if not any(a):
        return _ONE, _ONE
    if max(abs(a[0]), abs(a[1])) > 1000:
        raise Reject("shape", f"exp({show(a[0])}) is not evaluated")
    return _fixed(exponential(_ends(a[0])[0], BITS)[0], exponential(_ends(a[1])[1], BITS)[1])


def _log(x: Fraction) -> Interval:
    """log x = m log 2 + log(x/2^m) with x/2^m near 1, so that small numbers keep their digits."""
    if x == 1:
        return Fraction(0), Fraction(0)
    m = x.numerator.bit_length() - x.denominator.bit_length()
    low, high = _ends(x/Fraction(2)**m)
    two = logarithm(2 << BITS, BITS)
    ends = (m*two[0], m*two[1])
    return _fixed(logarithm(low, BITS)[0] + min(ends), logarithm(high, BITS)[1] + max(ends))


def _sine_cosine(a: Interval, which: int) -> Interval:
    """sin (0) or cos (1): the value at the left end, and as far beyond as the argument goes."""
    if not any(a):
        return Fraction(which), Fraction(which)
    if max(abs(a[0]), abs(a[1])) > 10**6:
        raise Reject("shape", f"sin({show(a[0])}) is not evaluated")
    n = _ends(a[0])[0]
    low, high = sine_cosine(n, BITS)[which]
    one, width = 1 << BITS, _ends(a[1])[1] - n
    return _fixed(max(low - width, -one), min(high + width, one))
