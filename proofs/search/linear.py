"""Find a positivity certificate by linear programming over products of facts, visible signs and suggested squares.

Solved in floats, the support read off, solved again exactly over Q; the kernel checks what comes out.

Legend: S the slack of the claim; a *candidate* is a visibly nonnegative product with its normal form.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement
from typing import Any

import numpy as np
from scipy.optimize import linprog

from proofs.kernel.checker import Checker
from proofs.kernel.normal import ONE, Monomial, Poly, add
from proofs.kernel.syntax import Formula, Reject, Term
from proofs.search.unread import atom_term, monomial_term, number

LIMIT = 2500  # candidates in one program


@dataclass(frozen=True)
class Candidate:
    """A product that is >= 0 (or = 0, if ``equation``), as a term and as a polynomial."""

    poly: tuple[tuple[Monomial, Fraction], ...]
    factors: tuple[Term, ...]
    strict: bool = False
    equation: str = ""
    cost: float = 1.0


def clear(space: Checker, p: Poly) -> tuple[Poly, dict[int, int]]:
    """Multiply by the denominators that stand for polynomials; returns the product and which."""
    cleared: dict[int, int] = {}
    while True:
        low: dict[int, int] = {}
        for m in p:
            for i, e in m:
                if e < 0 and i in space.polys:
                    low[i] = min(low.get(i, 0), e)
        if not low:
            return p, cleared
        i = max(low)
        cleared[i] = cleared.get(i, 0) - low[i]
        out: Poly = {}
        for m, c in p.items():
            rest = tuple((j, e) for j, e in m if j != i)
            out = add(out, space.mul({rest: c}, space.power_of(space.polys[i], dict(m).get(i, 0) - low[i])))
        p = out


def sign_facts(space: Checker, using: list[str]) -> dict[int, Term]:
    """Atoms whose sign a named fact states: ``0 <= a`` makes the slack of the fact a name for a."""
    out: dict[int, Term] = {}
    for name in using:
        formula = space.facts[name]
        if formula[0] in ("<=", "<") and space.sort(formula[1]) != "vector":
            p = space.slack(formula)
            if len(p) == 1 and next(iter(p.values())) == 1 and len(m := next(iter(p))) == 1 and m[0][1] == 1:
                visible = space.sign(atom_term(space, m[0][0]))
                if not visible or (formula[0] == "<" and visible != "> 0"):
                    out[m[0][0]] = ("slack", name)
    return out


def monomial_sign(space: Checker, m: Monomial, named: dict[int, Term]) -> str:
    """The visible sign of a monomial: "> 0", ">= 0" or nothing."""
    strict = True
    for i, e in m:
        sign = space.sign(named.get(i) or atom_term(space, i)) if space.keys[i][0] != "den" else ""
        if sign == "> 0":
            continue
        if e < 0 or not (sign or e % 2 == 0):
            return ""
        strict = False
    return "> 0" if strict else ">= 0"


def divide(t: Monomial, m: Monomial) -> Monomial:
    exponents = dict(t)
    for i, e in m:
        exponents[i] = exponents.get(i, 0) - e
    return tuple(sorted((i, e) for i, e in exponents.items() if e))


def _denominators(space: Checker, cleared: dict[int, int], using: list[str]) -> list[Term]:
    """Positive terms for the polynomials that were cleared."""
    out: list[Term] = []
    for i, e in cleared.items():
        options = [("slack", name) for name in using if space.facts[name][0] == "<"]
        visible = [t for t in [atom_term(space, i)] if space.sign(t) == "> 0"]
        for t in [*visible, *options]:
            part, content, lead = space.primitive(space.real(t))
            if part == space.polys[i] and lead > 0 and not content:
                out += [t if lead == 1 else ("/", t, number(lead))]*e
                break
        else:
            raise Reject("sign", f"no fact shows that a denominator {atom_term(space, i)} is positive")
    return out


def find(space: Checker, claim: Formula, using: list[str], squares: list[Term] = (), levels: int = 4,
         deadline: float = math.inf) -> dict[str, Any] | None:
    """A step that proves the claim from the named facts, or None."""
    if space.sort(claim[1]) == "vector":
        return _find_vector(space, claim, using)
    slack = space.slack(claim)
    if claim[0] != "<" and space.vanishes(slack):
        return {"rule": "ring", "claim": claim} if claim[0] == "==" else {"rule": "positivity", "claim": claim, "nonneg": 0}
    if not slack:  # a strict fact whose sides are equal
        for name in using:
            formula = space.facts[name]
            if formula[0] == "<" and not space.slack(formula):
                return {"rule": "positivity", "claim": claim, "nonneg": ("slack", name)}
    squares = [*squares, *_vectors_inside(claim, space)]
    found = _search(space, claim, slack, {}, using, squares, clearing=False, levels=levels, deadline=deadline)
    for target, cleared in _cleared(space, slack, using) if found is None and space.polys else ():
        found = _search(space, claim, target, cleared, using, squares, clearing=True, levels=levels, deadline=deadline)
        if found is not None:
            break
    return found


def _cleared(space: Checker, slack: Poly, using: list[str]) -> Iterator[tuple[Poly, dict[int, int]]]:
    """The target times its denominators, and times those of the facts as well."""
    target, cleared = clear(space, slack)
    yield target, cleared
    more: dict[int, int] = {}
    for name in using:
        formula = space.facts[name]
        if formula[0] in ("<=", "<", "==") and space.sort(formula[1]) != "vector":
            for i, e in clear(space, space.slack(formula))[1].items():
                more[i] = max(e, more.get(i, 0))
    for _ in range(2 if more else 0):  # the second time for products of two facts
        for i, e in more.items():
            target = space.mul(target, space.power_of(space.polys[i], e))
            cleared = {**cleared, i: cleared.get(i, 0) + e}
        yield target, cleared


def _search(space: Checker, claim: Formula, target: Poly, cleared: dict[int, int], using: list[str], squares: list[Term],
            clearing: bool, levels: int, deadline: float) -> dict[str, Any] | None:
    """Linear programs of growing degree; with ``clearing``, over polynomials after multiplying by the denominators."""
    denominators = _denominators(space, cleared, using)
    bases = _bases(space, using, squares, clearing, _factors_of(space, target, using))
    monomials = set(target) or _of_products(space, bases)
    named = sign_facts(space, using)
    for level in range(min(levels, 4 if clearing or not space.polys else 2)):
        if time.monotonic() >= deadline:
            return None
        candidates = _candidates(space, monomials, bases, 1 + level//2, named)
        solution = _solve(target, candidates, claim[0], deadline)
        if solution is not None:
            return _certificate(space, claim, candidates, solution, denominators)
        if len(candidates) < LIMIT//3:
            monomials |= {m for c in candidates for m, _ in c.poly}
    return None


def _vectors_inside(t: Any, space: Checker) -> list[Term]:
    """The vectors whose norms the claim mentions: their squares are worth a try."""
    if not isinstance(t, tuple):
        return []
    if t[0] in ("sq", "norm") and space.sort(t[1]) == "vector":
        return [t[1]]
    return list(dict.fromkeys(u for a in t[1:] for u in (_vectors_inside(a, space) if t[0] not in ("sum", "int") else [])))


def _factors_of(space: Checker, target: Poly, using: list[str]) -> set[int]:
    """What to multiply vector equations by: the base vectors in inner products of the target and of the facts, with and without
    the operators in front of them."""
    found: set[int] = set()
    facts = [space.facts[name] for name in using if space.facts[name][0] in ("<=", "<", "==")]
    if all(space.sort(f[1]) != "vector" for f in facts):
        return found
    atoms = {i for p in (target, *(space.slack(f) for f in facts if space.sort(f[1]) != "vector")) for m in p for i, _ in m}
    while atoms:
        k = space.keys[atoms.pop()]
        if k[0] in ("sum", "batches"):
            atoms |= {i for i, _ in k[3]}
        for j in k[1:] if k[0] == "dot" else ():
            chain = [j]
            while space.keys[chain[-1]][0] == "app":
                chain.append(space.keys[chain[-1]][2])
            found |= {i for i in chain if not space.bound[i]}
    return found


def _bases(space: Checker, using: list[str], squares: list[Term], clearing: bool,
           vectors: set[int] = frozenset()) -> list[Candidate]:
    bases = []
    for name in using:
        formula = space.facts[name]
        if formula[0] not in ("<=", "<", "=="):
            continue
        if space.sort(formula[1]) == "vector":
            e = space.vector(("slack", name))
            for i in {**e, **dict.fromkeys(sorted(vectors))}:
                p = space.inner({i: {ONE: Fraction(1)}}, e)
                bases.append(Candidate(tuple(p.items()), (atom_term(space, i),), equation=name))
            continue
        p, cleared = clear(space, space.slack(formula)) if clearing else (space.slack(formula), {})
        try:
            extra = _denominators(space, cleared, using)
        except Reject:
            continue
        factor = (*extra, ("slack", name)) if formula[0] != "==" else tuple(extra)
        bases.append(Candidate(tuple(p.items()), factor, formula[0] == "<", name if formula[0] == "==" else ""))
    for t in squares:
        p, cleared = clear(space, space.real(("sq", t))) if clearing else (space.real(("sq", t)), {})
        if cleared:
            continue
        bases.append(Candidate(tuple(p.items()), (("sq", t),)))
    return [b for b in bases if b.poly]


def _product(space: Checker, a: Candidate, b: Candidate) -> Candidate:
    p = space.mul(dict(a.poly), dict(b.poly))
    return Candidate(tuple(p.items()), a.factors + b.factors, a.strict and b.strict, a.equation or b.equation, a.cost + b.cost)


def _of_products(space: Checker, bases: list[Candidate]) -> set[Monomial]:
    """Where a contradiction is to be found: 0 has no monomials to begin with."""
    pairs = [_product(space, a, b) for a, b in combinations_with_replacement(bases, 2)
             if not (a.equation or b.equation) and len(a.poly)*len(b.poly) < LIMIT//25]
    return {ONE, *(m for c in (*bases, *pairs) for m, _ in c.poly)}


def _candidates(space: Checker, monomials: set[Monomial], bases: list[Candidate], degree: int,
                named: dict[int, Term]) -> list[Candidate]:
    pool = list(bases)
    if degree > 1:
        pool += [_product(space, a, b) for a, b in combinations_with_replacement(bases, 2) if not (a.equation or b.equation)]
    out: dict[Any, Candidate] = {}
    for m in monomials:
        sign = monomial_sign(space, m, named)
        if sign:
            t = monomial_term(space, m, named=named)
            out[(m,)] = Candidate(((m, Fraction(1)),), (t,), sign == "> 0", cost=1 + sum(abs(e) for _, e in m))
    for b in pool:
        for t in sorted(monomials):
            for m, _ in b.poly:
                q = divide(t, m)
                sign = monomial_sign(space, q, named)
                if not (sign or b.equation) or (b, q) in out or len(out) > LIMIT:
                    continue
                if b.equation and any(e < 0 and i not in space.nonzero and not space._positive_atom(i) for i, e in q):
                    continue
                p = space.mul({q: Fraction(1)}, dict(b.poly))
                factors = b.factors if q == ONE else (monomial_term(space, q, named=named), *b.factors)
                out[b, q] = Candidate(tuple(p.items()), factors, b.strict and sign == "> 0", b.equation,
                                      b.cost + sum(abs(e) for _, e in q))
    return list(out.values())


def _solve(target: Poly, candidates: list[Candidate], relation: str, deadline: float = math.inf) -> list[Fraction] | None:
    if not candidates:
        return None
    rows = {m: i for i, m in enumerate(sorted({*target, *(m for c in candidates for m, _ in c.poly)}))}
    A = np.zeros((len(rows), len(candidates)))
    for j, c in enumerate(candidates):
        for m, v in c.poly:
            A[rows[m], j] = float(v)
    b = np.zeros(len(rows))
    for m, v in target.items():
        b[rows[m]] = float(v)
    strict = np.array([c.strict for c in candidates])
    cost = np.array([0.0 if c.equation else c.cost for c in candidates])
    bounds: list[tuple[Any, Any]] = [(None, None) if c.equation else (0, None) for c in candidates]
    if relation == "==":
        bounds = [(lo if c.equation else 0, hi if c.equation else 0) for (lo, hi), c in zip(bounds, candidates, strict=True)]
    weight = None
    options = {} if deadline == math.inf else {"time_limit": max(0.01, deadline - time.monotonic())}
    if relation == "<":  # the strict candidates must carry weight: as much as they can, at most 1
        weight = strict.astype(float)
        wide = np.hstack([A, np.zeros((len(rows), 1))])
        first = linprog(np.append(np.zeros(len(candidates)), -1.0), A_ub=np.append(-weight, 1.0)[None, :], b_ub=[0.0],
                        A_eq=wide, b_eq=b, bounds=[*bounds, (0, 1)], method="highs-ds", options=options)
        if first.status != 0 or first.fun > -1e-9:
            return None
        lower = min(1.0, -first.fun)
        result = linprog(cost, A_ub=-weight[None, :], b_ub=[-lower/2], A_eq=A, b_eq=b, bounds=bounds, method="highs-ds",
                         options=options)
    else:
        result = linprog(cost, A_eq=A, b_eq=b, bounds=bounds, method="highs-ds", options=options)
    if result.status != 0:
        return None
    tight = weight is not None and abs(weight @ result.x - lower/2) < 1e-9
    return _exact(target, candidates, result.x, rows, Fraction(lower/2).limit_denominator(1000) if tight else None,
                  deadline)


def _exact(target: Poly, candidates: list[Candidate], x: Any, rows: dict[Monomial, int],
           strict_weight: Fraction | None, deadline: float) -> list[Fraction] | None:
    """Solve again over Q on the support that the floats show."""
    weights = [Fraction(0)]*len(candidates)
    support = [j for j in range(len(candidates)) if abs(x[j]) > 1e-9]
    matrix = [[Fraction(0)]*(len(support) + 1) for _ in rows]
    for column, j in enumerate(support):
        for m, v in candidates[j].poly:
            matrix[rows[m]][column] = v
    for m, v in target.items():
        matrix[rows[m]][-1] = v
    if strict_weight is not None:
        matrix.append([Fraction(int(candidates[j].strict)) for j in support] + [strict_weight])
    pivots = _eliminate(matrix, len(support), deadline)
    if any(row[-1] for row in matrix[len(pivots):]):
        return None
    for row, column in enumerate(pivots):
        weights[support[column]] = matrix[row][-1]
    if any(w < 0 and not c.equation for w, c in zip(weights, candidates, strict=True)):
        return None
    return weights


def _eliminate(matrix: list[list[Fraction]], columns: int, deadline: float = math.inf) -> list[int]:
    pivots: list[int] = []
    for column in range(columns):
        if time.monotonic() >= deadline:
            raise Reject("time", "the time is over")
        row = next((r for r in range(len(pivots), len(matrix)) if matrix[r][column]), None)
        if row is None:
            continue
        top = len(pivots)
        matrix[top], matrix[row] = matrix[row], matrix[top]
        scale = matrix[top][column]
        matrix[top] = [v/scale for v in matrix[top]]
        for r in range(len(matrix)):
            if r != top and matrix[r][column]:
                factor = matrix[r][column]
                matrix[r] = [a - factor*b for a, b in zip(matrix[r], matrix[top], strict=True)]
        pivots.append(column)
    return pivots


def _certificate(space: Checker, claim: Formula, candidates: list[Candidate], weights: list[Fraction],
                 denominators: list[Term]) -> dict[str, Any]:
    def over(t: Term) -> Term:
        return t if not denominators else ("/", t, denominators[0] if len(denominators) == 1 else ("*", *denominators))

    parts: list[Term] = []
    equations: dict[str, list[Term]] = {}
    for c, w in zip(candidates, weights, strict=True):
        if not w:
            continue
        factors = [f for f in c.factors if f != 1]
        if w != 1 or not factors:
            factors.insert(0, number(w))
        t = factors[0] if len(factors) == 1 else ("*", *factors)
        if c.equation:
            equations.setdefault(c.equation, []).append(over(t))
        else:
            parts.append(t)
    nonneg = 0 if not parts else parts[0] if len(parts) == 1 else ("+", *parts)
    step: dict[str, Any] = {"rule": "ring" if claim[0] == "==" else "positivity", "claim": claim}
    if claim[0] != "==":
        step["nonneg"] = over(nonneg)
    if equations:
        step["equations"] = [[ts[0] if len(ts) == 1 else ("+", *ts), name] for name, ts in equations.items()]
    return step


def _find_vector(space: Checker, claim: Formula, using: list[str]) -> dict[str, Any] | None:
    """A vector equation as a combination of vector equations: a base vector counts as one more factor of its coefficients."""
    difference = space.combine(space.vector(claim[2]), space.scale({ONE: Fraction(-1)}, space.vector(claim[1])))
    target = _as_poly(difference)
    if space.vector_vanishes(("+", claim[2], ("-", claim[1]))):
        return {"rule": "ring", "claim": claim}
    slacks = {n: space.vector(("slack", n)) for n in using
              if space.facts[n][0] == "==" and space.sort(space.facts[n][1]) == "vector"}
    vectors = {i for e in slacks.values() for i in e} | set(difference)
    multiples: dict[tuple[str, Term], Any] = {(n, 1): e for n, e in slacks.items()}
    for n in using:  # an equation between reals, times a base vector
        if space.facts[n][0] == "==" and n not in slacks:
            e = space.slack(space.facts[n])
            multiples |= {(n, atom_term(space, i)): space.scale(e, {i: {ONE: Fraction(1)}}) for i in vectors}
    facts = {key: _as_poly(e) for key, e in multiples.items()}
    monomials = set(target)
    for _ in range(3):
        candidates = {}
        for (name, u), e in facts.items():
            for q in sorted({divide(t, m) for t in monomials for m in e}):
                if all(i not in vectors and (x > 0 or i in space.nonzero or space._positive_atom(i)) for i, x in q):
                    p = _as_poly(space.scale({q: Fraction(1)}, multiples[name, u]))
                    candidates[name, u, q] = Candidate(tuple(p.items()), (monomial_term(space, q), u), equation=name)
        solution = _solve(target, list(candidates.values()), "==")
        if solution is not None:
            step = _certificate(space, claim, list(candidates.values()), solution, [])
            try:
                space.conclude(step)
                return step
            except Reject:
                return None
        monomials |= {m for c in candidates.values() for m, _ in c.poly}
        if len(monomials) > LIMIT//10:
            break
    return None


def _as_poly(u: Any) -> Poly:
    return {tuple(sorted([*m, (i, 1)])): c for i, p in u.items() for m, c in p.items()}
