"""Both sides of an inequality along a run: the index that counts the iterates goes through the first steps, all else stays.

The instances are witnesses (`numerics.witness`): the letters that were drawn keep their values, iterates follow from their
recursion, and what the hypotheses derive from the index (a step size ``1/sqrt(T)``, say) is derived anew at each step.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from numerics import shard as shards
from numerics import witness as witnesses
from numerics.backend import Backend
from numerics.ball import error
from numerics.bindings import Unbound
from numerics.claims import Claim
from numerics.evaluate import CannotEvaluate, holds_for
from numerics.models import Model
from numerics.result import Course, Trajectory
from numerics.roles import read
from proofs.language import INDEX, VECTOR, At, Eq, Formula, Letter, Relation, letters_of
from proofs.sorts import sort_of

STEPS = 16  # how far a run is followed
NAMED = ("k", "t", "T")  # what counts steps where no recursion says so: data are numbered as well
SHOWN, FEWEST = 48, 3  # steps of a course
CLEAR = 1e-2  # how much of the larger side the error bounds of both may be
STILL = 1e-3  # what moves less is shown only where nothing else is


def counting(c: Claim, hypotheses: dict[str, Formula], *, fails: bool) -> Letter | None:
    """The index letter that counts iterates in an inequality of reals, or in an equation that ``fails``; or None."""
    if not isinstance(c.body, Relation) or sort_of(c.body.lhs) == VECTOR or (isinstance(c.body, Eq) and not fails):
        return None
    recursions = read(hypotheses).recursions
    sure = {v for member in c.body.atoms(At) if member.args[0] in recursions for v in letters_of(member.args[1])}
    able = [v for v in letters_of(c.body) if v.sort == INDEX and (v in sure or v.name in NAMED)]
    return min(able, key=lambda v: (v not in sure, v.name), default=None)


def along(letter: Letter, saved: list[dict[str, Any]], words: str, backend: Backend, *, fails: bool) -> Trajectory | None:
    """Both sides on three of the witnesses, which are of one shard: those with the least, a middling and the most room.

    Where the claim ``fails`` on the first of them, that one comes first. None where too few steps have two sides that can be
    evaluated and told from their rounding errors. ``words`` say where the witnesses come from.
    """
    with np.errstate(all="ignore"):
        try:
            steps, left, right = _sides(letter, saved, backend)
        except CannotEvaluate:  # at other values of the index than its own
            return None
        seen = [int(i) for i in np.flatnonzero(np.isfinite(left).sum(axis=0) >= FEWEST)]
        room = {i: float(np.nanmean(_relative(left[:, i], right[:, i]))) for i in seen}
        moves = [i for i in seen if any(_moves(side[:, i]) for side in (left, right))]
    if not seen or (fails and seen[0] != 0):
        return None
    ranked = sorted([i for i in moves or seen if not (fails and i == 0)], key=room.__getitem__)
    shown = {"it fails here": 0} if fails else {"least room": ranked.pop(0)}
    shown |= {"middling": ranked.pop(len(ranked)//2)} if len(ranked) > 1 else {}
    shown |= {"most room": ranked[-1]} if ranked else {}
    some = [k for k in range(len(steps)) if np.isfinite(left[k, [*shown.values()]]).any()]
    runs = (Course(f"{words}: {word}", _rounded(left[some, i]), _rounded(right[some, i])) for word, i in shown.items())
    return Trajectory(letter.name, tuple(steps[k] for k in some), tuple(runs))


def _moves(side: np.ndarray) -> bool:
    return bool(np.nanmax(side) - np.nanmin(side) > STILL*np.nanmax(abs(side)))


def _relative(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    size = abs(left) + abs(right)
    return np.where(size == 0, 0.0, (right - left)/size)


def _rounded(side: np.ndarray) -> tuple[float | None, ...]:
    return tuple(float(f"{a:.4g}") if np.isfinite(a) else None for a in side)


def _sides(letter: Letter, saved, backend) -> tuple[list[int], np.ndarray, np.ndarray]:
    """The values of the letter, and the two sides (steps, problems): NaN where a hypothesis fails or a side is not known."""
    instance, c = witnesses.on_arrays(saved, backend)
    hypotheses, _ = witnesses.stated(saved[0])
    about = [f for f in (*hypotheses.values(), *c.conditions) if letter in letters_of(f)]
    counts = [f for f in about if isinstance(f, Relation) and all(v.sort == INDEX for v in letters_of(f))]
    derived = len(counts) < len(about)
    if derived and isinstance(instance, Model):  # proved to be a model at its own index
        return [], *np.empty((2, 0, len(saved)))
    first, last = 1 if letter.sign == "> 0" else 0, max(STEPS, instance.last)
    good = _good(instance, c, last)
    if not good[0].any():
        last = instance.last
        good = _good(instance, c, last)
    evenly = {round(j) for j in np.linspace(first, last, min(last - first + 1, SHOWN - 1))}
    steps, rows = [], []
    for j in sorted(evenly | {instance.indices.get(letter, first)}):
        if not all(holds_for(f, {**instance.indices, letter: j}) for f in counts):
            continue
        try:
            if derived:
                instance = instance.at(letter, j)
                good = _good(instance, c, instance.last)
            sides = [instance.evaluator.term(side, {letter: j}) for side in (c.body.lhs, c.body.rhs)]
        except Unbound:  # w[k - 1] at k = 0; a member that was not drawn
            continue
        a, b, off = (np.broadcast_to(backend.get(v), good.shape)[:, 0] for v in (
            sides[0].v, sides[1].v, error(sides[0]) + error(sides[1])))
        clear = good[:, 0] & np.isfinite(a) & np.isfinite(b) & (off <= CLEAR*np.maximum(abs(a), abs(b)))
        steps.append(j)
        rows.append([np.where(clear, side, np.nan) for side in (a, b)])
    left, right = np.array(rows, dtype=float).reshape(len(steps), 2, len(saved)).swapaxes(0, 1)
    return steps, left, right


def _good(instance, c: Claim, last: int) -> np.ndarray:
    """Where the hypotheses and the conditions of the claim hold, as far as the last member; (problems, 1)."""
    good = np.ones(instance.shape, dtype=bool)
    for formula in (*instance.roles.checks.values(), *c.conditions):
        good &= shards.meets(formula, instance, last)[0]
    return good
