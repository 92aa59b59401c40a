"""Normal forms: polynomials with rational coefficients over interned atoms; vectors as linear combinations.

The parts, each built on the one before: ``polynomials``, ``atoms``, ``sorts``, ``heads``, ``binders``, ``products``.

A polynomial maps monomials (sorted tuples of (atom, exponent)) to fractions. An exponent is negative only for an atom that
is proved nonzero; a quotient whose denominator is not proved nonzero stays an atom of its own, which nothing cancels.
Two terms are equal when the normal form of their difference vanishes after the denominators are cleared.

Legend: p, q polynomials; m monomials; u, v vectors; ids are atoms.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs.kernel.polynomials import ONE, Letter, Monomial, Poly, Vector, add, constant, key
from proofs.kernel.products import Products
from proofs.kernel.sorts import REAL_HEADS
from proofs.kernel.syntax import BINDERS, Reject, Term, show

__all__ = ["ONE", "REAL_HEADS", "Letter", "Monomial", "Poly", "Space", "Vector", "add", "constant", "key"]


class Space(Products):
    """Letters in scope, and the normal forms of terms about them."""

    def real(self, t: Term) -> Poly:
        """The normal form of a real term."""
        if type(t) is int or type(t) is Fraction:
            return constant(t)
        found = self.memo.get(t)
        if found is None:
            self.spend(1)
            found = self._real(t)
            self.memo[t] = found
        return found  # type: ignore[no-any-return]

    def _real(self, t: Term) -> Poly:
        if isinstance(t, str):
            k: Any = ("letter", t)
            if k in self.rewrites:
                return self.real(self.rewrites[k])
            return {((self.atom(k, frozenset([t]) if t[0] == "#" else frozenset()), 1),): Fraction(1)}
        head, args = t[0], t[1:]
        if head == "+":
            out: Poly = {}
            for a in args:
                out = add(out, self.real(a))
            return out
        if head == "-":
            return add({}, self.real(args[0]), -1)
        if head == "*":
            out = constant(1)
            for a in args:
                out = self.mul(out, self.real(a))
            return out
        if head == "/":
            return self.mul(self.real(args[0]), self.reciprocal(args[1]))
        if head == "^":
            return self.power_of(self.real(args[0]) if args[1] >= 0 else self.reciprocal(args[0]), abs(args[1]))
        if head == "dot":
            return self.inner(self.vector(args[0]), self.vector(args[1]))
        if head == "sq":
            if self.sort(args[0]) != "vector":
                return self.power_of(self.real(args[0]), 2)
            u = self.vector(args[0])
            return self.inner(u, u)
        if head == "norm":
            return self._norm(args[0])
        if head == "sqrt":
            return self._sqrt(args[0])
        if head in ("log", "exp"):
            p = self.real(args[0])
            if head == "exp" and not p:
                return constant(1)
            return self.real_atom((head, key(p)), p)
        if head in REAL_HEADS:
            return self._real_head(head, args)
        if head == "pow":
            return self._pow(args[0], args[1])
        if head == "val":
            u, (f, i) = self.vector(args[1]), self.function(args[0])
            return self.real_atom(("val", f, self.vector_key(u)), u, i)
        if head == "at":
            k = ("at", args[0], key(self.real(args[1])))
            return self.real(self.rewrites[k]) if k in self.rewrites else self.real_atom(k, self.real(args[1]))
        if head == "slack":
            _, a, b = self.slack_of(args[0])
            return add(self.real(b), self.real(a), -1)
        if head in BINDERS:
            return self._binder(t)
        if head in ("floor", "ceil", "binom"):
            return self._integer(head, *(self.real(a) for a in args))
        raise Reject("sort", f"{show(t)} is no real term")

    def vector(self, t: Term) -> Vector:
        """The normal form of a vector term: a linear combination of base vectors."""
        found = self.memo.get(("vector", t))
        if found is None:
            found = self._vector(t)
            self.memo[("vector", t)] = found
        return found  # type: ignore[no-any-return]

    def _vector(self, t: Term) -> Vector:
        if isinstance(t, str):
            k: Any = ("letter", t)
            if k in self.rewrites:
                return self.vector(self.rewrites[k])
            return {self.atom(k, frozenset([t]) if t[0] == "#" else frozenset()): constant(1)}
        if isinstance(t, tuple):
            head, args = t[0], t[1:]
            if head == "+":
                out: Vector = {}
                for a in args:
                    out = self.combine(out, self.vector(a))
                return out
            if head == "-":
                return self.scale(constant(-1), self.vector(args[0]))
            if head == "*":
                factor, vectors = constant(1), [a for a in args if self.sort(a) == "vector"]
                for a in args:
                    if self.sort(a) != "vector":
                        factor = self.mul(factor, self.real(a))
                if len(vectors) == 1:
                    return self.scale(factor, self.vector(vectors[0]))
            if head == "/":
                return self.scale(self.reciprocal(args[1]), self.vector(args[0]))
            if head == "grad":
                u, (f, i) = self.vector(args[1]), self.function(args[0])
                return {self.atom(("grad", f, self.vector_key(u)), self.depends(u, i)): constant(1)}
            if head == "app":
                return self._apply(self._operator(args[0]), self.vector(args[1]))
            if head in ("sum", "batches"):
                terms = self._written_out(t)
                if terms is not None:
                    return self.vector(("+", *terms)) if terms else {}
                name, body = self.opened(t)
                lo, hi = self.real(args[0]), self.real(args[1])
                return self._summed_vector((head, key(lo), key(hi)), self.vector(body), name, self.depends(lo, hi))
            if head == "at":
                index = self.real(args[1])
                k = ("at", args[0], key(index))
                return self.vector(self.rewrites[k]) if k in self.rewrites else {self.atom(k, self.depends(index)): constant(1)}
            if head == "slack":
                _, a, b = self.slack_of(args[0])
                return self.combine(self.vector(b), self.scale(constant(-1), self.vector(a)))
        raise Reject("sort", f"{show(t)} is no vector term")
