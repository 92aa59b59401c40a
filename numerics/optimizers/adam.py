"""Adam: means of gradients and of their squares, m and v, w[k+1] = w[k] - eta m^/(sqrt(v^) + eps), by coordinates.

With ``corrected`` m^ = m/(1 - beta_1^k) and v^ = v/(1 - beta_2^k), without it m^ = m and v^ = v. ``decay`` takes
eta decay w off as well, decoupled from the means: AdamW. Kingma, Ba 2015; Loshchilov, Hutter 2019.
"""

from __future__ import annotations

from numerics.ball import Ball
from numerics.families.base import Problem
from numerics.optimizers.coordinates import number, plus, product, root


def run(problem: Problem, start: Ball, eta: Ball, beta_1: Ball, beta_2: Ball, eps: Ball, steps: int, *, corrected: bool = True,
        decay: Ball | None = None) -> list[Ball]:
    """The iterates w[0], ..., w[steps]; m and v start at 0."""
    m = v = Ball(0.0*start.v)
    one, path = number(1.0, start), [start]
    left_1, left_2 = beta_1, beta_2  # beta^k
    for _ in range(steps):
        w, g = path[-1], problem.gradient(path[-1])
        m = m*beta_1 + g*(one - beta_1)
        v = v*beta_2 + product(g, g)*(one - beta_2)
        mean, square = (m/(one - left_1), v/(one - left_2)) if corrected else (m, v)
        step = mean/plus(root(square), eps)*eta
        path.append(w - step if decay is None else w - w*(eta*decay) - step)
        left_1, left_2 = left_1*beta_1, left_2*beta_2
    return path
