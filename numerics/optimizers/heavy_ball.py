"""Gradient descent with momentum, in two forms that agree when both start at rest. Polyak 1964.

difference   w[k+1] = w[k] - eta g(w[k]) + beta (w[k] - w[k-1])
velocity     v[k] = beta v[k-1] + eta g(w[k]),   w[k+1] = w[k] - v[k]
"""

from __future__ import annotations

from numerics.ball import Ball
from numerics.families.base import Problem


def run(problem: Problem, start: Ball, eta: Ball, beta: Ball, steps: int) -> list[Ball]:
    """The iterates of the difference form, from rest: w[-1] = w[0]."""
    before, path = start, [start]
    for _ in range(steps):
        w = path[-1]
        path.append(w - problem.gradient(w)*eta + (w - before)*beta)
        before = w
    return path


def run_velocity(problem: Problem, start: Ball, eta: Ball, beta: Ball, steps: int) -> list[Ball]:
    """The iterates of the velocity form, from rest: v[-1] = 0."""
    v, path = Ball(0.0*start.v), [start]
    for _ in range(steps):
        v = v*beta + problem.gradient(path[-1])*eta
        path.append(path[-1] - v)
    return path
