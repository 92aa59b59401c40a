"""What terms and formulas say in a random world: a witness by floating point that shares no code with the kernel's normal forms.

In a world every letter has a value that its name and a seed give: reals and indices with their sign, points of the plane,
sequences without pattern, functions with their own gradients and Hessians, symmetric matrices. Undefined values follow the
convention of ``proofs.kernel.syntax``. Slacks of facts are numbers of their own, unless the facts are given.
"""

from __future__ import annotations

import math
import random
from itertools import combinations
from typing import Any

from proofs.kernel.syntax import BINDERS, QUANTIFIERS, RELATIONS, Formula, Term, open_binder

Sorts = dict[str, tuple[str, str]]
NODES = ((-math.sqrt(0.6), 5/18), (0.0, 4/9), (math.sqrt(0.6), 5/18))  # Gauss's for [-1, 1], with half its weights


class Unclear(Exception):
    """A term that has no value here."""


def sorts_in(part: Any) -> Sorts:
    """The sorts of all letters that a theorem file declares or binds, wherever it does."""
    found: Sorts = {}
    if isinstance(part, dict):
        for name, kind in part.get("letters", {}).items() if isinstance(part.get("letters"), dict) else ():
            if isinstance(kind, list) and len(kind) == 2 and isinstance(kind[1], str):
                found[name] = (kind[0], kind[1])
        if isinstance(part.get("letter"), str):
            index = part.get("rule") in ("induction", "sum_compare")
            found[part["letter"]] = ("index" if index else "vector" if part.get("rule") == "quadratic" else "real", "")
        for value in part.values():
            found = {**sorts_in(value), **found}
    elif isinstance(part, list):
        if part and all(isinstance(p, list) and len(p) == 2 and isinstance(p[1], str) for p in part):
            found |= {name: (sort, "") for name, sort in part if isinstance(name, str)}
        for value in part:
            found = {**found, **sorts_in(value)}
    return found


class World:
    """Values for all letters."""

    def __init__(self, seed: int, sorts: Sorts, facts: dict[str, Formula] | None = None) -> None:
        self.seed, self.sorts, self.facts = seed, sorts, facts or {}

    def drawn(self, *what: Any) -> random.Random:
        return random.Random(f"{self.seed} {what}")

    def real(self, name: str, *at: Any) -> float:
        _, sign = self.sorts.get(name, ("real", ""))
        value = self.drawn(name, at).uniform(0.3, 2.5)
        return value if sign or self.drawn(name, at, "sign").random() < 0.6 else -value

    def point(self, *what: Any) -> tuple[float, ...]:
        rng = self.drawn("point", what)
        return (rng.uniform(-2, 2), rng.uniform(-2, 2))

    def letter(self, name: str) -> Any:
        sort = self.sorts.get(name, ("real", ""))[0]
        if sort == "vector":
            return self.point(name)
        return float(self.drawn(name, "index").randint(1, 5)) if sort == "index" else self.real(name)

    # --- functions and operators: f(x) = c + <b, x> + s/2 |x|^2 + sin <a, x> ---------------------------------------------

    def parameters(self, f: Term) -> tuple[float, float, tuple[float, ...], tuple[float, ...]]:
        name: Any = f if isinstance(f, str) else (f[1], self.value(f[2]))
        rng = self.drawn("function", name)
        return rng.uniform(-1, 1), rng.uniform(-1, 1), self.point(name, "a"), self.point(name, "b")

    def function(self, f: Term, x: Any) -> float:
        c, s, a, b = self.parameters(f)
        return c + dot(b, x) + s/2*dot(x, x) + math.sin(dot(a, x))

    def gradient(self, f: Term, x: Any) -> Any:
        _, s, a, b = self.parameters(f)
        return tuple(bi + s*xi + math.cos(dot(a, x))*ai for ai, bi, xi in zip(a, b, x, strict=True))

    def apply(self, operator: Term, v: Any) -> Any:
        (p, q), (_, r) = self.matrix(operator)
        return (p*v[0] + q*v[1], q*v[0] + r*v[1])

    def matrix(self, operator: Term) -> Any:
        if isinstance(operator, str):
            rng = self.drawn("operator", operator)
            p, q, r = (rng.uniform(-2, 2) for _ in range(3))
            return (p, q), (q, r)
        if operator[0] == "inv":
            (p, q), (_, r) = self.matrix(operator[1])
            d = p*r - q*q
            return (inverse(d)*r, -inverse(d)*q), (-inverse(d)*q, inverse(d)*p)
        x = self.value(operator[2])
        _, s, a, _ = self.parameters(operator[1])
        bend = -math.sin(dot(a, x))
        return (s + bend*a[0]*a[0], bend*a[0]*a[1]), (bend*a[0]*a[1], s + bend*a[1]*a[1])

    # --- terms -----------------------------------------------------------------------------------------------------------

    def value(self, t: Term) -> Any:
        """A float, or a pair of floats."""
        if isinstance(t, (int, float)):
            return float(t)
        if isinstance(t, str):
            return self.letter(t)
        head, args = t[0], t[1:]
        if head in BINDERS:
            return self.bound(head, *args)
        if head == "at":
            k = whole(self.value(args[1]))
            return self.point(args[0], k) if self.sorts.get(args[0], ("", ""))[0] == "vector sequence" else self.real(args[0], k)
        if head in ("val", "grad"):
            return (self.function if head == "val" else self.gradient)(args[0], self.value(args[1]))
        if head == "app":
            return self.apply(args[0], self.value(args[1]))
        if head == "^":
            return power(self.value(args[0]), args[1])
        if head == "slack":
            if args[0] not in self.facts:
                return self.real("slack", args[0])
            return self.gap(self.facts[args[0]])
        if head not in HEADS:
            raise Unclear(head)
        return HEADS[head](*(self.value(a) for a in args))

    def bound(self, head: str, lo: Term, hi: Term, body: Term) -> Any:
        a, b = self.value(lo), self.value(hi)
        if head == "int":
            return sum(w*(b - a)*self.value(open_binder(body, (a + b)/2 + x*(b - a)/2)) for x, w in NODES)
        n, m = whole(a), whole(b)
        if max(abs(n), abs(m)) > 60:
            raise Unclear("a long sum")
        indices = list(range(n, m + 1)) if head == "sum" else [i for batch in combinations(range(1, n + 1), max(m, 0)) for i in batch]
        terms = [self.value(open_binder(body, i)) for i in indices]
        return plus(*terms) if terms else 0.0

    # --- formulas --------------------------------------------------------------------------------------------------------

    def gap(self, relation: Formula) -> Any:
        return plus(self.value(relation[2]), times(-1.0, self.value(relation[1])))

    def holds(self, formula: Formula) -> bool:
        """Whether a formula is true here, as far as a few values of its quantified letters tell."""
        head, *args = formula
        if head in RELATIONS:
            gap = self.gap(formula)
            size = 1e-9*(1 + norm(self.value(args[0])))
            return norm(gap) <= size if head == "==" else gap >= -size if head == "<=" else gap > 0
        if head in ("and", "or"):
            return (all if head == "and" else any)(self.holds(a) for a in args)
        if head == "not":
            return not self.holds(args[0])
        if head == "implies":
            return not self.holds(args[0]) or self.holds(args[1])
        if head not in QUANTIFIERS:
            raise Unclear(head)
        inside = [World(self.seed + 1000*i, self.sorts | {n: (s, "") for n, s in args[0]}, self.facts) for i in range(1, 20)]
        names = {name for name, _ in args[0]}
        for world in inside:
            world.letter = lambda n, w=world: World.letter(w if n in names else self, n)  # type: ignore[method-assign, misc]
        met = [world for world in inside if all(world.holds(c) for c in args[1])]
        if not met:
            raise Unclear("no values meet the conditions")
        return (all if head == "forall" else any)(world.holds(args[2]) for world in met)

    def gaps(self, formula: Formula) -> list[Any]:
        """The differences of sides of all relations in a formula, and the words between them."""
        if formula[0] in RELATIONS:
            return [formula[0], self.gap(formula)]
        if formula[0] in QUANTIFIERS:
            return [str(formula[:2]), *(x for part in (*formula[2], formula[3]) for x in self.gaps(part))]
        if formula[0] in ("and", "or", "not", "implies"):
            return [f"{formula[0]} of {len(formula)}", *(x for part in formula[1:] for x in self.gaps(part))]
        raise Unclear(formula[0])


