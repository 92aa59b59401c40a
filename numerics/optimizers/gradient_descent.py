"""Gradient descent with a constant step size, w[k+1] = w[k] - eta grad f(w[k]). Cauchy 1847."""

from __future__ import annotations

from numerics.ball import Ball
from numerics.families.base import Problem
from proofs.methods import gradient_step


def run(problem: Problem, start: Ball, eta: Ball, steps: int) -> list[Ball]:
    """The iterates w[0], ..., w[steps], each (problems, replicas, n) with its rounding error; ``eta`` (problems, replicas)."""
    path = [start]
    for _ in range(steps):
        path.append(gradient_step(path[-1], problem.gradient(path[-1]), eta))
    return path
