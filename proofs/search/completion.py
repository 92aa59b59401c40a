"""Complete squares with symbolic coefficients: a quadratic form as a sum of visibly nonnegative multiples of squares (LDL').

Which pivots come first decides whether the weights are visibly nonnegative, so that orders are tried out.

Legend: M the symmetric matrix of the form over the rational functions of the parameters; a pivot is a place on its diagonal.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import sympy

from proofs.kernel.syntax import Reject, Term
from proofs.search.linear import find
from proofs.search.unread import atom_term

if TYPE_CHECKING:
    from proofs.search.semidefinite import Problem

PIVOTS = 60  # that are tried, in all orders together
Matrix = dict[tuple[int, int], Any]


class Completion:
    """Weights and squares in the scope of a problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.deadline, self.tries = problem, problem.deadline, 0
        symbols = list(problem.symbols.values())
        self.field: Any = sympy.QQ.frac_field(*symbols) if symbols else sympy.QQ
        self.names = [name for _, name in problem.constraints]
        self.weights: dict[Any, Term | None] = {}

    def weight(self, e: Any) -> Term | None:
        """A visibly nonnegative term equal to an element of the field, from the constraints on parameters."""
        if e not in self.weights:
            t = self.problem.term(self.field.to_sympy(e))
            step: dict[str, Any] | None = {"nonneg": t}
            if not self.problem.space.sign(t):
                try:
                    step = find(self.problem.space, ("<=", 0, t), self.names, deadline=self.deadline)
                except Reject:
                    step = None
            self.weights[e] = None if step is None else step["nonneg"]
        return self.weights[e]

    def squares(self, M: Matrix, basis: list[Any]) -> list[Term] | None:
        """Weighted squares that add up to a form in the basis; None if none were found. "1" in the basis is the number."""
        M = {cell: v for cell, v in M.items() if v != 0}
        if not M:
            return []
        places = {i for i, _ in M}
        if any((i, i) not in M for i in places):
            return None  # zero on the diagonal, and not beside it
        for k in sorted(places, key=lambda i: (self._length(M[i, i]), i)):
            self.tries += 1
            if self.tries > PIVOTS or time.monotonic() >= self.deadline:
                return None
            d, row = M[k, k], {j: v for (i, j), v in M.items() if i == k}
            weight = self.weight(d)
            if weight is None:
                continue
            rest = dict(M)
            for i, a in row.items():
                for j, b in row.items():
                    rest[i, j] = rest.get((i, j), self.field.zero) - a*b/d
            others = self.squares(rest, basis)
            if others is not None:
                u = self._form({j: v/d for j, v in row.items()}, basis)
                return [("sq", u) if weight == 1 else ("*", weight, ("sq", u)), *others]
        return None

    def _length(self, e: Any) -> int:
        """How long an element is written."""
        return len(e.numer) + len(e.denom) if self.problem.symbols else 0

    def _form(self, coefficients: dict[int, Any], basis: list[Any]) -> Term:
        """A linear combination of the basis."""
        parts: list[Term] = []
        for j, c in sorted(coefficients.items()):
            factor = self.problem.term(self.field.to_sympy(c))
            base = 1 if basis[j] == "1" else atom_term(self.problem.space, basis[j])
            parts.append(base if c == 1 else factor if base == 1 else ("*", factor, base))
        return parts[0] if len(parts) == 1 else ("+", *parts)
