"""One claim, ready to be evaluated: what stands inside its quantifiers, the conditions on them, and the margin of a relation.

The margin of ``a <= b`` is ``b - a``, that of ``a == b`` is ``-|a - b|``; it counts as a failure when it lies below minus its
error bound. The *scale* is ``|a| + |b|``, or that of their addends where these cancel.
"""

from __future__ import annotations

from dataclasses import dataclass

from array_api_compat import array_namespace
from sympy import Basic

from numerics.ball import Ball, dot, error, norm2, sqrt
from numerics.evaluate import Evaluator, base_of
from numerics.formulas import NOT_TRIED, SPECTRAL
from proofs.language import (
    INDEX,
    Both,
    Dot,
    Eq,
    ForAll,
    Formula,
    Implication,
    Letter,
    Lt,
    Neg,
    Norm,
    Plus,
    Relation,
    Schema,
    Sq,
    Times,
    letters_of,
)


@dataclass(frozen=True)
class Claim:
    """``body`` for all ``quantified`` letters with ``conditions``; ``why_not`` says why it cannot be run."""

    name: str
    statement: Formula
    body: Formula
    quantified: tuple[Letter, ...] = ()
    conditions: tuple[Formula, ...] = ()
    base: Basic | None = None
    why_not: str = ""

    @property
    def letters(self) -> set[Letter]:
        found = letters_of(self.statement) | set(self.quantified)
        return found.union(*(letters_of(f) for f in (*self.conditions, self.body)))

    @property
    def indices(self) -> tuple[Letter, ...]:
        return tuple(sorted((v for v in self.letters if v.sort == INDEX), key=lambda v: v.name))

    @property
    def strict(self) -> bool:
        return isinstance(self.body, Lt)


def claim(name: str, statement: Formula) -> Claim:
    """Strip the quantifiers of a statement."""
    body, quantified, conditions = statement, [], []
    while isinstance(body, (ForAll, Schema, Implication)) and not (isinstance(body, Schema) and body.name in SPECTRAL):
        if isinstance(body, ForAll):
            quantified += body.letters
            conditions += body.conditions
        if isinstance(body, Implication):  # what is to be shown where the left side holds
            conditions += body.args[0].args if isinstance(body.args[0], Both) else body.args[:1]
        body = body.body if isinstance(body, ForAll) else body.formula if isinstance(body, Schema) else body.args[1]
    why_not = NOT_TRIED.get(type(body), "")
    return Claim(name, statement, body, tuple(quantified), tuple(conditions), base_of(body), why_not)


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
        margin, scale = Ball(-size, norm2(error(gap))), sqrt(dot(a, a)).v + sqrt(dot(b, b)).v
    else:
        margin = Ball(-abs(gap.v), error(gap)) if isinstance(relation, Eq) else Ball(gap.v, error(gap))
        scale = abs(a.v) + abs(b.v)
    if bool(array_namespace(scale).any(margin.e > scale)):  # two sides near 0: their addends say how large it is
        scale = _size(relation.lhs, evaluator, at) + _size(relation.rhs, evaluator, at) + 0.0*scale
    return Sides(a, b, margin, scale)


def _size(tree: Basic, evaluator: Evaluator, at):
    """How large a term is before its addends cancel."""
    if isinstance(tree, Plus):
        out = _size(tree.args[0], evaluator, at)
        for a in tree.args[1:]:
            out = out + _size(a, evaluator, at)
        return out
    if isinstance(tree, (Times, Neg)):
        out = _size(tree.args[0], evaluator, at)
        for a in tree.args[1:]:
            out = out*_size(a, evaluator, at)
        return out
    if isinstance(tree, Norm):
        return _size(tree.args[0], evaluator, at)
    if isinstance(tree, Sq):
        return _size(tree.args[0], evaluator, at)**2
    if isinstance(tree, Dot):
        return _size(tree.args[0], evaluator, at)*_size(tree.args[1], evaluator, at)
    value = evaluator.term(tree, at)
    return sqrt(dot(value, value)).v if value.v.ndim == 3 else abs(value.v)
