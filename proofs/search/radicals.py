"""Which roots, norms and absolute values occur in statements, and that a square root is one.

Legend: a *root* is an atom |u|, |a| or sqrt(a).
"""

from __future__ import annotations

from typing import Any

from proofs.kernel.checker import Checker
from proofs.kernel.syntax import Formula, Reject, Term
from proofs.search.factors import ROOTS
from proofs.search.linear import find
from proofs.search.unread import fresh

Data = dict[str, Any]


def defined_roots(space: Checker, goal: Formula, using: list[str]) -> list[Data]:
    """Steps that show sqrt(a)^2 = a where a >= 0 is not visible; they are run in the scope."""
    steps: list[Data] = []
    for a in _radicands((goal, *(space.facts[n] for n in using))):
        if space.sign(a):
            continue
        try:
            shown = find(space, ("<=", 0, a), using, levels=2)
        except Reject:
            continue
        if shown is not None:
            by = {k: v for k, v in shown.items() if k != "claim"}
            steps.append({"name": fresh(space, "a root"), "rule": "root", "of": a, "by": by})
            space.run([steps[-1]])
    return steps


def _radicands(t: Any) -> list[Term]:
    """The arguments of square roots, inner ones first."""
    if not isinstance(t, tuple):
        return []
    inside = [a for part in t for a in _radicands(part)]
    return list(dict.fromkeys([*inside, *([t[1]] if t[0] == "sqrt" else [])]))


def roots_of(space: Checker, formulas: list[Formula]) -> list[int]:
    """The roots in the normal forms of relations, also inside of others."""
    found: dict[int, None] = {}

    def polynomial(p: Any) -> None:
        for m, _ in p:
            for i, _ in m:
                atom(i)

    def vector(u: Any) -> None:
        for _, p in u:
            polynomial(p)

    def atom(i: int) -> None:
        k = space.keys[i]
        if k[0] in ("abs", "sqrt", "den"):
            polynomial(k[1])
        elif k[0] == "norm":
            vector(k[1])
        if k[0] in ROOTS:
            found[i] = None
    for f in formulas:
        if space.sort(f[1]) == "vector":
            vector([(i, tuple(p.items())) for i, p in space.vector(("+", f[2], ("-", f[1]))).items()])
        else:
            polynomial(tuple(space.slack(f).items()))
    return list(found)
