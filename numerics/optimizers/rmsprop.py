"""RMSprop: s[k] = gamma s[k-1] + (1 - gamma) g^2, w[k+1] = w[k] - eta g/(sqrt(s[k]) + eps), by coordinates. Hinton 2012."""

from __future__ import annotations

from numerics.ball import Ball
from numerics.families.base import Problem
from numerics.optimizers.coordinates import number, plus, product, root


def run(problem: Problem, start: Ball, eta: Ball, gamma: Ball, eps: Ball, steps: int) -> list[Ball]:
    """The iterates w[0], ..., w[steps]; s starts at 0."""
    s, path, rest = Ball(0.0*start.v), [start], number(1.0, start) - gamma
    for _ in range(steps):
        g = problem.gradient(path[-1])
        s = s*gamma + product(g, g)*rest
        path.append(path[-1] - g*eta/plus(root(s), eps))
    return path
