"""Enclosures of a term and its derivatives on a box: Taylor coefficients in interval arithmetic, in fixed point.

A *jet* is the list of enclosures of the coefficients of s^0, ..., s^k of a term, where each letter runs through an interval
plus s times a direction. An interval is a pair of integers, in units of 2^-BITS, rounded outward. What is not smooth on the box
(a denominator that may vanish, a seam inside) is refused unless k = 0.

Legend: a, b intervals; u, v jets; k the order.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from proofs.kernel.differentiate import SEAMED
from proofs.kernel.series import exponential, logarithm, pi, sine_cosine
from proofs.kernel.syntax import Reject, Term, show

Interval = tuple[int, int]
Jet = list[Interval]
BITS = 96
ONE = 1 << BITS
LARGE = 1 << (BITS + 80)  # beyond that nothing is computed


def enclose(q: Fraction) -> Interval:
    return q.numerator*ONE//q.denominator, -(-q.numerator*ONE//q.denominator)


def add(a: Interval, b: Interval) -> Interval:
    return a[0] + b[0], a[1] + b[1]


def neg(a: Interval) -> Interval:
    return -a[1], -a[0]


def mul(a: Interval, b: Interval) -> Interval:
    products = (a[0]*b[0], a[0]*b[1], a[1]*b[0], a[1]*b[1])
    low, high = min(products), max(products)
    if high > LARGE*LARGE or -low > LARGE*LARGE:
        raise Reject("ball", "a number is too large for the enclosure")
    return low >> BITS, -(-high >> BITS)


def div(a: Interval, b: Interval) -> Interval:
    if b[0] <= 0 <= b[1]:
        raise Reject("inadmissible", "a denominator that may vanish on the box")
    ends = [(p << BITS, q) for p in a for q in b]
    return min(p//q for p, q in ends), max(-(-p//q) for p, q in ends)


def times(n: int, a: Interval) -> Interval:
    return (n*a[0], n*a[1]) if n >= 0 else (n*a[1], n*a[0])


def over(a: Interval, n: int) -> Interval:
    return a[0]//n, -(-a[1]//n)


def power(a: Interval, n: int) -> Interval:
    """a^n for n >= 0, not below 0 where n is even."""
    if n % 2 == 0 and n and a[0] < 0:
        a = (0, max(-a[0], a[1])) if a[1] > 0 else (-a[1], -a[0])
    out = (ONE, ONE)
    for _ in range(n):
        out = mul(out, a)
    return out


def sqrt(a: Interval) -> Interval:
    """The root of a negative number counts as 0."""
    return isqrt(max(a[0], 0) << BITS), isqrt(max(a[1], 0) << BITS) + 1


def exp(a: Interval) -> Interval:
    if a[1] > 50*ONE:
        raise Reject("ball", "an exponential is too large for the enclosure")
    return (exponential(a[0], BITS)[0] if a[0] > -1000*ONE else 0), exponential(max(a[1], -1000*ONE), BITS)[1]


def log(a: Interval) -> Interval:
    if a[0] <= 0:
        raise Reject("inadmissible", "a logarithm of what may not be positive on the box")
    return logarithm(a[0], BITS)[0], logarithm(a[1], BITS)[1]


def sin_cos(a: Interval) -> tuple[Interval, Interval]:
    """sin(m + d) = sin m cos d + cos m sin d with |sin d| <= |d| and 1 - d^2/2 <= cos d <= 1."""
    middle, radius = (a[0] + a[1]) >> 1, (a[1] - a[0] + 1) >> 1
    if max(-a[0], a[1]) > LARGE:
        raise Reject("ball", "an angle is too large for the enclosure")
    s, c = sine_cosine(middle, BITS)
    if radius == 0:
        return s, c
    if radius >= 2*ONE:
        return (-ONE, ONE), (-ONE, ONE)
    cosine, sine = (ONE - mul((radius, radius), (radius, radius))[1]//2 - 1, ONE), (-radius, radius)
    return _unit(add(mul(s, cosine), mul(c, sine))), _unit(add(mul(c, cosine), neg(mul(s, sine))))


def _unit(a: Interval) -> Interval:
    return max(a[0], -ONE), min(a[1], ONE)


def jet(t: Term, letters: dict[str, Jet], k: int, memo: dict[Term, Jet]) -> Jet:
    """The jet of a term, with jets for its letters."""
    if isinstance(t, (int, Fraction)):
        return [enclose(Fraction(t))] + [(0, 0)]*k
    if isinstance(t, str):
        if t not in letters:
            raise Reject("letter", f"{t!r} has no range")
        return letters[t]
    if t not in memo:
        memo[t] = _jet(t, letters, k, memo)
    return memo[t]


def _jet(t: Term, letters: dict[str, Jet], k: int, memo: dict[Term, Jet]) -> Jet:
    head, args = t[0], t[1:]
    if head == "^" and args[1] < 0:
        return _divide([(ONE, ONE)] + [(0, 0)]*k, jet(("^", args[0], -args[1]), letters, k, memo))
    if head == "^":
        u, out = jet(args[0], letters, k, memo), [(ONE, ONE)] + [(0, 0)]*k
        for _ in range(args[1]):
            out = _multiply(out, u)
        return [power(u[0], args[1]), *out[1:]]
    if head == "pi":
        return [pi(BITS)] + [(0, 0)]*k
    if head in ("sin", "cos"):
        return _sine_cosine(args[0], letters, k, memo)[head == "cos"]
    parts = [jet(a, letters, k, memo) for a in (args[:2] if head == "if" else args)]
    if head == "+":
        return [(sum(a[0] for a in column), sum(a[1] for a in column)) for column in zip(*parts, strict=True)]
    if head == "-":
        return [neg(a) for a in parts[0]]
    if head == "*":
        out = parts[0]
        for part in parts[1:]:
            out = _multiply(out, part)
        return out
    if head == "sq":
        return [power(parts[0][0], 2), *_multiply(parts[0], parts[0])[1:]]
    if head == "/":
        return _divide(*parts)
    if head == "sqrt":
        return _sqrt(parts[0])
    if head == "exp":
        return _exp(parts[0])
    if head == "log":
        return _log(parts[0])
    return _choose(t, parts, letters, k, memo)


def _choose(t: Term, parts: list[Jet], letters: dict[str, Jet], k: int, memo: dict[Term, Jet]) -> Jet:
    """Values of heads with a condition: of the branch that holds on the whole box, else the hull of both."""
    head = t[0]
    if k or head not in SEAMED:
        raise Reject("shape", f"{show(t)} is not enclosed")
    branch = _branch(t, [part[0] for part in parts])
    if branch is not None:
        return jet(branch, letters, 0, memo)
    if head == "sgn":
        return [(-ONE, ONE)]
    if head == "norm":
        return [(0, max(-parts[0][0][0], parts[0][0][1]))]
    u, v = (jet(a, letters, 0, memo)[0] for a in t[3:]) if head == "if" else (part[0] for part in parts)
    pick = {"max": (max, max), "min": (min, min), "if": (min, max)}[head]
    return [(pick[0](u[0], v[0]), pick[1](u[1], v[1]))]


def _branch(t: Term, parts: list[Interval]) -> Term | None:
    """What a term with a condition is where the sides of the condition lie in these intervals; None if they do not tell."""
    head = t[0]
    low, high = add(parts[1], neg(parts[0])) if head in ("if", "max", "min") else parts[0]  # b - a, or a
    if head == "sgn":
        return 1 if low > 0 else -1 if high < 0 else None
    if low < 0 and (high >= 0 if head == "if" else high > 0):
        return None
    if head == "if":
        return t[3] if low >= 0 else t[4]
    if head == "norm":
        return t[1] if low >= 0 else ("-", t[1])
    return t[1 + int((low >= 0) == (head == "max"))]


def settled(t: Term, box: dict[str, Interval]) -> Term:
    """The one formula that a term is on a box: its enclosures there and at the centre speak of the same function.

    Refused where a condition changes its sign inside.
    """
    if not isinstance(t, tuple):
        return t
    if t[0] not in SEAMED:
        return (t[0], settled(t[1], box), t[2]) if t[0] == "^" else (t[0], *(settled(a, box) for a in t[1:]))
    sides = t[1:3] if t[0] == "if" else t[1:]
    branch = _branch(t, [jet(a, {x: [r] for x, r in box.items()}, 0, {})[0] for a in sides])
    if branch is None:
        raise Reject("derivative", f"{show(t)} has a seam inside the box")
    return settled(branch, box)


def _multiply(u: Jet, v: Jet) -> Jet:
    out = []
    for j in range(len(u)):
        products = [mul(u[i], v[j - i]) for i in range(j + 1)]
        out.append((sum(a[0] for a in products), sum(a[1] for a in products)))
    return out


def _divide(u: Jet, v: Jet) -> Jet:
    out: Jet = []
    for j in range(len(u)):
        rest = u[j]
        for i in range(j):
            rest = add(rest, neg(mul(out[i], v[j - i])))
        out.append(div(rest, v[0]))
    return out


def _sqrt(u: Jet) -> Jet:
    out = [sqrt(u[0])]
    if len(u) > 1 and u[0][0] <= 0:
        raise Reject("inadmissible", "a root of what may not be positive on the box")
    for j in range(1, len(u)):
        rest = u[j]
        for i in range(1, j):
            rest = add(rest, neg(mul(out[i], out[j - i])))
        out.append(div(rest, times(2, out[0])))
    return out


def _exp(u: Jet) -> Jet:
    out = [exp(u[0])]
    for j in range(1, len(u)):
        parts = [times(i, mul(u[i], out[j - i])) for i in range(1, j + 1)]
        out.append(over((sum(a[0] for a in parts), sum(a[1] for a in parts)), j))
    return out


def _log(u: Jet) -> Jet:
    out = [log(u[0])]
    for j in range(1, len(u)):
        parts = [times(i, mul(out[i], u[j - i])) for i in range(1, j)]
        rest = over((sum(a[0] for a in parts), sum(a[1] for a in parts)), j)
        out.append(div(add(u[j], neg(rest)), u[0]))
    return out


def _sine_cosine(t: Term, letters: dict[str, Jet], k: int, memo: dict[Term, Jet]) -> tuple[Jet, Jet]:
    if ("sin", t) not in memo or ("cos", t) not in memo:
        u = jet(t, letters, k, memo)
        s, c = sin_cos(u[0])
        sine, cosine = [s], [c]
        for j in range(1, k + 1):
            parts = [(times(i, mul(u[i], cosine[j - i])), times(-i, mul(u[i], sine[j - i]))) for i in range(1, j + 1)]
            sine.append(over((sum(p[0][0] for p in parts), sum(p[0][1] for p in parts)), j))
            cosine.append(over((sum(p[1][0] for p in parts), sum(p[1][1] for p in parts)), j))
        memo["sin", t], memo["cos", t] = sine, cosine
    return memo["sin", t], memo["cos", t]
