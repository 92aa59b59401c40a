"""Exact evaluation of closed terms: rational where possible, else a rational interval as narrow as asked for."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from proofs.kernel.syntax import Reject, Term, show

Interval = tuple[Fraction, Fraction]
BITS = 160
LIMIT = 100_000  # bits of a number; what needs more is refused
_ONE = Fraction(1)


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
        return _exp(values[0][0])[0], _exp(values[0][1])[1]
    if head == "log":
        if values[0][0] <= 0:
            raise Reject("inadmissible", f"{show(t)}: the logarithm of a number that is not positive")
        return _log(values[0][0])[0], _log(values[0][1])[1]
    raise Reject("shape", f"{show(t)} cannot be evaluated")


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


def _exp(x: Fraction) -> Interval:
    """Taylor's series after halving the argument until it is at most 1/2; the remainder is below twice the next term."""
    if x == 0:
        return _ONE, _ONE
    if abs(x) > 1000:
        raise Reject("shape", f"exp({show(x)}) is not evaluated")
    if x.denominator.bit_length() > BITS + 1:  # exp grows: the ends of a coarser interval enclose it
        low, high = _around(x)
        return _exp(low)[0], _exp(high)[1]
    halvings = max(0, abs(x).__ceil__().bit_length() + 1)
    y, total, power, n = x/2**halvings, Fraction(0), _ONE, 0
    while abs(power) > Fraction(1, 1 << (BITS + 2*halvings + 8)):
        total, n = total + power, n + 1
        power = power*y/n
    rest = 2*abs(power)
    out = _outward((total - rest, total + rest))
    for _ in range(halvings):
        out = _times(out, out)
    return out


def _log(x: Fraction) -> Interval:
    """log x = m log 2 + 2 artanh((y - 1)/(y + 1)) with y = x/2^m in [1/2, 2]."""
    if x == 1:
        return Fraction(0), Fraction(0)
    m = x.numerator.bit_length() - x.denominator.bit_length()
    ends = _around(x/Fraction(2)**m)
    low, high = _artanh_log(ends[0])[0], _artanh_log(ends[1])[1]
    two_low, two_high = _artanh_log(Fraction(2))
    ends = (m*two_low, m*two_high)
    return _outward((low + min(ends), high + max(ends)))


def _artanh_log(y: Fraction) -> Interval:
    z = (y - 1)/(y + 1)
    total, power, n = Fraction(0), z, 1
    while abs(power) > Fraction(1, 1 << (BITS + 8)):
        total, n = total + power/n, n + 2
        power = power*z*z
    rest = abs(power)*2 + Fraction(1, 1 << BITS)
    return 2*(total - rest), 2*(total + rest)
