"""Coordinatewise operations on points with error bounds, for the adaptive methods."""

from __future__ import annotations

import numpy as np
from array_api_compat import array_namespace

from numerics.ball import Ball, error, pick, same_rank, sqrt
from numerics.ball import lift as _lift


def product(u: Ball, v: Ball) -> Ball:
    """The coordinatewise product; a number is lifted to the shape of the other."""
    return Ball.__mul__(*same_rank(u, v))


def root(u: Ball) -> Ball:
    """The coordinatewise square root."""
    return sqrt(u)


def signs(u: Ball) -> Ball:
    """The coordinatewise sign, 0 at 0; where the error leaves it open, its bound says so."""
    zero, one = Ball(0.0*u.v), Ball(0.0*u.v + 1.0)
    return pick(pick(zero, -one, u), one, -u)


def number(value: float, like: Ball) -> Ball:
    """A constant that is an exact double, as a number of the batch."""
    xp = array_namespace(like.v)
    return Ball(xp.zeros_like(like.v[..., 0]) + value)


def plus(u: Ball, a: Ball) -> Ball:
    """A number added to every coordinate."""
    return u + _lift(a)


def doubt(path: list[Ball]) -> float:
    """The largest error bound along a path."""
    return max(float(np.max(np.asarray(error(p)))) for p in path)
