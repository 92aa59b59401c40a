"""Logistic loss with ridge: (1/m) sum_i log(1 + exp(-z_i)) + r/2 |x|^2 with z = Z x, the labels folded into Z.

Its minimiser has no closed form: Newton's method finds it, and strong convexity turns the gradient left over into error bounds
(|x - x*| <= |g|/r, f(x) - f* <= |g|^2/(2 r)).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from array_api_compat import array_namespace

from numerics.backend import choose
from numerics.ball import FUNCTION_ULPS, Ball, U, dot, error, linear, total
from numerics.exact import Vector, double
from numerics.families.base import OUTWARD, Arrays, Once, constant, gap_constants, point, smooth_constants, times

_SHARP = ("lipschitz_gradient", "upper_quadratic", "twice_differentiable", "strongly_convex", "convex", "bounded_below",
          "infimum", "minimiser", "polyak_lojasiewicz", "error_bound")


class LogisticProblem:
    """Data ``Z`` (problems, m, n), ``r`` (problems,) ridge, and the minimiser and minimum with their error bounds."""

    def __init__(self, data, backend):
        self.data = data
        arrays = Arrays(backend)
        m = data["Z"].shape[1]
        self._Z, self._Zt = arrays.matrix(data["Z"]), arrays.matrix(data["Z"].transpose(0, 2, 1))
        self._r, self._half = arrays.scalar(data["r"]), arrays.scalar(np.full(len(data["r"]), 0.5))
        self._m = arrays.scalar(np.full(len(data["r"]), float(m)))
        self._once = Once()
        if "xs" not in data:  # while the minimiser is being sought
            return
        self.centre, self.special = data["xs"][:, None, :], (data["top"][:, None, :],)
        L = (data["high"]**2/(4*m) + data["r"])*(1 + OUTWARD)
        fs = constant(data["fs"], data["fs_error"])
        self.constants = smooth_constants(L) | {"bounded_below": (fs,), "infimum": (fs,), "convex": (),
                                                "twice_differentiable": (),
                                                "minimiser": (point(data["xs"], data["xs_error"]),),
                                                "strongly_convex": (constant(data["r"]),)}
        self.constants |= gap_constants(data["r"], fs)

    def _margins(self, x: Ball) -> Ball:
        return linear(x, self._Zt)

    def value(self, x: Ball) -> Ball:
        z = self._once.get(x, self._margins)
        xp = array_namespace(z.v)
        v = xp.log1p(xp.exp(-abs(z.v))) + xp.where(z.v < 0, -z.v, xp.zeros_like(z.v))
        loss = Ball(v, 2*FUNCTION_ULPS*U*v + error(z))  # the derivative of log(1 + exp(-z)) lies in (-1, 0)
        return total(loss)/self._m + self._half*self._r*dot(x, x)

    def gradient(self, x: Ball) -> Ball:
        z = self._once.get(x, self._margins)
        xp = array_namespace(z.v)
        small = xp.exp(-abs(z.v))
        weight = xp.where(z.v > 0, small, xp.ones_like(small))/(1.0 + small)  # 1/(1 + exp z), slope at most 1/4
        weight = Ball(weight, 2*FUNCTION_ULPS*U*weight + 0.25*error(z))
        return x*self._r - linear(weight, self._Z)/self._m

    def hessian(self, x: Ball, u: Ball) -> Ball:
        """sum_i s_i (1 - s_i) <z_i, u> z_i / m + r u; the slope of s (1 - s) is at most 1/8."""
        z = self._once.get(x, self._margins)
        xp = array_namespace(z.v)
        small = xp.exp(-abs(z.v))
        weight = small/((1.0 + small)*(1.0 + small))
        weight = Ball(weight, 4*FUNCTION_ULPS*U*weight + 0.125*error(z))
        return u*self._r + linear(weight*linear(u, self._Zt), self._Z)/self._m

    def exact(self, problem: int):
        return _Exact(self.data["Z"][problem], double(float(self.data["r"][problem])))


class _Exact:
    def __init__(self, Z, r):
        self.Z, self.r = Z, r

    def value(self, x):
        z = times(self.Z, x).entries
        return sum(((-a).exp().log1p() for a in z), double(0.0))/len(z) + self.r/2*sum((a*a for a in x.entries), double(0.0))

    def gradient(self, x):
        w = Vector(1/(1 + a.exp()) for a in times(self.Z, x).entries)
        return x*self.r - times(self.Z.T, w)/len(w.entries)

    def hessian(self, x, u):
        pairs = zip(times(self.Z, x).entries, times(self.Z, u).entries, strict=True)
        w = Vector(b*a.exp()/(1 + a.exp())**2 for a, b in pairs)
        return u*self.r + times(self.Z.T, w)/len(w.entries)


@dataclass(frozen=True)
class Logistic:
    name: str = "logistic with ridge"
    declares: tuple[str, ...] = _SHARP
    polynomial: bool = False

    def sample(self, rng, problems, n, backend):
        m = max(2, n)
        data = {"Z": rng.standard_normal((problems, m, n)), "r": 2.0**rng.integers(-6, 1, problems)}
        high, top = np.linalg.svd(data["Z"], full_matrices=False)[1:]
        data["high"], data["top"] = high[:, 0], top[:, 0]
        return self.from_data(data | self._minimum(data), backend)

    def _minimum(self, data) -> dict:
        """Newton on the host; what remains of the gradient bounds the error."""
        Z, r = data["Z"], data["r"]
        host = LogisticProblem({"Z": Z, "r": r}, choose("numpy"))
        m, n = Z.shape[1:]
        x = np.zeros((len(r), n))
        for _ in range(12):
            s = 1/(1 + np.exp(np.clip(np.einsum("pmn,pn->pm", Z, x), -500, 500)))
            hessian = np.einsum("pmi,pm,pmj->pij", Z, s*(1 - s)/m, Z) + r[:, None, None]*np.eye(n)
            x = x - np.linalg.solve(hessian, host.gradient(Ball(x[:, None, :])).v[:, 0, :, None])[..., 0]
        ball = Ball(x[:, None, :])
        g, f = host.gradient(ball), host.value(ball)
        left = np.linalg.norm(abs(g.v) + g.e, axis=2)[:, 0]*1.001
        return {"xs": x, "xs_error": left/r, "fs": f.v[:, 0], "fs_error": f.e[:, 0] + left**2/r}

    def from_data(self, data, backend):
        return LogisticProblem(data, backend)


FAMILIES = (Logistic(),)
