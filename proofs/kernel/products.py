"""Inner products of vectors and images under self-adjoint operators, of sums and of linear combinations."""

from __future__ import annotations

from fractions import Fraction

from proofs.kernel.binders import Binders
from proofs.kernel.polynomials import Poly, Vector, add, constant
from proofs.kernel.syntax import Term


class Products(Binders):
    """Bilinear and symmetric inner products; linear and self-adjoint operators."""

    def inner(self, u: Vector, v: Vector) -> Poly:
        """The inner product, bilinear and symmetric in the base vectors."""
        out: Poly = {}
        for i, p in u.items():
            for j, q in v.items():
                out = add(out, self.mul(self.mul(p, q), self._dot(i, j)))
        return out

    def _dot(self, i: int, j: int) -> Poly:
        """The inner product of two base vectors: a sum moves out, operators move to one side, in an order of their own."""
        for a, b in ((i, j), (j, i)):
            part = self._under(a, b) if self.keys[b][0] != "sum of vectors" else None
            if part is not None:
                binder, inside, u, name, ends = part
                return self._summed(binder, self.mul({inside: Fraction(1)}, self._dot(u, b)), name, ends)
        (left, e), (right, g) = self._word(i), self._word(j)
        word = (*reversed(left), *right)  # <A B e, C g> = <e, B A C g>
        if word:
            i, j, word = min((e, g, word), (g, e, word[::-1]))
            for op in reversed(word):
                j = self.atom(("app", op, j), self.bound[op] | self.bound[j])
        elif i > j:
            i, j = j, i
        return {((self.atom(("dot", i, j), self.bound[i] | self.bound[j]), 1),): Fraction(1)}

    def _operator(self, t: Term) -> int:
        """The atom of an operator."""
        if isinstance(t, str):
            return self.atom(("operator", t))
        if t[0] == "inv":
            inner = self._operator(t[1])
            return self.atom(("inv", inner), self.bound[inner])
        self.uses("symmetry of the second derivative")
        x, (f, i) = self.vector(t[2]), self.function(t[1])
        return self.atom(("hess", f, self.vector_key(x)), self.depends(x, i))

    def _apply(self, op: int, u: Vector) -> Vector:
        """A linear operator at a linear combination."""
        out: Vector = {}
        for i, p in u.items():
            part = self._under(i, op)
            if part is None:
                image: Vector = {self.atom(("app", op, i), self.bound[op] | self.bound[i]): constant(1)}
            else:
                binder, inside, v, name, ends = part
                term = self.scale({inside: Fraction(1)}, self._apply(op, {v: constant(1)}))
                image = self._summed_vector(binder, term, name, ends)
            out = self.combine(out, self.scale(p, image))
        return out

    def _word(self, i: int) -> tuple[tuple[int, ...], int]:
        """The operators in front of a base vector, outermost first, and what they are applied to."""
        word = []
        while self.keys[i][0] == "app":
            _, op, i = self.keys[i]
            word.append(op)
        return tuple(word), i
