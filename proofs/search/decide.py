"""Decide one statement about reals and vectors: a proof, a counterexample, or the contradiction in its hypotheses.

Everything here is a proposal; whoever asks checks the answer with the kernel.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from sympy.polys.polyerrors import BasePolynomialError

from proofs.kernel.checker import Checker, open_theorem
from proofs.kernel.interpretation import check_model, refute
from proofs.kernel.syntax import RELATIONS, Formula, Reject, Term, freeze
from proofs.search.factors import denominator_facts, find_factors
from proofs.search.linear import find
from proofs.search.points import break_claim, satisfy
from proofs.search.semidefinite import find_gram

Data = dict[str, Any]
FALSE: Formula = ("<=", 1, 0)


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
        space = open_theorem(statement, {})
        space.check_formula(goal)
    except Reject as fault:
        return Decision("OPEN", message=f"the kernel cannot read it ({fault})")
    point = satisfy(statement, space, deadline)
    if point is None:
        steps = _prove(space, FALSE, deadline) or _prove(space, FALSE, deadline, 1)
        if steps is not None:
            return Decision("VACUOUS", _file(statement, "contradiction", steps), message="the hypotheses contradict each other")
    for effort in range(3):
        model = break_claim(statement, space, goal, deadline, effort)
        if model is not None:
            return Decision("REFUTED", model=model)
        steps = _prove(open_theorem(statement, {}), goal, deadline, effort)
        if steps is not None:
            return Decision("PROVED", _file(statement, "claim", steps),
                            message="" if point else "no point was found that satisfies all hypotheses")
    over = time.monotonic() >= deadline
    left = "the time was over" if over else "products of the hypotheses and sums of squares do not reach it"
    return Decision("OPEN", message=f"neither proved nor refuted: {left}")


def _file(statement: Data, name: str, steps: list[Data]) -> Data:
    data = {**statement, "proof": [*steps[:-1], {"name": name, **steps[-1]}]}
    return json.loads(json.dumps(data))  # type: ignore[no-any-return]


def _prove(space: Checker, goal: Formula, deadline: float, effort: int = 0) -> list[Data] | None:
    """Steps that the kernel accepts, the last one for the goal; or None.

    Effort 0 tries single hypotheses, factors and Gram blocks, 1 products of two, 2 all that the linear search has.
    """
    using = [name for name, formula in space.facts.items() if formula[0] in RELATIONS]
    before = denominator_facts(space, goal, using)
    using += [step["name"] for step in before]
    attempts = [
        [lambda: find(space, goal, using, levels=1), lambda: find_factors(space, goal, using),
         lambda: find_gram(space, goal, using, deadline)],
        [lambda: find(space, goal, using, _squares(space), levels=2, deadline=deadline)],
        [lambda: find(space, goal, using, _squares(space), deadline=deadline)]]
    for attempt in attempts[effort]:
        if time.monotonic() >= deadline:
            return None
        try:
            step = attempt()
            if step is not None:
                space.conclude(json.loads(json.dumps(step)))
                return [*before, step]
        except (Reject, ValueError, ArithmeticError, BasePolynomialError):
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
