"""Normal forms of sums and integrals: written out, or split by linearity, with what does not depend on the letter outside."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from typing import Any

from proofs.kernel.heads import Heads
from proofs.kernel.polynomials import ONE, Monomial, Poly, Vector, add, constant, key
from proofs.kernel.syntax import Reject, Term, open_binder, show


class Binders(Heads):
    """Sums over indices and batches, and integrals."""

    def _written_out(self, t: Term) -> list[Term] | None:
        """The terms of a sum with a constant number of them."""
        lo, hi = self.real(t[1]), self.real(t[2])
        if t[0] == "sum" and set(length := add(hi, lo, -1)) <= {ONE}:
            count = int(length.get(ONE, Fraction(0))) + 1
            if count > 64:
                raise Reject("shape", f"{show(t)}: more than 64 terms written out")
            return [open_binder(t[3], ("+", t[1], j)) for j in range(count)]
        if t[0] == "batches" and set(lo) | set(hi) <= {ONE}:
            n, k = (max(0, int(p.get(ONE, Fraction(0)))) for p in (lo, hi))
            if n > 10:
                raise Reject("shape", f"{show(t)}: subsets of more than 10 things written out")
            return [open_binder(t[3], i) for batch in combinations(range(1, n + 1), k) for i in batch]
        return None

    def _binder(self, t: Term) -> Poly:
        head, lo, hi = t[0], self.real(t[1]), self.real(t[2])
        out: Poly = {}
        if (terms := self._written_out(t)) is not None:
            for a in terms:
                out = add(out, self.real(a))
            return out
        name, body = self.opened(t)
        p = self.real(body)
        if head != "int":
            return self._summed((head, key(lo), key(hi)), p, name, self.depends(lo, hi))
        if not self._splits(p, name):
            i = self.atom(("int", key(lo), key(hi), key(p), "whole"), self.depends(p, lo, hi) - {name})
            return {((i, 1),): Fraction(1)}
        letter = self.ids.get(("letter", name), -1)
        for m, c in p.items():
            inside, outside = self._split(m, name)
            if all(i == letter and e > 0 for i, e in inside):
                n = inside[0][1] + 1 if inside else 1
                value = add(self.power_of(hi, n), self.power_of(lo, n), -1)
                value = {k: v/n for k, v in value.items()}
            else:
                rest = self.depends(inside, lo, hi) - {name}
                i = self.atom((head, key(lo), key(hi), inside), rest)
                value = {((i, 1),): Fraction(1)}
            out = add(out, self.mul({outside: c}, value))
        return out

    def _split(self, m: Monomial, name: str) -> tuple[Monomial, Monomial]:
        """The factors of a monomial that depend on an internal letter, and the others."""
        return (tuple((i, e) for i, e in m if name in self.bound[i]), tuple((i, e) for i, e in m if name not in self.bound[i]))

    def _summed(self, binder: tuple[Any, ...], p: Poly, name: str, ends: frozenset[str]) -> Poly:
        """The sum of a polynomial over an internal letter, split by linearity."""
        out: Poly = {}
        for m, c in p.items():
            inside, outside = self._split(m, name)
            i = self.atom((*binder, inside), (self.depends(inside) | ends) - {name})
            out = add(out, self.mul({outside: c}, {((i, 1),): Fraction(1)}))
        return out

    def _summed_vector(self, binder: tuple[Any, ...], u: Vector, name: str, ends: frozenset[str]) -> Vector:
        """The sum of a vector over an internal letter, split by linearity."""
        out: Vector = {}
        for i, p in u.items():
            if name not in self.bound[i]:
                out = self.combine(out, self.scale(self._summed(binder, p, name, ends), {i: constant(1)}))
                continue
            for m, c in p.items():
                inside, outside = self._split(m, name)
                rest = (self.depends(inside) | self.bound[i] | ends) - {name}
                out = self.combine(out, {self.atom(("sum of vectors", binder, inside, i, name), rest): {outside: c}})
        return out

    def _under(self, i: int, *others: int) -> tuple[tuple[Any, ...], Monomial, int, str, frozenset[str]] | None:
        """The parts of a sum of vectors under which atoms may be moved: none of them knows a letter as low as its own.

        So the letter of a sum stays the lowest of the internal letters on which its terms depend.
        """
        k = self.keys[i]
        if k[0] != "sum of vectors":
            return None
        _, binder, inside, u, name = k
        if any(int(letter[1:]) <= int(name[1:]) for j in others for letter in self.bound[j]):
            return None
        return binder, inside, u, name, self.bound[i]

    def _splits(self, p: Poly, name: str) -> bool:
        """An integral is split by linearity only into continuous pieces: polynomials and gradients known continuous."""
        return all(name not in self.bound[i] or (e > 0 and self._continuous(i, name)) for m in p for i, e in m)

    def _continuous(self, i: int, name: str) -> bool:
        """Whether an atom is known to be continuous in an internal letter."""
        self.spend(1)
        k = self.keys[i]
        if name not in self.bound[i] or k == ("letter", name):
            return True
        if k[0] in ("dot", "app"):
            return self._continuous(k[1], name) and self._continuous(k[2], name)
        return k[0] == "grad" and k[1] in self.continuous and all(
            self._continuous(j, name) and self._splits(dict(p), name) for j, p in k[2])
