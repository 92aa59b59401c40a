"""Batches of symmetric matrices with a given spectrum, for operator letters: definite, semidefinite, indefinite.

They are the matrices of the quadratic family. With an eigenbasis asked for they are diagonal, which makes the basis exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.ball import Ball
from numerics.exact import double
from numerics.families.base import constant
from numerics.families.quadratic import Quadratic
from numerics.operators import ArrayMatrix, ExactMatrix

_ALL = ("loewner_below", "loewner_above", "eigenvalues_at_most", "eigenvalues_at_least", "eigenvalues_between",
        "largest_eigenvalue", "smallest_eigenvalue", "eigenbasis")
_KINDS = {"definite": ("positive_semidefinite", "positive_definite", "invertible"), "semidefinite": ("positive_semidefinite",),
          "indefinite": ("invertible",)}


class SymmetricBatch(ArrayMatrix):
    """Data ``A`` (problems, n, n), ``low`` and ``high`` bounds of its spectrum."""

    special: tuple[np.ndarray, ...] = ()
    centre = 0.0

    def __init__(self, data, backend):
        self.data = data
        A = data["A"][:, None]
        super().__init__(backend.put(A), backend.put(0.0*A), backend)
        low, high = constant(data["low"]), constant(data["high"])
        slack = 1e-12*np.maximum(abs(data["low"]), abs(data["high"]))
        ends = {"largest_eigenvalue": constant(data["high"], slack), "smallest_eigenvalue": constant(data["low"], slack)}
        self.constants = {name: () for name in ("positive_semidefinite", "positive_definite", "invertible", "eigenbasis")}
        self.constants |= {name: (high,) for name in ("loewner_below", "eigenvalues_at_most")}
        self.constants |= {name: (low,) for name in ("loewner_above", "eigenvalues_at_least")}
        self.constants |= {"eigenvalues_between": (low, high), **{name: (end,) for name, end in ends.items()}}

    def spectrum(self):
        ends = (self.constants[name][0] for name in ("smallest_eigenvalue", "largest_eigenvalue"))
        return tuple(Ball(self.backend.put(v), self.backend.put(e)) for v, e in ends)

    def eigenvalue(self, j: int) -> Ball:
        """The j-th entry of a diagonal matrix."""
        return Ball(self.backend.put(np.ascontiguousarray(self.data["A"][:, j - 1, j - 1])[:, None]))

    def eigenvector(self, j: int) -> Ball:
        row = np.broadcast_to(np.eye(self.data["A"].shape[-1])[j - 1], (len(self.data["A"]), 1, self.data["A"].shape[-1]))
        return Ball(self.backend.put(row))

    def exact(self, problem: int) -> ExactMatrix:
        return ExactMatrix([[double(float(a)) for a in row] for row in self.data["A"][problem]])


@dataclass(frozen=True)
class Symmetric:
    """``kind`` is definite, semidefinite or indefinite; ``diagonal`` gives it the unit vectors as an eigenbasis."""

    kind: str
    diagonal: bool = False
    polynomial: bool = True

    @property
    def name(self) -> str:
        return f"{self.kind} {'diagonal' if self.diagonal else 'symmetric'} matrix"

    @property
    def declares(self) -> tuple[str, ...]:
        return (*_KINDS[self.kind], *(_ALL if self.diagonal else _ALL[:-1]))

    def sample(self, rng, problems, n, backend) -> SymmetricBatch:
        data = Quadratic(self.kind).sample(rng, problems, n, backend).data
        A, low, high = data["A"], data["low"], data["high"]
        if self.diagonal:
            A = A*np.eye(n)
            entries = np.diagonal(A, axis1=1, axis2=2)
            low, high = entries.min(axis=1), entries.max(axis=1)
        return SymmetricBatch({"A": A, "low": low, "high": high}, backend)

    def from_data(self, data, backend) -> SymmetricBatch:
        return SymmetricBatch(data, backend)


FAMILIES = tuple(Symmetric(kind, diagonal) for diagonal in (False, True) for kind in _KINDS)
