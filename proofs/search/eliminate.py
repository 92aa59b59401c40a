"""Solve equations among the hypotheses for letters, so that neither proof nor counterexample has to look for their multipliers.

The kernel's rule ``rewrite`` carries this through a proof. In a search for points the same terms are put in place of the
letters, and the letters are computed once the other values are there.

Legend: e the slack of an equation; x the letter that it is solved for, c the coefficient: e = c x + rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from proofs.kernel.checker import Checker
from proofs.kernel.normal import ONE, Poly
from proofs.kernel.syntax import Formula, Reject, Term, free_letters
from proofs.search.unread import atom_term, fresh, number, poly_term, vector_term

Data = dict[str, Any]
Solved = dict[str, tuple[str, Term]]  # equation -> letter and term; no term mentions a letter that was solved for before


def solve(space: Checker, signed: bool = False) -> tuple[list[Data], Solved]:
    """Steps that replace letters without a sign by what equations say of them (they are run in the scope), and these terms.

    ``signed``: letters with a sign as well, where the coefficient is a number; what replaces them has their sign, as a fact.
    """
    steps: list[Data] = []
    solved: Solved = {}
    for name in [n for n, f in space.facts.items() if f[0] == "=="]:
        for x, t, q in _solutions(space, name, signed):
            sign = space.letters[x].sign
            if sign:
                says: Formula = ("<" if sign == "> 0" else "<=", 0, x)
                steps.append({"name": fresh(space, f"{x} {sign}"), "rule": "positivity", "claim": says, "nonneg": x})
                space.run(steps[-1:])
            fact = fresh(space, f"{x} by {name}")
            new = [{"name": fact, "rule": "ring", "claim": ("==", x, t), "equations": [[q, name]]},
                   {"name": fresh(space, f"{x} replaced"), "rule": "rewrite", "with": fact}]
            new += [{"name": fresh(space, f"{n}, {x} replaced"), "rule": "known", "fact": n} for n, f in space.facts.items()
                    if f[0] == "<" and x in free_letters(f)]  # that its slack may be cancelled is said of what it is now
            try:
                space.run(new[:1])
            except Reject:
                continue
            space.run(new[1:])
            steps += new
            solved[name] = x, t
            break
    return steps, solved


def _solutions(space: Checker, name: str, signed: bool) -> list[tuple[str, Term, Term]]:
    """(x, -rest/c, -1/c); where the coefficient c is a number, first."""
    found = []
    parts = _of_vectors(space, name) if space.sort(space.facts[name][1]) == "vector" else _of_reals(space, name)
    for i, c, rest in parts:
        x = atom_term(space, i)
        if set(c) == {ONE}:
            t, q = rest(-1/c[ONE]), number(-1/c[ONE])
        else:
            below = poly_term(space, c)
            t, q = ("/", rest(Fraction(-1)), below), ("/", -1, below)
            if space.sign(below) != "> 0":
                continue
        if (not space.letters[x].sign or (signed and set(c) == {ONE})) and x not in free_letters(("+", t, q)):
            found.append((set(c) != {ONE}, x, t, q))
    return [s[1:] for s in sorted(found, key=lambda s: s[0])]


Part = tuple[int, Poly, Callable[[Fraction], Term]]  # a letter's atom, its coefficient, and a multiple of the rest


def _of_vectors(space: Checker, name: str) -> Iterator[Part]:
    e = space.vector(("slack", name))
    for i, c in e.items():
        if space.keys[i][0] == "letter":
            rest = {j: p for j, p in e.items() if j != i}
            zero = next((n for n, v in space.letters.items() if v.sort == "vector" and ("letter", n) not in space.rewrites
                         and n != space.keys[i][1]), None)
            if rest or zero:
                yield i, c, lambda factor, rest=rest, zero=zero: (
                    vector_term(space, space.scale({ONE: factor}, rest)) if rest else ("*", 0, zero))


def _of_reals(space: Checker, name: str) -> Iterator[Part]:
    e = space.slack(space.facts[name])
    for m in e:
        for i, n in m:
            if n == 1 and space.keys[i][0] == "letter":
                c = {tuple((j, k) for j, k in m if j != i): e[m]}
                rest = {k: v for k, v in e.items() if k != m}
                yield i, c, lambda factor, rest=rest: poly_term(space, {k: factor*v for k, v in rest.items()})
