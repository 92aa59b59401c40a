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
from proofs.search.cases import find_cases, find_signs
from proofs.search.contrary import find_opposite
from proofs.search.eliminate import solve
from proofs.search.factors import denominator_facts, find_factors
from proofs.search.inner import find_inner
from proofs.search.linear import find
from proofs.search.norms import find_norms
from proofs.search.points import Points
from proofs.search.radicals import defined_roots
from proofs.search.semidefinite import find_gram
from proofs.search.unread import monomial_term

Data = dict[str, Any]
FALSE: Formula = ("<=", 1, 0)
NOTHING: Formula = ("<", 0, 0)
# What is tried in turn, how hard, and for what share of the time that is left. What ends before that is not tried again.
PLAN = (("refute", 0, 1.0), ("prove", 0, 0.08), ("refute", 1, 1.0), ("prove", 0, 0.5), ("prove", 1, 0.5), ("refute", 2, 1.0),
        ("prove", 2, 0.4), ("refute", 3, 1.0), ("prove", 2, 1.0))
HALVES, DEGREE, TERMS = 8, 8, 40  # monomials; degree and terms of a polynomial that they are tried for
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
        steps = _prove(statement, FALSE, deadline, 0) or _prove(statement, FALSE, deadline, 1) or _prove(
            statement, NOTHING, deadline, 0)
        if steps is not None:
            return Decision("VACUOUS", _file(statement, "contradiction", steps), message="the hypotheses contradict each other")
    done = set(range(3)) if unreadable else set()
    for act, effort, share in PLAN:
        until = time.monotonic() + share*(deadline - time.monotonic())
        if act == "refute":
            model = points.break_claim(goal, effort)
            if model is not None:
                return Decision("REFUTED", model=model)
            continue
        steps = None if effort in done else _prove(statement, goal, until, effort)
        if time.monotonic() < until:
            done.add(effort)
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
        before += defined_roots(space, goal, using)
        before += (signs := denominator_facts(space, goal, using))
    except REFUSED:
        return None

    def accepted(steps: list[Data]) -> list[Data]:
        steps = json.loads(json.dumps([*before, *steps]))
        open_theorem(statement, {}).run(steps)
        return steps
    return _found(space, goal, [*using, *(step["name"] for step in signs)], deadline, effort, accepted)


def _found(space: Checker, goal: Formula, using: list[str], deadline: float, effort: int,
           accepted: Callable[[list[Data]], list[Data]]) -> list[Data] | None:
    """Steps for the goal, the last one named "goal", as the first attempt has them that is accepted; or None."""
    attempts: list[list[Callable[[], Any]]] = [
        [lambda: find(space, goal, using, levels=1, deadline=deadline), lambda: find_factors(space, goal, using),
         lambda: find_gram(space, goal, using, deadline), lambda: find_norms(space, goal, using, deadline, 0)],
        [lambda: find_inner(space, goal, using, deadline), lambda: find_norms(space, goal, using, deadline, 1),
         lambda: find(space, goal, using, _squares(space), levels=2, deadline=deadline),
         lambda: find_signs(space, goal, using, deadline, _case),
         lambda: find_cases(space, goal, using, deadline, _case), lambda: find_opposite(space, goal, using, deadline)],
        [lambda: find(space, goal, using, _halves(space, goal), levels=1, deadline=deadline),
         lambda: find_norms(space, goal, using, deadline, 2),
         lambda: find(space, goal, using, [*_squares(space), *_halves(space, goal)], deadline=deadline)]]
    for attempt in attempts[effort]:
        if time.monotonic() >= deadline:
            return None
        try:
            found = attempt()
            if found is None:
                continue
            *inside, step = found if isinstance(found, list) else [found]
            inside += denominator_facts(space, ("<=", 0, step.get("nonneg", 0)), using)
            return accepted([*inside, {**step, "name": "goal"}])
        except REFUSED:
            continue
    return None


def _case(space: Checker, goal: Formula, using: list[str], deadline: float) -> list[Data] | None:
    """Steps for the goal in one case, by what is quick."""
    signs = denominator_facts(space, goal, using)

    def accepted(steps: list[Data]) -> list[Data]:
        space.child({}).run([step for step in steps if step["name"] not in space.facts])
        return [*signs, *steps]
    return _found(space, goal, [*using, *(step["name"] for step in signs)], deadline, 0, accepted)


def _squares(space: Checker) -> list[Term]:
    """Squares worth a try: differences of letters of one sort."""
    out: list[Term] = []
    for sort in ("real", "vector"):
        names = [n for n, letter in space.letters.items() if letter.sort == sort and not n.startswith("#")][:6]
        out += [("+", a, ("-", b)) for i, a in enumerate(names) for b in names[i + 1:]]
        out += [n for n in names if sort == "real" and not space.letters[n].sign]
    return out


def _halves(space: Checker, goal: Formula) -> list[Term]:
    """Squares worth a try for a polynomial in numbers: sums and differences of two monomials whose squares it has."""
    if space.sort(goal[1]) == "vector":
        return []
    slack = space.slack(goal)
    squares = [m for m in slack if all(e % 2 == 0 and e > 0 and space.keys[i][0] == "letter" for i, e in m)]
    degree = max((sum(abs(e) for _, e in m) for m in slack), default=0)
    if not 2 < degree <= DEGREE or len(slack) > TERMS:
        return []
    halves = [monomial_term(space, tuple((i, e//2) for i, e in m)) for m in squares[:HALVES]]
    return [("+", a, sign) for i, a in enumerate(halves) for b in halves[i + 1:] for sign in (b, ("-", b))]


__all__ = ["Decision", "check_model", "decide", "refute"]
