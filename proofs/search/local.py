"""Points by local search: constrained optimisation in floats, rounded to short fractions, equations repaired exactly.

What optimisation finds lies inside the set where it can, so that a nearby point with small denominators does as well. On an
equation the fractions are moved along a secant through a known rational point: then they lie on it again.

Legend: x the values of the symbols; a slack is right minus left of a relation; m the margin by which everything holds.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product
from typing import Any

import numpy as np
from scipy.optimize import minimize

from proofs.kernel.checker import Checker
from proofs.kernel.normal import Letter, Poly
from proofs.kernel.syntax import Formula, Reject, Term
from proofs.search.sample import Coordinates, Numbers, numeric

BOX, STEP = 30.0, 1e-7
DIGITS = (1, 2, 4, 10, 20, 100, 1000, 10**5)
STARTS = 4


def local(c: Coordinates, hypotheses: list[Formula], goal: Formula | None, deadline: float,
          patient: bool) -> Iterator[Numbers]:
    """Candidates that satisfy the hypotheses and break the goal, as far as floats can tell."""
    symbols = c.symbols()
    relations = [r for h in hypotheses for r in c.relations(h)]
    broken = [r for r in c.relations(goal)] if goal is not None else [None]
    repair = Repair(symbols, [r for r in relations if r[0] == "=="])
    rng = np.random.default_rng(0)
    for start in range(STARTS*(8 if patient else 1)):
        for breaking in broken:
            if time.monotonic() >= deadline:
                return
            x = _climb(c, relations, breaking, rng.normal(0, 2, len(symbols)), 1.0 if start % 2 == 0 else 0.0, deadline)
            if x is None:
                continue
            for q in DIGITS:
                numbers = repair({s: Fraction(float(v)).limit_denominator(q) for s, v in zip(symbols, x, strict=True)})
                if numbers is not None:
                    yield numbers


def _climb(c: Coordinates, relations: list[Formula], breaking: Formula | None, start: Any, inside: float,
           deadline: float) -> Any:
    """A point with a margin above 0, or None. ``inside`` is how much of the margin the hypotheses must have."""
    symbols = c.symbols()
    equations = [("+", r[1], ("-", r[2])) for r in relations if r[0] == "=="]
    slacks = [("+", r[2], ("-", r[1])) for r in relations if r[0] != "=="]
    slacks += [n for n, letter in c.letters.items() if letter.sign]
    gap: list[Term] = [] if breaking is None else [("+", breaking[1], ("-", breaking[2]))]
    share = np.array([inside]*len(slacks) + [1.0]*len(gap))

    def values(terms: list[Term], x: Any) -> Any:
        """The terms at x, and at small steps from it: their slopes."""
        if time.monotonic() >= deadline:
            raise TimeoutError
        points = np.hstack([x[:, None], x[:, None] + STEP*np.eye(len(x))])
        at = dict(zip(symbols, points, strict=True))
        with np.errstate(all="ignore"):
            table = np.array([np.broadcast_to(numeric(t, at), points.shape[1]) for t in terms], dtype=float)
        table = np.nan_to_num(table.reshape(len(terms), -1), nan=-1e6, posinf=1e6, neginf=-1e6)
        return table[:, 0], (table[:, 1:] - table[:, :1])/STEP

    def constraint(terms: list[Term], share: Any) -> list[dict[str, Any]]:
        kind = "eq" if share is None else "ineq"
        column = np.zeros(len(terms)) if share is None else share
        return [{"type": kind, "fun": lambda z: values(terms, z[:-1])[0] - column*z[-1],
                 "jac": lambda z: np.hstack([values(terms, z[:-1])[1], -column[:, None]])}] if terms else []

    try:
        found = minimize(lambda z: -z[-1], np.append(start, 0.0), jac=lambda z: np.append(np.zeros(len(z) - 1), -1.0),
                         method="SLSQP", bounds=[(-BOX, BOX)]*len(start) + [(-BOX, 1.0)],
                         constraints=constraint([*slacks, *gap], share) + constraint(equations, None),
                         options={"maxiter": 60})
    except (TimeoutError, ValueError):
        return None
    x, m = found.x[:-1], found.x[-1]
    near = not equations or np.max(np.abs(values(equations, x)[0])) < 1e-4
    return x if m > 1e-6 and near else None


class Repair:
    """Moves numbers onto equations, one equation after the other, each with symbols that the ones before it do not have."""

    def __init__(self, symbols: list[str], equations: list[Formula]) -> None:
        self.space = Checker({s: Letter("real") for s in symbols}, {})
        try:
            self.polys: list[Poly] | None = [self.space.slack(r) for r in equations]
        except Reject:
            self.polys = None

    def __call__(self, numbers: Numbers) -> Numbers | None:
        if self.polys is None:
            return None
        left, used, out = list(self.polys), set(), dict(numbers)
        while left:
            moved = next(((p, new) for p in sorted(left, key=len) if (new := self._onto(p, out, used)) is not None), None)
            if moved is None:
                return None
            p, new = moved
            out |= new
            used |= self._symbols(p)
            left.remove(p)
        return out

    def _symbols(self, p: Poly) -> set[str]:
        return {self.space.keys[i][1] for m in p for i, _ in m}

    def _onto(self, p: Poly, at: Numbers, used: set[str]) -> Numbers | None:
        """New values for the unused symbols of a polynomial at which it vanishes, close to the old ones."""
        if any(self.space.keys[i][0] != "letter" or e < 0 for m in p for i, e in m):
            return None
        if self._value(p, at) == 0:
            return {}
        free = sorted(self._symbols(p) - used)
        for s in free:
            if all(e == 1 for m in p for i, e in m if self.space.keys[i][1] == s):
                low, high = self._value(p, at | {s: Fraction(0)}), self._value(p, at | {s: Fraction(1)})
                if low != high:
                    return {s: low/(low - high)}
        return self._secant(p, at, free)

    def _secant(self, p: Poly, at: Numbers, free: list[str]) -> Numbers | None:
        """The second point of a quadric on the line from one of its rational points to where we are."""
        if any(sum(e for i, e in m if self.space.keys[i][1] in free) > 2 for m in p):
            return None
        small = (Fraction(0), Fraction(1), Fraction(-1), Fraction(2), Fraction(-2))
        for base in islice(product(small, repeat=len(free)), 700):
            origin = dict(zip(free, base, strict=True))
            if self._value(p, at | origin) != 0:
                continue
            along = [self._value(p, at | {s: origin[s] + k*(at[s] - origin[s]) for s in free}) for k in (1, -1)]
            bend, slope = (along[0] + along[1])/2, (along[0] - along[1])/2
            if bend and slope:
                return {s: origin[s] - slope/bend*(at[s] - origin[s]) for s in free}
        return None

    def _value(self, p: Poly, at: Numbers) -> Fraction:
        total = Fraction(0)
        for m, c in p.items():
            for i, e in m:
                c *= at[self.space.keys[i][1]]**e
            total += c
        return total
