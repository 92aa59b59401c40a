"""LION: w[k+1] = w[k] - eta (sign(beta_1 m + (1 - beta_1) g) + decay w), then m = beta_2 m + (1 - beta_2) g.

Chen et al. 2023.
"""

from __future__ import annotations

from numerics.ball import Ball
from numerics.families.base import Problem
from numerics.optimizers.coordinates import number, signs


def run(problem: Problem, start: Ball, eta: Ball, beta_1: Ball, beta_2: Ball, decay: Ball, steps: int) -> list[Ball]:
    """The iterates w[0], ..., w[steps]; m starts at 0. A sign that rounding leaves open widens the error bound."""
    m, one, path = Ball(0.0*start.v), number(1.0, start), [start]
    for _ in range(steps):
        w, g = path[-1], problem.gradient(path[-1])
        direction = signs(m*beta_1 + g*(one - beta_1))
        path.append(w - (direction + w*decay)*eta)
        m = m*beta_2 + g*(one - beta_2)
    return path
