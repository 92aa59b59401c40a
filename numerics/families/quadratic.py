"""Quadratics 1/2 (x - b)^T A (x - b) + c of given spectrum: definite, semidefinite, indefinite.

Half of the problems have a diagonal A, whose constants are exact; condition number 1 and 1e8 are among them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.ball import Ball, dot, linear
from numerics.exact import double
from numerics.families.base import OUTWARD, Arrays, Once, constant, gap_constants, point, smooth_constants, times, vector

_SMOOTH = ("lipschitz_gradient", "upper_quadratic", "twice_differentiable")
_BELOW = (*_SMOOTH, "convex", "bounded_below", "infimum", "minimiser", "semi_smooth", "polyak_lojasiewicz", "error_bound")


class QuadraticProblem:
    """A batch of quadratics; data ``A`` (problems, n, n) symmetric, ``b`` (problems, n), ``c``, ``low``, ``high``."""

    def __init__(self, data, backend):
        self.data = data
        arrays = Arrays(backend)
        self._A, self._b = arrays.matrix(data["A"]), arrays.row(data["b"])
        self._c, self._half = arrays.scalar(data["c"]), arrays.scalar(np.full(len(data["c"]), 0.5))
        self._once = Once()
        self.centre = data["b"][:, None, :]
        self.special = (data["top"][:, None, :],)
        self.constants = _constants(data)

    def _work(self, x: Ball):
        d = x - self._b
        return d, linear(d, self._A)

    def gradient(self, x: Ball) -> Ball:
        return self._once.get(x, self._work)[1]

    def hessian(self, x: Ball, u: Ball) -> Ball:
        return linear(u, self._A)

    def value(self, x: Ball) -> Ball:
        d, g = self._once.get(x, self._work)
        return self._half*dot(d, g) + self._c

    def exact(self, problem: int):
        return _Exact(*(self.data[name][problem] for name in ("A", "b", "c")))


class _Exact:
    def __init__(self, A, b, c):
        self.A, self.b, self.c = A, vector(b), double(float(c))

    def gradient(self, x):
        return times(self.A, x - self.b)

    def hessian(self, x, u):
        return times(self.A, u)

    def value(self, x):
        return sum((u*v for u, v in zip((x - self.b).entries, self.gradient(x).entries, strict=True)), double(0.0))/2 + self.c


def _constants(data) -> dict:
    low, high, fs = data["low"], data["high"], constant(data["c"])
    size = np.maximum(np.abs(high), np.abs(low))
    known = smooth_constants(size)
    known["twice_differentiable"] = ()
    known["upper_quadratic"] = (constant(np.maximum(high, 1e-3*size)),)
    if (low < 0).any():
        return known
    known |= smooth_constants(size, fs, data["c"] == 0)
    known |= {"convex": (), "minimiser": (point(data["b"]),)}
    if (low > 0).any():
        known["strongly_convex"] = (constant(np.where(low > 0, low, np.nan)),)
    return known | gap_constants(np.where(data["gap"] > 0, data["gap"], np.nan), fs)


@dataclass(frozen=True)
class Quadratic:
    """``kind`` is definite, semidefinite or indefinite."""

    kind: str
    polynomial: bool = True

    @property
    def name(self) -> str:
        return f"{self.kind} quadratic"

    @property
    def declares(self) -> tuple[str, ...]:
        return {"definite": (*_BELOW, "strongly_convex"), "semidefinite": _BELOW, "indefinite": _SMOOTH}[self.kind]

    def sample(self, rng, problems, n, backend) -> QuadraticProblem:
        spectrum = self._spectrum(rng, problems, n)
        rotated = rng.random(problems) < (0.0 if self.kind == "semidefinite" else 0.5)  # a rotation would blur the zeros
        Q = np.where(rotated[:, None, None], np.linalg.qr(rng.standard_normal((problems, n, n)))[0], np.eye(n))
        A = (Q*spectrum[:, None, :]) @ Q.transpose(0, 2, 1)
        A = (A + A.transpose(0, 2, 1))/2
        slack = np.where(rotated, OUTWARD*np.abs(spectrum).max(axis=1), 0.0)
        positive = np.where(spectrum > 0, spectrum, np.inf).min(axis=1)
        low = spectrum.min(axis=1) - slack
        data = {"A": A, "b": rng.standard_normal((problems, n)), "low": low, "high": spectrum.max(axis=1) + slack,
                "gap": np.where((spectrum.min(axis=1) >= 0) & (positive > slack), positive - slack, 0.0),
                "c": np.where(rng.random(problems) < 0.6, 0.0, rng.standard_normal(problems)),
                "top": np.take_along_axis(Q, np.abs(spectrum).argmax(axis=1)[:, None, None], axis=2)[:, :, 0]}
        return QuadraticProblem(data, backend)

    def _spectrum(self, rng, problems, n):
        scale = 2.0**rng.integers(-4, 5, (problems, 1))
        log_condition = rng.choice([0.0, 1.0, 2.0, 4.0, 8.0], (problems, 1), p=[0.25, 0.3, 0.25, 0.15, 0.05])
        spectrum = scale*10**(-log_condition*rng.random((problems, n)))
        spectrum[:, 0] = scale[:, 0]
        if n > 1 and self.kind == "definite":
            spectrum[:, 1] = (scale*10**-log_condition)[:, 0]
        if self.kind == "semidefinite" and n > 1:
            spectrum[:, 1:] *= rng.random((problems, n - 1)) < 0.6
            spectrum[:, 1] = 0.0
        if self.kind == "indefinite":
            spectrum *= rng.choice([-1.0, 1.0], (problems, n))
            spectrum[:, -1] = -np.abs(spectrum[:, -1])
        return spectrum

    def from_data(self, data, backend):
        return QuadraticProblem(data, backend)


FAMILIES = (Quadratic("definite"), Quadratic("semidefinite"), Quadratic("indefinite"))
