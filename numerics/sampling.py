"""A batch of instances of a theorem: every letter bound so that the hypotheses hold, ends of ranges included.

Function letters come from a family, class constants from its bounds (exact or slackened), iterates from their recursion, the
other letters from the ranges that the hypotheses leave them. What binding cannot guarantee is evaluated afterwards: an
instance that clearly fails a hypothesis is inadmissible and supports nothing.

Shapes: scalars (problems, replicas), vectors (problems, replicas, n).
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from sympy import Basic

from numerics.backend import Backend
from numerics.ball import Ball, BallArithmetic, error
from numerics.bindings import BEYOND, Derived, Unbound, largest
from numerics.evaluate import CannotEvaluate
from numerics.ranges import Range
from numerics.roles import SLACK, Roles, contains
from proofs.language import FUNCTION, REAL, REAL_SEQUENCE, VECTOR, VECTOR_SEQUENCE, Letter


class Sample(Derived):
    """One shard: ``functions`` the batch of problems behind each function letter, ``indices`` the index letters' values."""

    def __init__(self, roles: Roles, functions: dict[Letter, Any], indices: dict[Letter, int], *, n: int, problems: int,
                 replicas: int, entropy: tuple[int, ...], backend: Backend, members: Any = None, reach: int = 0):
        super().__init__(roles, BallArithmetic(backend), dict(functions), indices)
        self.dimension, self.shape, self.entropy, self.backend = n, (problems, replicas), entropy, backend
        self._members = members  # ``members(F, j)`` draws a member of a sequence of functions
        self.last = max(largest(indices), reach) + BEYOND  # the last member that a free sequence has
        self._free_sequences: dict[Letter, np.ndarray] = {}
        self._problems = list(functions.values())

    def rng(self, name: str) -> np.random.Generator:
        """A generator of its own for each letter: what is drawn does not depend on the order of binding."""
        return np.random.default_rng(np.random.SeedSequence((*self.entropy, zlib.crc32(name.encode()))))

    def constants_of(self, letter: Letter):
        """The class constants that bind a letter: (direction, value, error)."""
        for f, schemas in self.roles.classes.items():
            for s in schemas:
                known = self.functions[f].constants[s.name]
                for direction, param, (value, err) in zip(SLACK[s.name], s.params[1:], known, strict=True):
                    if param == letter:
                        yield direction, value, err

    def _definition(self, letter):
        """A number defined by an equation must not leave its class; a minimiser is bound by its class, its equation checked."""
        if letter.sort == VECTOR and any(self.constants_of(letter)):
            return None
        found = super()._definition(letter)
        if found is None or letter.sort == VECTOR:
            return found
        fits = 0.0*found.v
        for direction, value, err in self.constants_of(letter):
            gap = found.v - self.backend.put(value)
            room = error(found) + self.backend.put(err)
            bad = {"up": gap < -room, "down": gap > room, "exact": abs(gap) > room}[direction]
            fits = self.evaluator.ops.xp.where(bad, self.evaluator.ops.full(np.nan), fits)
        return Ball(found.v + fits, found.e)

    def free_function(self, functions: Letter, j: int) -> Any:
        return self._members(functions, j)

    def free_letter(self, letter: Letter) -> Ball:
        return self._fit(letter, None, self._vector(letter) if letter.sort == VECTOR else self._scalar(letter, None))

    def free_member(self, sequence: Letter, j: int) -> Ball:
        if j > self.last and sequence not in self.roles.recursions:
            raise Unbound(f"{sequence}[{j}] lies beyond the last member drawn")
        if sequence.sort == VECTOR_SEQUENCE:
            found = self._start(sequence) if sequence in self.roles.recursions else self._free_vector(sequence, j)
            return self._fit(sequence, j, found)
        found = self._scalar(sequence, j)
        return self._fit(sequence, j, found if j == 0 else self._constant_replicas(sequence, found))

    def _fit(self, letter: Letter, j: int | None, found: Ball) -> Ball:
        """Shrink what is longer than it may be; a fifth of the replicas go to the boundary."""
        for bound, at in self.radii_at(letter, j):
            try:
                radius = self.evaluator.term(bound.other, at)
            except Unbound:
                continue
            v, r, e = (self.backend.get(a) for a in (found.v, radius.v, error(radius)))
            size = np.linalg.norm(v, axis=-1) if v.ndim == 3 else np.abs(v)
            with np.errstate(all="ignore"):
                room = np.maximum(r - e, 0)*(1 - 2.0**-40)
                outside = (size > room) | (self.rng(f"{letter.name} length").random(self.shape) < 0.2)
                factor = np.where(outside & (size > 0), room/size, 1.0)
            found = Ball(self.backend.put(v*(factor[..., None] if v.ndim == 3 else factor)))
        return found

    def letter(self, letter: Letter):
        new = letter not in self.values
        found = super().letter(letter)
        if new and letter.sort == REAL:
            found = self.values[letter] = self._signed(letter, found)
        return found

    def member(self, sequence: Letter, j: int):
        new = (sequence, j) not in self.values
        found = super().member(sequence, j)
        if new and sequence.sort == REAL_SEQUENCE:
            found = self.values[sequence, j] = self._signed(sequence, found)
        return found

    def _signed(self, letter: Letter, found: Ball) -> Ball:
        """NaN where a letter clearly lacks the sign that its name implies."""
        if not letter.sign:
            return found
        xp, room = self.evaluator.ops.xp, error(found)
        bad = (found.v < -room) | ((found.v <= 0) & (room == 0)) if letter.sign == "> 0" else found.v < -room
        return Ball(xp.where(bad, xp.full_like(found.v, np.nan), found.v), found.e)

    # ---- scalars ----

    def _scalar(self, letter: Letter, j: int | None) -> Ball:
        known = list(self.constants_of(letter))
        if {d for d, _, _ in known} >= {"up", "down"} or any(d == "exact" for d, _, _ in known):
            pinned = self._pinned(known)
            if pinned is not None:
                return pinned
        span = Range.of_sign(letter.sign, self.shape)
        for direction, value, err in known:
            span.raise_lo(value + err) if direction == "up" else span.lower_hi(value - err)
        for bound, at in self.bounds_at(letter, j):
            self._apply(span, bound, at)
        name = letter.name if j is None else f"{letter.name}[{j}]"
        drawn = span.draw(self.rng(name), self._unit(), self._is_step(letter))
        return Ball(self.backend.put(drawn))

    def _pinned(self, known) -> Ball | None:
        """A constant that may not be moved: its value with its error, NaN where the classes contradict each other."""
        lo = np.max([v - e for d, v, e in known if d != "down"], axis=0)
        hi = np.min([v + e for d, v, e in known if d != "up"], axis=0)
        if all(d != "exact" for d, _, _ in known) and not (lo >= hi).all():
            return None  # the classes leave a range
        value, err = next((v, e) for d, v, e in known if d != "down")
        bad = np.isnan(value)
        for d, v, e in known:
            gap, room = value - v, err + e
            bad = bad | {"up": gap < -room, "down": gap > room, "exact": np.abs(gap) > room}[d] | np.isnan(v)
        value = np.broadcast_to(np.where(bad, np.nan, value), self.shape)
        return Ball(self.backend.put(value), self.backend.put(np.broadcast_to(err, self.shape)) if err.any() else None)

    def _apply(self, span: Range, bound, at) -> None:
        try:
            other = self.evaluator.term(bound.other, at)
        except CannotEvaluate:
            return
        v, e = (np.broadcast_to(self.backend.get(a), self.shape) for a in (other.v, error(other)))
        span.lower_hi(v - e, bound.strict) if bound.sense == "<=" else span.raise_lo(v + e, bound.strict)

    def _is_step(self, letter: Letter) -> bool:
        """Step sizes are the letters in recursions that are no class constants."""
        return any(contains(following, letter) for _, following in self.roles.recursions.values())

    def _unit(self) -> np.ndarray:
        for problem in self._problems:
            known = problem.constants.get("lipschitz_gradient") or problem.constants.get("upper_quadratic")
            if known:
                return 1/known[0][0]
        return np.ones((self.shape[0], 1))

    def _constant_replicas(self, sequence: Letter, found: Ball) -> Ball:
        """Two replicas in five repeat the first member wherever its range allows (the evaluated hypotheses decide)."""
        if any(b.index is None or b.offset > 0 for b in self.roles.bounds.get(sequence, ())):
            return found
        first = self.member(sequence, 0)
        repeat = self.backend.put((self.rng(sequence.name).random(self.shape) < 0.4).astype(float)) > 0.5
        return Ball(self.evaluator.ops.xp.where(repeat, first.v, found.v))

    # ---- vectors ----

    def _vector(self, letter: Letter) -> Ball:
        for _, value, err in self.constants_of(letter):
            value = np.broadcast_to(value, (*self.shape, self.dimension))
            return Ball(self.backend.put(value), self.backend.put(np.broadcast_to(err, value.shape)) if err.any() else None)
        return Ball(self.backend.put(self._related(letter, self._points(self.rng(letter.name)))))

    def _related(self, letter: Letter, points: np.ndarray) -> np.ndarray:
        """Some replicas sit where bounds are attained: on the last iterate, or a gradient step away from another letter."""
        mode = self.rng(f"{letter.name} related").random(self.shape)[..., None]
        last = largest(self.indices)
        for i, sequence in enumerate(self.roles.recursions):
            for j in (last, last + 1):
                points = self._where(mode < 0.05*(2*i + 1 + j - last), points, lambda s=sequence, j=j: self.member(s, j).v)
        others = [v for v in self.values if isinstance(v, Letter) and v.sort == VECTOR and v not in self.derived]
        for other in others[:1]:
            points = self._where(mode > 0.95, points, lambda: self.letter(other).v)
            for f in [f for f in self.functions if f.sort == FUNCTION][:1]:
                step = self.backend.put(self._unit())[..., None]
                points = self._where((mode > 0.8) & (mode < 0.9), points,
                                     lambda: self.letter(other).v - step*self.function(f).gradient(self.letter(other)).v)
        return points

    def _where(self, chosen, points, make) -> np.ndarray:
        try:
            return np.where(chosen, np.broadcast_to(self.backend.get(make()), points.shape), points)
        except Unbound:
            return points

    def _start(self, letter: Letter) -> Ball:
        return Ball(self.backend.put(self._points(self.rng(letter.name))))

    def _points(self, rng) -> np.ndarray:
        """Points near and far, along the top eigenvector, next to the minimiser, and the minimiser itself."""
        problem = self._problems[0] if self._problems else None
        direction = rng.standard_normal((*self.shape, self.dimension))
        mode = rng.random(self.shape)
        size = 10.0**rng.uniform(-1.5, 1.5, self.shape)
        size = np.where(mode > 0.9, 1e-4*size, size)
        size = np.where(mode > 0.97, 0.0, size)
        centre = problem.centre if problem is not None else 0.0
        for special in problem.special if problem is not None else ():
            direction = np.where((mode < 0.3)[..., None], special*np.sign(direction[..., :1]), direction)
        return centre + size[..., None]*direction

    def _free_vector(self, sequence: Letter, j: int) -> Ball:
        if sequence not in self._free_sequences:
            self._free_sequences[sequence] = self._paths(self.rng(sequence.name), self.last + 1)
        return Ball(self.backend.put(self._free_sequences[sequence][j]))

    def _paths(self, rng, length: int) -> np.ndarray:
        """Free vectors (length, problems, replicas, n): independent, constant, one dominating first or last, geometric."""
        path = rng.standard_normal((length, *self.shape, self.dimension))*10.0**rng.uniform(-1, 1, (*self.shape, 1))
        mode = rng.random(self.shape)[..., None]
        path = np.where((mode > 0.3) & (mode < 0.45), path[:1], path)
        k = np.arange(length)[:, None, None, None]
        path = np.where((mode > 0.45) & (mode < 0.55), path*np.where(k == 0, 1.0, 1e-3), path)
        path = np.where((mode > 0.55) & (mode < 0.65), path*np.where(k == length - 4, 1e3, 1.0), path)
        ratio = 2.0**rng.integers(-3, 4, (*self.shape, 1))
        return np.where((mode > 0.65) & (mode < 0.85), path*ratio**k, path)


def membership(sample: Sample, letters) -> Any:
    """Where every letter is defined and every class parameter that is no letter lies within its class; boolean."""
    xp = sample.evaluator.ops.xp
    good = sample.backend.put(np.zeros(sample.shape)) == 0
    for letter in letters:
        v = sample.letter(letter).v
        good = good & (xp.all(xp.isfinite(v), axis=-1) if v.ndim == 3 else xp.isfinite(v))
    for f, schemas in sample.roles.classes.items():
        for s in schemas:
            for direction, param, known in zip(SLACK[s.name], s.params[1:], sample.functions[f].constants[s.name], strict=True):
                if not isinstance(param, Letter):
                    good = good & _within(sample, direction, param, known)
    return good


def _within(sample: Sample, direction: str, param: Basic, known):
    given = sample.evaluator.term(param, {})
    gap, room = given.v - sample.backend.put(known[0]), error(given) + sample.backend.put(known[1])
    return {"up": gap >= -room, "down": gap <= room, "exact": abs(gap) <= room}[direction]
