"""A linear network: 1/2 (W_2 W_1 - y)^2, the product of a row W_2 and a column W_1, which are the two halves of the point.

In an odd dimension the last coordinate is a factor of its own, squared: W_2 W_1 + x_n^2. Quartic; 0 is a saddle for y > 0.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.ball import Ball, dot, lift, linear
from numerics.exact import double
from numerics.families.base import Arrays, Once, constant, point, times


def product_matrix(n: int) -> np.ndarray:
    """The symmetric M with x^T M x = W_2 W_1."""
    M, half = np.zeros((n, n)), n//2
    for i in range(half):
        M[i, half + i] = M[half + i, i] = 0.5
    if n % 2:
        M[-1, -1] = 1.0
    return M


class LinearNetworkProblem:
    """Data ``y`` (problems,), ``xs`` (problems, n) a minimiser; both made of small integers, hence exact."""

    def __init__(self, data, backend):
        self.data = data
        arrays, (problems, n) = Arrays(backend), data["xs"].shape
        self._M = arrays.matrix(np.broadcast_to(product_matrix(n), (problems, n, n)))
        self._y = arrays.scalar(data["y"])
        self._once = Once()
        self.centre, self.special = data["xs"][:, None, :], ()
        fs = constant(np.zeros(problems))
        self.constants = {"bounded_below": (fs,), "infimum": (fs,), "minimiser": (point(data["xs"]),),
                          "twice_differentiable": ()}

    def _parts(self, x: Ball) -> tuple[Ball, Ball]:
        d = linear(x, self._M)
        return d, dot(x, d) - self._y

    def value(self, x: Ball) -> Ball:
        r = self._once.get(x, self._parts)[1]
        return r*r*Ball(0.0*r.v + 0.5)

    def gradient(self, x: Ball) -> Ball:
        d, r = self._once.get(x, self._parts)
        return (d + d)*lift(r)

    def hessian(self, x: Ball, u: Ball) -> Ball:
        d, r = self._once.get(x, self._parts)
        twice, along = linear(u, self._M), dot(d + d, u)
        return (twice + twice)*lift(r) + (d + d)*lift(along)

    def exact(self, problem: int):
        return _Exact(product_matrix(self.data["xs"].shape[1]), double(float(self.data["y"][problem])))


class _Exact:
    def __init__(self, M, y):
        self.M, self.y = M, y

    def _parts(self, x):
        d = times(self.M, x)
        return d, sum((a*b for a, b in zip(x.entries, d.entries, strict=True)), double(0.0)) - self.y

    def value(self, x):
        return self._parts(x)[1]**2/2

    def gradient(self, x):
        d, r = self._parts(x)
        return d*(2*r)

    def hessian(self, x, u):
        d, r = self._parts(x)
        along = sum((a*b for a, b in zip(d.entries, u.entries, strict=True)), double(0.0))
        return times(self.M, u)*(2*r) + d*(4*along)


@dataclass(frozen=True)
class LinearNetwork:
    name: str = "linear network"
    declares: tuple[str, ...] = ("bounded_below", "infimum", "minimiser", "twice_differentiable")
    polynomial: bool = True

    def sample(self, rng, problems, n, backend):
        xs = rng.integers(-3, 4, (problems, n)).astype(float)
        return self.from_data({"y": np.einsum("pi,ij,pj->p", xs, product_matrix(n), xs), "xs": xs}, backend)

    def from_data(self, data, backend):
        return LinearNetworkProblem(data, backend)


FAMILIES = (LinearNetwork(),)
