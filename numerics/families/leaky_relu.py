"""One leaky neuron on one example: 1/2 (s(<a, x>) - y)^2 with s(z) = max(z, c z), 0 < c < 1.

It is not smooth, for it has a kink at <a, x> = 0 where no gradient is given. Elsewhere |gradient|^2 = (s - y)^2 s'^2 |a|^2 and
s' >= c, so the PL inequality holds with c^2 |a|^2. Entries of ``a`` are small integers, so |a|^2 is exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from array_api_compat import array_namespace
from flint import arb

from numerics.ball import Ball, dot, error, lift
from numerics.exact import Vector, double
from numerics.families.base import Arrays, constant, gap_constants, point, vector


class LeakyNeuronProblem:
    """Data ``a`` (problems, n), ``c`` and ``y`` (problems,), and the minimiser with its error."""

    def __init__(self, data, backend):
        self.data = data
        arrays = Arrays(backend)
        self._a, self._c, self._y = arrays.row(data["a"]), arrays.scalar(data["c"]), arrays.scalar(data["y"])
        self.centre, self.special = data["xs"][:, None, :], (data["a"][:, None, :],)
        fs, size = constant(np.zeros(len(data["c"]))), (data["a"]**2).sum(axis=1)
        self.constants = {"bounded_below": (fs,), "infimum": (fs,), "minimiser": (point(data["xs"], data["xs_error"]),)}
        self.constants |= gap_constants(data["c"]**2*size, fs)

    def _parts(self, x: Ball) -> tuple[Ball, Ball]:
        """s(z) - y, and the slope s'(z): undefined where the error of z leaves its sign open."""
        z = dot(x, self._a)
        xp = array_namespace(z.v)
        steep = xp.where(z.v > 0, xp.ones_like(z.v), xp.zeros_like(z.v) + self._c.v)
        sure = xp.where(abs(z.v) > error(z), steep, xp.full_like(steep, float("nan")))
        inside = z*Ball(steep)
        return Ball(inside.v, inside.e + error(z)) - self._y, Ball(sure)

    def value(self, x: Ball) -> Ball:
        r = self._parts(x)[0]
        return r*r*Ball(0.0*r.v + 0.5)

    def gradient(self, x: Ball) -> Ball:
        r, slope = self._parts(x)
        return lift(r*slope)*self._a

    def exact(self, problem: int):
        return _Exact(vector(self.data["a"][problem]), *(double(float(self.data[k][problem])) for k in ("c", "y")))


class _Exact:
    def __init__(self, a, c, y):
        self.a, self.c, self.y = a, c, y

    def _parts(self, x):
        z = sum((s*t for s, t in zip(self.a.entries, x.entries, strict=True)), arb(0))
        if z > 0 or z < 0:
            slope = arb(1) if z > 0 else self.c
            return z*slope - self.y, slope
        return (z.union(self.c*z) - self.y), arb("nan")

    def value(self, x):
        return self._parts(x)[0]**2/2

    def gradient(self, x):
        r, slope = self._parts(x)
        return Vector(a*r*slope for a in self.a.entries)


@dataclass(frozen=True)
class LeakyNeuron:
    name: str = "leaky ReLU neuron"
    declares: tuple[str, ...] = ("bounded_below", "infimum", "minimiser", "polyak_lojasiewicz", "error_bound")
    polynomial: bool = False

    def sample(self, rng, problems, n, backend):
        a = rng.integers(-4, 5, (problems, n)).astype(float)
        a[:, 0] = np.where(a[:, 0] == 0, 1.0, a[:, 0])
        c, y = 2.0**-rng.integers(1, 6, problems), rng.standard_normal(problems)
        z = np.where(y > 0, y, y/c)
        xs = a*(z/(a**2).sum(axis=1))[:, None]
        return self.from_data({"a": a, "c": c, "y": y, "xs": xs, "xs_error": 1e-15*abs(xs).max(axis=1)}, backend)

    def from_data(self, data, backend):
        return LeakyNeuronProblem(data, backend)


FAMILIES = (LeakyNeuron(),)
