"""Newton's method, w[k+1] = w[k] - H(w[k])^{-1} g(w[k]): each step solves a linear system, with a bound on the error."""

from __future__ import annotations

from numerics.backend import Backend
from numerics.ball import Ball
from numerics.families.base import Problem
from numerics.operators import HessianAt
from proofs.methods import newton_step


def run(problem: Problem, start: Ball, steps: int, backend: Backend) -> list[Ball]:
    """The iterates w[0], ..., w[steps]; NaN where a Hessian cannot be shown to have an inverse."""
    path = [start]
    for _ in range(steps):
        w = path[-1]
        path.append(newton_step(w, problem.gradient(w), HessianAt(problem, w, backend).inverse().apply))
    return path
