"""Gradient descent whose step sizes change: by the count of steps, by the length of the gradient, or along a cosine.

diminishing  gamma[k] = gamma0/(1 + ceil(k/K)), and gamma0/(1 + sqrt(ceil(k/K)))
damped       gamma[k] = gamma0/(alpha |g| + 1)
cosine       gamma[k] = low + (high - low)/2 (1 + cos(pi k/T)). Loshchilov, Hutter 2017
"""

from __future__ import annotations

from collections.abc import Callable

from numerics.ball import Ball, BallArithmetic, cos, dot, sqrt
from numerics.families.base import Problem
from numerics.optimizers.coordinates import number
from proofs.methods import gradient_step

Rule = Callable[[int, Ball], Ball]  # of the count of steps and the gradient


def diminishing(gamma0: Ball, period: int, *, root: bool = False) -> Rule:
    def rule(k: int, g: Ball) -> Ball:
        count = number(float(-(-k//period)), g)
        return gamma0/(number(1.0, g) + (sqrt(count) if root else count))
    return rule


def damped(gamma0: Ball, alpha: Ball) -> Rule:
    return lambda k, g: gamma0/(alpha*sqrt(dot(g, g)) + number(1.0, g))


def cosine(low: Ball, high: Ball, steps: int, arithmetic: BallArithmetic) -> Rule:
    def rule(k: int, g: Ball) -> Ball:
        angle = arithmetic.pi()*number(float(k), g)/number(float(steps), g)
        return low + (high - low)/number(2.0, g)*(number(1.0, g) + cos(angle))
    return rule


def run(problem: Problem, start: Ball, rule: Rule, steps: int) -> list[Ball]:
    """The iterates w[0], ..., w[steps]."""
    path = [start]
    for k in range(steps):
        g = problem.gradient(path[-1])
        path.append(gradient_step(path[-1], g, rule(k, g)))
    return path
