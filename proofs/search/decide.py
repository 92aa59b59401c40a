"""Decide one statement about reals and vectors: a proof, a counterexample, or the contradiction in its hypotheses.

Everything here is a proposal; whoever asks checks the answer with the kernel.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sympy.polys.polyerrors import BasePolynomialError

from proofs.kernel.checker import Checker, open_theorem
from proofs.kernel.interpretation import check_model, refute
from proofs.kernel.syntax import RELATIONS, Formula, Reject, Term, freeze
from proofs.search.cases import find_cases, find_sides, find_signs
from proofs.search.contrary import find_opposite
from proofs.search.eliminate import solve
from proofs.search.equations import find_equation
from proofs.search.factors import denominator_facts, find_factors
from proofs.search.inner import find_inner
from proofs.search.linear import find
from proofs.search.norms import find_norms
from proofs.search.points import Points
from proofs.search.radicals import defined_roots
from proofs.search.semidefinite import find_chosen, find_gram
from proofs.search.sums_of_squares import find_squares
from proofs.search.unread import monomial_term

Data = dict[str, Any]
FALSE: Formula = ("<=", 1, 0)
NOTHING: Formula = ("<", 0, 0)
# What is tried in turn, how hard, and for what share of the time that is left. What ends before that is not tried again.
PLAN = (("refute", 0, 1.0), ("prove", 0, 0.08), ("refute", 1, 1.0), ("prove", 0, 0.5), ("prove", 1, 0.5), ("prove", 3, 0.5),
        ("prove", 4, 0.5), ("refute", 2, 1.0), ("prove", 2, 0.4), ("refute", 3, 1.0), ("prove", 2, 1.0))
REPLACED = 3  # the effort 0, where letters with a sign are replaced as well by what equations say of them; and so on
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
    unreadable = _unreadable(statement, goal, deadline)
    points = Points(statement, deadline)
    point = points.satisfy()
    if point is None and not unreadable:
        steps = _prove(statement, FALSE, deadline, 0) or _prove(statement, FALSE, deadline, 1) or _prove(
            statement, NOTHING, deadline, 0)
        if steps is not None:
            return Decision("VACUOUS", _file(statement, "contradiction", steps), message="the hypotheses contradict each other")
    done = {effort for act, effort, _ in PLAN if act == "prove"} if unreadable else set()
    for act, effort, share in PLAN:
        until = time.monotonic() + share*(deadline - time.monotonic())
        if act == "refute":
            model = points.break_claim(goal, effort)
            if model is not None:
                return Decision("REFUTED", model=model)
            continue
        steps = None if effort in done else _prove(statement, goal, until, effort, deadline)
        if time.monotonic() < until:
            done.add(effort)
        if steps is not None:
            return Decision("PROVED", _file(statement, "claim", steps),
                            message="" if point else "no point was found that satisfies all hypotheses")
    over = "the time was over" if time.monotonic() >= deadline else ""
    left = unreadable or over or "products of the hypotheses and sums of squares do not reach it"
    return Decision("OPEN", message=f"neither proved nor refuted: {left}")


def _unreadable(statement: Data, goal: Formula, deadline: float) -> str:
    """Why the kernel cannot multiply out what is given, so that it cannot check any proof; empty if it can, or may."""
    try:
        space = scope(statement, deadline, kernels=True)
        for formula in (goal, *space.facts.values()):
            if formula[0] in RELATIONS and space.sort(formula[1]) != "vector":
                space.slack(formula)
    except Reject as fault:
        return "" if fault.cause == "time" else f"the kernel cannot multiply it out ({fault})"
    return ""


def _file(statement: Data, name: str, steps: list[Data]) -> Data:
    data = {**statement, "proof": [*steps[:-1], {**steps[-1], "name": name}]}
    return json.loads(json.dumps(data))  # type: ignore[no-any-return]


def scope(statement: Data, deadline: float, kernels: bool = False) -> Checker:
    """The scope of a statement, to search in: its work is limited by time alone; with ``kernels``, by the kernel's rule too."""
    space = open_theorem(statement, {})
    kernel = space.spend

    def spend(effort: int) -> None:
        if time.monotonic() >= deadline:
            raise Reject("time", "the time is over")
        if kernels:
            kernel(effort)

    space.spend = spend  # type: ignore[method-assign]
    return space


