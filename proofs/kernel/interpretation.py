"""Concrete models: they refute a statement, or show that its hypotheses can hold.

A model gives every letter an exact value: reals and vectors rational numbers, a function an explicit term in its
coordinates "x1", ..., "xd", a sequence a start and the hypothesis that defines its members by recursion, a list of
members, or a term in "k". Each hypothesis is evaluated, or, where it speaks of all points, *proved* for the model by
steps that the checker reads. Interpreted heads (norm, sum, log, ...) are evaluated, never assigned.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs.kernel.axioms import AXIOMS
from proofs.kernel.checker import Checker, Data, open_theorem
from proofs.kernel.exact import Interval, compare, evaluate
from proofs.kernel.expansion import expanded, learn, prove, quantified, scope
from proofs.kernel.logic import opposite
from proofs.kernel.model import (
    Model,
    numeric_term,
    visibly_defined,
)
from proofs.kernel.normal import Letter
from proofs.kernel.ranges import written_out
from proofs.kernel.syntax import (
    RELATIONS,
    Formula,
    Reject,
    Term,
    free_letters,
    freeze,
    open_binder,
    refusing,
    show,
    substitute,
)


def sides(model: Model, relation: Formula) -> list[Interval]:
    """The exact values of both sides; of vectors, of the first coordinate that is not exactly the same (else the first)."""
    _, a, b = relation
    if model.is_vector(a) or model.is_vector(b):
        pairs = [(evaluate(x), evaluate(y)) for x, y in zip(model.vector(a), model.vector(b), strict=True)]
        return list(next((p for p in pairs if compare("==", *p) is not True), pairs[0]))
    return [evaluate(model.real(a)), evaluate(model.real(b))]


def _check_signs(model: Model, letters: dict[str, Letter]) -> None:
    """Every letter has a value of its sort and sign."""
    for name, (sort, sign) in letters.items():
        if sort in ("real", "index"):
            if name not in model.reals:
                raise Reject("letter", f"the model gives {name!r} no value")
            value = evaluate(model.reals[name])
            if sort == "index":
                model.integer(name)
            if sign and compare("<" if sign == "> 0" else "<=", (Fraction(0), Fraction(0)), value) is not True:
                raise Reject("sign", f"{name!r} must be {sign}")
        elif sort == "vector":
            for a in model.vector(name):
                evaluate(a)
        elif sort == "function":
            model.function(name)
        elif sort == "operator":
            model.operator(name)
        elif sign and sort == "real sequence":
            term = freeze(model.sequences.get(name, {}).get("term", ("-", 1)))
            if Checker({"k": Letter("index")}, {}).sign(term) not in (sign, "> 0"):
                raise Reject("sign", f"the sequence {name!r} must be given by a term that is visibly {sign}")


def _recursion_is_total(model: Model, name: str, hypothesis: str) -> None:
    """The step of a recursion is defined whatever the members before, so that all members exist."""
    k, rhs = model.recursion(name, hypothesis)
    letters = {k: Letter("index", ">= 0")}
    steps = model.scoped({k: "index"}, {k: k})
    steps.sequences = {}
    for s, data in model.sequences.items():
        if "by" in data and model.letters[s].sort == "vector sequence":
            steps.vectors[f"#{s}"] = list(model.coordinates(f"#{s}_"))
            letters |= {c: Letter("real") for c in steps.vectors[f"#{s}"]}
            rhs = _state(rhs, s, f"#{s}")
        elif "by" in data:
            letters[f"#{s}"] = Letter("real")
            rhs = _state(rhs, s, f"#{s}")
        else:
            steps.sequences[s] = data
    value = steps.real(rhs) if model.letters[name].sort == "real sequence" else steps.vector(rhs)
    for part in value if isinstance(value, list) else [value]:
        visibly_defined(part, Checker(letters, {}))


def _state(t: Term, sequence: str, letter: str) -> Term:
    """A right side with a letter for the member at k."""
    if not isinstance(t, tuple):
        return t
    return letter if t[0] == "at" and t[1] == sequence else (t[0], *(_state(a, sequence, letter) for a in t[1:]))


def is_schema(formula: Formula) -> bool:
    """Whether a formula is a relation for all letters of some kind, under relations as conditions."""
    return formula[0] == "forall" and all(part[0] in RELATIONS for part in (*formula[2], formula[3]))


def for_all(model: Model, formula: Formula) -> tuple[Checker, list[Formula]]:
    """The scope of a statement for all points (or indices) in a model, its conditions as facts, and what is to be shown."""
    inner, letters = quantified(model, formula)
    checker, known = scope(model, letters), dict(letters)
    for condition in formula[2]:
        for part in _parts(condition, expanded(inner, condition, known)):
            checker.assume(f"condition {len(checker.facts) + 1}", part, frozenset())
            known = learn(known, part)
    return checker, _parts(formula[3], expanded(inner, formula[3], known))


def _parts(formula: Formula, numeric: Formula) -> list[Formula]:
    """An equation between vectors as its coordinates, any other formula as it is."""
    return list(numeric[1:]) if formula[0] in RELATIONS and numeric[0] == "and" else [numeric]


def _for_all(model: Model, name: str, formula: Formula, proof: list[Data]) -> set[str]:
    """Prove a hypothesis that speaks of all points (or indices) for the model; returns the axioms used."""
    checker, goals = for_all(model, formula)
    checker.run(proof)
    for goal in goals:
        if not any(checker.same(fact, goal) for fact in checker.facts.values()):
            raise Reject("mismatch", f"hypothesis {name!r}: {show(goal)} is not among what was proved for the model")
    return {u for used in checker.used.values() for u in used if u.startswith("axiom:")}


def _hypothesis(model: Model, name: str, formula: Formula, data: Data) -> set[str]:
    """Check that a formula holds in the model; returns the axioms used."""
    proof = data.get("proofs", {}).get(name, [])
    if formula[0] in RELATIONS:
        if compare(formula[0], *sides(model, formula)) is not True:
            raise Reject("hypothesis", f"{name!r} does not hold in the model: {show(formula)}")
        return set()
    if is_schema(formula) and written_out(model, formula) is None:
        return _for_all(model, name, formula, proof)
    if formula[0] == "twice":
        model.hessian(formula[1])
        return set()
    if formula[0] == "inf":
        return _infimum(model, name, formula, data)
    return prove(model, expanded(model, formula, {}), proof, f"hypothesis {name!r}")


def check_model(statement: Data, data: Data) -> tuple[Model, set[str]]:
    """A model of all hypotheses of a statement, and the axioms that its proofs use; refuses anything else."""
    with refusing("model"):
        checker = open_theorem(statement, {})
        hypotheses = {name: checker.facts[name] for name in statement["hypotheses"]}
        model = Model({name: checker.letters[name] for name in statement["letters"]}, data, hypotheses)
        _check_signs(model, model.letters)
        axioms: set[str] = set()
        for name, formula in hypotheses.items():
            defined = [s for s, d in model.sequences.items() if d.get("by") == name]
            if defined:
                _recursion_is_total(model, defined[0], name)  # its members satisfy it by construction
            else:
                axioms |= _hypothesis(model, name, formula, data)
        return model, axioms


def _infimum(model: Model, name: str, formula: Formula, data: Data) -> set[str]:
    """An infimum that is attained: a lower bound, and a point with that value."""
    _, f, value = formula
    value = model.real(value)  # a number from here on, so that x below is no letter of it
    proof = data.get("proofs", {}).get(name, [])
    used = _for_all(model, name, ("forall", (("x", "vector"),), (), ("<=", value, ("val", f, "x"))), proof)
    point = dict(zip(model.coordinates("x"), model.point(data["attained"][name]), strict=True))
    attained = substitute(model.function(f), point)
    if compare("==", evaluate(attained), evaluate(value)) is not True:
        raise Reject("hypothesis", f"{name!r}: the infimum is not attained at the point given")
    return used


def check_instance(statement: Data, claim: Any, data: Data) -> tuple[Model, set[str]]:
    """Check that a model satisfies the hypotheses and a claim; returns it with the axioms used."""
    model, axioms = check_model(statement, data)
    with refusing("instance"):
        formula = freeze(claim)
        Checker(model.letters, {}).check_formula(formula)
        return model, axioms | _hypothesis(model, "claim", formula, data)


def refute(statement: Data, claim: Any, data: Data) -> tuple[Model, list[Interval], set[str]]:
    """Check that a model satisfies the hypotheses and breaks the claim; returns it with the values of both sides."""
    model, axioms = check_model(statement, data)
    with refusing("refutation"):
        values, used = _broken(model, freeze(claim), data)
        return model, values, axioms | used


def _broken(model: Model, claim: Formula, data: Data) -> tuple[list[Interval], set[str]]:
    """The values of both sides of a claim that fails (none if it is no relation), and the axioms used."""
    Checker(model.letters, {}).check_formula(claim)
    if claim[0] == "forall" and "at" in data:
        model, claim = _break_for_all(model, claim, data["at"])
    if claim[0] == "linear" and "bounded_away" in data:
        if "k" in free_letters(claim):
            raise Reject("capture", f"{show(claim)} speaks of a letter k of its own")
        bound = numeric_term(data["bounded_away"])
        if compare("<", (Fraction(0), Fraction(0)), evaluate(bound)) is not True:
            raise Reject("sign", "the bound that keeps the sequence away from 0 must be positive")
        away: Formula = ("forall", (("k", "index"),), (("<=", 0, "k"),), ("<=", bound, open_binder(claim[1], "k")))
        used = _for_all(model, "claim", away, data["proofs"]["claim"])
        return [evaluate(bound), evaluate(bound)], used | {"axiom:geometric decay"}
    if claim[0] not in RELATIONS:
        negation = opposite(scope(model, {}), expanded(model, claim, {}))
        return [], prove(model, negation, data.get("proofs", {}).get("claim", []), "the negation of the claim")
    values_of_sides = sides(model, claim)
    if compare(claim[0], *values_of_sides) is not False:
        raise Reject("claim", f"the claim does not fail in the model: {show(claim)}")
    return values_of_sides, set()


def _break_for_all(model: Model, claim: Formula, data: Data) -> tuple[Model, Formula]:
    """A claim for all letters fails if it fails at one choice of them that meets its conditions."""
    _, quantified, conditions, body = claim
    values: Data = {}
    for name, sort in quantified:
        if sort not in ("vector", "real", "index"):
            raise Reject("sort", f"{show(claim)} quantifies over a {sort}")
        values[name] = model.point(data[name]) if sort == "vector" else numeric_term(data[name])
    model = model.scoped(dict(quantified), values)
    for name, sort in quantified:
        for value in values[name] if sort == "vector" else [values[name]]:
            evaluate(value)
        if sort == "index":
            model.integer(name)
    for condition in conditions:
        if condition[0] not in RELATIONS or compare(condition[0], *sides(model, condition)) is not True:
            raise Reject("hypothesis", f"{show(condition)} does not hold in the model")
    return model, body


assert "geometric decay" in AXIOMS
