"""A claim about a polynomial in numbers as a sum of squares, by one Gram block over monomials of half its degree.

A semidefinite program finds a Gram matrix as far inside the cone as it can be, in floats. Where all of them are singular, the
common kernel is read off and rounded, and the search goes on in what is left (facial reduction). The matrix is rounded, put
back onto the equations exactly, and completed to squares (LDL').

Legend: p the slack of the claim; z the monomials of the block; Q = B X B' its Gram matrix, X positive definite; h what is given
times monomials (squares of monomials, of an inequality), which may be added with numbers as multipliers; s = 1 + x^2 + ...
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations_with_replacement, islice
from typing import Any

import clarabel
import flint
import numpy as np
from scipy import sparse

from proofs.kernel.checker import Checker
from proofs.kernel.normal import ONE, Monomial, Poly
from proofs.kernel.syntax import Formula, Term
from proofs.search.unread import monomial_term, number, poly_term

Data = dict[str, Any]
Rows = list[list[Fraction]]
DEGREE, BLOCK, LETTERS, GIVEN = 12, 36, 6, 60  # of p; monomials in z; letters in p; multipliers
LARGEST = 2000  # terms of s p
INSIDE = 1e-6  # an eigenvalue that is smaller may be none
DIGITS = (1, 2, 6, 60, 10**4, 10**7)  # largest denominators of the entries that are rounded, tried one after the other


def find_squares(space: Checker, goal: Formula, using: list[str], deadline: float, lifted: bool = False) -> Data | None:
    """A positivity step whose certificate is a sum of squares of polynomials, and multiples of what is given; or None.

    ``lifted``: for s p, and then divided by s (Motzkin's polynomial is no sum of squares, but s times it is one).
    """
    if goal[0] == "==" or space.sort(goal[1]) == "vector":
        return None
    p = space.slack(goal)
    letters = {i for m in p for i, _ in m}
    s = {ONE: Fraction(1), **{((i, 2),): Fraction(1) for i in sorted(letters)}}
    if not _polynomial(space, p) or len(p)*len(s) > LARGEST:
        return None
    p = space.mul(p, s) if lifted else p
    degree = max((_degree(m) for m in p), default=0)
    if not 2 < degree <= DEGREE or degree % 2 or len(letters) > LETTERS:
        return None
    given = list(islice(_given(space, using, letters, degree), GIVEN))
    z = _block(p, [h for *_, h in given], sorted(letters), degree//2)
    if not z or len(z) > BLOCK:
        return None
    free = [space.facts[name][0] == "==" for name, *_ in given]
    found = _gram(p, z, [h for *_, h in given], free, deadline)
    if found is None:
        return None
    weights, squares = found

    def over(t: Term) -> Term:
        return ("/", t, poly_term(space, s)) if lifted else t

    parts: list[Term] = []
    equations: dict[str, list[Term]] = {}
    for (name, m, _), c, equation in zip(given, weights, free, strict=True):
        if c and equation:
            equations.setdefault(name, []).append(monomial_term(space, m, c) if c > 0 else ("-", monomial_term(space, m, -c)))
        elif c:
            parts.append(_product(monomial_term(space, m, c), ("slack", name)))
    for c, form in squares:
        constant = set(form) == {ONE}
        parts.append(number(c*form[ONE]**2) if constant else _product(number(c), ("sq", poly_term(space, form))))
    nonneg = parts[0] if len(parts) == 1 else ("+", *parts) if parts else 0
    step: Data = {"rule": "positivity", "claim": goal, "nonneg": over(nonneg)}
    if equations:
        step["equations"] = [[over(ts[0] if len(ts) == 1 else ("+", *ts)), name] for name, ts in equations.items()]
    return step


def _product(c: Term, t: Term) -> Term:
    return t if c == 1 else ("*", c, t)


def _given(space: Checker, using: list[str], letters: set[int], degree: int) -> Iterator[tuple[str, Monomial, Poly]]:
    """Facts with monomials, and their products, of no higher degree than p has; low degrees first."""
    facts = {n: space.slack(space.facts[n]) for n in using if space.sort(space.facts[n][1]) != "vector"}
    facts = {n: h for n, h in facts.items() if h and _polynomial(space, h) and {i for m in h for i, _ in m} <= letters}
    for d in range(degree):
        for m in _monomials(sorted(letters), d):
            for name, h in facts.items():
                factor = m if space.facts[name][0] == "==" else _times(m, m)
                if _degree(factor) + max(map(_degree, h)) <= degree:
                    yield name, factor, space.mul({factor: Fraction(1)}, h)


def _monomials(letters: list[int], degree: int) -> list[Monomial]:
    return [tuple((i, chosen.count(i)) for i in sorted(set(chosen)))
            for chosen in combinations_with_replacement(letters, degree)]


def _degree(m: Monomial) -> int:
    return sum(e for _, e in m)


def _polynomial(space: Checker, p: Poly) -> bool:
    return all(space.keys[i][0] == "letter" and e > 0 for m in p for i, e in m)


def _times(m: Monomial, n: Monomial) -> Monomial:
    exponents = dict(m)
    for i, e in n:
        exponents[i] = exponents.get(i, 0) + e
    return tuple(sorted(exponents.items()))


def _block(p: Poly, given: list[Poly], letters: list[int], half: int) -> list[Monomial]:
    """The monomials whose squares may occur; the number 1, if it is one of them, last."""
    support = {*p, *(m for h in given for m in h)}
    low, most = min(map(_degree, support)), {i: max(dict(m).get(i, 0) for m in support) for i in letters}
    z = [m for d in range(half, (low - 1)//2, -1) for m in _monomials(letters, d)]
    z = [m for m in z if all(2*e <= most[i] for i, e in m)] if len(z) <= 20*BLOCK else []
    while True:  # a square that neither p nor a product of two others has is not there
        crossed = {_times(m, n) for k, m in enumerate(z) for n in z[k + 1:]}
        kept = [m for m in z if _times(m, m) in support or _times(m, m) in crossed]
        if len(kept) == len(z):
            return z
        z = kept


def _gram(p: Poly, z: list[Monomial], given: list[Poly], free: list[bool],
          deadline: float) -> tuple[list[Fraction], list[tuple[Fraction, Poly]]] | None:
    """Multipliers, and weights > 0 with the polynomials that are squared."""
    products = sorted({_times(m, n) for m in z for n in z} | set(p) | {m for h in given for m in h})
    place = {m: k for k, m in enumerate(products)}
    B: Rows = [[Fraction(int(i == j)) for j in range(len(z))] for i in range(len(z))]
    while B and B[0] and time.monotonic() < deadline:
        n = len(B[0])
        cells = [(i, j) for j in range(n) for i in range(j + 1)]
        rows = [[Fraction(0)]*(len(cells) + len(given) + 1) for _ in products]
        columns = [[(m, row[j]) for m, row in zip(z, B, strict=True) if row[j]] for j in range(n)]
        for at, (i, j) in enumerate(cells):
            for m, a in columns[i]:
                for k, b in columns[j]:
                    rows[place[_times(m, k)]][at] += a*b*(1 if i == j else 2)
        for at, h in enumerate([*given, p], len(cells)):
            for m, c in h.items():
                rows[place[m]][at] += c
        found = _inside(np.array(rows, dtype=float), n, cells, free, deadline)
        if found is None or found[0] < -INSIDE:
            return None
        t, values = found
        X = np.zeros((n, n))
        for at, (i, j) in enumerate(cells):
            X[i, j] = X[j, i] = values[at]
        if t > INSIDE:
            return _rounded(rows, values, n, cells, free, z, B)
        kernel = _kernel(X)
        if kernel is None:
            return None
        B = [[sum((row[k]*kernel[k][j] for k in range(n)), Fraction(0)) for j in range(len(kernel[0]))] for row in B]
    return None


def _inside(rows: Any, n: int, cells: list[tuple[int, int]], free: list[bool], deadline: float) -> tuple[float, Any] | None:
    """The largest t <= 1 such that X - t is positive semidefinite for some X, and the values of X and of the multipliers."""
    total = len(cells) + len(free) + 1
    E = np.hstack([rows[:, :-1], np.zeros((len(rows), 1))])
    signs = np.zeros((sum(not f for f in free) + 1, total))
    for r, k in enumerate(k for k, f in enumerate(free) if not f):
        signs[r, len(cells) + k] = -1.0
    signs[-1, -1] = 1.0
    cone = np.zeros((len(cells), total))
    for at, (i, j) in enumerate(cells):
        cone[at, at] = -1.0 if i == j else -np.sqrt(2.0)
        cone[at, -1] = 1.0 if i == j else 0.0
    A = sparse.csc_matrix(np.vstack([E, signs, cone]))
    right = np.concatenate([rows[:, -1], np.zeros(len(signs) - 1), [1.0], np.zeros(len(cells))])
    q = np.zeros(total)
    q[-1] = -1.0
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.time_limit = max(0.01, deadline - time.monotonic())
    cones = [clarabel.ZeroConeT(len(rows)), clarabel.NonnegativeConeT(len(signs)), clarabel.PSDTriangleConeT(n)]
    solution = clarabel.DefaultSolver(sparse.csc_matrix((total, total)), q, A, right, cones, settings).solve()
    if "Solved" not in str(solution.status):
        return None
    x = np.array(solution.x)
    return float(x[-1]), x[:-1]


def _kernel(X: Any) -> Rows | None:
    """A rational basis, as columns, of what is orthogonal to the kernel of a matrix; None if no kernel is seen."""
    sizes, vectors = np.linalg.eigh(X)
    null = vectors[:, sizes < 1e-4*max(1.0, sizes[-1])].T.copy()
    if not len(null) or len(null) == len(X):
        return None
    pivots: list[int] = []
    for r in range(len(null)):  # to reduced echelon form, where the entries are numbers that can be recognised
        row, column = divmod(int(np.argmax(np.abs(null[r:]) > 0.1*np.abs(null[r:]).max())), len(X))
        null[[r, r + row]] = null[[r + row, r]]
        column = int(np.argmax(np.abs(null[r])))
        null[r] /= null[r, column]
        for other in range(len(null)):
            if other != r:
                null[other] -= null[other, column]*null[r]
        pivots.append(column)
    rest = [j for j in range(len(X)) if j not in pivots]
    exact = {(r, j): Fraction(float(null[r, j])).limit_denominator(64) for r in range(len(null)) for j in rest}
    if any(abs(null[r, j] - float(c)) > 1e-2 for (r, j), c in exact.items()):
        return None
    return [[-exact[pivots.index(i), j] if i in pivots else Fraction(int(i == j)) for j in rest] for i in range(len(X))]


def _rounded(rows: Rows, values: Any, n: int, cells: list[tuple[int, int]], free: list[bool], z: list[Monomial],
             B: Rows) -> tuple[list[Fraction], list[tuple[Fraction, Poly]]] | None:
    """Entries rounded, as few digits as will do, the others from the equations; then squares."""
    table, rank = flint.fmpq_mat([[flint.fmpq(c.numerator, c.denominator) for c in row] for row in rows]).rref()
    solved = [[Fraction(int(table[r, j].p), int(table[r, j].q)) for j in range(table.ncols())] for r in range(rank)]
    pivots = [next(j for j, c in enumerate(row) if c) for row in solved]
    if pivots and pivots[-1] == len(values):
        return None
    for digits in DIGITS:
        x = [Fraction(float(v)).limit_denominator(digits) for v in values]
        for row, k in zip(solved, pivots, strict=True):
            x[k] = row[-1] - sum((c*x[j] for j, c in enumerate(row[:-1]) if c and j != k), Fraction(0))
        weights = x[len(cells):]
        if any(c < 0 and not f for c, f in zip(weights, free, strict=True)):
            continue
        squares = _squares({cell: x[at] for at, cell in enumerate(cells)}, n)
        if squares is not None:
            return weights, [(d, {m: c for m, row in zip(z, B, strict=True)
                                  if (c := sum((a*b for a, b in zip(row, form, strict=True)), Fraction(0)))})
                             for d, form in squares]
    return None


def _squares(X: dict[tuple[int, int], Fraction], n: int) -> list[tuple[Fraction, list[Fraction]]] | None:
    """LDL': weights > 0 and linear forms whose weighted squares add up to a positive definite form; else None."""
    M = [[X[min(i, j), max(i, j)] for j in range(n)] for i in range(n)]
    out = []
    for k in range(n):
        d = M[k][k]
        if d <= 0:
            return None
        form = [M[k][j]/d if j >= k else Fraction(0) for j in range(n)]
        out.append((d, form))
        for i in range(k + 1, n):
            if M[i][k]:
                for j in range(k + 1, n):
                    M[i][j] -= d*form[i]*form[j]
    return out
