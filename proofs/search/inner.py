"""Squared inner products in a claim: the inequality of Cauchy and Schwarz, and squares of residuals of projections.

|x|^2 |y|^2 - <x, y>^2 is the product of the slacks of <x, y> <= |x| |y| and <-x, y> <= |x| |y|; Bessel's inequality is
|x - <x, u> u - <x, v> v|^2 >= 0. Neither follows from products of hypotheses with squares of letters.
"""

from __future__ import annotations

import time
from typing import Any

from proofs.kernel.checker import Checker
from proofs.kernel.syntax import Formula, Term
from proofs.search.linear import find
from proofs.search.unread import atom_term, fresh

Data = dict[str, Any]


def find_inner(space: Checker, goal: Formula, using: list[str], deadline: float) -> list[Data] | None:
    """Steps for a claim in which products of inner products occur, or None."""
    if space.sort(goal[1]) == "vector" or time.monotonic() >= deadline:
        return None
    pairs = _pairs(space, goal)
    if not pairs:
        return None
    steps: list[Data] = []
    for i, j in pairs:
        u, v = atom_term(space, i), atom_term(space, j)
        for left in (u, ("-", u)):
            name = fresh(space, f"Cauchy-Schwarz {len(steps) + 1}")
            steps.append({"name": name, "rule": "cauchy_schwarz", "u": left, "v": v})
    space.run(steps)
    names = [step["name"] for step in steps]
    found = find(space, goal, [*using, *names], _residuals(space, pairs), levels=4, deadline=deadline)
    return None if found is None else [*(s for s in steps if ("slack", s["name"]) in _parts(found["nonneg"])), found]


def _pairs(space: Checker, goal: Formula) -> list[tuple[int, int]]:
    """Different base vectors whose inner product stands in a product with an inner product."""
    out: dict[tuple[int, int], None] = {}
    for m in space.slack(goal):
        dots = [(space.keys[i][1:], e) for i, e in m if space.keys[i][0] == "dot"]
        if sum(e for _, e in dots) > 1:
            out.update({pair: None for pair, e in dots if pair[0] != pair[1] and e > 0})
    return list(out)


def _residuals(space: Checker, pairs: list[tuple[int, int]]) -> list[Term]:
    """x - <x, u> u, of one projection, and of all that the claim has of a vector."""
    out: list[Term] = []
    for i in dict.fromkeys(k for pair in pairs for k in pair):
        x = atom_term(space, i)
        onto = [atom_term(space, a if b == i else b) for a, b in pairs if i in (a, b)]
        parts = [("-", ("*", ("dot", x, u), u)) for u in onto]
        out += [("+", x, part) for part in parts] + ([("+", x, *parts)] if len(parts) > 1 else [])
    return out


def _parts(t: Any) -> set[Term]:
    return {t}.union(*(_parts(a) for a in t[1:])) if isinstance(t, tuple) else set()
