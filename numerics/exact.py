"""The same operations in ball arithmetic of 300 bits (python-flint, Arb), for one instance: what a violation is confirmed with.

Scalars are ``arb``, vectors ``Vector``. A double enters exactly; a comparison is certain or it is not made.
"""

from __future__ import annotations

from contextlib import contextmanager

import flint
from flint import arb, fmpq

BITS = 300


@contextmanager
def precise():
    """Work at 300 bits inside the block."""
    with flint.ctx.workprec(BITS):
        yield


class Vector:
    """A vector of balls."""

    __slots__ = ("entries",)

    def __init__(self, entries):
        self.entries = list(entries)

    def __add__(self, other): return Vector(a + b for a, b in zip(self.entries, other.entries, strict=True))
    def __sub__(self, other): return Vector(a - b for a, b in zip(self.entries, other.entries, strict=True))
    def __neg__(self): return Vector(-a for a in self.entries)
    def __mul__(self, scalar): return Vector(a*scalar for a in self.entries)
    def __rmul__(self, scalar): return self*scalar
    def __truediv__(self, scalar): return Vector(a/scalar for a in self.entries)


def double(value: float, radius: float = 0.0) -> arb:
    """A double as an exact ball, or as the ball of that radius around it."""
    return arb(value) if not radius else arb(value, radius)


class ArbArithmetic:
    """The arithmetic that the evaluator uses to confirm one instance."""

    def number(self, q) -> arb:
        return arb(fmpq(int(q.p), int(q.q)))

    def dot(self, a, b):
        return sum((u*v for u, v in zip(a.entries, b.entries, strict=True)), arb(0)) if isinstance(a, Vector) else a*b

    def norm(self, a):
        return self.sqrt(self.dot(a, a)) if isinstance(a, Vector) else abs(a)

    def sqrt(self, a):
        if a < 0 or a >= 0:
            return a.sqrt()
        return arb(0).union(a.abs_upper().sqrt())  # zero lies inside

    def pi(self): return arb.pi()
    def sin(self, a): return a.sin()
    def cos(self, a): return a.cos()

    def pick(self, u, v, test):
        """u where ``test`` is >= 0, else v; the hull of both where the ball leaves that open."""
        if not test.is_finite():
            return arb("nan")
        return u if test >= 0 else v if test < 0 else u.union(v)

    def hessian_at(self, f, x):
        from numerics.operators import exact_hessian
        return exact_hessian(f, x)

    def floor(self, a): return a.floor()
    def vector(self, entries): return Vector(entries)
    def entries(self, u): return u.entries
    def log(self, a): return a.log()
    def exp(self, a): return a.exp()

    def argmin(self, values) -> int | None:
        """The position of the least value; None where the balls overlap."""
        sure = [j for j, a in enumerate(values) if all(a < b for i, b in enumerate(values) if i != j)]
        return sure[0] if sure else None

    def choose(self, position, members):
        if position is not None:
            return members[position]
        return _hull(members)

    def integral(self, body, lo, hi):
        """Integrals are not enclosed: anything that depends on one stays unconfirmed."""
        return arb("nan")


def _hull(members):
    if isinstance(members[0], Vector):
        return Vector(_hull([m.entries[i] for m in members]) for i in range(len(members[0].entries)))
    out = members[0]
    for m in members[1:]:
        out = out.union(m)
    return out
