"""Self-adjoint operators as matrices: on arrays with error bounds, and for one instance in ball arithmetic.

A linear system is solved with a matrix X that floats call the inverse, and the error is bounded afterwards: with R = I - X A
and |R| < 1 in the maximum norm, |A^-1 b - y| <= |X|/(1 - |R|) |b - A y|. Eigenvalues of floats are off by at most the norm of
what they were computed with (Weyl) and the rounding of the routine, ``ROUTINE`` times the norm of the matrix.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from flint import arb, arb_mat

from numerics.ball import TINY, Ball, U, error
from numerics.exact import Vector, double

ROUTINE = 1e-13


class ArrayMatrix:
    """A batch of symmetric matrices; ``v`` and ``e`` device arrays (problems, 1 or replicas, n, n)."""

    def __init__(self, v: Any, e: Any, backend):
        self.v, self.e, self.backend = v, e, backend

    def apply(self, u: Ball) -> Ball:
        """A u; adds (n+1) U |A| |u|."""
        n, size = self.v.shape[-1], abs(u.v)
        v = _times(self.v, u.v)
        e = (n + 1)*U*_times(abs(self.v), size) + TINY
        if u.e is not None:
            e = e + _times(abs(self.v) + self.e, u.e)
        return Ball(v, e + _times(self.e, size))

    def inverse(self) -> ArrayInverse:
        return ArrayInverse(self)

    def spectrum(self) -> tuple[Ball, Ball]:
        """The least and greatest eigenvalue, each (problems, 1 or replicas)."""
        values, wide = self._eigenvalues()
        return tuple(Ball(self.backend.put(np.ascontiguousarray(values[..., i])) + 0.0*wide, wide) for i in (0, -1))

    def gap(self) -> Ball:
        """The least distance of an eigenvalue from 0."""
        values, wide = self._eigenvalues()
        return Ball(self.backend.put(abs(values).min(axis=-1)) + 0.0*wide, wide)

    def _eigenvalues(self):
        host, room = self.backend.get(self.v), self.backend.get(self.e)
        whole = np.where(np.isfinite(host), host, 0.0)
        values = np.linalg.eigvalsh(whole)
        wide = np.sqrt((room**2).sum(axis=(-1, -2))) + ROUTINE*np.sqrt((whole**2).sum(axis=(-1, -2)))
        return values, self.backend.put(np.where(np.isfinite(host).all(axis=(-1, -2)), wide, np.nan))


class ArrayInverse:
    """The inverse of a batch of matrices, applied by solving; NaN where a matrix cannot be shown to have one."""

    def __init__(self, matrix: ArrayMatrix):
        self.matrix, backend = matrix, matrix.backend
        host, room = backend.get(matrix.v), backend.get(matrix.e)
        n = host.shape[-1]
        with np.errstate(all="ignore"):
            sound = np.isfinite(host).all(axis=(-1, -2), keepdims=True)
            sound &= abs(np.linalg.det(np.where(sound, host, np.eye(n))))[..., None, None] > 0
            inverse = np.linalg.inv(np.where(sound, host, np.eye(n)))
            left = abs(np.eye(n) - inverse @ host) + (n + 2)*U*(abs(inverse) @ abs(host)) + abs(inverse) @ room
            rest = left.sum(axis=-1).max(axis=-1)
            norm = abs(inverse).sum(axis=-1).max(axis=-1)*1.001/(1 - rest)
            bad = ~sound[..., 0, 0] | ~(rest < 0.5)
        self._norm = backend.put(np.where(bad, np.nan, norm))
        self._inverse = ArrayMatrix(backend.put(inverse), backend.put(0.0*inverse), backend)

    def apply(self, b: Ball) -> Ball:
        from array_api_compat import array_namespace
        y = Ball(self._inverse.apply(b).v)
        left = b - self.matrix.apply(y)
        xp = array_namespace(left.v)
        size = xp.max(abs(left.v) + error(left), axis=-1)*self._norm*1.001
        return Ball(y.v + 0.0*size[..., None], size[..., None] + 0.0*abs(y.v))

    def inverse(self) -> ArrayMatrix:
        return self.matrix

    def spectrum(self) -> tuple[Ball, Ball]:
        raise NotImplementedError


def _times(matrix, u):
    """(problems, r, n, n) times (problems, replicas, n); r may be 1."""
    if matrix.shape[1] == 1:
        from array_api_compat import array_namespace
        return u @ array_namespace(u).matrix_transpose(matrix[:, 0, :, :])
    return (matrix @ u[..., None])[..., 0]


class HessianAt:
    """The Hessian of a function at a point; its matrix is what it makes of the unit vectors."""

    def __init__(self, f, x: Ball, backend):
        self.f, self.x, self.backend = f, x, backend

    def apply(self, u: Ball) -> Ball:
        return self.f.hessian(self.x, u)

    def matrix(self) -> ArrayMatrix:
        n, shape = self.x.v.shape[-1], self.x.v.shape
        columns = [self.f.hessian(self.x, Ball(self.backend.put(np.broadcast_to(row, shape)))) for row in np.eye(n)]
        v, e = (np.stack([np.broadcast_to(self.backend.get(a), shape) for a in part], axis=-1)
                for part in ([c.v for c in columns], [error(c) for c in columns]))
        v, e = (self.backend.put((a + a.swapaxes(-1, -2))/2) for a in (v, e))
        return ArrayMatrix(v, e, self.backend)

    def inverse(self) -> ArrayInverse:
        return ArrayInverse(self.matrix())

    def spectrum(self) -> tuple[Ball, Ball]:
        return self.matrix().spectrum()

    def gap(self) -> Ball:
        return self.matrix().gap()


class ExactMatrix:
    """One symmetric matrix of balls."""

    def __init__(self, rows):
        self.rows = [list(row) for row in rows]

    def apply(self, u: Vector) -> Vector:
        return Vector(sum((a*b for a, b in zip(row, u.entries, strict=True)), arb(0)) for row in self.rows)

    def inverse(self) -> ExactMatrix:
        try:
            found = arb_mat(self.rows).inv()
        except ZeroDivisionError:
            return ExactMatrix([[arb("nan")]*len(self.rows) for _ in self.rows])
        return ExactMatrix([[found[i, j] for j in range(len(self.rows))] for i in range(len(self.rows))])

    def eigenvalue(self, j: int):
        """Of a diagonal matrix."""
        return self.rows[j - 1][j - 1]

    def eigenvector(self, j: int) -> Vector:
        """Of a diagonal matrix."""
        return Vector(arb(1 if i == j - 1 else 0) for i in range(len(self.rows)))

    def spectrum(self):
        """The extreme eigenvalues."""
        values, room = self._eigenvalues()
        return double(values[0], room), double(values[-1], room)

    def gap(self):
        """The least distance of an eigenvalue from 0."""
        values, room = self._eigenvalues()
        return double(min(map(abs, values)), room)

    def _eigenvalues(self):
        """From floats, with a bound that Weyl's inequality gives."""
        middle = np.array([[float(a.mid()) for a in row] for row in self.rows])
        if not np.isfinite(middle).all():
            return [math.nan]*2, math.inf
        values = np.linalg.eigvalsh(middle)
        off = sum((abs(a - double(float(m))).upper()**2 for row, mids in zip(self.rows, middle, strict=True)
                   for a, m in zip(row, mids, strict=True)), arb(0)).sqrt()
        room = float(off.upper()) + ROUTINE*math.sqrt((middle**2).sum())
        return values.tolist(), room


def exact_hessian(f, x: Vector) -> ExactMatrix:
    """The Hessian of one member of a family at a point."""
    n = len(x.entries)
    columns = [f.hessian(x, Vector(arb(1 if i == j else 0) for i in range(n))).entries for j in range(n)]
    return ExactMatrix([[columns[j][i] for j in range(n)] for i in range(n)])
