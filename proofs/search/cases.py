"""Proofs by cases: a letter that may be zero, and the signs of what stands in absolute values.

A multiplier 1/a needs a > 0. Where a >= 0 is all that is known, a = 0 is a case of its own, in which a is replaced by 0; so is
b = 0 where -b^2 >= 0. Where |a| occurs (so also max and min), it is a in one case and -a in the other. A denominator of which
no more is known than that it is not zero is positive in one case and negative in the other.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from proofs.kernel.checker import Checker
from proofs.kernel.syntax import Formula, Reject, Term
from proofs.search.contrary import contradiction
from proofs.search.factors import unsigned_denominators
from proofs.search.linear import find
from proofs.search.radicals import roots_of
from proofs.search.unread import fresh, poly_term

Data = dict[str, Any]
Prove = Callable[[Checker, Formula, list[str], float], "list[Data] | None"]
LETTERS = 3  # that are split, one after the other
ABSOLUTE = 4  # absolute values whose signs are split, all together


def find_signs(space: Checker, goal: Formula, using: list[str], deadline: float, prove: Prove) -> list[Data] | None:
    """Steps for a goal from the signs of all that stands in absolute values, or None."""
    roots = roots_of(space, [goal, *(space.facts[n] for n in using)])
    inside = [poly_term(space, dict(space.keys[i][1])) for i in roots if space.keys[i][0] == "abs"]
    return _signs(space, goal, using, deadline, prove, inside) if 0 < len(inside) <= ABSOLUTE else None


def _signs(space: Checker, goal: Formula, using: list[str], deadline: float, prove: Prove,
           inside: list[Term]) -> list[Data] | None:
    if not inside:
        step = find(space, goal, using, levels=2, deadline=deadline)
        return [{"name": "goal", **step}] if step else (
            contradiction(space, goal, using, deadline, levels=1) or prove(space, goal, using, deadline))
    a, *rest = inside
    sides, case, value = (fresh(space, name) for name in ("cases", "case", "absolute value"))
    middle = {"name": sides, "rule": "excluded_middle", "claim": ("<=", 0, a)}
    outer, branches = space.child({}), []
    outer.run([middle])
    for fact, t in ((("<=", 0, a), a), (("<", a, 0), ("-", a))):
        inner = outer.child({})
        inner.assume(case, fact, frozenset())
        shown = {"name": value, "rule": "roots", "claim": ("==", ("norm", a), t), "squares": {"rule": "ring"},
                 "nonnegative": {"b": {"rule": "positivity", "nonneg": ("slack", case)}}}
        inner.run([shown])
        found = _signs(inner, goal, [*using, case, value], deadline, prove, rest)
        if found is None:
            return None
        branches.append([shown, *found])
    return [middle, {"name": "goal", "rule": "branches", "of": sides, "as": case, "branches": branches}]


def find_sides(space: Checker, goal: Formula, using: list[str], deadline: float, prove: Prove) -> list[Data] | None:
    """Steps for a goal from the two signs of a denominator of which only d^2 > 0 is known, or None."""
    for d in unsigned_denominators(space, goal, using)[:LETTERS]:
        sides, case = fresh(space, "sides of a denominator"), fresh(space, "side")
        branches = []
        for fact in (("<=", 0, d), ("<", d, 0)):
            inner = space.child({})
            inner.assume(case, fact, frozenset())
            found = prove(inner, goal, [*using, case], deadline) if time.monotonic() < deadline else None
            if found is None:
                break
            branches.append(found)
        else:
            return [{"name": sides, "rule": "excluded_middle", "claim": ("<=", 0, d)},
                    {"name": "goal", "rule": "branches", "of": sides, "as": case, "branches": branches}]
    return None


def find_cases(space: Checker, goal: Formula, using: list[str], deadline: float, prove: Prove) -> list[Data] | None:
    """Steps for a goal from the signs of a letter: one that may be zero, or has to be; or None."""
    letters = _must_vanish(space, using)
    letters += [a for a, letter in space.letters.items() if letter.sign == ">= 0" and a not in letters]
    for a in letters[:LETTERS]:
        if time.monotonic() >= deadline or ("letter", a) in space.rewrites:
            continue
        try:
            found = _split(space, goal, using, deadline, prove, a)
        except Reject:  # a is a denominator
            continue
        if found is not None:
            return found
    return None


def _must_vanish(space: Checker, using: list[str]) -> list[str]:
    """The letters b of facts -c b^2 >= 0."""
    out = []
    for name in using:
        formula = space.facts[name]
        p = space.slack(formula) if formula[0] == "<=" else {}
        (m, c), = p.items() if len(p) == 1 else [((), 0)]
        if len(m) == 1 and m[0][1] == 2 and c < 0 and space.keys[m[0][0]][0] == "letter":
            out.append(space.keys[m[0][0]][1])
    return out


def _split(space: Checker, goal: Formula, using: list[str], deadline: float, prove: Prove, a: str) -> list[Data] | None:
    sides, case, sign = (fresh(space, f"{part} of {a}") for part in ("cases", "case", "sign"))
    signed = []
    for fact, levels in ((("<", 0, a), 1), (("<", a, 0), 3)):
        inner = space.child({})
        inner.assume(sign, fact, frozenset())
        names = [*using, sign]
        shown = contradiction(inner, goal, names, deadline, levels) or prove(inner, goal, names, deadline)
        if shown is None:
            return None
        signed.append(shown)
    zero = space.child({})
    zero.assume(case, ("==", a, 0), frozenset())
    replaced = {"name": fresh(space, f"{a} is zero"), "rule": "rewrite", "with": case}
    zero.run([replaced])
    at_zero = prove(zero, goal, using, deadline)
    if at_zero is None and _must_vanish(zero, using):
        at_zero = find_cases(zero, goal, using, deadline, prove)
    if at_zero is None:
        return None
    other = {"name": "goal", "rule": "branches", "of": case, "as": sign, "branches": signed[::-1]}
    return [{"name": sides, "rule": "excluded_middle", "claim": ("==", a, 0)},
            {"name": "goal", "rule": "branches", "of": sides, "as": case, "branches": [[replaced, *at_zero], [other]]}]
