"""Polynomials with rational coefficients over numbered atoms, and vectors as linear combinations of them.

A polynomial maps monomials (sorted tuples of (atom, exponent)) to fractions. Legend: p, q polynomials; m monomials.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, NamedTuple

Monomial = tuple[tuple[int, int], ...]
Poly = dict[Monomial, Fraction]
Vector = dict[int, Poly]
ONE: Monomial = ()


class Letter(NamedTuple):
    """A declared letter: its sort, and the sign that is known of it."""

    sort: str
    sign: str = ""


def constant(c: Fraction | int) -> Poly:
    return {ONE: Fraction(c)} if c else {}


def add(p: Poly, q: Poly, factor: Fraction | int = 1) -> Poly:
    """p + factor * q."""
    out = dict(p)
    for m, c in q.items():
        c = out.get(m, 0) + c*factor
        if c:
            out[m] = c
        else:
            out.pop(m, None)
    return out


def key(p: Poly) -> tuple[Any, ...]:
    return tuple(sorted(p.items()))
