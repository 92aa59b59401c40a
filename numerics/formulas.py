"""Any formula on instances: holds, fails, or is left open, with a margin where it rests on a relation.

Connectives combine margins (the least of a conjunction, the greatest of a disjunction), quantifiers over indices are written
out as far as their conditions reach, quantifiers over points are tried at points that are drawn. Trying cannot affirm "for
all" and cannot contradict "there is": there the answer stays open, except at the front of a claim, where HELD means that it
held wherever it was tried. What speaks of infinitely many steps is not tried at all.

Legend: ``at`` values of quantified letters; ``loose`` whether "for all" may be affirmed by trying; None a formula not tried.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any, Protocol

from sympy import Basic, Integer
from sympy.core.containers import Tuple

from numerics.evaluate import CannotEvaluate, Evaluator
from proofs import language as lang
from proofs.language import INDEX, REAL, VECTOR, Formula, Letter, Relation, letters_of
from proofs.words import BigO, Converges, Diverges

ENDLESS = "a statement about infinitely many steps: no finite run decides it"
NOT_TRIED = {Converges: ENDLESS, Diverges: ENDLESS, BigO: "a finite run can neither show nor contradict that a constant exists",
             lang.LinearRate: "a finite run cannot contradict the existence of C",
             lang.Twice: "values cannot show a derivative",
             lang.Infimum: "finitely many values cannot show that a lower bound is the greatest",
             lang.Prose: "it is stated in words", lang.SomeInstance: "one exact instance settles it"}
POINTS = {VECTOR: 4, REAL: 6}  # how many points a quantifier inside a statement is tried at
FURTHEST = 12  # how many indices beyond the last one in use a quantifier is followed
SPECTRAL = ("loewner_below", "loewner_above", "eigenvalues_at_most", "eigenvalues_at_least", "eigenvalues_between",
            "positive_semidefinite", "positive_definite", "invertible", "largest_eigenvalue", "smallest_eigenvalue")


class Logic(Protocol):
    """How an arithmetic answers: arrays with margins, or yes, no and open."""

    def relation(self, relation: Relation, at: Any) -> Any: ...
    def compare(self, a: Any, b: Any, strict: bool) -> Any: ...
    def negation(self, a: Any) -> Any: ...
    def every(self, parts: list[Any]) -> Any: ...
    def some(self, parts: list[Any]) -> Any: ...
    def open(self) -> Any: ...
    def certain(self, a: Any) -> bool: ...


class Reading:
    """Reads formulas under the bindings of an evaluator; ``why`` says what was not tried."""

    def __init__(self, evaluator: Evaluator, logic: Logic, last: int):
        self.evaluator, self.logic, self.last = evaluator, logic, last
        self.why: list[str] = []

    def formula(self, tree: Formula, at: dict[Letter, Any], loose: bool = False) -> Any:
        """What a formula comes to; None where it is not tried."""
        if isinstance(tree, lang.Schema):
            if tree.name in SPECTRAL:
                return self._spectral(tree, at)
            return self.formula(tree.formula, at, loose)
        if isinstance(tree, Relation):
            return self.logic.relation(tree, at)
        if isinstance(tree, lang.Both):
            return self._every([self.formula(a, at, loose) for a in tree.args], loose)
        if isinstance(tree, lang.Either):
            return self._some([self.formula(a, at, loose) for a in tree.args])
        if isinstance(tree, lang.Negation):
            return self._not(self.formula(tree.args[0], at))
        if isinstance(tree, lang.Implication):
            return self._some([self._not(self.formula(tree.args[0], at)), self.formula(tree.args[1], at, loose)])
        if isinstance(tree, lang.Iff):
            a, b = tree.args
            return self._every([self.formula(lang.Implication(*way), at, loose) for way in ((a, b), (b, a))])
        if isinstance(tree, lang.ForAll):
            return self._for_all(tree, at, loose)
        if isinstance(tree, lang.Exists):
            return self._exists(tree, at)
        return self._not_tried(NOT_TRIED.get(type(tree), f"{type(tree).__name__} has no numeric reading"))

    def _not_tried(self, reason: str) -> None:
        self.why.append(reason)

    def _not(self, a):
        return None if a is None else self.logic.negation(a)

    def _every(self, parts, loose=False):
        """All of the parts; one that is not tried leaves the others where only trying is asked, and else keeps it open."""
        known = [a for a in parts if a is not None]
        if not known:
            return None
        return self.logic.every(known if loose or len(known) == len(parts) else [*known, self.logic.open()])

    def _some(self, parts):
        known = [a for a in parts if a is not None]
        if not known:
            return None
        return self.logic.some(known if len(known) == len(parts) else [*known, self.logic.open()])

    def _for_all(self, tree, at, loose):
        parts, whole = [], True
        for here, complete in self._places(tree, at):
            whole &= complete
            if here is None:
                continue
            unmet, body = [self._not(self.formula(c, here)) for c in tree.conditions], self.formula(tree.body, here, loose)
            if body is None or any(c is None for c in unmet):
                return None
            parts.append(self.logic.some([*unmet, body]) if unmet else body)
        return self._joined(self.logic.every, parts, loose or whole, lang.Le(Integer(0), Integer(0)), at)

    def _joined(self, join, parts, whole, empty, at):
        """The parts joined; ``empty`` is what stands for no part at all."""
        parts = parts if whole else [*parts, self.logic.open()]
        return join(parts) if parts else self.logic.relation(empty, at)

    def _exists(self, tree, at):
        parts, whole = [], True
        for here, complete in self._places(tree, at):
            whole &= complete
            if here is not None:
                parts.append(self._every([*(self.formula(c, here) for c in tree.conditions), self.formula(tree.body, here)]))
        if any(a is None for a in parts):
            return None
        return self._joined(self.logic.some, parts, whole, lang.Lt(Integer(0), Integer(0)), at)

    def _places(self, tree: lang.Quantified, at) -> Iterator[tuple[dict[Letter, Any] | None, bool]]:
        """Values of the quantified letters to try; before them, None with whether they are all that there are."""
        indices = [v for v in tree.letters if v.sort == INDEX]
        points = [v for v in tree.letters if v.sort != INDEX]
        if any(v.sort not in POINTS for v in points):
            raise CannotEvaluate(f"arrays do not try every {points[0].sort}: {tree}")
        ranges, whole = [], not points
        for v in indices:
            end, sure = self._end(v, tree.conditions, at)
            whole &= sure
            ranges.append(range(1 if v.sign == "> 0" else 0, end + 1))
        yield None, whole
        for values in product(*ranges):
            here = {**at, **dict(zip(indices, values, strict=True))}
            if not all(self._index_condition(c, here) for c in tree.conditions):
                continue
            for i in range(max((POINTS[v.sort] for v in points), default=1)):
                yield {**here, **{v: self.evaluator.bindings.letter(tried(v, i)) for v in points}}, True

    def _end(self, v: Letter, conditions, at) -> tuple[int, bool]:
        """How far an index is followed, and whether it goes no further for certain."""
        furthest = self.last + FURTHEST
        for c in conditions:
            if isinstance(c, (lang.Le, lang.Lt)) and c.lhs == v and v not in letters_of(c.rhs):
                try:
                    end = self.evaluator.integer(c.rhs, at) - (1 if isinstance(c, lang.Lt) else 0)
                except CannotEvaluate:
                    beyond = self.logic.relation(lang.Lt(c.rhs, lang.Plus(v, Integer(1))), {**at, v: furthest})
                    return furthest, self.logic.certain(beyond)
                return min(end, furthest), end <= furthest
        return self.last + 2, False

    def _index_condition(self, c, at) -> bool:
        """Whether a condition that speaks of indices only holds; true where it speaks of other things."""
        if not isinstance(c, Relation) or any(v.sort != INDEX for v in letters_of(c)):
            return True
        try:
            a, b = (self.evaluator.integer(s, at) for s in (c.lhs, c.rhs))
        except CannotEvaluate:
            return True
        return a < b if isinstance(c, lang.Lt) else a == b if isinstance(c, lang.Eq) else a <= b

    def _spectral(self, s: lang.Schema, at):
        """A statement about all eigenvalues, decided by the two extreme ones (or by the one nearest to 0)."""
        if s.name == "invertible":
            gap = self.evaluator.operator(s.params[0], at).gap()
            return self.logic.compare(self.evaluator.ops.number(Integer(0)), gap, True)
        low, high = self.evaluator.spectrum(s.params[0], at)
        values = [self.evaluator.term(p, at) for p in s.params[1:]]
        compare, zero = self.logic.compare, self.evaluator.ops.number(Integer(0))
        if s.name == "eigenvalues_between":
            return self.logic.every([compare(values[0], low, False), compare(high, values[1], False)])
        if s.name in ("loewner_below", "eigenvalues_at_most"):
            return compare(high, values[0], False)
        if s.name in ("loewner_above", "eigenvalues_at_least"):
            return compare(values[0], low, False)
        if s.name in ("positive_semidefinite", "positive_definite"):
            return compare(zero, low, s.name == "positive_definite")
        extreme = high if s.name == "largest_eigenvalue" else low
        return self.logic.every([compare(extreme, values[0], False), compare(values[0], extreme, False)])


def tried(v: Letter, i: int) -> Letter:
    """The letter that stands for the i-th point at which a quantified letter is tried."""
    return Letter(f"{v.name}#{i + 1}", v.sort, v.sign)


def inner_letters(tree: Basic) -> Iterator[tuple[Letter, tuple[Formula, ...]]]:
    """The points that quantifiers inside a formula are tried at, each with the conditions that they are to meet."""
    if isinstance(tree, lang.Word):
        return
    if isinstance(tree, lang.Schema):
        yield from inner_letters(tree.formula) if tree.name not in SPECTRAL else ()
        return
    if isinstance(tree, lang.Quantified):
        for i in range(max((POINTS.get(v.sort, 0) for v in tree.letters), default=0)):
            swap = {v: tried(v, i) for v in tree.letters if v.sort in POINTS}
            conditions = tuple(lang.replace(c, swap) for c in tree.conditions)
            if isinstance(tree, lang.Exists) and isinstance(tree.body, Relation):
                conditions += (lang.replace(tree.body, swap),)
            yield from ((v, conditions) for v in swap.values())
    for a in tree.args:
        if isinstance(a, (Formula, Tuple)):
            yield from inner_letters(a)


def untried(tree: Basic) -> str:
    """Why some part of a formula is not tried, or the empty string."""
    if type(tree) in NOT_TRIED:
        return NOT_TRIED[type(tree)]
    parts = (a for a in tree.args if isinstance(a, (Formula, Tuple)))
    return next((why for why in map(untried, parts) if why), "")
