"""Real algebraic numbers that z3 answers with, as polynomials in one of them: integer relations between their digits.

What digits suggest may be wrong; `proofs.algebraic` checks the counterexample that is made of it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import mpmath

from proofs.algebraic import DEGREE, Theta, term
from proofs.kernel.syntax import Reject, Term

PLACES, LARGEST = 120, 10**6  # digits; coefficients of a relation
Root = tuple[list[Fraction], Fraction]  # a polynomial, the constant first, and its root to PLACES digits


def rational(value: Any) -> Fraction:
    """A rational number of z3."""
    return Fraction(value.numerator_as_long(), value.denominator_as_long())


def in_one(values: dict[str, Any], deadline: float) -> tuple[dict[str, Any], dict[str, Term]] | None:
    """(theta as a counterexample writes it, each of z3's algebraic numbers as a term in theta), or None."""
    roots = {s: ([rational(a) for a in v.poly()], rational(v.approx(PLACES))) for s, v in values.items()}
    with mpmath.workdps(PLACES - 20):
        for p, x in _generators(roots):
            theta = _isolated(p, x)
            if theta is None or time.monotonic() >= deadline:
                continue
            powers = [_real(x)**i for i in range(len(p) - 1)]
            found = {s: mpmath.pslq([_real(y), *powers], maxcoeff=LARGEST, maxsteps=10_000) for s, (_, y) in roots.items()}
            if all(relation and relation[0] for relation in found.values()):
                return theta, {s: term([Fraction(-a, r[0]) for a in r[1:]]) for s, r in found.items()}
    return None


def _generators(roots: dict[str, Root]) -> Iterator[Root]:
    """Each of the roots, then sums of all with small weights."""
    yield from sorted(roots.values(), key=lambda r: -len(r[0]))
    for weights in ([1]*len(roots), range(1, len(roots) + 1)):
        x = sum(w*y for w, (_, y) in zip(weights, roots.values(), strict=True))
        for degree in range(2, min(DEGREE, 8) + 1):
            p = mpmath.findpoly(_real(x), degree, maxcoeff=LARGEST, tol=mpmath.mpf(10)**(40 - PLACES))
            if p:
                yield [Fraction(int(a)) for a in reversed(p)], x
                break


def _real(x: Fraction) -> Any:
    return mpmath.mpf(x.numerator)/x.denominator


def _isolated(p: list[Fraction], x: Fraction) -> dict[str, Any] | None:
    """theta, with the shortest interval of decimals that isolates it."""
    for places in range(PLACES//2):
        low = Fraction((x*10**places).__floor__(), 10**places)
        high = low + Fraction(1, 10**places)
        try:
            Theta(p, low, high)
        except Reject:
            continue
        return {"polynomial": [str(a) for a in p], "interval": [str(low), str(high)]}
    return None
