"""Proofs about a model: the author's steps on formulas about numbers, with every fact of the scope at hand."""

from __future__ import annotations

from typing import Any, NamedTuple

from proofs.kernel.checker import Checker
from proofs.kernel.syntax import RELATIONS, Formula, Reject
from proofs.search.logic import NotFound
from proofs.search.prove import Author
from proofs.search.refute import _term, relation_step, times_positive

Data = dict[str, Any]


class _Named(NamedTuple):
    name: str


class ModelAuthor(Author):
    """An author whose theorem is a formula about numbers; the leaves may use all that is assumed."""

    def __init__(self, checker: Checker, witnesses: Data) -> None:
        super().__init__(_Named("the model"), checker)  # type: ignore[arg-type]
        self.witnesses = witnesses

    def inside(self, checker: Checker) -> ModelAuthor:
        inner = ModelAuthor(checker, self.witnesses)
        inner.count = self.count + 100
        return inner

    def leaf(self, claim: Formula, using: Any, where: str) -> tuple[list[Data], Data]:
        if using:
            try:
                return super().leaf(claim, using, where)
            except NotFound:
                pass
        before = self._conjuncts()
        found = relation_step(self.checker, claim, [n for n, f in self.checker.facts.items() if f[0] in RELATIONS])
        if found is None:
            try:
                product, found = times_positive(self.checker, claim, self.name())
            except Reject:
                raise NotFound(f"the model, {where}: {self.words(claim)} was not shown") from None
            before.append(self.add(product))
        return before, found

    def _relation(self, claim: Formula, hints: Any, where: str) -> tuple[list[Data], Data]:
        return super()._relation(claim, hints or tuple(n for n, f in self.checker.facts.items() if f[0] in RELATIONS), where)

    def _conjuncts(self) -> list[Data]:
        """The coordinates of equations between vectors, as facts of their own."""
        known = set(self.checker.facts.values())
        return [self.add({"rule": "conjunct", "of": name, "part": i})
                for name, f in list(self.checker.facts.items()) if f[0] == "and"
                for i, part in enumerate(f[1:], 1) if part[0] in RELATIONS and part not in known]


def _coordinates(witnesses: Data) -> Data:
    """Values for letters; a vector's are those of its coordinates."""
    out: Data = {}
    for name, value in witnesses.items():
        out |= {f"{name}_{i + 1}": _term(a) for i, a in enumerate(value)} if isinstance(value, list) else {name: _term(value)}
    return out


def proof_of(checker: Checker, goals: list[Formula], steps: Any, hints: Data) -> list[Data]:
    """Steps for the goals in a scope: the author's, or goal by goal; raises `Reject` where none is found."""
    author = ModelAuthor(checker, _coordinates(hints.get("witnesses", {})))
    try:
        if steps:
            return author.steps(steps)
        out: list[Data] = []
        for goal in goals:
            before, last = author.goal(goal, (), "a formula in the model")
            out += [*before, author.add(last)]
        return out
    except NotFound as fault:
        raise Reject("hypothesis", str(fault)) from None
