"""Quantifiers over finitely many indices in a model, written out where members are listed or computed one by one."""

from __future__ import annotations

from typing import Any

from proofs.kernel.exact import compare, evaluate
from proofs.kernel.model import Model
from proofs.kernel.syntax import QUANTIFIERS, RELATIONS, Formula, Reject, Term, free_letters, substitute

LIMIT = 100  # members


def written_out(model: Model, formula: Formula) -> Formula | None:
    """The conjunction (of "exists" the disjunction) over the range of an index letter, where its members need it.

    None where no letter has two ends that are numbers, or where nothing in the formula is known member by member only.
    """
    if formula[0] not in QUANTIFIERS or not any(_listed(model, name) for name in free_letters(formula)):
        return None
    letters = {name for name, _ in formula[1]}  # they may hide letters of the model
    for name, sort in formula[1]:
        closed = tuple(c for c in formula[2] if free_letters(c) & letters == {name})
        ends = _ends(model, name, closed) if sort == "index" else None
        if ends is not None:
            cases = [_at(model, formula, name, n) for n in range(ends[0], ends[1] + 1)]
            return _joined(formula[0], [case for case in cases if case is not None])
    return None


def _listed(model: Model, name: str) -> bool:
    return any("term" not in data[name] for data in (model.sequences, model.families) if name in data)


def _ends(model: Model, name: str, conditions: tuple[Formula, ...]) -> tuple[int, int] | None:
    """The range that conditions a <= i (a < i) and i <= b (i < b) with integers a, b leave to a letter."""
    lows, highs = [], []
    for relation, a, b in (c for c in conditions if c[0] in ("<=", "<")):
        if b == name and name not in free_letters(a) and (low := _integer(model, a)) is not None:
            lows.append(low + (relation == "<"))
        if a == name and name not in free_letters(b) and (high := _integer(model, b)) is not None:
            highs.append(high - (relation == "<"))
    if not lows or not highs:
        return None
    if min(highs) - max(lows) >= LIMIT:
        raise Reject("shape", f"{name!r} ranges over more than {LIMIT} indices in a model")
    return max(lows), min(highs)


def _integer(model: Model, t: Term) -> int | None:
    try:
        return model.integer(t)
    except Reject:
        return None


def _at(model: Model, formula: Formula, name: str, n: int) -> Formula | None:
    """The formula with a number for one of its letters; None if a condition excludes it."""
    head, letters, conditions, body = formula
    rest = tuple(pair for pair in letters if pair[0] != name)
    kept = []
    for condition in (substitute(c, {name: n}) for c in conditions):
        known = _decided(model, condition, {x for x, _ in rest})
        if known is False:
            return None
        if known is None:
            kept.append(condition)
    body = substitute(body, {name: n})
    if rest:
        return (head, rest, tuple(kept), body)
    for condition in reversed(kept):
        body = ("implies", condition, body) if head == "forall" else ("and", condition, body)
    return body  # type: ignore[no-any-return]


def _decided(model: Model, condition: Formula, letters: set[str]) -> bool | None:
    """Whether a relation between numbers holds, where that is seen."""
    if condition[0] not in RELATIONS or free_letters(condition) & letters or model.is_vector(condition[1]):
        return None
    try:
        return compare(condition[0], *(evaluate(model.real(side)) for side in condition[1:]))
    except Reject:
        return None


def _joined(head: str, cases: list[Any]) -> Formula:
    if not cases:
        return ("==", 0, 0) if head == "forall" else ("<", 0, 0)
    return cases[0] if len(cases) == 1 else ("and" if head == "forall" else "or", *cases)  # type: ignore[no-any-return]
