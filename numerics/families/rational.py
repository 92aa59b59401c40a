"""Sums of rational functions of one variable: t^2/(1 + t^2), with one minimiser, and 1/(1 + t^2), with none.

Their second derivatives are (2 - 6 t^2)/(1 + t^2)^3, in [-1/2, 2], and its negative.
"""

from __future__ import annotations

from numerics.ball import Ball
from numerics.families.separable import Separable

_CLASSES = ("lipschitz_gradient", "upper_quadratic", "bounded_below", "infimum", "semi_smooth")


def _one(t: Ball) -> Ball:
    return Ball(0.0*t.v + 1.0)


class Well:
    """h(t) = t^2/(1 + t^2)."""

    L, alpha, convex, attained = 2.0, None, False, True

    @staticmethod
    def value(t: Ball) -> Ball:
        return t*t/(t*t + _one(t))

    @staticmethod
    def slope(t: Ball) -> Ball:
        below = t*t + _one(t)
        return (t + t)/(below*below)

    @staticmethod
    def exact(t):
        return t*t/(1 + t*t), 2*t/(1 + t*t)**2


class Bump:
    """h(t) = 1/(1 + t^2)."""

    L, alpha, convex, attained = 2.0, None, False, False

    @staticmethod
    def value(t: Ball) -> Ball:
        return _one(t)/(t*t + _one(t))

    @staticmethod
    def slope(t: Ball) -> Ball:
        return -Well.slope(t)

    @staticmethod
    def exact(t):
        return 1/(1 + t*t), -2*t/(1 + t*t)**2


FAMILIES = (Separable("x^2/(1 + x^2)", Well, (*_CLASSES, "minimiser")), Separable("1/(1 + x^2)", Bump, _CLASSES))
