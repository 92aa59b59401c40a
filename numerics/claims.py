"""One claim, ready to be evaluated: the relation inside its quantifiers, the conditions on them, and its margin.

The margin of ``a <= b`` is ``b - a``, that of ``a == b`` is ``-|a - b|``; it counts as a failure when it lies below minus its
error bound. The *scale* is ``|a| + |b|``.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Basic

from numerics.ball import Ball, dot, error, norm2, sqrt
from numerics.evaluate import Evaluator, base_of
from proofs.language import INDEX, Both, Eq, ForAll, Formula, Implication, Letter, Relation, Schema, letters_of


@dataclass(frozen=True)
class Claim:
    """``relation`` for all ``quantified`` letters with ``conditions``; ``why_not`` says why it cannot be run."""

    name: str
    statement: Formula
    relation: Relation | None
    quantified: tuple[Letter, ...] = ()
    conditions: tuple[Formula, ...] = ()
    base: Basic | None = None
    why_not: str = ""

    @property
    def letters(self) -> set[Letter]:
        found = letters_of(self.statement) | set(self.quantified)
        return found.union(*(letters_of(f) for f in (*self.conditions, self.relation) if f is not None))

    @property
    def indices(self) -> tuple[Letter, ...]:
        return tuple(sorted((v for v in self.letters if v.sort == INDEX), key=lambda v: v.name))


def claim(name: str, statement: Formula) -> Claim:
    """Strip the quantifiers of a statement."""
    body, quantified, conditions = statement, [], []
    while isinstance(body, (ForAll, Schema, Implication)):
        if isinstance(body, ForAll):
            quantified += body.letters
            conditions += body.conditions
        if isinstance(body, Implication):  # what is to be shown where the left side holds
            conditions += body.args[0].args if isinstance(body.args[0], Both) else body.args[:1]
        body = body.body if isinstance(body, ForAll) else body.formula if isinstance(body, Schema) else body.args[1]
    beyond = next((c for c in conditions if not isinstance(c, Relation)), None)
    if beyond is not None:
        return Claim(name, statement, None, why_not=f"arrays run relations, and this is a condition of another form: {beyond}")
    if not isinstance(body, Relation):
        head = type(body).__name__
        return Claim(name, statement, None, why_not=_WHY_NOT.get(head, f"{head} has no numeric reading"))
    return Claim(name, statement, body, tuple(quantified), tuple(conditions), base_of(body))


_WHY_NOT = {
    **dict.fromkeys(("Exists", "Either", "Negation", "Iff", "Both"),
                    "arrays run relations, and this joins formulas or says that something exists"),
    **dict.fromkeys(("Converges", "Diverges", "BigO"), "a finite run can neither show nor contradict what happens in the limit"),
    "SomeInstance": "one exact instance settles it",
    "Twice": "values cannot show a derivative",
    "LinearRate": "a finite run cannot contradict the existence of C",
    "Infimum": "finitely many values cannot show that a lower bound is the greatest",
}


@dataclass(frozen=True)
class Sides:
    """Both sides, the margin with its error bound, and the scale; arrays (problems, replicas)."""

    lhs: Ball
    rhs: Ball
    margin: Ball
    scale: object


def sides(relation: Relation, evaluator: Evaluator, at) -> Sides:
    """Evaluate a relation on arrays."""
    a, b = evaluator.term(relation.lhs, at), evaluator.term(relation.rhs, at)
    gap = b - a
    if gap.v.ndim == 3:  # an identity of vectors
        size = sqrt(dot(gap, gap)).v
        return Sides(a, b, Ball(-size, norm2(error(gap))), sqrt(dot(a, a)).v + sqrt(dot(b, b)).v)
    margin = Ball(-abs(gap.v), error(gap)) if isinstance(relation, Eq) else Ball(gap.v, error(gap))
    return Sides(a, b, margin, abs(a.v) + abs(b.v))
