"""AdaGrad: s[k] = s[k-1] + g^2, w[k+1] = w[k] - eta g/(sqrt(s[k]) + eps), by coordinates. Duchi, Hazan, Singer 2011."""

from __future__ import annotations

from numerics.ball import Ball
from numerics.families.base import Problem
from numerics.optimizers.coordinates import plus, product, root


def run(problem: Problem, start: Ball, eta: Ball, eps: Ball, steps: int) -> list[Ball]:
    """The iterates w[0], ..., w[steps]; s starts at 0."""
    s, path = Ball(0.0*start.v), [start]
    for _ in range(steps):
        g = problem.gradient(path[-1])
        s = s + product(g, g)
        path.append(path[-1] - g*eta/plus(root(s), eps))
    return path
