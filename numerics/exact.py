"""The same operations for one instance, to confirm what arrays say: in ball arithmetic of 300 bits, or in rational numbers.

Scalars are ``arb`` or ``fmpq`` (python-flint), vectors ``Vector``. A double enters exactly; a comparison is certain or it is
not made. Balls do for every instance. Rationals do for a model of a certificate whose sides are equal, say: no ball is thin
enough for that. They know of no root but that of a square.
"""

from __future__ import annotations

import math
from contextlib import contextmanager

import flint
from flint import arb, fmpq

from numerics.evaluate import CannotEvaluate

BITS = 300
EQUAL = 1e-60  # a ball around 0 that is smaller comes of an equation that defines a letter: its two sides are one ball


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

    name = "ball arithmetic"

    def number(self, q) -> arb:
        return arb(fmpq(int(q.p), int(q.q)))

    def given(self, value: float, radius: float) -> arb:
        """A double that a witness gives."""
        return double(value, radius)

    def vanishes(self, a) -> bool | None:
        """Whether a scalar or vector is 0 for certain; None where that is open."""
        size = self.norm(a)
        return False if size > 0 else True if size.contains(0) and size < EQUAL else None

    def text(self, a, digits: int = 20) -> str:
        return a.str(digits, radius=False)

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

    def matrix(self, rows):
        from numerics.operators import ExactMatrix
        return ExactMatrix(rows)

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


class RationalArithmetic:
    """Rational numbers; raises `CannotEvaluate` for what is none."""

    name = "rational arithmetic"

    def number(self, q) -> fmpq:
        return fmpq(int(q.p), int(q.q))

    def given(self, value: float, radius: float) -> fmpq:
        if radius:
            raise CannotEvaluate("a value of the witness is not exact")
        return fmpq(*value.as_integer_ratio())

    def vanishes(self, a) -> bool:
        return all(e == 0 for e in (a.entries if isinstance(a, Vector) else [a]))

    def text(self, a, digits: int = 20) -> str:
        return str(a)

    def dot(self, a, b):
        return sum((u*v for u, v in zip(a.entries, b.entries, strict=True)), fmpq(0)) if isinstance(a, Vector) else a*b

    def norm(self, a):
        return self.sqrt(self.dot(a, a)) if isinstance(a, Vector) else abs(a)

    def sqrt(self, a):
        root = fmpq(math.isqrt(int(a.p)), math.isqrt(int(a.q))) if a >= 0 else None
        if root is None or root*root != a:
            raise CannotEvaluate(f"the root of {a} is not rational")
        return root

    def pick(self, u, v, test): return u if test >= 0 else v
    def floor(self, a): return fmpq(a.floor())
    def vector(self, entries): return Vector(entries)
    def entries(self, u): return u.entries
    def argmin(self, values): return min(range(len(values)), key=values.__getitem__)
    def choose(self, position, members): return members[position]

    def _none(self, *_):
        raise CannotEvaluate("its value is not rational")

    pi = sin = cos = log = exp = integral = hessian_at = matrix = _none


def _hull(members):
    if isinstance(members[0], Vector):
        return Vector(_hull([m.entries[i] for m in members]) for i in range(len(members[0].entries)))
    out = members[0]
    for m in members[1:]:
        out = out.union(m)
    return out
