"""Nesterov's accelerated gradient with a constant coefficient: y[k] = w[k] + beta (w[k] - w[k-1]), w[k+1] = y[k] - eta g(y[k]).

Nesterov, Lectures on Convex Optimization, (2.2.22).
"""

from __future__ import annotations

from numerics.ball import Ball
from numerics.families.base import Problem
from proofs.methods import gradient_step


def run(problem: Problem, start: Ball, eta: Ball, beta: Ball, steps: int) -> list[Ball]:
    """The iterates w[0], ..., w[steps], from rest."""
    before, path = start, [start]
    for _ in range(steps):
        ahead = path[-1] + (path[-1] - before)*beta
        before = path[-1]
        path.append(gradient_step(ahead, problem.gradient(ahead), eta))
    return path
