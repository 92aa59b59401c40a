"""The table of atoms with what is proved of them, and arithmetic with polynomials over it.

An exponent is negative only for an atom that is proved nonzero; a square of a root or of a norm is replaced. Two terms are
equal when the normal form of their difference vanishes after the denominators are cleared.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs.kernel.polynomials import Letter, Monomial, Poly, Vector, add, constant, key
from proofs.kernel.syntax import Formula, Reject, Term

WORK = 300_000  # products of monomials that a theorem file may ask for
BITS = 4096  # size of a coefficient


class Table:
    """Letters in scope, and the table of atoms with what is proved of them."""

    def __init__(self, letters: dict[str, Letter]) -> None:
        self.letters = dict(letters)
        self.facts: dict[str, Formula] = {}
        self.ids: dict[Any, int] = {}
        self.keys: list[Any] = []
        self.bound: list[frozenset[str]] = []  # internal letters on which an atom depends
        self.squares: dict[int, Poly] = {}  # atom -> its square, for roots and norms
        self.polys: dict[int, Poly] = {}  # denominator atom -> the polynomial that it stands for
        self.nonzero: set[Any] = set()  # keys of primitive polynomials, and atoms, proved nonzero
        self.rooted: set[Any] = set()  # keys of polynomials proved nonnegative, for square roots
        self.rewrites: dict[Any, Term] = {}  # key of a letter or sequence member -> the term that it equals
        self.natural: set[str] = set()  # indices that facts say are not negative
        self.continuous: set[Any] = set()  # functions proved to have a continuous gradient
        self.memo: dict[Any, Any] = {}
        self.work = [0]  # products of monomials so far, in this scope and the scopes inside it

    def uses(self, axiom: str) -> None:
        """Called when a normal form rests on an axiom."""

    def rests_on(self, t: Term) -> None:
        """Called when something is recorded for good because of the sign of a term."""

    def spend(self, effort: int) -> None:
        self.work[0] += effort
        if self.work[0] > WORK:
            raise Reject("shape", "the terms are too large to be multiplied out")

    # --- atoms -----------------------------------------------------------------------------------------------------

    def atom(self, k: Any, bound: frozenset[str] = frozenset()) -> int:
        i = self.ids.get(k)
        if i is None:
            i = self.ids[k] = len(self.keys)
            self.keys.append(k)
            self.bound.append(bound)
        return i

    def depends(self, *parts: Poly | Vector | Monomial) -> frozenset[str]:
        """The internal letters on which polynomials, vectors or monomials depend."""
        found: set[str] = set()
        for part in parts:
            if isinstance(part, tuple):
                for i, _ in part:
                    found |= self.bound[i]
                continue
            for m, value in part.items():
                if isinstance(m, int):
                    found |= self.bound[m] | self.depends(value)  # type: ignore[arg-type]
                else:
                    found |= self.depends(m)
        return frozenset(found)

    def real_atom(self, k: Any, *parts: Any) -> Poly:
        return {((self.atom(k, self.depends(*parts)), 1),): Fraction(1)}

    # --- arithmetic ------------------------------------------------------------------------------------------------

    def mul(self, p: Poly, q: Poly) -> Poly:
        self.spend(len(p)*len(q))
        out: Poly = {}
        for m, c in p.items():
            for n, d in q.items():
                for k, e in self._mul_monomials(m, n).items():
                    e = out.get(k, 0) + c*d*e
                    if e:
                        out[k] = e
                    else:
                        del out[k]
        if any(c.numerator.bit_length() + c.denominator.bit_length() > BITS for c in out.values()):
            raise Reject("shape", "a coefficient is too large")
        return out

    def _mul_monomials(self, m: Monomial, n: Monomial) -> Poly:
        if not m or not n:
            return {m or n: Fraction(1)}
        exponents = dict(m)
        for i, e in n:
            exponents[i] = exponents.get(i, 0) + e
        return self._reduced(exponents)

    def _reduced(self, exponents: dict[int, int]) -> Poly:
        """A monomial with the squares of roots and norms replaced."""
        for i, e in exponents.items():
            if i in self.squares and (e >= 2 or (e <= -2 and len(self.squares[i]) == 1)):
                rest = self._reduced({**exponents, i: e % 2})
                return self.mul(rest, self.power(self.squares[i], (e - e % 2)//2))
        return {tuple(sorted((j, x) for j, x in exponents.items() if x)): Fraction(1)}

    def power(self, p: Poly, n: int) -> Poly:
        if n < 0:
            (m, c), = p.items()  # a monomial whose atoms are proved nonzero
            p, n = {tuple((i, -e) for i, e in m): 1/c}, -n
        out = constant(1)
        for _ in range(n):
            out = self.mul(out, p)
        return out

    def power_of(self, p: Poly, n: int) -> Poly:
        out = constant(1)
        for _ in range(n):
            out = self.mul(out, p)
        return out

    def primitive(self, p: Poly) -> tuple[Poly, Monomial, Fraction]:
        """p = c * m * primitive, with the leading coefficient of the primitive part 1 and no common atom in it."""
        low = {i: min(dict(m).get(i, 0) for m in p) for i in {i for m in p for i, _ in m}}
        content = tuple(sorted((i, e) for i, e in low.items() if e))
        lead = p[min(p)]
        out = {}
        for m, c in p.items():
            exponents = dict(m)
            for i, e in content:
                exponents[i] = exponents.get(i, 0) - e
            out[tuple(sorted((i, e) for i, e in exponents.items() if e))] = c/lead
        return out, content, lead

    def vanishes(self, p: Poly) -> bool:
        """Whether p = 0, after clearing the denominators that stand in it."""
        while p:
            low: dict[int, int] = {}
            for m in p:
                for i, e in m:
                    if e < 0 and (i in self.polys or i in self.squares):
                        low[i] = min(low.get(i, 0), e)
            if not low:
                return False
            i = max(low)  # an atom is interned after those that it is made of
            stands_for = self.polys.get(i) or {((i, 1),): Fraction(1)}
            out: Poly = {}
            for m, c in p.items():
                rest = tuple((j, e) for j, e in m if j != i)
                out = add(out, self.mul({rest: c}, self.power_of(stands_for, dict(m).get(i, 0) - low[i])))
            p = out
        return True

    def combine(self, u: Vector, v: Vector) -> Vector:
        out = dict(u)
        for i, p in v.items():
            p = add(out.get(i, {}), p)
            if p:
                out[i] = p
            else:
                out.pop(i, None)
        return out

    def scale(self, p: Poly, u: Vector) -> Vector:
        scaled = {i: self.mul(p, q) for i, q in u.items()}
        return {i: q for i, q in scaled.items() if q}

    def vector_key(self, u: Vector) -> tuple[Any, ...]:
        return tuple((i, key(u[i])) for i in sorted(u))

    # --- what is not zero ------------------------------------------------------------------------------------------

    def set_nonzero(self, p: Poly) -> None:
        """Record that a polynomial is proved nonzero: so are its atoms' content and its primitive part."""
        if not p:
            return
        part, content, _ = self.primitive(p)
        self.nonzero.update(i for i, _ in content)
        self.nonzero.add(key(part))
        self.memo.clear()

    def _nonzero_monomial(self, m: Monomial) -> bool:
        return all(e < 0 or i in self.nonzero or self._positive_atom(i) for i, e in m)

    def _positive_atom(self, i: int) -> bool:
        k = self.keys[i]
        if k[0] == "letter":
            return self.letters[k[1]].sign == "> 0" if k[1] in self.letters else False
        if k[0] == "sqrt":
            return self._nonzero_poly(dict(k[1])) and i in self.squares
        if k[0] == "at":
            return self.letters[k[1]].sign == "> 0"
        if k[0] == "pow":
            return self._nonzero_poly(dict(k[1]))
        return k[0] in ("exp", "pi")

    def _nonzero_poly(self, p: Poly) -> bool:
        if not p:
            return False
        part, content, _ = self.primitive(p)
        return self._nonzero_monomial(content) and (part == constant(1) or key(part) in self.nonzero)
