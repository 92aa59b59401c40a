"""Stochastic gradient descent on (1/N) sum_i f_i: which members each step takes is given, so that a run can be repeated.

``cyclic`` takes 1, 2, ..., N in turn, ``uniform`` one at random, ``minibatches`` K different ones at random.
Robbins, Monro 1951.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numerics.ball import Ball
from numerics.families.base import Problem
from numerics.optimizers.coordinates import number
from proofs.methods import gradient_step

Batches = list[tuple[int, ...]]


def cyclic(members: int, steps: int) -> Batches:
    return [(k % members,) for k in range(steps)]


def uniform(members: int, steps: int, rng: np.random.Generator) -> Batches:
    return [(int(i),) for i in rng.integers(members, size=steps)]


def minibatches(members: int, size: int, steps: int, rng: np.random.Generator) -> Batches:
    return [tuple(int(i) for i in rng.choice(members, size, replace=False)) for _ in range(steps)]


def run(members: Sequence[Problem], start: Ball, eta: Ball, batches: Batches) -> list[Ball]:
    """The iterates; step k averages the gradients of the members that ``batches[k]`` names."""
    path = [start]
    for batch in batches:
        g = members[batch[0]].gradient(path[-1])
        for i in batch[1:]:
            g = g + members[i].gradient(path[-1])
        path.append(gradient_step(path[-1], g/number(float(len(batch)), start), eta))
    return path