def _prove(statement: Data, goal: Formula, deadline: float, effort: int, checked: float = math.inf) -> list[Data] | None:
    """Steps that the kernel accepts before the time ``checked``, the last one for the goal; or None.

    Effort 0 tries single hypotheses, factors and Gram blocks, 1 products of two, 2 all that the linear search has.
    """
    try:
        space = scope(statement, deadline)
        before, replaced = solve(space, signed=effort >= REPLACED)
        if effort >= REPLACED and not any(space.letters[x].sign for x, _ in replaced.values()):
            return None
        using = [name for name, formula in space.facts.items() if formula[0] in RELATIONS]
        before += defined_roots(space, goal, using)
        before += (signs := denominator_facts(space, goal, using))
    except REFUSED:
        return None

    def accepted(steps: list[Data]) -> list[Data]:
        steps = json.loads(json.dumps([*before, *steps]))
        scope(statement, checked, kernels=True).run(steps)
        return steps
    return _found(space, goal, [*using, *(step["name"] for step in signs)], deadline, effort % REPLACED, accepted)


def _found(space: Checker, goal: Formula, using: list[str], deadline: float, effort: int,
           accepted: Callable[[list[Data]], list[Data]]) -> list[Data] | None:
    """Steps for the goal, the last one named "goal", as the first attempt has them that is accepted; or None."""
    def part(space: Checker, goal: Formula, using: list[str], deadline: float) -> list[Data] | None:
        return _case(space, goal, using, deadline, effort)

    attempts: list[list[Callable[[], Any]]] = [
        [lambda: _as_written(space, goal), lambda: find(space, goal, using, levels=1, deadline=deadline),
         lambda: find_factors(space, goal, using), lambda: find_gram(space, goal, using, deadline),
         lambda: find_squares(space, goal, using, deadline), lambda: find_norms(space, goal, using, deadline, 0)],
        [lambda: find_chosen(space, goal, using, deadline), lambda: find_squares(space, goal, using, deadline, lifted=True),
         lambda: find_inner(space, goal, using, deadline), lambda: find_norms(space, goal, using, deadline, 1),
         lambda: find(space, goal, using, _squares(space), levels=2, deadline=deadline),
         lambda: find_signs(space, goal, using, deadline, _case), lambda: find_sides(space, goal, using, deadline, _case),
         lambda: find_cases(space, goal, using, deadline, _case), lambda: find_opposite(space, goal, using, deadline)],
        [lambda: find(space, goal, using, _halves(space, goal), levels=1, deadline=deadline),
         lambda: find_norms(space, goal, using, deadline, 2),
         lambda: find(space, goal, using, [*_squares(space), *_halves(space, goal)], deadline=deadline)]]
    for attempt in [*attempts[effort], lambda: find_equation(space, goal, using, deadline, part)]:
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


def _as_written(space: Checker, goal: Formula) -> Data | None:
    """A claim 0 <= t (or 0 < t) whose term has a visible sign: t is its own certificate."""
    relation, a, b = goal
    wanted = {"<": ("> 0",), "<=": ("> 0", ">= 0")}.get(relation, ())
    return {"rule": "positivity", "claim": goal, "nonneg": b} if a == 0 and space.sign(b) in wanted else None


def _case(space: Checker, goal: Formula, using: list[str], deadline: float, effort: int = 0) -> list[Data] | None:
    """Steps for the goal in one case, or for a part of it; by what is quick, unless more effort is asked for."""
    signs = denominator_facts(space, goal, using)

    def accepted(steps: list[Data]) -> list[Data]:
        space.child({}).run([step for step in steps if step["name"] not in space.facts])
        return [*signs, *steps]
    return _found(space, goal, [*using, *(step["name"] for step in signs)], deadline, effort, accepted)


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
