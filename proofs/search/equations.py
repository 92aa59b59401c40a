"""Equations from inequalities: u = v from |u - v|^2 <= 0, a = b from a <= b and b <= a."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from proofs.kernel.checker import Checker
from proofs.kernel.syntax import Formula
from proofs.search.unread import fresh

Data = dict[str, Any]
Prove = Callable[[Checker, Formula, list[str], float], "list[Data] | None"]


def find_equation(space: Checker, goal: Formula, using: list[str], deadline: float, prove: Prove) -> list[Data] | None:
    """Steps for an equation, or None; ``prove`` finds those for an inequality."""
    if goal[0] != "==":
        return None
    _, u, v = goal
    of_vectors = space.sort(u) == "vector"
    claims = [("<=", ("sq", ("+", u, ("-", v))), 0)] if of_vectors else [("<=", u, v), ("<=", v, u)]
    steps: list[Data] = []
    names: list[str] = []
    for claim in claims:
        found = prove(space, claim, using, deadline) if time.monotonic() < deadline else None
        if found is None:
            return None
        names.append(fresh(space, "no more than"))
        found[-1] = {**found[-1], "name": names[-1]}
        space.run([step for step in found if step["name"] not in space.facts])  # the next claim finds other names
        steps += found
    if of_vectors:
        return [*steps, {"rule": "same_point", "u": u, "v": v, "by": names[-1]}]
    return [*steps, {"rule": "antisymmetry", "claim": goal, "above": names[0], "below": names[-1]}]
