"""Overparameterized least squares 1/2 |B x - y|^2: fewer equations than unknowns, infinitely many solutions of loss 0.

It is convex and satisfies the PL inequality with the smallest squared singular value, without being strongly convex.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.ball import Ball, dot, linear
from numerics.exact import double
from numerics.families.base import OUTWARD, Arrays, Once, constant, gap_constants, point, smooth_constants, times, vector


class LeastSquaresProblem:
    """Data ``B`` (problems, m, n) of full row rank, ``y`` (problems, m), and its extreme singular values."""

    def __init__(self, data, backend):
        self.data = data
        arrays = Arrays(backend)
        self._B, self._Bt = arrays.matrix(data["B"]), arrays.matrix(data["B"].transpose(0, 2, 1))
        self._y, self._half = arrays.row(data["y"]), arrays.scalar(np.full(len(data["y"]), 0.5))
        self._once = Once()
        self.centre, self.special = data["xs"][:, None, :], (data["top"][:, None, :],)
        high, low = wide_range(data)
        fs = constant(np.zeros(len(high)))
        self.constants = smooth_constants(high**2*(1 + OUTWARD), fs, True)
        self.constants |= {"convex": (), "twice_differentiable": (), "minimiser": (point(data["xs"], data["xs_error"]),)}
        self.constants |= gap_constants(low**2*(1 - OUTWARD), fs)

    def _residual(self, x: Ball) -> Ball:
        return linear(x, self._Bt) - self._y

    def value(self, x: Ball) -> Ball:
        r = self._once.get(x, self._residual)
        return self._half*dot(r, r)

    def gradient(self, x: Ball) -> Ball:
        return linear(self._once.get(x, self._residual), self._B)

    def hessian(self, x: Ball, u: Ball) -> Ball:
        return linear(linear(u, self._Bt), self._B)

    def exact(self, problem: int):
        return _Exact(self.data["B"][problem], vector(self.data["y"][problem]))


class _Exact:
    def __init__(self, B, y):
        self.B, self.y = B, y

    def value(self, x):
        r = times(self.B, x) - self.y
        return sum((u*u for u in r.entries), double(0.0))/2

    def gradient(self, x):
        return times(self.B.T, times(self.B, x) - self.y)

    def hessian(self, x, u):
        return times(self.B.T, times(self.B, u))


def wide_range(data):
    """The extreme singular values, rounded outward; NaN where the smaller one is lost in rounding."""
    high, low = data["high"]*(1 + OUTWARD), data["low"] - OUTWARD*data["high"]
    return high, np.where(low > 0, low, np.nan)


@dataclass(frozen=True)
class LeastSquares:
    name: str = "overparameterized least squares"
    declares: tuple[str, ...] = ("lipschitz_gradient", "upper_quadratic", "twice_differentiable", "convex", "bounded_below",
                                 "infimum", "minimiser",
                                 "semi_smooth", "polyak_lojasiewicz", "error_bound")
    polynomial: bool = True

    def sample(self, rng, problems, n, backend):
        m = max(1, n//2)
        B, y = rng.standard_normal((problems, m, n)), rng.standard_normal((problems, m))
        U, s, Vt = np.linalg.svd(B, full_matrices=False)
        xs = np.einsum("pmn,pm->pn", Vt, np.einsum("pkm,pk->pm", U, y)/s)
        residual = np.linalg.norm(np.einsum("pmn,pn->pm", B, xs) - y, axis=1)
        rounding = 4*n*2.0**-52*(np.linalg.norm(B, axis=(1, 2))*np.linalg.norm(xs, axis=1) + np.linalg.norm(y, axis=1))
        return self.from_data({"B": B, "y": y, "high": s[:, 0], "low": s[:, -1], "top": Vt[:, 0], "xs": xs,
                               "xs_error": 2*(residual + rounding)/s[:, -1]}, backend)

    def from_data(self, data, backend):
        return LeastSquaresProblem(data, backend)


FAMILIES = (LeastSquares(),)
