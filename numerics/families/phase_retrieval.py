"""Phase retrieval 1/(4m) sum_i (<a_i, x>^2 - y_i)^2 with y_i = <a_i, x*>^2: quartic, two minimisers x* and -x*, a saddle at 0.

Its gradient is not Lipschitz. Integer data make the minimiser and the minimum exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.ball import Ball, dot, linear
from numerics.exact import Vector, double
from numerics.families.base import Arrays, Once, constant, point, times, vector


class PhaseRetrievalProblem:
    """Data ``B`` (problems, m, n) with rows a_i, ``y`` (problems, m), ``xs`` (problems, n)."""

    def __init__(self, data, backend):
        self.data = data
        arrays = Arrays(backend)
        m = data["B"].shape[1]
        self._B, self._Bt = arrays.matrix(data["B"]), arrays.matrix(data["B"].transpose(0, 2, 1))
        self._y, self._m = arrays.row(data["y"]), arrays.scalar(np.full(len(data["y"]), float(m)))
        self._once = Once()
        self.centre, self.special = data["xs"][:, None, :], ()
        fs = constant(np.zeros(len(data["y"])))
        self.constants = {"bounded_below": (fs,), "infimum": (fs,), "minimiser": (point(data["xs"]),),
                          "twice_differentiable": ()}

    def _parts(self, x: Ball) -> tuple[Ball, Ball]:
        z = linear(x, self._Bt)
        return z, z*z - self._y

    def value(self, x: Ball) -> Ball:
        r = self._once.get(x, self._parts)[1]
        return dot(r, r)/self._m*Ball(0.0*r.v[..., 0] + 0.25)

    def gradient(self, x: Ball) -> Ball:
        z, r = self._once.get(x, self._parts)
        return linear(z*r, self._B)/self._m

    def hessian(self, x: Ball, u: Ball) -> Ball:
        z, r = self._once.get(x, self._parts)
        return linear((z*z + z*z + r)*linear(u, self._Bt), self._B)/self._m

    def exact(self, problem: int):
        return _Exact(self.data["B"][problem], vector(self.data["y"][problem]))


class _Exact:
    def __init__(self, B, y):
        self.B, self.y = B, y

    def _parts(self, x):
        z = times(self.B, x)
        return z.entries, [a*a - b for a, b in zip(z.entries, self.y.entries, strict=True)]

    def value(self, x):
        r = self._parts(x)[1]
        return sum((a*a for a in r), double(0.0))/(4*len(r))

    def gradient(self, x):
        z, r = self._parts(x)
        return times(self.B.T, Vector(a*b for a, b in zip(z, r, strict=True)))/len(r)

    def hessian(self, x, u):
        z, r = self._parts(x)
        inner = Vector((2*a*a + b)*c for a, b, c in zip(z, r, times(self.B, u).entries, strict=True))
        return times(self.B.T, inner)/len(r)


@dataclass(frozen=True)
class PhaseRetrieval:
    name: str = "phase retrieval"
    declares: tuple[str, ...] = ("bounded_below", "infimum", "minimiser", "twice_differentiable")
    polynomial: bool = True

    def sample(self, rng, problems, n, backend):
        B = rng.integers(-3, 4, (problems, max(2, n), n)).astype(float)
        xs = rng.integers(-3, 4, (problems, n)).astype(float)
        return self.from_data({"B": B, "y": np.einsum("pmn,pn->pm", B, xs)**2, "xs": xs}, backend)

    def from_data(self, data, backend):
        return PhaseRetrievalProblem(data, backend)


FAMILIES = (PhaseRetrieval(),)
