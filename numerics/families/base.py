"""What a family of functions offers: a batch of random members with values, gradients, class constants and their error bounds.

Shapes: data (problems, ...); points (problems, replicas, n); values (problems, replicas); constants (problems, 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from numerics.backend import Backend
from numerics.ball import Ball
from numerics.exact import Vector, double

OUTWARD = 1e-13  # relative: covers the eigenvalue and singular value routines in up to 64 dimensions with room to spare


class Problem(Protocol):
    """A batch of functions.

    ``family``     the name of the family, set by whoever draws the problem
    ``data``       name -> host array whose first axis counts the problems; all that is needed to rebuild them
    ``constants``  class name of ``proofs.classes`` -> parameters after f, host arrays (value, error) of shape (problems, 1);
                   bounds, rounded outward; NaN where a problem is not in the class
    ``centre``     where the function is interesting (a minimiser or critical point), (problems, 1, n)
    ``special``    directions worth trying, such as the top eigenvector, each (problems, 1, n)
    """

    family: str
    data: dict[str, np.ndarray]
    constants: dict[str, tuple[tuple[np.ndarray, np.ndarray], ...]]
    centre: np.ndarray
    special: tuple[np.ndarray, ...]

    def value(self, x: Ball) -> Ball: ...
    def gradient(self, x: Ball) -> Ball: ...
    def exact(self, problem: int) -> ExactFunction: ...


class ExactFunction(Protocol):
    """One member in exact balls."""

    def value(self, x: Vector) -> Any: ...
    def gradient(self, x: Vector) -> Vector: ...


class Family(Protocol):
    name: str
    declares: tuple[str, ...]
    polynomial: bool  # along every line

    def sample(self, rng: np.random.Generator, problems: int, n: int, backend: Backend) -> Problem: ...
    def from_data(self, data: dict[str, np.ndarray], backend: Backend) -> Problem: ...


def constant(value, error=0.0) -> tuple[np.ndarray, np.ndarray]:
    """A parameter (value, error), each (problems, 1)."""
    value = np.asarray(value, dtype=float).reshape(-1, 1)
    return value, np.broadcast_to(np.asarray(error, dtype=float).reshape(-1, 1), value.shape).copy()


def point(value, error=0.0) -> tuple[np.ndarray, np.ndarray]:
    """A point parameter (value, error), each (problems, 1, n); the error bounds each coordinate."""
    return value[:, None, :], np.broadcast_to(np.asarray(error, dtype=float).reshape(-1, 1, 1), value[:, None, :].shape).copy()


def wide(value, relative=OUTWARD):
    """A positive bound, rounded up."""
    return value*(1 + relative)


def smooth_constants(L, fs=None, nonnegative=None) -> dict:
    """What an L-Lipschitz gradient implies; with infimum 0 also semi-smoothness for every c >= 0 and beta = L."""
    found = {"lipschitz_gradient": (constant(L),), "upper_quadratic": (constant(L),)}
    if fs is not None:
        found["bounded_below"] = found["infimum"] = (fs,)
        zero = np.where(nonnegative, 0.0, np.nan)
        found["semi_smooth"] = (constant(zero), constant(L))
    return found


def gap_constants(alpha, fs) -> dict:
    """The PL inequality, written in its two ways."""
    return {"polyak_lojasiewicz": (constant(alpha), fs), "error_bound": (constant(2*alpha), fs)}


class Once:
    """Remembers the last results by point, so that a value and its gradient share their work."""

    def __init__(self):
        self._kept: dict[int, tuple[Ball, Any]] = {}

    def get(self, x: Ball, make) -> Any:
        if id(x) not in self._kept:
            self._kept[id(x)] = (x, make(x))  # holding x keeps its id its own
        return self._kept[id(x)][1]


@dataclass
class Arrays:
    """Data on the device, as exact balls of shape (problems, 1[, ...])."""

    backend: Backend

    def scalar(self, a) -> Ball:
        return Ball(self.backend.put(np.asarray(a).reshape(-1, 1)))

    def row(self, a) -> Ball:
        return Ball(self.backend.put(a[:, None, :]))

    def matrix(self, a):
        return self.backend.put(a)


def vector(a) -> Vector:
    """A row of doubles as exact balls."""
    return Vector(double(float(v)) for v in a)


def times(matrix, v: Vector) -> Vector:
    """A matrix of doubles times a vector of balls."""
    return Vector(sum((double(float(a))*b for a, b in zip(row, v.entries, strict=True)), double(0.0)) for row in matrix)
