"""Convex functions that fall towards 0 for ever and have no minimiser: log(1 + exp(-t)) and sqrt(1 + t^2) - t.

Their second derivatives lie in (0, 1/4] and (0, 1].
"""

from __future__ import annotations

from array_api_compat import array_namespace

from numerics.ball import FUNCTION_ULPS, TINY, Ball, U, error, sqrt
from numerics.families.separable import Separable

_CLASSES = ("lipschitz_gradient", "upper_quadratic", "convex", "bounded_below", "infimum", "semi_smooth")


class Softplus:
    """h(t) = log(1 + exp(-t)); its slope lies in (-1, 0)."""

    L, alpha, convex, attained = 0.25, None, True, False

    @staticmethod
    def value(t: Ball) -> Ball:
        xp = array_namespace(t.v)
        v = xp.log1p(xp.exp(-abs(t.v))) + xp.where(t.v < 0, -t.v, xp.zeros_like(t.v))
        return Ball(v, 2*FUNCTION_ULPS*U*v + error(t) + TINY)

    @staticmethod
    def slope(t: Ball) -> Ball:
        xp = array_namespace(t.v)
        small = xp.exp(-abs(t.v))
        weight = xp.where(t.v > 0, small, xp.ones_like(small))/(1.0 + small)
        return Ball(-weight, 2*FUNCTION_ULPS*U*weight + 0.25*error(t) + TINY)

    @staticmethod
    def exact(t):
        return (-t).exp().log1p(), -1/(1 + t.exp())


class Hyperbola:
    """h(t) = sqrt(1 + t^2) - t, for t > 0 as 1/(sqrt(1 + t^2) + t); its slope t/sqrt(1 + t^2) - 1 as -h/sqrt(1 + t^2)."""

    L, alpha, convex, attained = 1.0, None, True, False

    @staticmethod
    def _root(t: Ball) -> Ball:
        return sqrt(t*t + Ball(0.0*t.v + 1.0))

    @staticmethod
    def value(t: Ball) -> Ball:
        xp, root = array_namespace(t.v), Hyperbola._root(Ball(t.v))
        size = Ball(abs(t.v))
        whole = root + size
        part = Ball(0.0*t.v + 1.0)/whole
        v, e = (xp.where(t.v > 0, a, b) for a, b in ((part.v, whole.v), (error(part), error(whole))))
        return Ball(v, e + 2.0*error(t))  # the slope lies in (-2, 0)

    @staticmethod
    def slope(t: Ball) -> Ball:
        middle = Ball(t.v)
        found = -(Hyperbola.value(middle)/Hyperbola._root(middle))
        return Ball(found.v, error(found) + error(t))

    @staticmethod
    def exact(t):
        root = (1 + t*t).sqrt()
        value = 1/(root + t) if t > 0 else root - t
        return value, -value/root


FAMILIES = (Separable("log(1 + exp(-x))", Softplus, _CLASSES), Separable("sqrt(1 + x^2) - x", Hyperbola, _CLASSES))
