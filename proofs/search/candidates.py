"""Candidate counterexamples by z3: one-dimensional quadratics, and numbers for every letter, that break a claim.

z3 sees each hypothesis about all points at finitely many of them only; what it proposes is tried as a model, and a point
where a hypothesis fails is added (counterexample-guided). The kernel decides. Roots become unknowns with their squares.

Legend: each function letter f is tried as f_a/2 (x - f_b)^2 + f_c x + f_d.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import z3

from proofs.kernel.exact import evaluate
from proofs.kernel.model import Model, expand
from proofs.kernel.normal import Letter
from proofs.kernel.syntax import RELATIONS, Formula, Reject, Term, free_letters, freeze, substitute
from proofs.search.refute import model_data, prove_memberships, refute
from proofs.search.unread import number

Data = dict[str, Any]
SMALL = [Fraction(n) for n in (0, 1, 2, -1, -2, 3)] + [Fraction(1, d) for d in (2, 4, 8, 16, 32, 64, 256)]
POINTS = [Fraction(n) for n in (0, 1, -1, 2)]
ROUNDS, MILLISECONDS = 6, 2000


class Template(Model):
    """A model whose numbers are still letters."""

    def __init__(self, statement: Data) -> None:
        self.letters = {n: Letter(*s) for n, s in statement["letters"].items()}
        self.updates = {n: freeze(f) for n, f in statement["hypotheses"].items()}
        self.dimension, self.reals, self.cache = 1, {}, {}
        self.vectors, self.functions, self.sequences = {}, {}, {}
        self.operators, self.families = {}, {}
        for name, (sort, sign) in self.letters.items():
            if sort == "index":
                self.reals[name] = 1 if sign == "> 0" else 0
            elif sort == "vector":
                self.vectors[name] = [name]
            elif sort == "function":
                half = ("*", ("/", f"{name}_a", 2), ("^", ("+", "x1", ("-", f"{name}_b")), 2))
                self.functions[name] = ("+", half, ("*", f"{name}_c", "x1"), f"{name}_d")
            elif sort == "vector sequence":
                by = next((h for h, f in self.updates.items() if _defines(f, name)), None)
                self.sequences[name] = {"start": [f"{name}_0"], "by": by} if by else {"term": [f"{name}_0"]}
            elif sort == "real sequence":
                self.sequences[name] = {"term": f"{name}_0"}

    def member(self, name: str, index: Term) -> Any:
        data = self.sequences[name]
        if "term" in data:
            return data["term"]
        n = self.integer(index)
        if n == 0:
            return data["start"]
        k, rhs = self.recursion(name, data["by"])
        return self.vector(substitute(rhs, {k: n - 1}))


def _defines(formula: Formula, name: str) -> bool:
    return formula[0] == "forall" and formula[3][0] == "==" and formula[3][1][:2] == ("at", name)


class Solver:
    """Translates expanded terms to z3; roots and absolute values become unknowns."""

    def __init__(self) -> None:
        self.solver = z3.Solver()
        self.solver.set("timeout", MILLISECONDS)
        self.roots: dict[Any, Any] = {}

    def real(self, t: Term) -> Any:
        if isinstance(t, (int, Fraction)):
            return z3.RealVal(str(Fraction(t)))
        if isinstance(t, str):
            return z3.Real(t)
        head, args = t[0], t[1:]
        if head == "^" and args[1] >= 0:
            base, out = self.real(args[0]), z3.RealVal(1)
            for _ in range(args[1]):
                out = out*base
            return out
        parts = [self.real(a) for a in args]
        if head == "+":
            return z3.Sum(parts)
        if head == "-":
            return -parts[0]
        if head == "*":
            return z3.Product(parts)
        if head == "/":
            self.solver.add(parts[1] != 0)
            return parts[0]/parts[1]
        if head == "norm":
            return z3.If(parts[0] >= 0, parts[0], -parts[0])
        if head in ("max", "min"):
            return z3.If((parts[0] >= parts[1]) == (head == "max"), *parts)
        if head == "sqrt":
            if t not in self.roots:
                root = self.roots[t] = z3.Real(f"root{len(self.roots)}")
                self.solver.add(root >= 0, root*root == parts[0])
            return self.roots[t]
        raise Reject("shape", f"z3 is not given {head!r}")

    def relation(self, formula: Formula) -> Any:
        a, b = self.real(formula[1]), self.real(formula[2])
        return a <= b if formula[0] == "<=" else a < b if formula[0] == "<" else a == b


def search(statement: Data, claim: Formula) -> Data | None:
    """A checked model that breaks the claim, or None. Vector claims and existence claims are not tried."""
    claim = freeze(claim)
    if claim[0] not in RELATIONS:
        return None
    try:
        template = Template(statement)
        points = {name: list(POINTS) for name in template.updates}
        for stage in (0, 1, 2):
            for _ in range(ROUNDS):
                values = _propose(template, claim, points, stage)
                if values is None:
                    break
                data = model_data(statement, values)
                try:
                    data = prove_memberships(statement, data)
                    refute(statement, claim, data)
                    return data
                except Reject:
                    if not _learn(template, data, points):
                        break
    except (Reject, KeyError):
        return None
    return None


def _propose(template: Template, claim: Formula, points: dict[str, list[Fraction]], stage: int) -> dict[str, Any] | None:
    """Values from z3: pure squares and small numbers at stage 0, small numbers at stage 1, any rationals at stage 2."""
    s = Solver()
    for name, (sort, sign) in template.letters.items():
        symbol = {"real": name, "real sequence": f"{name}_0"}.get(sort)
        if symbol and sign:
            s.solver.add(z3.Real(symbol) > 0 if sign == "> 0" else z3.Real(symbol) >= 0)
    for name, formula in template.updates.items():
        for ground in _grounded(template, name, formula, points[name]):
            s.solver.add(s.relation(ground))
    s.solver.add(z3.Not(s.relation(expand(template, claim))))
    symbols = _symbols(template)
    for symbol in symbols if stage < 2 else ():
        s.solver.add(z3.Or([z3.Real(symbol) == z3.RealVal(str(v)) for v in SMALL]))
    for name in template.functions if stage == 0 else ():
        s.solver.add(*(z3.Real(f"{name}_{part}") == 0 for part in "bcd"))
    if s.solver.check() != z3.sat:
        return None
    found = s.solver.model()
    numbers = {symbol: _rational(found.eval(z3.Real(symbol), model_completion=True)) for symbol in symbols}
    return None if None in numbers.values() else _values(template, numbers)


def _grounded(template: Template, name: str, formula: Formula, points: list[Fraction]) -> list[Formula]:
    """A hypothesis at finitely many points; an update rule holds by construction."""
    if formula[0] in RELATIONS:
        return [expand(template, formula)]
    if formula[0] != "forall" or any(d.get("by") == name for d in template.sequences.values()):
        return []
    _, letters, conditions, body = formula
    if any(sort != "vector" for _, sort in letters) or conditions:
        return [expand(template, substitute(body, {n: 1 for n, _ in letters}))]
    out = []
    for i, p in enumerate(points):
        inner = Template.__new__(Template)
        inner.__dict__.update(template.__dict__)
        others = points[i + 1:] if len(letters) == 2 else [p]
        for q in others:
            for pair in ((p, q), (q, p)) if len(letters) == 2 else ((p,),):
                inner.vectors = template.vectors | {n: [number(v)] for (n, _), v in zip(letters, pair, strict=True)}
                out.append(expand(inner, body))
    return out


def _symbols(template: Template) -> list[str]:
    out = [n for n, (sort, _) in template.letters.items() if sort in ("real", "vector")]
    for name, f in template.functions.items():
        out += [f"{name}_{part}" for part in "abcd" if f"{name}_{part}" in free_letters(f)]
    return out + [f"{name}_0" for name in template.sequences]


def _rational(value: Any) -> Fraction | None:
    return Fraction(value.numerator_as_long(), value.denominator_as_long()) if z3.is_rational_value(value) else None


def _values(template: Template, numbers: dict[str, Fraction]) -> dict[str, Any]:
    """Candidate values in the form that ``model_data`` reads."""
    out: dict[str, Any] = {}
    for name, (sort, _) in template.letters.items():
        if sort == "real":
            out[name] = numbers[name]
        elif sort == "index":
            out[name] = template.reals[name]
        elif sort == "vector":
            out[name] = [numbers[name]]
        elif sort == "function":
            out[name] = _quadratic(*(numbers[f"{name}_{part}"] for part in "abcd"))
        else:
            start = numbers[f"{name}_0"]
            out[name] = [start] if "by" in template.sequences[name] else number(start)
    return out


def _quadratic(a: Fraction, b: Fraction, c: Fraction, d: Fraction) -> Term:
    """a/2 (x - b)^2 + c x + d, written as short as it can be."""
    base: Term = "x1" if b == 0 else ("+", "x1", number(-b)) if b < 0 else ("+", "x1", ("-", number(b)))
    parts: list[Term] = []
    if a:
        square: Term = ("^", base, 2)
        parts.append(square if a == 2 else ("/", square, number(2/a)) if (2/a).denominator == 1 else ("*", number(a/2), square))
    if c:
        parts.append("x1" if c == 1 else ("*", number(c), "x1"))
    if d or not parts:
        parts.append(number(d))
    return parts[0] if len(parts) == 1 else ("+", *parts)


def _learn(template: Template, data: Data, points: dict[str, list[Fraction]]) -> bool:
    """Add points at which the proposed functions break a hypothesis; False if none is seen."""
    letters = template.letters
    model = Model(letters, data, template.updates)
    grid = [Fraction(n, 2) for n in range(-12, 13)] + [Fraction(100), Fraction(-100)]
    learned = False
    for name, formula in template.updates.items():
        if formula[0] != "forall" or formula[2] or any(sort != "vector" for _, sort in formula[1]):
            continue
        for p in grid:
            for q in grid if len(formula[1]) == 2 else [p]:
                inner = model.vectors | {n: [number(v)] for (n, _), v in zip(formula[1], (p, q), strict=False)}
                if not _holds(model, inner, formula[3]):
                    points[name] += [v for v in (p, q) if v not in points[name]]
                    learned = True
                    break
            if learned:
                break
    return learned


def _holds(model: Model, vectors: Data, body: Formula) -> bool:
    saved, model.vectors = model.vectors, vectors
    try:
        (a, _), (_, b) = evaluate(model.real(body[1])), evaluate(model.real(body[2]))
        return a <= b if body[0] != "==" else a == b
    except Reject:
        return False
    finally:
        model.vectors = saved
