"""Turn candidate values into a model that the kernel accepts: the proofs of membership are found here, and only checked there.

Candidates come from a lemma file (``model=...``) or from z3 on a quadratic template (``proofs.search.candidates``).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Basic, Rational

from proofs.kernel.checker import Checker
from proofs.kernel.interpretation import refute
from proofs.kernel.model import Model, expand
from proofs.kernel.normal import Letter, Poly
from proofs.kernel.syntax import Formula, Reject, Term, freeze, open_binder
from proofs.reader import read
from proofs.search.linear import find
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
        elif isinstance(value, list) and value and isinstance(value[0], list):
            data["sequences"][name] = {"values": [[_term(a) for a in point] for point in value], "from": values.get("from", 0)}
        elif isinstance(value, list) and (by := _updates(statement, name)):
            data["sequences"][name] = {"start": [_term(a) for a in value], "by": by}
        else:
            constant = _term(0 if value is None else value)
            data["sequences"][name] = {"term": constant if sort == "real sequence" else [constant]*dimension}
    for extra in ("bounded_away", "at"):
        if extra in values:
            data[extra] = _term(values[extra]) if extra != "at" else {n: _point(v) for n, v in values["at"].items()}
    return data


def _point(value: Any) -> Any:
    return [_term(a) for a in value] if isinstance(value, list) else _term(value)


def prove_memberships(statement: Data, data: Data) -> Data:
    """Add the proofs of the hypotheses that speak of all points; raises `Reject` where none is found."""
    letters = {n: Letter(*s) for n, s in statement["letters"].items()}
    hypotheses = {name: freeze(f) for name, f in statement["hypotheses"].items()}
    model = Model(letters, data, hypotheses)
    for name, formula in hypotheses.items():
        if formula[0] == "forall" and not any(s.get("by") == name for s in model.sequences.values()):
            data["proofs"][name] = membership(model, formula)
        if formula[0] == "inf":
            bound = ("forall", (("x", "vector"),), (), ("<=", formula[2], ("val", formula[1], "x")))
            data["proofs"][name] = membership(model, bound)
            data.setdefault("attained", {})[name] = data["vectors"].get("attained", [0]*model.dimension)
    return data


def membership(model: Model, formula: Formula) -> list[Data]:
    """Steps that prove a statement for all points (or indices), expanded in a model."""
    _, quantified, conditions, body = formula
    inner = Model.__new__(Model)
    inner.__dict__.update(model.__dict__)
    inner.vectors, inner.reals, letters = dict(model.vectors), dict(model.reals), {}
    for name, sort in quantified:
        inner.reals.pop(name, None)
        if sort == "vector":
            inner.vectors[name] = list(model.coordinates(f"{name}_"))
            letters |= {c: Letter("real") for c in inner.vectors[name]}
        else:
            letters[name] = Letter(sort)
    checker = Checker(letters, {})
    for i, condition in enumerate(conditions):
        checker.assume(f"condition {i + 1}", expand(inner, condition), frozenset())
    goals = [expand(inner, body)] if not (body[0] == "==" and inner.is_vector(body[1])) else [
        ("==", a, b) for a, b in zip(inner.vector(body[1]), inner.vector(body[2]), strict=True)]
    steps = []
    for i, goal in enumerate(goals):
        squares = quadratic_squares(checker, checker.slack(goal))
        step = find(checker, goal, list(checker.facts), squares) or _by_roots(checker, goal)
        if step is None:
            raise Reject("hypothesis", f"not shown for the model: {goal}")
        steps.append({"name": f"goal {i + 1}", **step})
    return steps


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


def counterexample(statement: Data, claim: Formula, values: dict[str, Any]) -> Data:
    """A checked model that breaks the claim, from candidate values; raises `Reject` if they do not."""
    data = prove_memberships(statement, model_data(statement, values))
    claim = freeze(claim)
    if claim[0] == "linear":
        letters = {n: Letter(*s) for n, s in statement["letters"].items()}
        model = Model(letters, data, {n: freeze(f) for n, f in statement["hypotheses"].items()})
        bound = freeze(data["bounded_away"])
        away = ("forall", (("k", "index"),), (("<=", 0, "k"),), ("<=", bound, open_binder(claim[1], "k")))
        data["proofs"]["claim"] = membership(model, away)
    refute(statement, claim, data)
    return data
