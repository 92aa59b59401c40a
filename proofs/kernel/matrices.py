"""Operators of a model as matrices: a symmetric table of numbers, the second derivatives of a function, an inverse.

Legend: d the dimension; M a matrix as rows of terms.
"""

from __future__ import annotations

from itertools import permutations
from typing import Any

from proofs.kernel.differentiate import number, partials
from proofs.kernel.exact import evaluate
from proofs.kernel.syntax import Reject, Term, free_letters, freeze, show

Matrix = list[list[Term]]


def symmetric(name: str, data: Any, d: int) -> Matrix:
    """The matrix of an operator letter: d rows of d numbers, the same across the diagonal."""
    rows = [list(row) for row in freeze(data)]
    if len(rows) != d or any(len(row) != d for row in rows):
        raise Reject("shape", f"the operator {name!r} is given by {d} rows of {d} numbers")
    values = [[evaluate(a) for a in row] for row in rows]
    rational = all(a[0] == a[1] for row in values for a in row)
    if not rational or any(values[i][j] != values[j][i] for i in range(d) for j in range(i)):
        raise Reject("sort", f"the operator {name!r} is given by a matrix of rational numbers that is not symmetric")
    return rows


def second_derivatives(gradient: list[Term], coordinates: tuple[str, ...]) -> Matrix:
    """The Hessian from the gradient; refused where the gradient is not visibly differentiable everywhere."""
    return [partials(part, coordinates) for part in gradient]


def product(M: Matrix, u: list[Term]) -> list[Term]:
    return [("+", *(("*", a, b) for a, b in zip(row, u, strict=True))) for row in M]


def determinant(M: Matrix) -> Term:
    """Leibniz's formula: the sum over all permutations."""
    d = len(M)
    if d == 0:
        return 1
    parts = []
    for p in permutations(range(d)):
        swaps = sum(p[i] > p[j] for i in range(d) for j in range(i + 1, d))
        parts.append(("*", -1 if swaps % 2 else 1, *(M[i][p[i]] for i in range(d))))
    return _number(("+", *parts))


def _number(t: Term) -> Term:
    """A closed rational term as the number that it is, so that its sign is seen."""
    if free_letters(t):
        return t
    value = evaluate(t)
    return number(value[0]) if value[0] == value[1] else t


def inverse(M: Matrix) -> Matrix:
    """Cramer's rule; where the determinant is 0 the value has no meaning, and the model is not admissible."""
    d = len(M)
    if d > 4:
        raise Reject("shape", f"the inverse of a matrix with {d} rows is not computed")

    def cofactor(i: int, j: int) -> Term:
        rest = [[a for n, a in enumerate(row) if n != j] for m, row in enumerate(M) if m != i]
        return ("*", -1 if (i + j) % 2 else 1, determinant(rest))

    whole = determinant(M)
    return [[_number(("/", cofactor(j, i), whole)) for j in range(d)] for i in range(d)]


def refuse_capture(index: Term, letters: set[str], coordinates: list[str]) -> None:
    """The index of a function of a family must not mention what the family's terms mean by coordinates."""
    if letters & set(coordinates):
        raise Reject("capture", f"the index {show(index)} mentions a coordinate")
