"""From normal forms back to terms of the kernel, so that a certificate can name the atoms that the search used."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs.kernel.normal import Monomial, Poly, Space
from proofs.kernel.syntax import BINDERS, Term, bind, height


def number(c: Fraction | int) -> Term:
    c = Fraction(c)
    return int(c) if c.denominator == 1 else ("/", c.numerator, c.denominator)


def atom_term(space: Space, i: int) -> Term:
    """The term that an atom stands for."""
    k = space.keys[i]
    head = k[0]
    if head == "letter":
        return k[1]
    if head == "at":
        return ("at", k[1], poly_term(space, dict(k[2])))
    if head in ("val", "grad", "hess"):
        f = k[1] if isinstance(k[1], str) else ("at", k[1][1], poly_term(space, dict(k[1][2])))
        return (head, f, vector_term(space, k[2]))
    if head == "operator":
        return k[1]
    if head == "inv":
        return ("inv", atom_term(space, k[1]))
    if head == "app":
        return ("app", atom_term(space, k[1]), atom_term(space, k[2]))
    if head == "dot":
        u, v = atom_term(space, k[1]), atom_term(space, k[2])
        return ("sq", u) if u == v else _square(space, k) or ("dot", u, v)
    if head == "sum of vectors":
        _, (kind, lo, hi), m, i, _ = k
        coefficient, u = monomial_term(space, m), atom_term(space, i)
        body = u if coefficient == 1 else ("*", coefficient, u)
        return (kind, poly_term(space, dict(lo)), poly_term(space, dict(hi)), bind(body, f"#{height(body)}"))
    if head in ("floor", "ceil", "binom"):
        return (head, *(poly_term(space, dict(p)) for p in k[1:]))
    if head == "norm":
        return ("norm", vector_term(space, k[1]))
    if head == "abs":
        return ("norm", poly_term(space, dict(k[1])))
    if head == "pi":
        return ("pi",)
    if head == "if":
        return ("if", 0, *(poly_term(space, dict(part)) for part in k[1:]))
    if head in ("sqrt", "log", "exp", "sin", "cos", "sgn"):
        return (head, poly_term(space, dict(k[1])))
    if head == "den":
        return poly_term(space, dict(k[1]))
    if head == "quotient":
        return ("/", 1, poly_term(space, dict(k[1])))
    if head == "pow":
        return ("pow", poly_term(space, dict(k[1])), poly_term(space, dict(k[2])))
    if head in BINDERS and len(k) == 4:
        body = monomial_term(space, k[3])
        return (head, poly_term(space, dict(k[1])), poly_term(space, dict(k[2])), bind(body, f"#{height(body)}"))
    raise ValueError(f"no term for the atom {k}")


def _square(space: Space, k: Any) -> Term | None:
    """<u, A A u> as |A u|^2."""
    word, e = space._word(k[2])
    half = len(word)//2
    if e != k[1] or len(word) % 2 or word != word[::-1]:
        return None
    u = atom_term(space, e)
    for op in reversed(word[half:]):
        u = ("app", atom_term(space, op), u)
    return ("sq", u)


def monomial_term(space: Space, m: Monomial, c: Fraction | int = 1, named: dict[int, Term] | None = None) -> Term:
    """A monomial as a term; ``named`` gives other names for atoms."""
    top, bottom = [], []
    for i, e in m:
        t = (named or {}).get(i) or atom_term(space, i)
        (top if e > 0 else bottom).append(t if abs(e) == 1 else ("^", t, abs(e)))
    if Fraction(c).numerator != 1 or not top:
        top.insert(0, Fraction(c).numerator)
    if Fraction(c).denominator != 1:
        bottom.insert(0, Fraction(c).denominator)
    up = top[0] if len(top) == 1 else ("*", *top)
    return up if not bottom else ("/", up, bottom[0] if len(bottom) == 1 else ("*", *bottom))


def poly_term(space: Space, p: Poly) -> Term:
    parts = [monomial_term(space, m, c) if c > 0 else ("-", monomial_term(space, m, -c)) for m, c in p.items()]
    return 0 if not parts else parts[0] if len(parts) == 1 else ("+", *parts)


def vector_term(space: Space, u: Any) -> Term:
    parts = []
    for i, p in u.items() if isinstance(u, dict) else u:
        c, t = poly_term(space, dict(p)), atom_term(space, i)
        parts.append(t if c == 1 else ("-", t) if c in (("-", 1), -1) else ("*", c, t))
    if not parts:  # the zero vector: no multiple of any
        return ("*", 0, next(name for name, letter in space.letters.items() if letter.sort == "vector"))
    return parts[0] if len(parts) == 1 else ("+", *parts)


def fresh(space: Space, name: str) -> str:
    """A name for a fact that none in the scope has."""
    while name in space.facts:
        name += "'"
    return name
