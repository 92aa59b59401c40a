"""Points that satisfy hypotheses, and points that break a claim: random small numbers, then local search, then z3.

Legend: d the dimension of the vectors; a *candidate* gives every symbol a rational value.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import z3

from proofs import algebraic
from proofs.algebraic import THETA
from proofs.kernel.checker import open_theorem
from proofs.kernel.interpretation import check_model, refute
from proofs.kernel.model import Model, exactly
from proofs.kernel.normal import Letter
from proofs.kernel.syntax import RELATIONS, Formula, Reject, Term, freeze, substitute
from proofs.search.candidates import Solver
from proofs.search.eliminate import Solved, solve
from proofs.search.irrational import in_one, rational
from proofs.search.local import local
from proofs.search.refute import model_data
from proofs.search.sample import Coordinates, sample
from proofs.search.unread import number

Data = dict[str, Any]
MOMENT = 1.0  # seconds for a search that is not patient
LARGEST = 4096  # bits of a number, and degree, of what z3 is given


class Points:
    """Points for a statement about reals and vectors. Letters that equations determine are computed from the others."""

    def __init__(self, statement: Data, deadline: float) -> None:
        self.statement, self.deadline = statement, deadline
        self.letters = {n: Letter(*s) for n, s in statement["letters"].items()}
        self.vectors = sum(v.sort == "vector" for v in self.letters.values())
        solved = self._solved()
        self.terms = dict(solved.values())
        self.free = {n: v for n, v in self.letters.items() if n not in self.terms}
        self.hypotheses = [self._reduced(freeze(h)) for name, h in statement["hypotheses"].items()
                           if name not in solved and h[0] in RELATIONS]

    def _solved(self) -> Solved:
        try:
            return solve(open_theorem(self.statement, {}))[1]
        except (Reject, ArithmeticError):
            return {}

    def _reduced(self, formula: Formula) -> Formula:
        for x, t in self.terms.items():
            formula = substitute(formula, {x: t})
        return formula

    def satisfy(self) -> Data | None:
        """A model of the hypotheses, or None if none was found."""
        for solver in (sample, local, z3_points):
            for d in (1, 2) if self.vectors else (1,):
                for data in self._candidates(solver, d, None, True, self.deadline):
                    try:
                        (algebraic.check_model if THETA in data else check_model)(self.statement, data)
                        return data
                    except Reject:
                        continue
        return None

    def break_claim(self, goal: Formula, effort: int) -> Data | None:
        """A model, accepted by the kernel, that satisfies the hypotheses and breaks the goal; or None.

        ``effort`` 0: random small numbers; 1: local search; 2: z3 for a moment; 3: both for seconds, in one more dimension.
        """
        until = min(self.deadline, time.monotonic() + MOMENT) if effort < 3 else self.deadline
        for solver in ((sample,), (local,), (z3_points,), (local, z3_points))[effort]:
            for d in range(1, 1 + max(1, min(self.vectors, 2 + (effort == 3)))):
                for data in self._candidates(solver, d, self._reduced(goal), effort == 3, until):
                    try:
                        (algebraic.refute if THETA in data else refute)(self.statement, goal, data)
                        return data
                    except Reject:
                        continue
        return None

    def _candidates(self, solver: Any, dimension: int, goal: Formula | None, patient: bool, deadline: float) -> Iterator[Data]:
        """Models that may do; with "theta" where the values are in Q(theta)."""
        c = Coordinates(self.free, dimension)
        for found in solver(c, self.hypotheses, goal, deadline, patient):
            numbers, theta = found if isinstance(found, tuple) else (found, None)
            try:
                data = model_data(self.statement, self._complete(c, numbers, theta))
            except Reject:
                continue  # a letter that is computed has no value of this kind
            yield data if theta is None else {**data, THETA: theta}

    def _complete(self, c: Coordinates, numbers: dict[str, Any], theta: Data | None) -> dict[str, Any]:
        """Values for all letters, from numbers for the symbols of those that are free."""
        exact = None if theta is None else algebraic.Theta.read(theta)

        def value(t: Term) -> Term:
            return number(exactly(t)) if exact is None else algebraic.term(exact.value(t))

        values = c.values(numbers)
        model = Model(self.letters, {"dimension": c.dimension}, {})
        for x in [*self.free, *reversed(self.terms)]:
            if self.letters[x].sort == "vector":
                found = values[x] if x in values else [value(a) for a in model.vector(self.terms[x])]
                model.vectors[x] = values[x] = found
            else:
                model.reals[x] = values[x] = values[x] if x in values else value(model.real(self.terms[x]))
        return values


# --- z3 ------------------------------------------------------------------------------------------------------------


def z3_points(c: Coordinates, hypotheses: list[Formula], goal: Formula | None, deadline: float,
              patient: bool) -> Iterator[Any]:
    """Candidates from z3, made rational where z3 answers with a root; in Q(theta) where there is no rational point near."""
    relations = [r for h in hypotheses for r in c.relations(h)]
    broken = c.relations(goal) if goal is not None else []
    if any(_size(side) > LARGEST for r in (*relations, *broken) for side in r[1:]):
        return
    s = Solver()
    try:
        for name, letter in c.letters.items():
            if letter.sign:
                s.solver.add(z3.Real(name) > 0 if letter.sign == "> 0" else z3.Real(name) >= 0)
        s.solver.add(*(s.relation(r) for r in relations))
        if goal is not None:
            s.solver.add(z3.Or([z3.Not(s.relation(r)) for r in broken]))
    except Reject:
        return
    yield from _models(Timed(s.solver, deadline, 3.0 if patient else 0.3), c)


def _size(t: Term) -> int:
    """A bound for the bits of the numbers and for the degree of a term that is multiplied out."""
    if isinstance(t, (int, Fraction)):
        return Fraction(t).numerator.bit_length() + Fraction(t).denominator.bit_length()
    if isinstance(t, str):
        return 1
    sizes = [_size(a) for a in (t[1:2] if t[0] == "^" else t[1:])]
    return sizes[0]*abs(t[2]) if t[0] == "^" else max(sizes) + 1 if t[0] in ("+", "-") else sum(sizes)


class Timed:
    """A solver that stops at a deadline, and after ``limit`` seconds in one question."""

    def __init__(self, solver: Any, deadline: float, limit: float) -> None:
        self.solver, self.deadline, self.limit = solver, deadline, limit

    def model(self, *more: Any) -> Any:
        """A model in which more holds, or None."""
        left = min(self.limit, self.deadline - time.monotonic())
        if left <= 0:
            return None
        self.solver.set("timeout", max(1, int(1000*left)))
        self.solver.push()
        try:
            self.solver.add(*more)
            return self.solver.model() if self.solver.check() == z3.sat else None
        finally:
            self.solver.pop()


def _models(timed: Timed, c: Coordinates) -> Iterator[Any]:
    """Models, small ones first. Roots are replaced by nearby rationals, one at a time, as far as that goes.

    Yields numbers for the symbols; or, where roots stay, terms in theta together with theta.
    """
    symbols = c.symbols()
    for bound in (2, 8, None):
        fixed = [] if bound is None else [z3.And(z3.Real(s) <= bound, z3.Real(s) >= -bound) for s in symbols]
        model, roots = timed.model(*fixed), set()
        while model is not None:
            values = {s: model.eval(z3.Real(s), model_completion=True) for s in symbols}
            irrational = [s for s, v in values.items() if not z3.is_rational_value(v)]
            loose = next((s for s in irrational if s not in roots), None)
            if loose is None:
                break
            near = rational(values[loose].approx(6))
            for q in (1, 2, 4, 10, 100):
                at = z3.Real(loose) == z3.RealVal(str(near.limit_denominator(q)))
                replaced = timed.model(*fixed, at)
                if replaced is not None:
                    fixed.append(at)
                    model = replaced
                    break
            else:
                roots.add(loose)
        if model is None:
            continue
        numbers: dict[str, Term] = {s: number(rational(v)) for s, v in values.items() if s not in irrational}
        found = in_one({s: values[s] for s in irrational}, timed.deadline) if irrational else None
        if found is not None:
            yield numbers | found[1], found[0]
        elif not irrational:
            yield numbers
