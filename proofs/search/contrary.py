"""A claim by the contradiction in its opposite: so what is given can be divided by what is positive."""

from __future__ import annotations

import math
from typing import Any

from proofs.kernel.checker import Checker
from proofs.kernel.logic import opposite
from proofs.kernel.syntax import Formula
from proofs.search.linear import find
from proofs.search.unread import fresh

Data = dict[str, Any]
FALSE: Formula = ("<", 0, 0)


def find_opposite(space: Checker, goal: Formula, using: list[str], deadline: float = math.inf) -> list[Data] | None:
    """Steps for an inequality from the contradiction in its opposite, or None."""
    if goal[0] == "==":
        return None
    case, against = fresh(space, "sides"), fresh(space, "case")
    inner = space.child({})
    inner.assume(against, opposite(space, goal), frozenset())
    shown = contradiction(inner, goal, [*using, against], deadline)
    if shown is None:
        return None
    return [{"name": case, "rule": "excluded_middle", "claim": goal},
            {"rule": "branches", "of": case, "as": against,
             "branches": [[{"name": "goal", "rule": "known", "fact": against}], shown]}]


def contradiction(space: Checker, goal: Formula, using: list[str], deadline: float, levels: int = 3) -> list[Data] | None:
    """Steps for any goal from facts that contradict each other, or None."""
    step = find(space, FALSE, using, levels=levels, deadline=deadline)
    name = fresh(space, "contradiction")
    return None if step is None else [{"name": name, **step}, {"name": "goal", "rule": "absurd", "of": name, "claim": goal}]
