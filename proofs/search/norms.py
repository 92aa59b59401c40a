"""Claims with norms, roots and absolute values: what they are among each other, and squares of both sides of a claim.

The kernel knows |u| >= 0 and |u|^2 = <u, u>; the same of a root and of an absolute value. Everything else is a step of its
own before the linear search: <u, v> <= |u| |v|, triangles among the vectors whose norms occur, products taken apart
(|c u| = c |u|), hypotheses squared. Where that does not do, a claim a <= b follows from a^2 <= b^2 and b >= 0.

Legend: a *root* is an atom |u|, |a| or sqrt(a); W the vectors of the norms, each without what is common to its coefficients.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import chain, combinations, count
from typing import Any

from sympy.polys.polyerrors import BasePolynomialError

from proofs.kernel.checker import Checker
from proofs.kernel.normal import Monomial, Vector, constant
from proofs.kernel.syntax import Formula, Reject, Term
from proofs.search.dependence import coefficient, dependence
from proofs.search.factors import ROOTS, find_factors, signed
from proofs.search.linear import find, monomial_sign
from proofs.search.radicals import roots_of
from proofs.search.semidefinite import find_gram
from proofs.search.unread import atom_term, poly_term, vector_term

Data = dict[str, Any]
Prover = Callable[[Formula, list[str]], Any]  # a step or steps for a claim from named facts, or None
VECTORS, TRIANGLE = 7, 4  # norms that are compared in pairs; vectors in one relation


class Norms:
    """The facts about roots in a scope. Each step is run there as it is made, and kept."""

    def __init__(self, space: Checker, using: list[str], deadline: float) -> None:
        self.space, self.using, self.deadline = space, list(using), deadline
        self.steps: list[Data] = []
        self.vectors: list[Vector] = []  # W
        self.products: dict[tuple[int, int, int], str] = {}  # places in W and a sign -> the inequality of Cauchy and Schwarz

    def add(self, name: str, **step: Any) -> str:
        name = next(n for n in chain([name], (f"{name} {k}" for k in count(2))) if n not in self.space.facts)
        self.space.run([{"name": name, **step}])
        self.steps.append({"name": name, **step})
        return name

    def roots(self, claim: Formula, squares: Data, nonnegative: Data | None = None, name: str = "from squares") -> str:
        """A claim from a step for the squares of its sides."""
        squared = self.add(f"{name}, squared", **{**squares, "claim": _squares(claim)})
        return self.add(name, rule="roots", claim=claim, squares=squared, nonnegative=nonnegative or {})

    def fact(self, name: str) -> None:
        self.using.append(name)

    # --- what is known of the roots --------------------------------------------------------------------------------

    def collect(self, goal: Formula) -> None:
        """Facts about all roots of the goal and of what is used; what the kernel refuses is left out."""
        space = self.space
        for name in list(self.using):
            self._attempt(self._named, name)
            self._attempt(self._vanishing, name, goal)
        known = roots_of(space, [goal, *(space.facts[n] for n in self.using)])
        if not known:
            return
        for name in list(self.using):
            self._attempt(self._squared, name)
        for i in known:
            self._attempt(self._apart, i)
            self._attempt(self._quotient, i)
        known = roots_of(space, [goal, *(space.facts[n] for n in self.using)])
        for i in known:
            if space.keys[i][0] == "abs":
                self._attempt(self._absolute, i)
        for i, j in combinations([i for i in known if space.keys[i][0] == "sqrt"], 2):
            self._attempt(self._inverse, i, j)
        self.vectors += [u for u in self._vectors(known) if u not in self.vectors]
        del self.vectors[VECTORS:]
        for k, j in combinations(range(len(self.vectors)), 2):
            for sign in (1, -1):
                self._attempt(self._cauchy_schwarz, k, j, sign)
        self._attempt(self._triangles)

    def _attempt(self, make: Callable[..., None], *data: Any) -> None:
        if time.monotonic() >= self.deadline:
            raise Reject("time", "the time is over")
        try:
            make(*data)
        except (Reject, BasePolynomialError):
            pass

    def _named(self, name: str) -> None:
        """n = |u| from n^2 = |u|^2, of a letter n that is not negative."""
        space, formula = self.space, self.space.facts[name]
        if formula[0] != "==" or space.sort(formula[1]) == "vector":
            return
        letters = [space.keys[m[0][0]][1] for m in space.slack(formula)
                   if len(m) == 1 and m[0][1] == 2 and space.keys[m[0][0]][0] == "letter"]
        for n in (n for n in letters if space.sign(n)):
            for u in _squared_vectors(space, formula):
                step = find(space, ("==", ("^", n, 2), ("^", ("norm", u), 2)), [name], levels=1)
                if step is not None:
                    self.fact(self.roots(("==", n, ("norm", u)), step, name=f"{n} as a norm"))
                    return

    def _vanishing(self, name: str, goal: Formula) -> None:
        """|u| <= 0 from a fact -c |u|^2 >= 0; then the inner products of u are compared with the vectors of the goal."""
        space, formula = self.space, self.space.facts[name]
        if formula[0] != "<=" or any(c > 0 for m, c in space.slack(formula).items() for i, _ in m
                                     if space.keys[i][0] != "dot" or space.keys[i][1] == space.keys[i][2]):
            return
        for u in _squared_vectors(space, formula):
            step = find(space, ("<=", ("^", ("norm", u), 2), ("^", 0, 2)), [name], levels=1)
            if step is None or not space.vector(u):
                continue
            self.fact(self.roots(("<=", ("norm", u), 0), step, name="a norm that vanishes"))
            ids = {j for m in space.slack(goal) for i, _ in m if space.keys[i][0] == "dot" for j in space.keys[i][1:]}
            self.vectors += [{j: constant(1)} for j in sorted(ids)]
            return

    def _squared(self, name: str) -> None:
        """a <= b with a visibly >= 0, or a = b: a^2 <= b^2, or a^2 = b^2, where that has no roots."""
        space, formula = self.space, self.space.facts[name]
        if space.sort(formula[1]) == "vector" or not roots_of(space, [formula]):
            return
        p = space.slack(formula)
        left = {m: -c for m, c in p.items() if c < 0}
        a, b = poly_term(space, left), poly_term(space, {m: c for m, c in p.items() if c > 0})
        if formula[0] == "==":
            claim = ("==", ("^", a, 2), ("^", b, 2))
            if not roots_of(space, [claim]):
                self.fact(self.add(f"{name}, squared", rule="ring", claim=claim, equations=[[("+", a, b), name]]))
            return
        claim = ("<=", ("^", a, 2), ("^", b, 2))
        if left and space.sign(a) and not roots_of(space, [claim]):
            slack: Term = ("slack", name)
            certificate = ("*", slack, ("+", slack, ("*", 2, a)))
            self.fact(self.add(f"{name}, squared", rule="positivity", claim=claim, nonneg=certificate))

    def _apart(self, i: int) -> None:
        """|c u| = c |u|, |a b| = |a| |b|, sqrt(a b) = sqrt(a) sqrt(b)."""
        space, (head, inside, *_) = self.space, self.space.keys[i]
        t = atom_term(space, i)
        if head == "norm":
            u = {j: dict(p) for j, p in inside}
            common = _common(u)
            rest: Term = ("norm", vector_term(space, _without(u, common)))
        else:
            p = dict(inside)
            part, common, lead = space.primitive(p)
            rest = poly_term(space, {m: c*lead for m, c in part.items()})
            rest = (("norm", rest) if head == "abs" else ("sqrt", rest)) if rest != 1 else 1
        if not common or (rest == 1 and sum(abs(e) for _, e in common) == 1):
            return
        top: list[Term] = [] if rest == 1 else [rest]
        bottom: list[Term] = []
        for j, e in common:
            a = atom_term(space, j)
            size: Term = a if space.sign(a) else ("norm", a)
            if head == "sqrt":
                size, e = (("sqrt", a), e) if e % 2 else (size, e//2)
            (top if e > 0 else bottom).append(size if abs(e) == 1 else ("^", size, abs(e)))
        product: Term = 1 if not top else top[0] if len(top) == 1 else ("*", *top)
        if bottom:
            product = ("/", product, bottom[0] if len(bottom) == 1 else ("*", *bottom))
        if space.sign(product):
            self.fact(self.roots(("==", t, product), {"rule": "ring"}, name="taken apart"))

    def _quotient(self, i: int) -> None:
        """|u|^2/|u| = |u|, where |u| is known to be nonzero."""
        space, t = self.space, atom_term(self.space, i)
        if i in space.squares and (i in space.nonzero or space._positive_atom(i)):
            claim = ("==", ("/", poly_term(space, space.squares[i]), t), t)
            self.fact(self.add("a quotient", rule="ring", claim=claim))

    def _absolute(self, i: int) -> None:
        """a <= |a| and -a <= |a|."""
        a = poly_term(self.space, dict(self.space.keys[i][1]))
        for side in (a, ("-", a)):
            self.fact(self.roots(("<=", side, ("norm", a)), {"rule": "positivity", "nonneg": 0}, name="absolute value"))

    def _inverse(self, i: int, j: int) -> None:
        """sqrt(a) sqrt(1/a) = 1."""
        claim = ("==", ("*", atom_term(self.space, i), atom_term(self.space, j)), 1)
        self.fact(self.roots(claim, {"rule": "ring"}, name="product of roots"))

    def _vectors(self, known: list[int]) -> list[Vector]:
        """W, without repetition."""
        out: dict[Any, Vector] = {}
        for i in known:
            if self.space.keys[i][0] == "norm":
                u = {j: dict(p) for j, p in self.space.keys[i][1]}
                u = _without(u, _common(u))
                out[self.space.vector_key(u)] = u
        return list(out.values())

    def _cauchy_schwarz(self, k: int, j: int, sign: int) -> None:
        u, v = (vector_term(self.space, self.vectors[n]) for n in (k, j))
        name = self.add("Cauchy-Schwarz", rule="cauchy_schwarz", u=u if sign > 0 else ("-", u), v=v)
        self.products[k, j, sign] = name
        self.fact(name)

    def _triangles(self) -> None:
        """|u| <= |c| |v| + |d| |w| for the relations u = c v + d w among W."""
        seen: list[set[int]] = []
        for size in range(3, TRIANGLE + 1):
            for places in combinations(range(len(self.vectors)), size):
                if any(s <= set(places) for s in seen):
                    continue
                relation = dependence([self.vectors[k] for k in places])
                if relation is None:
                    continue
                seen.append(set(places))
                for left in range(size):
                    self._attempt(self._triangle, places, relation, left)

    def _triangle(self, places: tuple[int, ...], relation: list[Any], left: int) -> None:
        space = self.space
        u = ("norm", vector_term(space, self.vectors[places[left]]))
        sides = []  # (place, sign, the coefficient without sign as it is written, and as visibly nonnegative)
        for k, c in zip(places, relation, strict=True):
            if k == places[left]:
                continue
            t = coefficient(space, -c/relation[left])
            shown = signed(space, t, self.using)
            if shown is None:
                return
            sign, weight = shown
            sides.append((k, sign, t if sign > 0 else coefficient(space, c/relation[left]), weight))
        lengths = {k: ("norm", vector_term(space, self.vectors[k])) for k, *_ in sides}
        right = ("+", *(lengths[k] if t == 1 else ("*", t, lengths[k]) for k, _, t, _ in sides))
        nonnegative = {"rule": "positivity", "nonneg": ("+", *(("*", w, lengths[k]) for k, _, _, w in sides))}
        squares = [("*", 2, w, z, ("slack", self.products[k, j, s*r])) for (k, s, _, w), (j, r, _, z) in combinations(sides, 2)]
        self.fact(self.roots(("<=", u, right), {"rule": "positivity", "nonneg": ("+", *squares)},
                             None if space.sign(right) else {"b": nonnegative}, "triangle"))

    # --- squares of both sides -------------------------------------------------------------------------------------

    def squared(self, goal: Formula, prove: Prover) -> list[Data] | None:
        """Steps for a goal from the squares of two sides that say the same."""
        for claim in self._forms(goal):
            if time.monotonic() >= self.deadline:
                return None
            nonnegative = self._sides(claim)
            if nonnegative is None:
                continue
            found = prove(_squares(claim), self.using)
            if found is None:
                continue
            before, squares = (found[:-1], found[-1]) if isinstance(found, list) else ([], found)
            self.steps += before
            name = self.roots(claim, squares, nonnegative)
            if claim != goal:
                self.add("moved", rule="positivity", claim=goal, nonneg=("slack", name))
            return self.steps
        return None

    def _forms(self, goal: Formula) -> Iterator[Formula]:
        """The goal; with what is visibly >= 0 on the right side and the rest on the left; with its roots alone on the left."""
        yield goal
        if goal[0] == "<=":
            p = self.space.slack(goal)
            roots = {i for m in p for i, _ in m if self.space.keys[i][0] in ROOTS}
            rights = ([m for m, c in p.items() if c > 0 and monomial_sign(self.space, m, {})],
                      [m for m, c in p.items() if c > 0 or not roots.intersection(i for i, _ in m)])
            for right in rights if rights[0] != rights[1] else rights[:1]:
                if 0 < len(right) < len(p):
                    yield ("<=", poly_term(self.space, {m: -c for m, c in p.items() if m not in right}),
                           poly_term(self.space, {m: p[m] for m in right}))

    def _sides(self, claim: Formula) -> Data | None:
        """Steps that show the sides nonnegative which have to be; None if one is not."""
        out: Data = {}
        for side, t in (("a", claim[1]), ("b", claim[2])):
            if (side == "b" or claim[0] == "==") and not self.space.sign(t):
                try:
                    step = find(self.space, ("<=", 0, t), self.using, levels=2, deadline=self.deadline)
                except Reject:
                    step = None
                if step is None:
                    return None
                out[side] = {k: v for k, v in step.items() if k != "claim"}
        return out


def _squared_vectors(space: Checker, t: Any) -> list[Term]:
    """The vectors whose squares are written in a formula."""
    if not isinstance(t, tuple):
        return []
    own = [t[1]] if t[0] in ("sq", "norm") and space.sort(t[1]) == "vector" else []
    return list(dict.fromkeys([*own, *(u for a in t[1:] for u in _squared_vectors(space, a))]))


def _common(u: Vector) -> Monomial:
    """The largest monomial in all coefficients of a vector, with the signs of exponents that they agree on."""
    monomials = [dict(m) for p in u.values() for m in p]
    low = {i: min(m.get(i, 0) for m in monomials) for m in monomials for i in m}
    return tuple(sorted((i, e) for i, e in low.items() if e))


def _without(u: Vector, common: Monomial) -> Vector:
    def over(m: Monomial) -> Monomial:
        exponents = dict(m)
        for i, e in common:
            exponents[i] = exponents.get(i, 0) - e
        return tuple(sorted((i, e) for i, e in exponents.items() if e))
    return {i: {over(m): c for m, c in p.items()} for i, p in u.items()}


def _squares(claim: Formula) -> Formula:
    return (claim[0], ("^", claim[1], 2), ("^", claim[2], 2))


def needed(steps: list[Data]) -> list[Data]:
    """The steps that the last one rests on."""
    kept, named = [steps[-1]], _texts(steps[-1])
    for step in reversed(steps[:-1]):
        if step["name"] in named:
            kept.append(step)
            named |= _texts(step)
    return kept[::-1]


def _texts(t: Any) -> set[str]:
    if isinstance(t, dict):
        t = tuple(t.values())
    return {t} if isinstance(t, str) else set().union(*map(_texts, t)) if isinstance(t, (list, tuple)) else set()


def differences(space: Checker, roots: list[int]) -> list[Term]:
    """Squares worth a try: differences of roots."""
    terms = [atom_term(space, i) for i in roots[:4]]
    return [("+", a, ("-", b)) for a, b in combinations(terms, 2)]


def find_norms(space: Checker, goal: Formula, using: list[str], deadline: float, effort: int) -> list[Data] | None:
    """Steps for a claim where roots occur in it or in what is given, or None. ``effort`` 0: what is quick; 2: all."""
    if space.sort(goal[1]) == "vector":
        return None
    norms = Norms(space, using, deadline)
    norms.collect(goal)
    if not roots_of(space, [goal, *(space.facts[n] for n in norms.using)]):
        return None
    squares = differences(space, roots_of(space, [goal]))

    def prove(claim: Formula, names: list[str]) -> Any:
        for attempt in (lambda: find_factors(space, claim, names),
                        lambda: find(space, claim, names, squares, levels=2 + effort, deadline=deadline),
                        lambda: find_gram(space, claim, [n for n in names if not roots_of(space, [space.facts[n]])], deadline)):
            try:
                found = attempt()
            except (Reject, ValueError, ArithmeticError, BasePolynomialError):
                continue
            if found is not None:
                return found
        return None
    found = prove(goal, norms.using)
    if found is not None:
        return needed([*norms.steps, found])
    found = norms.squared(goal, prove)
    return None if found is None else needed(found)
