"""Turn candidate values into a model that the kernel accepts: the proofs of membership are found here, and only checked there.

Candidates come from a lemma file (``model=...``) or from z3 on a quadratic template (``proofs.search.candidates``).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Basic, Rational

from proofs.kernel.checker import Checker
from proofs.kernel.expansion import expanded, scope
from proofs.kernel.interpretation import check_instance, for_all, is_schema, refute
from proofs.kernel.logic import opposite
from proofs.kernel.model import Model
from proofs.kernel.normal import Letter, Poly
from proofs.kernel.ranges import written_out
from proofs.kernel.syntax import RELATIONS, Formula, Reject, Term, freeze, open_binder
from proofs.reader import read
from proofs.search.linear import find
from proofs.search.memberships import by_calculus
from proofs.search.unread import atom_term, number

Data = dict[str, Any]


def _term(value: Any) -> Term:
    """A candidate value as a kernel term: an integer, a rational, or a term of the language."""
    if isinstance(value, Fraction):
        return number(value)
    return read(value) if isinstance(value, (Basic, Rational)) else value


def _updates(statement: Data, name: str) -> str | None:
    """The hypothesis that defines a sequence by recursion."""
    for hypothesis, formula in statement["hypotheses"].items():
        if formula[0] == "forall" and formula[3][0] == "==" and tuple(formula[3][1][:2]) == ("at", name):
            return hypothesis
    return None


def model_data(statement: Data, values: dict[str, Any]) -> Data:
    """The kernel's form of a candidate; letters that nothing mentions get harmless values."""
    dimension = next((len(v) for v in values.values() if isinstance(v, list) and v and not isinstance(v[0], list)), 1)
    dimension = max([dimension, *(len(v[0]) for v in values.values() if isinstance(v, list) and v and isinstance(v[0], list))])
    data: Data = {"dimension": dimension, "reals": {}, "vectors": {}, "functions": {}, "sequences": {}, "proofs": {}}
    for name, (sort, _) in statement["letters"].items():
        value = values.get(name)
        if sort in ("real", "index"):
            data["reals"][name] = _term(1 if value is None else value)
        elif sort == "vector":
            data["vectors"][name] = [_term(a) for a in (value or [0]*dimension)]
        elif sort == "function":
            data["functions"][name] = _term(0 if value is None else value)
        elif sort == "operator":
            rows = value or [[int(i == j) for j in range(dimension)] for i in range(dimension)]
            data.setdefault("operators", {})[name] = [[_term(a) for a in row] for row in rows]
        elif sort == "function sequence":
            members = {"values": [_term(a) for a in value]} if isinstance(value, tuple) else {"term": _term(value or 0)}
            data.setdefault("families", {})[name] = members
        elif isinstance(value, tuple) and sort == "vector sequence":  # coordinates, as terms in k
            data["sequences"][name] = {"term": [_term(a) for a in value]}
        elif isinstance(value, tuple):
            data["sequences"][name] = {"values": [_term(a) for a in value], "from": values.get("from", 0)}
        elif isinstance(value, list) and value and isinstance(value[0], list):
            data["sequences"][name] = {"values": [[_term(a) for a in point] for point in value], "from": values.get("from", 0)}
        elif isinstance(value, list) and (by := _updates(statement, name)):
            data["sequences"][name] = {
                "start": _term(value[0]) if sort == "real sequence" else [_term(a) for a in value], "by": by}
        else:
            constant = _term(0 if value is None else value)
            data["sequences"][name] = {"term": constant if sort == "real sequence" else [constant]*dimension}
    for extra in ("bounded_away", "at"):
        if extra in values:
            data[extra] = _term(values[extra]) if extra != "at" else {n: _point(v) for n, v in values["at"].items()}
    return data


def _point(value: Any) -> Any:
    return [_term(a) for a in value] if isinstance(value, list) else _term(value)


def prove_memberships(statement: Data, data: Data, values: Data | None = None) -> Data:
    """Add the proofs of the hypotheses that are no relations; raises `Reject` where none is found.

    ``values`` may hold hints: "proofs", an author's steps by the name of the hypothesis, and "witnesses" by letter.
    """
    letters = {n: Letter(*s) for n, s in statement["letters"].items()}
    hypotheses = {name: freeze(f) for name, f in statement["hypotheses"].items()}
    model = Model(letters, data, hypotheses)
    for name, formula in hypotheses.items():
        if not any(s.get("by") == name for s in model.sequences.values()):
            shown = proof_in_model(model, name, formula, values or {})
            if shown:
                data["proofs"][name] = shown
        if formula[0] == "inf":
            bound = ("forall", (("x", "vector"),), (), ("<=", formula[2], ("val", formula[1], "x")))
            data["proofs"][name] = membership(model, bound)
            data.setdefault("attained", {})[name] = data["vectors"].get("attained", [0]*model.dimension)
    return data


def proof_in_model(model: Model, name: str, formula: Formula, hints: Data) -> list[Data]:
    """Steps that prove a formula of any form in a model; none for what the kernel evaluates."""
    from proofs.search.instance import proof_of
    if formula[0] in RELATIONS or formula[0] in ("inf", "twice"):
        return []
    steps = hints.get("proofs", {}).get(name, ())
    if is_schema(formula) and written_out(model, formula) is None:
        return proof_of(*for_all(model, formula), steps, hints) if steps else membership(model, formula)
    return proof_of(scope(model, {}), [expanded(model, formula, {})], steps, hints)


