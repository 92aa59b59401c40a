"""Separable sums a_1 h(x_1 - c_1) + ... + a_n h(x_n - c_n) of one function h >= 0 of a real variable, whose infimum is 0.

``h`` offers ``value`` and ``slope`` on balls, ``exact(t)`` -> both in exact balls, and what is known of it: ``L`` bounds |h''|,
``alpha`` its PL constant or None, ``convex``, ``attained`` whether h(0) = 0. Other such functions stand in files of their own.

``h(t) = t^2 + 3 sin^2 t`` is not convex: h'' = 2 + 6 cos 2t lies in [-4, 8], and h'(t)^2 >= 2/32 h(t). Proof of the latter:
|t| <= 1/2: h <= 4 t^2, |h'| >= (2 + 6 sin 1)|t| >= 7|t|; 1/2 <= |t| <= 10: interval arithmetic (tests/numerics repeats it);
|t| >= 10: |h'| >= 2|t| - 3 >= 1.7|t| and h <= 1.03 t^2. Karimi, Nutini, Schmidt 2016, section 2.2.

The Huber function is t^2/2 for |t| <= 1 and |t| - 1/2 beyond: convex, 1-smooth, not strongly convex.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from array_api_compat import array_namespace
from flint import arb

from numerics.ball import FUNCTION_ULPS, Ball, U, error, total
from numerics.exact import Vector, double
from numerics.families.base import Arrays, constant, gap_constants, point, smooth_constants, vector

_BELOW = ("lipschitz_gradient", "upper_quadratic", "bounded_below", "infimum", "minimiser", "semi_smooth")


class Wave:
    """h(t) = t^2 + 3 sin^2 t."""

    L, alpha, convex, attained = 8.0, 1/32, False, True

    @staticmethod
    def value(t: Ball) -> Ball:
        xp = array_namespace(t.v)
        s = xp.sin(t.v)
        sine = Ball(s, FUNCTION_ULPS*U*abs(s) + error(t))
        return t*t + sine*sine*Ball(3.0 + 0.0*s)

    @staticmethod
    def slope(t: Ball) -> Ball:
        xp = array_namespace(t.v)
        s = xp.sin(2.0*t.v)
        return t*Ball(2.0 + 0.0*s) + Ball(3.0*s, 3.0*FUNCTION_ULPS*U*abs(s) + 6.0*error(t))

    @staticmethod
    def exact(t):
        return t*t + 3*t.sin()**2, 2*t + 3*(2*t).sin()


class Huber:
    """h(t) = t^2/2 for |t| <= 1, |t| - 1/2 beyond."""

    L, alpha, convex, attained = 1.0, None, True, True

    @staticmethod
    def value(t: Ball) -> Ball:
        xp = array_namespace(t.v)
        size = abs(t.v)
        inner = xp.where(size < 1.0, size, xp.ones_like(size))
        v = inner*(size - 0.5*inner)
        return Ball(v, 3*U*(v + inner) + error(t)*xp.where(size + error(t) < 1.0, size + error(t), xp.ones_like(size)))

    @staticmethod
    def slope(t: Ball) -> Ball:
        xp = array_namespace(t.v)
        one = xp.ones_like(t.v)
        return Ball(xp.where(t.v > 1.0, one, xp.where(t.v < -1.0, -one, t.v)), t.e)

    @staticmethod
    def exact(t):
        if t >= 1 or t <= -1:
            return abs(t) - arb(1)/2, arb(t.sgn())
        if abs(t) <= 1:
            return t*t/2, t
        return (t*t/2).union(abs(t) - arb(1)/2), t.union(arb(1 if t > 0 else -1))


class SeparableProblem:
    """Data ``a`` (problems, n) positive weights, ``c`` (problems, n) centres."""

    def __init__(self, data, backend, h):
        self.data, self.h = data, h
        arrays = Arrays(backend)
        self._a, self._c = arrays.row(data["a"]), arrays.row(data["c"])
        a, n = data["a"], data["a"].shape[1]
        self.centre = data["c"][:, None, :]
        self.special = (np.eye(n)[a.argmax(axis=1)][:, None, :],)
        fs = constant(np.zeros(len(a)))
        self.constants = smooth_constants(h.L*a.max(axis=1), fs, True)
        if h.attained:
            self.constants["minimiser"] = (point(data["c"]),)
        if h.convex:
            self.constants["convex"] = ()
        if h.alpha:
            self.constants |= gap_constants(h.alpha*a.min(axis=1), fs)

    def value(self, x: Ball) -> Ball:
        return total(self._a*self.h.value(x - self._c))

    def gradient(self, x: Ball) -> Ball:
        return self._a*self.h.slope(x - self._c)

    def exact(self, problem: int):
        return _Exact(vector(self.data["a"][problem]), vector(self.data["c"][problem]), self.h)


class _Exact:
    def __init__(self, a, c, h):
        self.a, self.c, self.h = a, c, h

    def value(self, x):
        pairs = zip(self.a.entries, (x - self.c).entries, strict=True)
        return sum((a*self.h.exact(t)[0] for a, t in pairs), double(0.0))

    def gradient(self, x):
        return Vector(a*self.h.exact(t)[1] for a, t in zip(self.a.entries, (x - self.c).entries, strict=True))


@dataclass(frozen=True)
class Separable:
    name: str
    h: type
    declares: tuple[str, ...]
    polynomial: bool = False

    def sample(self, rng, problems, n, backend):
        a = 2.0**rng.integers(-3, 4, (problems, n))
        same = rng.random((problems, 1)) < 0.3
        return self.from_data({"a": np.where(same, a[:, :1], a), "c": rng.standard_normal((problems, n))}, backend)

    def from_data(self, data, backend):
        return SeparableProblem(data, backend, self.h)


FAMILIES = (
    Separable("x^2 + 3 sin^2 x", Wave, (*_BELOW, "polyak_lojasiewicz", "error_bound")),
    Separable("Huber", Huber, (*_BELOW, "convex")),
)
