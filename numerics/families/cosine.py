"""Sums of 1 - cos t: smooth, bounded, with a minimiser in every period and maximisers and no convexity between."""

from __future__ import annotations

from array_api_compat import array_namespace

from numerics.ball import FUNCTION_ULPS, Ball, U, error
from numerics.families.separable import Separable


class Cosine:
    """h(t) = 1 - cos t = 2 sin^2(t/2)."""

    L, alpha, convex, attained = 1.0, None, False, True

    @staticmethod
    def value(t: Ball) -> Ball:
        xp = array_namespace(t.v)
        s = xp.sin(t.v/2.0)
        half = Ball(s, FUNCTION_ULPS*U*abs(s) + error(t)/2.0)
        return half*half*Ball(2.0 + 0.0*s)

    @staticmethod
    def slope(t: Ball) -> Ball:
        s = array_namespace(t.v).sin(t.v)
        return Ball(s, FUNCTION_ULPS*U*abs(s) + error(t))

    @staticmethod
    def exact(t):
        return 2*(t/2).sin()**2, t.sin()


FAMILIES = (Separable("1 - cos x", Cosine, ("lipschitz_gradient", "upper_quadratic", "bounded_below", "infimum", "minimiser",
                                            "semi_smooth")),)
