"""The two ways in which a formula is answered: on arrays by margins with error bounds, on one instance by certain comparison.

A margin below minus its bound is a failure, one above its bound holds for certain, NaN is an open answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from numerics.claims import Sides, sides
from proofs.language import Eq, Lt, Relation


@dataclass(frozen=True)
class Truth:
    """Host arrays (problems, replicas): the margin, its error bound, the scale, and where equality is a failure."""

    margin: np.ndarray
    bound: np.ndarray
    scale: np.ndarray
    strict: np.ndarray

    @property
    def fails(self) -> np.ndarray:
        return (self.margin < -self.bound) | (self.strict & (self.margin <= 0) & (self.bound == 0))

    @property
    def certain(self) -> np.ndarray:
        return (self.margin > self.bound) | (~self.strict & (self.margin >= self.bound))

    @property
    def within(self) -> np.ndarray:
        return abs(self.margin) <= self.bound

    @property
    def ulps(self) -> np.ndarray:
        """Margins in units of their bounds."""
        with np.errstate(all="ignore"):
            return self.margin/np.maximum(self.bound, 5e-324)

    @property
    def rank(self) -> np.ndarray:
        """The same, with equality of what must differ below equality of what need not."""
        return self.ulps - np.where(self.strict & (self.margin == 0), 1e-9, 0.0)

    def where(self, chosen: np.ndarray, other: Truth) -> Truth:
        """This one where ``chosen``, the other elsewhere."""
        return Truth(*(np.where(chosen, a, b) for a, b in zip(self._parts(), other._parts(), strict=True)))

    def _parts(self):
        return self.margin, self.bound, self.scale, self.strict


class ArrayLogic:
    """Answers on a batch: ``shape`` (problems, replicas)."""

    def __init__(self, evaluator, backend, shape):
        self.evaluator, self.backend, self.shape = evaluator, backend, shape

    def relation(self, relation: Relation, at) -> Truth:
        return self.answer(sides(relation, self.evaluator, at), isinstance(relation, Lt))

    def answer(self, s: Sides, strict: bool) -> Truth:
        """What the two sides of a relation amount to."""
        return self._truth(s.margin.v, s.margin.e, s.scale, strict)

    def compare(self, a, b, strict) -> Truth:
        gap = b - a
        return self._truth(gap.v, gap.e if gap.e is not None else 0.0*gap.v, abs(a.v) + abs(b.v), strict)

    def _truth(self, margin, bound, scale, strict) -> Truth:
        arrays = (np.broadcast_to(self.backend.get(a), self.shape) for a in (margin, bound, scale))
        return Truth(*arrays, np.full(self.shape, strict))

    def open(self) -> Truth:
        nan = np.full(self.shape, np.nan)
        return Truth(nan, np.zeros(self.shape), np.ones(self.shape), np.zeros(self.shape, dtype=bool))

    def negation(self, a: Truth) -> Truth:
        return Truth(-a.margin, a.bound, a.scale, ~a.strict)

    def every(self, parts: list[Truth]) -> Truth:
        """The part with the least margin; open where one is open and none fails."""
        out, gap = _least(parts, 1.0)
        return self.open().where(gap & ~out.fails, out)

    def some(self, parts: list[Truth]) -> Truth:
        """The part with the greatest margin; open where one is open and none holds for certain."""
        out, gap = _least(parts, -1.0)
        return self.open().where(gap & ~out.certain, out)

    def certain(self, a: Truth) -> bool:
        """Whether it holds for certain on every instance where it is not open."""
        known = np.isfinite(a.margin)
        return bool(a.certain[known].all())


def _least(parts: list[Truth], direction: float) -> tuple[Truth, np.ndarray]:
    """The part with the least rank (times ``direction``) among those that are not open, and where some part is open."""
    if not parts:
        raise ValueError("no part")
    out, gap = parts[0], np.isnan(parts[0].margin)
    for part in parts[1:]:
        unknown = np.isnan(part.margin)
        better = (direction*part.rank < direction*out.rank) | np.isnan(out.margin)
        out, gap = part.where(better & ~unknown, out), gap | unknown
    return out, gap


class SureLogic:
    """Answers on one instance, in balls or rationals: True, False, or "open"; a comparison of overlapping balls is open."""

    def __init__(self, evaluator):
        self.evaluator = evaluator

    def relation(self, relation: Relation, at) -> Any:
        a, b = self.evaluator.term(relation.lhs, at), self.evaluator.term(relation.rhs, at)
        if isinstance(relation, Eq):
            equal = self.evaluator.ops.vanishes(b - a)
            return "open" if equal is None else equal
        return self.compare(a, b, isinstance(relation, Lt))

    def compare(self, a, b, strict) -> Any:
        if strict:
            return True if a < b else False if a >= b else "open"
        return True if a <= b else False if a > b else "open"

    def open(self) -> Any:
        return "open"

    def negation(self, a) -> Any:
        return a if a == "open" else not a

    def every(self, parts) -> Any:
        return False if False in parts else "open" if "open" in parts else True

    def some(self, parts) -> Any:
        return True if True in parts else "open" if "open" in parts else False

    def certain(self, a) -> bool:
        return a is True
