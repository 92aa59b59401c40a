"""Decide one statement about reals and vectors: a proof, a counterexample, or the contradiction in its hypotheses.

Everything here is a proposal; whoever asks checks the answer with the kernel.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sympy.polys.polyerrors import BasePolynomialError

from proofs.kernel.checker import Checker, open_theorem
from proofs.kernel.interpretation import check_model, refute
from proofs.kernel.syntax import RELATIONS, Formula, Reject, Term, freeze
from proofs.search.eliminate import solve
from proofs.search.factors import denominator_facts, find_factors
from proofs.search.inner import find_inner
from proofs.search.linear import find
from proofs.search.points import Points
from proofs.search.semidefinite import find_gram

Data = dict[str, Any]
FALSE: Formula = ("<=", 1, 0)
REFUSED = (Reject, ValueError, ArithmeticError, BasePolynomialError)  # what makes an attempt a failure


@dataclass(frozen=True)
class Decision:
    """``verdict`` PROVED, REFUTED, VACUOUS or OPEN; a theorem file or a model to check; and what was tried."""

    verdict: str
    certificate: Data | None = None
    model: Data | None = None
    message: str = ""


def decide(statement: Data, goal: Formula, deadline: float) -> Decision:
    """Settle ``hypotheses |- goal`` before ``deadline`` (as of time.monotonic()), if the search can."""
    goal = freeze(goal)
    statement = json.loads(json.dumps({**statement, "proof": []}))
    try:
        open_theorem(statement, {}).check_formula(goal)
    except Reject as fault:
        return Decision("OPEN", message=f"the kernel cannot read it ({fault})")
    unreadable = _unreadable(statement, goal)
    points = Points(statement, deadline)
    point = points.satisfy()
    if point is None and not unreadable:
        steps = _prove(statement, FALSE, deadline, 0) or _prove(statement, FALSE, deadline, 1)
        if steps is not None:
            return Decision("VACUOUS", _file(statement, "contradiction", steps), message="the hypotheses contradict each other")
    for effort in range(3):
        model = points.break_claim(goal, effort)
        if model is not None:
            return Decision("REFUTED", model=model)
        steps = None if unreadable else _prove(statement, goal, deadline, effort)
        if steps is not None:
            return Decision("PROVED", _file(statement, "claim", steps),
                            message="" if point else "no point was found that satisfies all hypotheses")
    over = "the time was over" if time.monotonic() >= deadline else ""
    left = unreadable or over or "products of the hypotheses and sums of squares do not reach it"
    return Decision("OPEN", message=f"neither proved nor refuted: {left}")


def _unreadable(statement: Data, goal: Formula) -> str:
    """Why the kernel cannot multiply out what is given, so that it cannot check any proof; empty if it can."""
    try:
        space = open_theorem(statement, {})
        for formula in (goal, *space.facts.values()):
            if formula[0] in RELATIONS and space.sort(formula[1]) != "vector":
                space.slack(formula)
    except Reject as fault:
        return f"the kernel cannot multiply it out ({fault})"
    return ""


def _file(statement: Data, name: str, steps: list[Data]) -> Data:
    data = {**statement, "proof": [*steps[:-1], {**steps[-1], "name": name}]}
    return json.loads(json.dumps(data))  # type: ignore[no-any-return]


def scope(statement: Data, deadline: float) -> Checker:
    """The scope of a statement, to search in: its work is limited by time alone."""
    space = open_theorem(statement, {})

    def spend(effort: int) -> None:
        if time.monotonic() >= deadline:
            raise Reject("time", "the time is over")

    space.spend = spend  # type: ignore[method-assign]
    return space


def _prove(statement: Data, goal: Formula, deadline: float, effort: int) -> list[Data] | None:
    """Steps that the kernel accepts, the last one for the goal; or None.

    Effort 0 tries single hypotheses, factors and Gram blocks, 1 products of two, 2 all that the linear search has.
    """
    try:
        space = scope(statement, deadline)
        before, _ = solve(space)
        using = [name for name, formula in space.facts.items() if formula[0] in RELATIONS]
        signs = denominator_facts(space, goal, using)
    except REFUSED:
        return None
    before += signs
    using += [step["name"] for step in signs]
    attempts: list[list[Callable[[], Any]]] = [
        [lambda: find(space, goal, using, levels=1, deadline=deadline), lambda: find_factors(space, goal, using),
         lambda: find_gram(space, goal, using, deadline)],
        [lambda: find_inner(space, goal, using, deadline),
         lambda: find(space, goal, using, _squares(space), levels=2, deadline=deadline)],
        [lambda: find(space, goal, using, _squares(space), deadline=deadline)]]
    for attempt in attempts[effort]:
        if time.monotonic() >= deadline:
            return None
        try:
            found = attempt()
            if found is None:
                continue
            *inside, step = found if isinstance(found, list) else [found]
            inside += denominator_facts(space, ("<=", 0, step.get("nonneg", 0)), using)
            steps = json.loads(json.dumps([*before, *inside, {**step, "name": "goal"}]))
            open_theorem(statement, {}).run(steps)
            return steps  # type: ignore[no-any-return]
        except REFUSED:
            continue
    return None


def _squares(space: Checker) -> list[Term]:
    """Squares worth a try: differences of letters of one sort."""
    out: list[Term] = []
    for sort in ("real", "vector"):
        names = [n for n, letter in space.letters.items() if letter.sort == sort and not n.startswith("#")][:6]
        out += [("+", a, ("-", b)) for i, a in enumerate(names) for b in names[i + 1:]]
        out += [n for n in names if sort == "real" and not space.letters[n].sign]
    return out


__all__ = ["Decision", "check_model", "decide", "refute"]
