"""A claim about numbers (and norms) only, as a product of factors whose signs are shown one by one: (1 - L gamma)^2/(2 L) >= 0.

Also the signs of denominators that no hypothesis states outright: 1 - r > 0 from r <= 1/2.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import sympy

from proofs.kernel.checker import Checker
from proofs.kernel.normal import Poly
from proofs.kernel.syntax import BINDERS, Formula, Reject, Term
from proofs.search.contrary import find_opposite
from proofs.search.linear import _denominators, clear, find
from proofs.search.unread import fresh, number, poly_term

ROOTS = ("norm", "abs", "sqrt")
LARGEST = 3000  # terms of a polynomial that is factored, times its degree


def denominator_facts(space: Checker, goal: Formula, using: list[str], deadline: float = math.inf) -> list[dict[str, Any]]:
    """Steps that show the sign of denominators, where it is not visible; their conclusions are added to the scope.

    Where d^2 > 0 is given, d >= 0 is enough for d > 0.
    """
    steps: list[dict[str, Any]] = []
    for t in unsigned_denominators(space, goal, using):
        for claim in (("<", 0, t), ("<", t, 0)):
            try:
                step = find(space, claim, using, levels=2)
            except Reject:
                continue
            shown = [step] if step is not None else _not_zero(space, claim, t, using, deadline)
            if shown is not None:
                steps += [*shown[:-1], {"name": fresh(space, "a denominator"), **shown[-1]}]
                space.run(steps[-len(shown):])
                break
    return steps


def unsigned_denominators(space: Checker, goal: Formula, using: list[str]) -> list[Term]:
    """What is divided by, where it is not known to be other than zero."""
    found = dict.fromkeys(d for f in (goal, *(space.facts[n] for n in using)) for side in f[1:] for d in _divisors(side))
    return [t for t in found if space.sign(t) != "> 0" and not space._nonzero_poly(space.real(t))]


def _not_zero(space: Checker, claim: Formula, t: Term, using: list[str], deadline: float) -> list[dict[str, Any]] | None:
    """Steps for the sign of t from t^2 > 0."""
    square = space.power_of(space.real(t), 2)
    if not any(space.facts[n][0] == "<" and space.sort(space.facts[n][1]) != "vector" and space.slack(space.facts[n]) == square
               for n in using):
        return None
    return find_opposite(space, claim, using, deadline)


def _divisors(t: Any) -> list[Term]:
    if not isinstance(t, tuple):
        return []
    own = [t[2]] if t[0] == "/" and not isinstance(t[2], int) else []
    return own + [d for a in (t[1:3] if t[0] in BINDERS else t[1:]) for d in _divisors(a)]  # not of a bound letter


def find_factors(space: Checker, goal: Formula, using: list[str]) -> dict[str, Any] | None:
    """A positivity step whose certificate is the claim itself, factored."""
    if goal[0] != "<=" or space.sort(goal[1]) == "vector":
        return None
    slack = space.slack(goal)
    if not _numbers_only(space, slack):
        return None
    scalar = [n for n in using if space.sort(space.facts[n][1]) != "vector"]
    using = [n for n in scalar if _numbers_only(space, space.slack(space.facts[n]))]
    target, cleared = clear(space, slack)
    if not target or len(target)*max(sum(abs(e) for _, e in m) for m in target) > LARGEST:
        return None
    atoms = sorted({i for m in target for i, _ in m})
    roots = {i for i in atoms if space.keys[i][0] in ROOTS}
    denominators = _denominators(space, cleared, using)
    symbols = {i: sympy.Symbol(f"x{i}") for i in atoms}
    powers = {m[0][0]: symbols[i]**2 for i in roots for m in space.squares.get(i, {}) if len(space.squares[i]) == 1
              and space.squares[i][m] == 1 and len(m) == 1 and m[0][1] == 1}  # |u|^2 for <u, u>
    expression = sum((sympy.Rational(c.numerator, c.denominator)*sympy.prod(powers.get(i, symbols[i])**e for i, e in m)
                      for m, c in target.items()), sympy.S.Zero)
    top, bottom = sympy.fraction(sympy.together(expression))
    constant, factors = sympy.factor_list(top)
    below = sympy.factor_list(bottom)
    names = {s: i for i, s in symbols.items()}
    sign, parts, under = 1 if constant*below[0] > 0 else -1, [], list(denominators)
    for f, e in factors:
        term = polynomial_term(space, f, names)
        if e % 2 == 0:
            parts.append(("^", term, int(e)))
            continue
        shown = signed(space, term, using)
        if shown is None:
            return None
        sign *= shown[0]
        parts.append(shown[1] if e == 1 else ("*", ("^", term, int(e) - 1), shown[1]))
    for f, e in below[1]:
        term = polynomial_term(space, f, names)
        if space.sign(term) != "> 0":
            return None
        under.append(term if e == 1 else ("^", term, int(e)))
    if sign < 0:
        return None
    c = abs(Fraction(int(constant.p), int(constant.q))/Fraction(int(below[0].p), int(below[0].q)))
    product: Term = ("*", number(c), *parts)
    return {"rule": "positivity", "claim": goal, "nonneg": product if not under else ("/", product, ("*", *under))}


def _numbers_only(space: Checker, p: Poly) -> bool:
    """No inner products, unless beside norms, which may be factors."""
    heads = {space.keys[i][0] for m in p for i, _ in m}
    return not heads - {"letter", "den"} or bool(heads.intersection(ROOTS))


def polynomial_term(space: Checker, f: sympy.Expr, names: dict[sympy.Symbol, int]) -> Term:
    """A polynomial in symbols that stand for atoms, as a term."""
    symbols = sorted(f.free_symbols, key=str)
    if not symbols:
        return number(Fraction(int(f.p), int(f.q)))
    p: Poly = {}
    for powers, c in sympy.Poly(f, *symbols).terms():
        m = tuple(sorted((names[s], int(n)) for s, n in zip(symbols, powers, strict=True) if n))
        p[m] = Fraction(int(c.p), int(c.q))
    return poly_term(space, p)


def signed(space: Checker, term: Term, using: list[str]) -> tuple[int, Term] | None:
    """A sign, and a visibly nonnegative term that is sign times the factor."""
    if space.sign(term):
        return 1, term
    using = [n for n in using if space.facts[n][0] != "=="]  # the factor itself is wanted, not what an equation makes of it
    for sign, claim in ((1, ("<=", 0, term)), (-1, ("<=", term, 0))):
        step = find(space, claim, using, levels=2)
        if step is not None:
            return sign, step["nonneg"]
    return None
