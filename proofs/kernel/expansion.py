"""A formula in a model as a formula about numbers, whose proof the checker reads like any other.

What a condition shows of the sign of a letter is used to see that the terms under it are defined; a term that is not visibly
defined there makes the formula inadmissible.
"""

from __future__ import annotations

from proofs.kernel.checker import Checker, Data
from proofs.kernel.model import Model, expand, visibly_defined
from proofs.kernel.normal import Letter
from proofs.kernel.ranges import written_out
from proofs.kernel.syntax import CONNECTIVES, QUANTIFIERS, RELATIONS, SIGNED, Formula, Reject, Term, fresh, open_binder, show

Known = dict[str, Letter]


def relations(model: Model, relation: Formula) -> list[Formula]:
    """A relation in numbers; an equation between vectors is one a coordinate."""
    if relation[0] == "==" and (model.is_vector(relation[1]) or model.is_vector(relation[2])):
        return [("==", a, b) for a, b in zip(model.vector(relation[1]), model.vector(relation[2]), strict=True)]
    return [expand(model, relation)]


def quantified(model: Model, formula: Formula) -> tuple[Model, Known]:
    """A model inside a quantifier, and its letters there: the coordinates of vectors, reals and indices."""
    letters: Known = {}
    values: Data = {}
    for n, sort in formula[1]:
        if sort not in ("vector", "real", "index"):
            raise Reject("sort", f"{show(formula)} quantifies over a {sort}")
        values[n] = model.coordinates(f"{n}_") if sort == "vector" else n
        for letter in values[n] if sort == "vector" else [n]:
            if letter in letters:
                raise Reject("capture", f"{show(formula)}: {letter!r} would be two letters in the model")
            letters[letter] = Letter("real" if sort == "vector" else sort)
    return model.scoped(dict(formula[1]), values), letters


def learn(known: Known, condition: Formula) -> Known:
    """The letters with what a condition shows of the sign of one: 0 <= k, 1 <= k, 0 < t."""
    if condition[0] in ("<=", "<") and isinstance(condition[2], str) and condition[2] in known:
        sort, sign = known[condition[2]]
        below = Checker(known, {}).sign(condition[1])
        if sort in SIGNED and below and sign != "> 0":
            return {**known, condition[2]: Letter(sort, "> 0" if condition[0] == "<" else below)}
    return known


def expanded(model: Model, formula: Formula, known: Known) -> Formula:
    """The formula about numbers that a formula says of a model; ``known`` are the quantified letters around it."""
    head = formula[0]
    if head in RELATIONS:
        parts = relations(model, formula)
        checker = Checker({**model.states(), **known}, {})
        for relation in parts:
            checker.check_formula(relation)
            for side in relation[1:]:
                visibly_defined(side, checker)
        return parts[0] if len(parts) == 1 else ("and", *parts)
    if head == "implies":
        left = expanded(model, formula[1], known)
        return ("implies", left, expanded(model, formula[2], learn(known, left)))
    if head in CONNECTIVES:
        return (head, *(expanded(model, part, known) for part in formula[1:]))
    if head == "linear":
        return expanded(model, linear_rate(formula[1]), known)
    if head not in QUANTIFIERS:
        raise Reject("shape", f"{show(formula)} is not interpreted")
    cases = written_out(model, formula)
    if cases is not None:
        return expanded(model, cases, known)
    inner, letters = quantified(model, formula)
    if set(letters) & set(known):
        raise Reject("capture", f"{show(formula)}: a letter would be two letters in the model")
    known, conditions = {**known, **letters}, []
    for condition in formula[2]:
        conditions.append(expanded(inner, condition, known))
        known = learn(known, conditions[-1])
    pairs = tuple((name, letter.sort) for name, letter in letters.items())
    return (head, pairs, tuple(conditions), expanded(inner, formula[3], known))


def linear_rate(body: Term) -> Formula:
    """What "linear" says: there are C >= 0 and 0 <= q < 1 with V(k) <= C q^k for all k >= 0."""
    c, q, k = fresh(["C", "q", "k"], body)
    rate = ("<=", open_binder(body, k), ("*", c, ("pow", q, k)))
    return ("exists", ((c, "real"), (q, "real")), (("<=", 0, c), ("<=", 0, q), ("<", q, 1)),
            ("forall", ((k, "index"),), (("<=", 0, k),), rate))


def scope(model: Model, letters: Known) -> Checker:
    """The scope of a proof about a model: a sequence given by recursion is known by its start and its step."""
    checker = Checker({**model.states(), **letters}, {})
    root = model.root
    for name, data in root.sequences.items():
        if "by" not in data:
            continue
        try:
            start, (k, rhs) = root.value(name, data["start"]), root.recursion(name, data["by"])
        except Reject:
            continue  # whether it is a recursion at all is asked where the model is checked; here nothing is known of it
        inner = root.scoped({k: "index"}, {k: k})
        step = inner.vector(rhs) if isinstance(start, list) else [inner.real(rhs)]
        for part, first, then in zip(root.parts(name), start if isinstance(start, list) else [start], step, strict=True):
            checker.assume(f"{part} starts", ("==", ("at", part, 0), first), frozenset())
            follows = ("==", ("at", part, ("+", k, 1)), then)
            checker.assume(f"{part} goes on", ("forall", ((k, "index"),), (("<=", 0, k),), follows), frozenset())
    return checker


def prove(model: Model, goal: Formula, proof: list[Data], what: str) -> set[str]:
    """Check steps that end in a formula about numbers; returns the axioms that they use."""
    checker = scope(model, {})
    checker.check_formula(goal)
    found = checker.run(proof)
    if not checker.same(found, goal):
        raise Reject("mismatch", f"{what}: {show(found)} was proved where {show(goal)} is needed")
    return {u for used in checker.used.values() for u in used if u.startswith("axiom:")}