def membership(model: Model, formula: Formula) -> list[Data]:
    """Steps that prove a statement for all points (or indices), expanded in a model."""
    from proofs.search.instance import proof_of
    checker, goals = for_all(model, formula)
    steps = []
    for i, goal in enumerate(goals):
        step = relation_step(checker, goal, list(checker.facts))
        if step is None:
            shown = by_calculus(model, formula, checker, goal, f"goal {i + 1}")
            if shown is not None:
                steps += shown
                continue
            steps += proof_of(checker, [goal], (), {})
            continue
        steps.append({"name": f"goal {i + 1}", **step})
    return steps


def times_positive(checker: Checker, goal: Formula, name: str) -> tuple[Data, Data]:
    """a <= b from 0 <= D (b - a), where a fact says D > 0: the step for the product, with its name, and the last step."""
    for fact in [n for n, f in checker.facts.items() if f[0] == "<" and goal[0] == "<="]:
        low, high = checker.facts[fact][1:]
        product = ("<=", 0, ("*", ("+", high, ("-", low)), ("+", goal[2], ("-", goal[1]))))
        relations = [n for n, f in checker.facts.items() if f[0] in RELATIONS]
        step = find(checker, product, relations, quadratic_squares(checker, checker.slack(product)))
        if step is not None:
            quotient = ("/", ("slack", name), ("slack", fact))
            return {"name": name, **step}, {"rule": "positivity", "claim": goal, "nonneg": quotient}
    raise Reject("hypothesis", f"not shown for the model: {goal}")


def relation_step(checker: Checker, goal: Formula, using: list[str]) -> Data | None:
    """A step that proves a relation between numbers (and coordinates) in a model."""
    try:
        step: Data = {"rule": "compute", "claim": goal}
        checker.conclude(step)
        return step
    except Reject:
        squares = quadratic_squares(checker, checker.slack(goal))
        return find(checker, goal, using, squares) or _by_roots(checker, goal)


def _by_roots(checker: Checker, goal: Formula) -> Data | None:
    """a <= b between roots, from a^2 <= b^2."""
    if goal[0] != "<=" or not checker.sign(goal[2]):
        return None
    squared = ("<=", ("^", goal[1], 2), ("^", goal[2], 2))
    step = find(checker, squared, list(checker.facts), quadratic_squares(checker, checker.slack(squared)))
    return step and {"rule": "roots", "claim": goal, "squares": {k: v for k, v in step.items() if k != "claim"}}


def quadratic_squares(space: Checker, p: Poly) -> list[Term]:
    """Linear forms whose squares add up to the quadratic part of a polynomial, by completing squares over Q (LDL')."""
    letters = sorted({i for m in p for i, _ in m if space.keys[i][0] == "letter"})
    basis = [-1, *letters]  # -1 stands for the constant 1
    size = len(basis)
    A = [[Fraction(0)]*size for _ in range(size)]
    for m, c in p.items():
        exponents = dict(m)
        if set(exponents) - set(letters) or sum(exponents.values()) > 2:
            continue
        ids = [i for i, e in m for _ in range(e)]
        ids += [-1]*(2 - len(ids))
        a, b = basis.index(ids[0]), basis.index(ids[1])
        if a == b:
            A[a][a] += c
        else:
            A[a][b] += c/2
            A[b][a] += c/2
    forms: list[Term] = []
    for pivot in sorted(range(size), key=lambda i: basis[i] == -1):  # the constant last
        if A[pivot][pivot] <= 0:
            continue
        row = [A[pivot][j]/A[pivot][pivot] for j in range(size)]
        parts = [_scaled(row[j], 1 if basis[j] == -1 else atom_term(space, basis[j])) for j in range(size) if row[j]]
        forms.append(parts[0] if len(parts) == 1 else ("+", *parts))
        d = A[pivot][pivot]
        A = [[A[i][j] - d*row[i]*row[j] for j in range(size)] for i in range(size)]
    return forms


def _scaled(c: Fraction, t: Term) -> Term:
    return t if c == 1 else number(c) if t == 1 else ("*", number(c), t)


def instance(statement: Data, claim: Formula, values: dict[str, Any]) -> Data:
    """A checked model that satisfies the hypotheses and the claim, from candidate values; raises `Reject` if they do not."""
    data = prove_memberships(statement, model_data(statement, values), values)
    model = Model({n: Letter(*s) for n, s in statement["letters"].items()}, data,
                  {n: freeze(f) for n, f in statement["hypotheses"].items()})
    shown = proof_in_model(model, "claim", freeze(claim), values)
    if shown:
        data["proofs"]["claim"] = shown
    check_instance(statement, claim, data)
    return data


def counterexample(statement: Data, claim: Formula, values: dict[str, Any]) -> Data:
    """A checked model that breaks the claim, from candidate values; raises `Reject` if they do not."""
    data = prove_memberships(statement, model_data(statement, values), values)
    claim = freeze(claim)
    model = Model({n: Letter(*s) for n, s in statement["letters"].items()}, data,
                  {n: freeze(f) for n, f in statement["hypotheses"].items()})
    from proofs.search.instance import proof_of
    if claim[0] not in RELATIONS and not (claim[0] == "forall" and "at" in data) and "bounded_away" not in data:
        negation = opposite(scope(model, {}), expanded(model, claim, {}))
        data["proofs"]["claim"] = proof_of(scope(model, {}), [negation], values.get("proofs", {}).get("claim", ()), values)
    if claim[0] == "linear" and "bounded_away" in data:
        bound = freeze(data["bounded_away"])
        away = ("forall", (("k", "index"),), (("<=", 0, "k"),), ("<=", bound, open_binder(claim[1], "k")))
        data["proofs"]["claim"] = proof_in_model(model, "claim", away, values)
    refute(statement, claim, data)
    return data
