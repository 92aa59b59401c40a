"""The largest or smallest constant for which a claim has a certificate: one linear program in which the constant is unknown.

Legend: c the letter that stands for the constant; the slack of the claim is S0 + c S1, linear in c. Floats only propose a
value: whoever asks has the claim proved at it.
"""

from __future__ import annotations

import math
import time
from fractions import Fraction
from typing import Any

import numpy as np
from scipy.optimize import linprog

from proofs.kernel.checker import Checker, open_theorem
from proofs.kernel.normal import ONE, Poly
from proofs.kernel.syntax import RELATIONS, Formula, Reject, Term, free_letters, freeze
from proofs.search.factors import denominator_facts
from proofs.search.linear import Candidate, _bases, _candidates, _denominators, _vectors_inside, clear, find, sign_facts
from proofs.search.unread import atom_term, poly_term

Data = dict[str, Any]
DENOMINATOR = 10_000  # of a value that is read off a float


def extreme(statement: Data, goal: Formula, c: str, sense: int, low: float, high: float, deadline: float) -> Fraction | None:
    """The largest (``sense`` 1) or smallest (-1) c in [low, high] for which the linear search has a certificate; or None.

    None also where the claim is not linear in c, a hypothesis speaks of c, or c is not bounded on that side.
    """
    try:
        space, goal, using = _open(statement, goal, c)
        slack = space.slack(goal)
        squares = [*_vectors_inside(goal, space), *_pairs(space)]
        for clearing in (False, True) if space.polys else (False,):
            target, cleared = clear(space, slack) if clearing else (slack, {})
            parts = _split(space, target, c)
            if parts is None:
                return None
            value = _largest(space, *parts, cleared, using, squares, clearing, sense, (low, high), deadline)
            if value is not None:
                return value
    except (Reject, ValueError, ArithmeticError):
        pass
    return None


def stronger(statement: Data, goal: Formula, c: str) -> int:
    """1 if the claim visibly says more for larger c, -1 if for smaller, 0 if neither is seen."""
    try:
        space, goal, using = _open(statement, goal, c)
        parts = _split(space, space.slack(goal), c)
        if parts is None or not parts[1]:
            return 0
        factor = poly_term(space, parts[1])
        for sense, claim in ((1, ("<=", factor, 0)), (-1, ("<=", 0, factor))):
            if find(space, claim, using, levels=1) is not None:
                return sense
    except (Reject, ValueError, ArithmeticError):
        pass
    return 0


def _pairs(space: Checker) -> list[Term]:
    """Sums and differences of two letters of one sort: their squares are worth a try."""
    sorts = [[n for n, v in space.letters.items() if v.sort == sort and not v.sign][:5] for sort in ("real", "vector")]
    return [("+", a, other) for names in sorts for i, a in enumerate(names) for b in names[i + 1:] for other in (b, ("-", b))]


def _open(statement: Data, goal: Formula, c: str) -> tuple[Checker, Formula, list[str]]:
    """The scope of a claim, and the facts at hand; raises `Reject` where a hypothesis speaks of c, and for an equation."""
    goal = freeze(goal)
    if any(c in free_letters(freeze(h)) for h in statement["hypotheses"].values()) or goal[0] not in ("<=", "<"):
        raise Reject("shape", "the constant stands in a hypothesis")
    space = open_theorem({**statement, "proof": []}, {})
    using = [name for name, formula in space.facts.items() if formula[0] in RELATIONS]
    return space, goal, using + [step["name"] for step in denominator_facts(space, goal, using)]


def _split(space: Checker, p: Poly, c: str) -> tuple[Poly, Poly] | None:
    """S0 and S1 of p = S0 + c S1; None where p is not linear in c."""
    constant: Poly = {}
    factor: Poly = {}
    for m, v in p.items():
        inside = [(i, e) for i, e in m if c in free_letters(atom_term(space, i))]
        if not inside:
            constant[m] = v
        elif len(inside) == 1 and inside[0][1] == 1 and space.keys[inside[0][0]] == ("letter", c):
            factor[tuple(pair for pair in m if pair != inside[0])] = v
        else:
            return None
    return constant, factor


def _largest(space: Checker, constant: Poly, factor: Poly, cleared: dict[int, int], using: list[str], squares: list[Any],
             clearing: bool, sense: int, bounds: tuple[float, float], deadline: float) -> Fraction | None:
    _denominators(space, cleared, using)  # refuses what has no sign
    bases = _bases(space, using, squares, clearing)
    monomials = {*constant, *factor} or {ONE}
    named = sign_facts(space, using)
    for level in range(3):
        if time.monotonic() >= deadline:
            return None
        candidates = _candidates(space, monomials, bases, 1 + level//2, named)
        value = _solve(constant, factor, candidates, sense, bounds)
        if value is not None:
            return value
        monomials |= {m for k in candidates for m, _ in k.poly}
    return None


def _solve(constant: Poly, factor: Poly, candidates: list[Candidate], sense: int,
           bounds: tuple[float, float]) -> Fraction | None:
    """Maximise sense*c, where S0 + c S1 is a combination of the candidates."""
    if not candidates:
        return None
    rows = {m: i for i, m in enumerate(sorted({*constant, *factor, *(m for k in candidates for m, _ in k.poly)}))}
    A = np.zeros((len(rows), len(candidates) + 1))
    b = np.zeros(len(rows))
    for j, k in enumerate(candidates):
        for m, v in k.poly:
            A[rows[m], j] = float(v)
    for m, v in factor.items():
        A[rows[m], -1] = -float(v)
    for m, v in constant.items():
        b[rows[m]] = float(v)
    wanted = np.zeros(len(candidates) + 1)
    wanted[-1] = -sense
    ranges = [(None, None) if k.equation else (0, None) for k in candidates] + [_finite(bounds)]
    found = linprog(wanted, A_eq=A, b_eq=b, bounds=ranges, method="highs-ds")
    return _near(float(found.x[-1]), sense) if found.status == 0 else None


def _finite(bounds: tuple[float, float]) -> tuple[float | None, float | None]:
    low, high = (None if math.isinf(v) else v for v in bounds)
    return low, high


def _near(value: float, sense: int) -> Fraction:
    """The rational that a float stands for; one on the weaker side of it where it looks irrational."""
    for size in (100, DENOMINATOR):
        near = Fraction(value).limit_denominator(size)
        if abs(float(near) - value) <= 1e-9*max(1.0, abs(value)):
            return near
    return Fraction(math.floor(sense*value*DENOMINATOR), DENOMINATOR)*sense
