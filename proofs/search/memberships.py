"""Class membership of a function of one real variable in a model: from bounds on its derivatives.

A Lipschitz gradient is a mean value inequality for f'; convexity, strong convexity and quadratic upper bounds are Taylor's
theorem for f; what speaks of one point only is settled on the line.
"""

from __future__ import annotations

import json
from typing import Any

from proofs.kernel.checker import Checker
from proofs.kernel.differentiate import assemble, pieces
from proofs.kernel.model import Model
from proofs.kernel.syntax import Formula, Reject, Term, free_letters, substitute
from proofs.search.linear import find
from proofs.search.realline import cells, renamed, settle
from proofs.search.unread import poly_term

Data = dict[str, Any]


def by_calculus(model: Model, formula: Formula, checker: Checker, goal: Formula, prefix: str) -> list[Data] | None:
    """Steps that prove an expanded goal of a statement for all points, in a scope with its conditions; or None."""
    if model.dimension != 1 or goal[0] not in ("<=", "<"):
        return None
    inner = checker.child({})
    before = _ranges(inner, prefix)
    facts = [name for name, f in inner.facts.items() if f[0] in ("<=", "<", "==")]
    if len(free_letters(goal)) < 2:
        steps = settle(inner, goal, facts)
    else:
        steps = _lipschitz(model, formula, inner, goal) or _taylor(model, formula, inner, goal)
    return None if steps is None else [*before, *renamed(steps, f"{prefix} shown")]


def _ranges(checker: Checker, prefix: str) -> list[Data]:
    """From |a| <= r: -r <= a and a <= r."""
    out: list[Data] = []
    for name, f in list(checker.facts.items()):
        if f[0] in ("<=", "<") and isinstance(f[1], tuple) and f[1][0] == "norm" and len(free_letters(f[1])) == 1:
            for i, side in enumerate((f[1][1], ("-", f[1][1]))):
                squares = {"rule": "positivity", "claim": ("<=", ("^", side, 2), ("^", f[1], 2)), "nonneg": 0}
                step = {"name": f"{prefix} {name}.{i}", "rule": "roots", "claim": ("<=", side, f[1]), "squares": squares}
                checker.run([json.loads(json.dumps(step))])
                (x,) = free_letters(f[1])
                out.append(step)
                for claim in _ends(checker, x, side, f[2]):
                    found = find(checker, claim, [step["name"], name])
                    if found is not None:
                        found = {"name": f"{step['name']} end", **found}
                        checker.run([json.loads(json.dumps(found))])
                        out.append(found)
    return out


def _ends(checker: Checker, x: str, side: Term, r: Term) -> list[Formula]:
    """side <= r for a side c + x or c - x, solved for x."""
    p = checker.real(side)
    rest = {m: c for m, c in p.items() if m == ()}
    slope = [c for m, c in p.items() if m != ()]
    if len(slope) != 1 or slope[0] not in (1, -1):
        return []
    gap = checker.real(("+", r, ("-", poly_term(checker, rest))))
    return [("<=", x, poly_term(checker, gap))] if slope[0] == 1 else [
        ("<=", poly_term(checker, {m: -c for m, c in gap.items()}), x)]


def _function(model: Model, formula: Formula, checker: Checker) -> tuple[str, str, list[Term]] | None:
    """The function of which a statement about two points speaks, a fresh letter, and the coordinates of the points."""
    names = {f for f in _heads(formula[3]) if isinstance(f, str)}
    points = [n for n, sort in formula[1] if sort == "vector"]
    if len(names) != 1 or len(points) != 2:
        return None
    letter = next(n for n in ("t", "u", "v", "t'") if n not in checker.letters)
    return names.pop(), letter, [model.coordinates(f"{n}_")[0] for n in points]


def _heads(t: Any) -> set[Any]:
    if not isinstance(t, tuple) or not t:
        return set()
    own = {t[1]} if t[0] in ("val", "grad") else set()
    return own.union(*(_heads(a) for a in t[1:]))


def _lipschitz(model: Model, formula: Formula, checker: Checker, goal: Formula) -> list[Data] | None:
    found = _function(model, formula, checker)
    body = formula[3]
    if found is None or body[1][0] != "norm" or body[2][0] != "*" or body[2][-1][0] != "norm":
        return None
    f, t, (a, b) = found
    bound = model.real(body[2][1] if len(body[2]) == 3 else ("*", *body[2][1:-1]))
    slope = substitute(model.gradient(f)[0], {model.coordinates("x")[0]: t})
    parts = cells(checker, slope, t, 1, lambda d: {"lower": ("<=", ("-", bound), d), "upper": ("<=", d, bound)}, None, None)
    if parts is None:
        return None
    return _matching(checker, goal, [{"rule": "mean_value", "letter": t, "term": slope, "bound": bound, "a": p, "b": q,
                                      "cells": parts} for p, q in ((a, b), (b, a))])


def _taylor(model: Model, formula: Formula, checker: Checker, goal: Formula) -> list[Data] | None:
    found = _function(model, formula, checker)
    if found is None:
        return None
    f, t, (a, b) = found
    term = substitute(model.function(f), {model.coordinates("x")[0]: t})
    tried: list[Data] = []
    for bound in [*(model.real(m) for m in _curvatures(formula[3])), 0]:
        for side in ("lower", "upper"):
            step = {"rule": "taylor", "letter": t, "term": term, "bound": bound, "side": side}
            for p, q in ((a, b), (b, a)):
                tried.append({**step, "a": p, "b": q})
    for step in tried:
        if not checker.same(_conclusion(checker, step), goal):
            continue
        lower, bound = step["side"] == "lower", step["bound"]
        parts = cells(checker, term, t, 2, lambda d: {"goal": ("<=", bound, d) if lower else ("<=", d, bound)}, None, None)
        return None if parts is None else [{**step, "cells": parts}]
    return None


def _conclusion(checker: Checker, step: Data) -> Formula:
    """What ``taylor`` would conclude."""
    x, t, a, b = step["letter"], step["term"], step["a"], step["b"]
    slope = assemble(pieces(t, (x,), 1).map(x), (x,))
    gap = ("+", b, ("-", a))
    near = ("+", substitute(t, {x: a}), ("*", substitute(slope, {x: a}), gap), ("*", ("/", step["bound"], 2), ("^", gap, 2)))
    far = substitute(t, {x: b})
    return ("<=", near, far) if step["side"] == "lower" else ("<=", far, near)


def _curvatures(t: Any) -> list[Term]:
    """The constants M of terms M/2 |.|^2."""
    if not isinstance(t, tuple) or not t:
        return []
    own: list[Term] = []
    if t[0] == "*" and isinstance(t[-1], tuple) and t[-1][0] == "sq":
        c = t[1] if len(t) == 3 else ("*", *t[1:-1])
        own = [c[1] if isinstance(c, tuple) and c[0] == "/" and c[2] == 2 else ("*", 2, c)]
    return [*own, *(m for a in t[1:] for m in _curvatures(a))]


def _matching(checker: Checker, goal: Formula, steps: list[Data]) -> list[Data] | None:
    """The first step whose conclusion is the goal."""
    for step in steps:
        try:
            if checker.same(checker.child({}).conclude(json.loads(json.dumps(step))), goal):
                return [step]
        except Reject:
            continue
    return None