def close(a: Any, b: Any) -> bool:
    """Whether two values are the same up to rounding."""
    if isinstance(a, str) or isinstance(b, str):
        return bool(a == b)
    return norm(plus(a, times(-1.0, b))) <= 1e-8*(1 + norm(a))


def whole(x: float) -> int:
    if abs(x - round(x)) > 1e-9:
        raise Unclear("an index that is no integer")
    return round(x)


def inverse(x: float) -> float:
    return 1/x if abs(x) > 1e-12 else 0.0


def power(x: float, n: float) -> float:
    n = whole(n)
    return x**n if n >= 0 else inverse(x)**-n


def plus(*parts: Any) -> Any:
    vectors = [a for a in parts if isinstance(a, tuple)]
    if not vectors:
        return sum(parts)
    return tuple(map(sum, zip(*vectors, strict=True)))  # beside vectors a real can only be the 0 of an empty sum


def times(*parts: Any) -> Any:
    scalar, vector = 1.0, None
    for a in parts:
        if isinstance(a, tuple):
            vector = a
        else:
            scalar *= a
    return scalar if vector is None else tuple(scalar*x for x in vector)


def dot(u: Any, v: Any) -> float:
    return sum(a*b for a, b in zip(u, v, strict=True))


def norm(u: Any) -> float:
    return math.sqrt(dot(u, u)) if isinstance(u, tuple) else abs(u)


def binomial(n: float, k: float) -> float:
    return float(math.comb(int(n), int(k))) if n >= 0 and k >= 0 else 0.0


HEADS: dict[str, Any] = {
    "+": plus, "*": times, "-": lambda a: times(-1.0, a), "/": lambda a, b: times(a, inverse(b)), "dot": dot, "pow": power,
    "sq": lambda a: dot(a, a) if isinstance(a, tuple) else a*a, "sqrt": lambda a: math.sqrt(max(a, 0.0)), "norm": norm,
    "log": lambda a: math.log(a) if a > 0 else 0.0, "exp": lambda a: math.exp(min(a, 300)), "sin": math.sin, "cos": math.cos,
    "pi": lambda: math.pi, "max": max, "min": min, "sgn": lambda a: float((a > 0) - (a < 0)),
    "if": lambda a, b, u, v: u if a <= b else v, "floor": lambda a: float(math.floor(a + 1e-12)),
    "ceil": lambda a: float(math.ceil(a - 1e-12)), "binom": binomial,
}
