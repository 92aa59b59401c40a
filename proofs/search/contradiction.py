"""Look for a contradiction in the hypotheses of a theorem: hypotheses that nothing satisfies prove anything.

What holds for all points is used at the points that the other hypotheses mention.
"""

from __future__ import annotations

import json
import time
from itertools import islice, product
from typing import Any

from proofs.kernel.checker import Checker, check_theorem, open_theorem
from proofs.kernel.syntax import RELATIONS, Formula, Reject, Term
from proofs.search.factors import denominator_facts
from proofs.search.linear import find

Data = dict[str, Any]
FALSE: Formula = ("<=", 1, 0)
POINTS, INSTANCES, SECONDS = 4, 16, 2.0


def contradiction(statement: Data, seconds: float = SECONDS) -> list[Data] | None:
    """Steps that end in 1 <= 0, which the kernel accepts; None where none are found."""
    statement = json.loads(json.dumps({**statement, "proof": []}))
    deadline = time.monotonic() + seconds
    for instances, levels in ((False, 1), (True, 1), (False, 2), (True, 2)):
        try:
            steps = _attempt(open_theorem(statement, {}), instances, levels, deadline)
            if steps is not None:
                steps = json.loads(json.dumps(steps))
                check_theorem({**statement, "proof": steps}, {})
                return steps
        except (Reject, ValueError, ArithmeticError):
            continue
    return None


def _attempt(space: Checker, instances: bool, levels: int, deadline: float) -> list[Data] | None:
    steps: list[Data] = []
    for data in islice(_instances(space) if instances else (), INSTANCES):
        try:
            space.run([data])
            steps.append(data)
        except Reject:
            continue
    if instances and not steps:
        return None
    using = [name for name, formula in space.facts.items() if formula[0] in RELATIONS]
    if not using or time.monotonic() >= deadline:
        return None
    signs = denominator_facts(space, FALSE, using)
    step = find(space, FALSE, using + [s["name"] for s in signs], levels=levels, deadline=deadline)
    return None if step is None else [*steps, *signs, {**step, "name": "contradiction"}]


def _instances(space: Checker) -> Any:
    """Steps that use what holds for all points, without conditions, at the points in the other hypotheses."""
    ground = [f for f in space.facts.values() if f[0] in RELATIONS]
    points = list(dict.fromkeys(p for f in ground for p in _points(f, space)))[:POINTS]
    for name, formula in list(space.facts.items()):
        if formula[0] == "forall" and not formula[2] and all(sort == "vector" for _, sort in formula[1]):
            letters = [letter for letter, _ in formula[1]]
            for i, at in enumerate(product(points, repeat=len(letters))):
                if len(set(at)) == len(at):
                    yield {"name": f"{name} at {i + 1}", "rule": "instance", "of": name,
                           "at": dict(zip(letters, at, strict=True)), "conditions": []}


def _points(t: Any, space: Checker) -> list[Term]:
    """The points at which functions are taken, and the vector letters."""
    if isinstance(t, str):
        return [t] if t in space.letters and space.letters[t].sort == "vector" else []
    if not isinstance(t, tuple):
        return []
    own = [t[2]] if t[0] in ("val", "grad") else []
    return own + [p for a in t[1:] for p in _points(a, space)]
