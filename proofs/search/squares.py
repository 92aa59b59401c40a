"""A polynomial in one variable as a sum of weighted squares over Q, where it is nonnegative everywhere.

Square factors apart, p > 0. Subtract a little of 1 + x^2 + ... + x^(2n), write what is left as |q|^2 on the line (q has its
roots above it), round q, and let what was subtracted pay for the rounding (Chevillard, Harrison, Joldes, Lauter 2011, 5.2.2).
"""

from __future__ import annotations

from fractions import Fraction

import flint
import sympy

Coefficients = list[Fraction]  # of x^0, x^1, ...
X = sympy.Symbol("x")


def weighted_squares(p: Coefficients) -> tuple[Coefficients, list[tuple[Fraction, Coefficients]]] | None:
    """(q, [(w, s), ...]) with p = q^2 sum w s^2 and w > 0, or None where p is negative somewhere."""
    poly = sympy.Poly([_sympy(c) for c in reversed(p)], X, domain="QQ")
    if poly.is_zero:
        return [Fraction(1)], []
    lead, factors = poly.sqf_list()
    root, rest = sympy.Poly(1, X, domain="QQ"), sympy.Poly(lead, X, domain="QQ")
    for factor, multiplicity in factors:
        root *= factor**(multiplicity//2)
        rest *= factor**(multiplicity % 2)
    if rest.LC() < 0 or rest.degree() % 2 or (rest.degree() and rest.count_roots()):
        return None
    squares = _positive(rest)
    return None if squares is None else (_list(root), squares)


def _positive(p: sympy.Poly) -> list[tuple[Fraction, Coefficients]] | None:
    n = p.degree()//2
    if n == 0:
        return [(_list(p)[0], [Fraction(1)])]
    even = sympy.Poly(sum(X**(2*i) for i in range(n + 1)), X, domain="QQ")
    for bits in range(1, 200, 4):
        spare = Fraction(1, 2**bits)*min(1, _fraction(p.LC()))
        less = p - even*_sympy(spare)
        if less.LC() > 0 and not less.count_roots():
            for digits in (bits + 32, 4*bits + 128):
                found = _round(_list(p), _list(less), n, digits)
                if found is not None:
                    return found
    return None


def _round(p: Coefficients, less: Coefficients, n: int, digits: int) -> list[tuple[Fraction, Coefficients]] | None:
    lead = less[-1]
    with flint.ctx.workprec(4*digits + 256):
        scale = sympy.ilcm(*(c.denominator for c in less))
        roots = flint.fmpz_poly([int(c*int(scale)) for c in less]).complex_roots()
        q = flint.acb_poly([1])
        for z, multiplicity in roots:
            if z.imag > 0:
                q *= flint.acb_poly([-z, 1])**multiplicity
        parts = [[_rounded(f(q[i]), digits) for i in range(n + 1)] for f in (lambda z: z.real, lambda z: z.imag)]
    if len(parts[0]) != n + 1 or q.degree() != n:
        return None
    rest = list(p)
    for s in parts:
        for i, a in enumerate(s):
            for j, b in enumerate(s):
                rest[i + j] -= lead*a*b
    out = [(lead, s) for s in parts if any(s)]
    for i in range(n):  # c x^(2i+1) = |c| ((x^(i+1) +- x^i/2)^2 - x^(2i+2) - x^(2i)/4)
        c = rest[2*i + 1]
        if c:
            square = [Fraction(0)]*(i + 2)
            square[i + 1], square[i] = Fraction(1), Fraction(1 if c > 0 else -1, 2)
            out.append((abs(c), square))
            rest[2*i + 2] -= abs(c)
            rest[2*i] -= abs(c)/4
    out += [(rest[2*i], [Fraction(0)]*i + [Fraction(1)]) for i in range(n + 1) if rest[2*i]]
    return out if all(w > 0 for w, _ in out) else None


def _rounded(a, digits: int) -> Fraction:
    scaled = (a*2**digits).mid()
    return Fraction(int(scaled.floor().unique_fmpz()), 2**digits)


def _sympy(c: Fraction) -> sympy.Rational:
    return sympy.Rational(c.numerator, c.denominator)


def _fraction(c) -> Fraction:
    return Fraction(int(c.p), int(c.q))


def _list(p: sympy.Poly) -> Coefficients:
    return [_fraction(c) for c in reversed(p.all_coeffs())]
