"""Arrays with a running bound on their rounding error.

A ``Ball`` is a value and the magnitude of its error: the exact quantity lies within ``e`` of ``v``, entry by entry. Each
operation adds its own rounding, ``U`` times the result, to the errors of its operands carried through it (forward error
analysis; Higham, Accuracy and Stability of Numerical Algorithms, chapter 3). A sum of n products adds ``n U sum |u_i v_i|``
whatever its order, so the bounds hold for any BLAS. ``U`` is a little more than half a unit in the last place: the excess pays
for the rounding of the error bounds themselves.

Shapes: scalars (problems, replicas), vectors (problems, replicas, n); either of the first two may be 1.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np
from array_api_compat import array_namespace

U = 2.0**-53 * 1.001
TINY = 2.0**-1022  # what underflow can cost
FUNCTION_ULPS = 8  # log, exp, sin and their like: documented accuracies are 1 to 4 units in the last place


class Ball:
    """``v`` the value, ``e`` the magnitude of its error (None: exact). Undefined entries are NaN."""

    __slots__ = ("e", "v")

    def __init__(self, v: Any, e: Any = None):
        self.v, self.e = v, e

    def __add__(self, other: Ball) -> Ball:
        v = self.v + other.v
        return Ball(v, _sum(_rounding(v, 0.0), self.e, other.e))

    def __sub__(self, other: Ball) -> Ball:
        v = self.v - other.v
        return Ball(v, _sum(_rounding(v, 0.0), self.e, other.e))

    def __neg__(self) -> Ball:
        return Ball(-self.v, self.e)

    def __mul__(self, other: Ball) -> Ball:
        a, b = same_rank(self, other)
        v = a.v*b.v
        e = _rounding(v)
        if a.e is not None:
            e = _sum(e, a.e*(abs(b.v) if b.e is None else abs(b.v) + b.e))
        if b.e is not None:
            e = _sum(e, abs(a.v)*b.e)
        return Ball(v, e)

    def __truediv__(self, other: Ball) -> Ball:
        a, b = same_rank(self, other)
        xp = array_namespace(b.v)
        room = abs(b.v) if b.e is None else abs(b.v) - b.e
        room = xp.where(room > 0, room, xp.full_like(room, math.nan))
        v = a.v/b.v
        e = _rounding(v)
        if a.e is not None:
            e = _sum(e, a.e/room)
        if b.e is not None:
            e = _sum(e, abs(v)*(b.e/room))
        return Ball(v, e) if bool(xp.all(room > 0)) else Ball(v + 0.0*room, e + 0.0*room)  # undefined where b may be 0


def _rounding(v, underflow=TINY):
    """What rounding a result may cost; a fresh array, to which errors are added in place. Sums do not underflow."""
    e = abs(v)
    e *= U
    if underflow:
        e += underflow
    return e


def _sum(first, *errors):
    """The first array, which nobody else holds, plus the errors."""
    for e in errors:
        if e is not None and e.shape == first.shape:
            first += e
        elif e is not None:
            first = first + e
    return first


def same_rank(a: Ball, b: Ball) -> tuple[Ball, Ball]:
    """Give a scalar the trailing axis of the vector that it meets."""
    if a.v.ndim == b.v.ndim:
        return a, b
    return (lift(a), b) if a.v.ndim < b.v.ndim else (a, lift(b))


def lift(a: Ball) -> Ball:
    """A scalar with a trailing axis."""
    return Ball(a.v[..., None], None if a.e is None else a.e[..., None])


def error(a: Ball):
    """The error as an array, zeros where the value is exact."""
    return 0.0*abs(a.v) if a.e is None else a.e


def total(a: Ball) -> Ball:
    """The sum over the last axis; adds n U sum |a_i|."""
    xp = array_namespace(a.v)
    e = (a.v.shape[-1] - 1)*U*xp.sum(abs(a.v), axis=-1)
    return Ball(xp.sum(a.v, axis=-1), _sum(e, None if a.e is None else xp.sum(a.e, axis=-1)))


def dot(a: Ball, b: Ball) -> Ball:
    """The inner product (of scalars: the product)."""
    return a*b if a.v.ndim < 3 else total(a*b)


def linear(a: Ball, matrix) -> Ball:
    """``a @ matrix`` for a matrix (problems, n, m) of exact doubles; adds (n+1) U |a| @ |matrix|."""
    size = (a.v.shape[-1] + 1)*U*abs(a.v) + TINY
    return Ball(a.v @ matrix, _sum(size, a.e) @ abs(matrix))


def sqrt(a: Ball) -> Ball:
    """Undefined where a is negative beyond its error; |sqrt a - sqrt b| is at most both d/sqrt(a) and sqrt(d)."""
    xp = array_namespace(a.v)
    d = error(a)
    inside = xp.where(a.v + d >= 0, a.v, xp.full_like(a.v, math.nan))
    v = xp.sqrt(xp.where(inside < 0, xp.zeros_like(inside), inside))
    small = xp.sqrt(d)
    e = xp.where(v > small, d/xp.where(v > small, v, xp.ones_like(v)), small)
    return Ball(v, e + 2*U*v)


def log(a: Ball) -> Ball:
    """Undefined where a is not positive beyond its error."""
    xp = array_namespace(a.v)
    d = error(a)
    room = a.v - d
    room = xp.where(room > 0, room, xp.full_like(room, math.nan))
    v = xp.log(xp.where(room > 0, a.v, room))
    return Ball(v, FUNCTION_ULPS*U*abs(v) + d/room)


def exp(a: Ball) -> Ball:
    """|exp(a + d) - exp a| <= exp(a) expm1(|d|)."""
    xp = array_namespace(a.v)
    v = xp.exp(a.v)
    return Ball(v, FUNCTION_ULPS*U*v + 1.001*v*xp.expm1(error(a)) + TINY)


def sin(a: Ball) -> Ball:
    """|sin(a + d) - sin a| <= |d|; arguments beyond 2^20 would lose the accuracy that libraries promise."""
    xp = array_namespace(a.v)
    v = xp.sin(xp.where(abs(a.v) < 2.0**20, a.v, xp.full_like(a.v, math.nan)))
    return Ball(v, FUNCTION_ULPS*U*abs(v) + error(a) + TINY)


def cos(a: Ball) -> Ball:
    xp = array_namespace(a.v)
    v = xp.cos(xp.where(abs(a.v) < 2.0**20, a.v, xp.full_like(a.v, math.nan)))
    return Ball(v, FUNCTION_ULPS*U*abs(v) + error(a) + TINY)


def pick(u: Ball, v: Ball, test: Ball) -> Ball:
    """u where ``test`` is >= 0, else v; the hull of both where its error leaves that open."""
    xp = array_namespace(u.v)
    shape = 0.0*(u.v + v.v + test.v)  # NaN wherever one of them is
    here = test.v + shape >= 0
    chosen, other = (xp.where(first, u.v + shape, v.v + shape) for first in (here, ~here))
    e, beyond = (xp.where(first, error(u) + shape, error(v) + shape) for first in (here, ~here))
    apart = xp.where(abs(test.v) + shape < error(test), abs(chosen - other) + beyond, 0.0*e)
    return Ball(chosen, xp.where(apart > e, apart, e))


def norm2(errors):
    """The Euclidean norm of an error vector, over the last axis."""
    xp = array_namespace(errors)
    return 1.001*xp.sqrt(xp.sum(errors*errors, axis=-1))


class BallArithmetic:
    """The arithmetic that the evaluator uses on arrays."""

    def __init__(self, backend):
        self.backend, self.xp = backend, backend.xp
        self.dot, self.sqrt, self.log, self.exp, self.sin, self.cos, self.pick = dot, sqrt, log, exp, sin, cos, pick

    def number(self, q) -> Ball:
        """An exact rational; its rounding to a double is its error."""
        v = float(q)
        off = abs(Fraction(v) - Fraction(int(q.p), int(q.q)))
        return Ball(self.full(v), None if not off else self.full(float(off)*1.001 + 5e-324))

    def pi(self) -> Ball:
        return Ball(self.full(math.pi), self.full(2.0**-51))

    def full(self, v: float):
        return self.backend.put(np.full((1, 1), v))

    def hessian_at(self, f, x: Ball) -> Any:
        from numerics.operators import HessianAt
        return HessianAt(f, x, self.backend)

    def matrix(self, rows: list[list[Ball]]) -> Any:
        """A symmetric matrix, the same for all instances."""
        from numerics.operators import ArrayMatrix
        host = (np.array([[float(np.ravel(self.backend.get(a))[0]) for a in row] for row in part])[None, None]
                for part in ([[b.v for b in row] for row in rows], [[error(b) for b in row] for row in rows]))
        return ArrayMatrix(*(self.backend.put(part) for part in host), self.backend)

    def floor(self, a: Ball) -> Ball:
        """The hull of both whole numbers where the error leaves that open."""
        d = error(a)
        low, high = self.xp.floor(a.v - d), self.xp.floor(a.v + d)
        return Ball(low, self.xp.where(high > low, high - low, 0.0*low) + 0.0*a.v)

    def vector(self, entries: list[Ball]) -> Ball:
        """The vector with these coordinates."""
        zero = sum((0.0*a.v for a in entries), start=self.full(0.0))
        stack = (self.xp.stack([part + zero for part in parts], axis=-1)
                 for parts in ([a.v for a in entries], [error(a) for a in entries]))
        return Ball(*stack)

    def entries(self, u: Ball) -> list[Ball]:
        """The coordinates of a vector."""
        return [Ball(u.v[..., i], None if u.e is None else u.e[..., i]) for i in range(u.v.shape[-1])]

    def norm(self, a: Ball) -> Ball:
        return Ball(abs(a.v), a.e) if a.v.ndim < 3 else sqrt(dot(a, a))

    def choose(self, position: Any, members: list[Ball]) -> Ball:
        """The member at a position that differs from instance to instance (problems, replicas)."""
        out = members[0]
        for j, other in enumerate(members[1:], 1):
            here = position == j
            here = here[..., None] if out.v.ndim == 3 else here
            out = Ball(self.xp.where(here, other.v, out.v), self.xp.where(here, error(other), error(out)))
        return out

    def argmin(self, values: list[Ball]) -> Any:
        """Where the smallest value is; among values equal within rounding, any."""
        best, position = values[0].v, 0.0*values[0].v
        for j, value in enumerate(values[1:], 1):
            smaller = value.v < best
            best = self.xp.where(smaller, value.v, best)
            position = self.xp.where(smaller, self.xp.full_like(best, float(j)), position)
        return position

    def integral(self, body, lo: Ball, hi: Ball) -> Ball:
        """Gauss-Legendre with 8 nodes, exact to degree 15; the difference from 6 nodes shows where it is not."""
        fine, rough = (self._gauss(body, lo, hi, nodes) for nodes in (8, 6))
        return Ball(fine.v, error(fine) + error(rough) + abs(fine.v - rough.v))

    def _gauss(self, body, lo, hi, nodes: int) -> Ball:
        places, weights = np.polynomial.legendre.leggauss(nodes)
        out = None
        for place, weight in zip(places.tolist(), weights.tolist()):
            s, w = Ball(self.full((1 + place)/2), self.full(1e-15)), Ball(self.full(weight/2), self.full(1e-15))
            part = w*body(lo + s*(hi - lo))
            out = part if out is None else out + part
        return (hi - lo)*out
