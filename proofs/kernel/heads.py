"""Normal forms of what stands under one head: quotients, powers, roots, norms, whole parts, functions of real numbers."""

from __future__ import annotations

from fractions import Fraction
from math import comb, isqrt
from typing import Any

from proofs.kernel.polynomials import ONE, Poly, Vector, add, constant, key
from proofs.kernel.sorts import Sorted
from proofs.kernel.syntax import Reject, Term, show


class Heads(Sorted):
    """Atoms for single heads, with the laws that hold of them by shape alone."""

    def real(self, t: Term) -> Poly:
        """The normal form of a real term (see ``normal``)."""
        raise NotImplementedError

    def vector(self, t: Term) -> Vector:
        """The normal form of a vector term (see ``normal``)."""
        raise NotImplementedError

    def inner(self, u: Vector, v: Vector) -> Poly:
        """The inner product (see ``products``)."""
        raise NotImplementedError

    def function(self, f: Term) -> tuple[Any, Poly]:
        """The key of a function, and the index on which it depends (0 for a letter)."""
        if isinstance(f, str):
            return f, {}
        i = self.real(f[2])
        return ("at", f[1], key(i)), i

    def reciprocal(self, t: Term) -> Poly:
        """1/t. The denominator must be proved nonzero to be a power; else the quotient is an opaque atom."""
        head = t[0] if isinstance(t, tuple) else ""
        if head == "*":
            out = constant(1)
            for a in t[1:]:
                out = self.mul(out, self.reciprocal(a))
            return out
        if head == "^" and t[2] >= 0:
            return self.power_of(self.reciprocal(t[1]), t[2])
        p = self.real(t)
        if not p:
            raise Reject("denominator", f"{show(t)} is zero")
        part, content, lead = self.primitive(p)
        if self.sign(t) == "> 0":
            self.rests_on(t)
            self.nonzero.update(i for i, _ in content)
            self.nonzero.add(key(part))
        if not self._nonzero_poly(p):
            return self.real_atom(("quotient", key(p)), p)
        out = {tuple((i, -e) for i, e in content): 1/lead}
        if part != constant(1):
            i = self.atom(("den", key(part)), self.depends(part))
            self.polys[i] = part
            out = self.mul(out, {((i, -1),): Fraction(1)})
        return out

    def _pow(self, q: Term, n: Term) -> Poly:
        base, exponent = self.real(q), dict(self.real(n))
        offset = exponent.pop(ONE, Fraction(0))
        if offset.denominator != 1:
            raise Reject("sort", f"{show(n)} is no index")
        if abs(offset) > 64:
            raise Reject("shape", f"{show(n)}: an exponent beyond 64")
        if not exponent:
            return self.power_of(base if offset >= 0 else self.reciprocal(q), abs(int(offset)))
        if set(base) == {ONE}:  # q^(n+m) = q^m q^n for every integer n, q a number that is not 0
            return self.mul(constant(base[ONE]**int(offset)), self.real_atom(("pow", key(base), key(exponent)), exponent))
        if offset < 0 or not self._visibly_nonnegative(exponent):  # q^(n+1) = q q^n needs n >= 0 (0^0 = 1)
            return self.real_atom(("pow", key(base), key(self.real(n))), base, exponent)
        return self.mul(self.power_of(base, int(offset)),
                        self.real_atom(("pow", key(base), key(exponent)), base, exponent))

    def _visibly_nonnegative(self, p: Poly) -> bool:
        """Whether a polynomial has positive coefficients over letters with a sign, or known not to be negative."""
        return all(c > 0 and all(e > 0 and self.keys[i][0] == "letter"
                                 and (self.keys[i][1] in self.natural or self.sign(self.keys[i][1])) for i, e in m)
                   for m, c in p.items())

    def _sqrt(self, t: Term) -> Poly:
        p = self.real(t)
        c = p.get(ONE, Fraction(0))
        if set(p) <= {ONE} and c >= 0 and (root := Fraction(isqrt(c.numerator), isqrt(c.denominator)))**2 == c:
            return constant(root)
        out = self.real_atom(("sqrt", key(p)), p)
        (((i, _),),) = out
        if self.sign(t) or key(p) in self.rooted:
            self.rests_on(t)
            self.squares[i] = p
        return out

    def _norm(self, t: Term) -> Poly:
        if self.sort(t) != "vector":
            p = self.real(t)
            if set(p) <= {ONE}:
                return constant(abs(p.get(ONE, Fraction(0))))
            scale = p[min(p)]
            p = {m: c/scale for m, c in p.items()}
            out, square = self.real_atom(("abs", key(p)), p), self.power_of(p, 2)
        else:
            u = self.vector(t)
            if not u:
                return {}
            first = u[min(u)]
            scale = first[min(first)]
            u = {i: {m: c/scale for m, c in p.items()} for i, p in u.items()}
            out, square = self.real_atom(("norm", self.vector_key(u)), u), self.inner(u, u)
        (((i, _),),) = out
        self.squares[i] = square
        return {m: abs(scale) for m in out}

    def _integer(self, head: str, *parts: Poly) -> Poly:
        """A floor, a ceiling or a binomial coefficient, with its value if it is one of numbers."""
        if all(set(p) <= {ONE} for p in parts):
            values = [p.get(ONE, Fraction(0)) for p in parts]
            if head != "binom":
                return constant(values[0].__floor__() if head == "floor" else values[0].__ceil__())
            n, k = map(int, values)
            if 0 <= n <= 1000:
                return constant(comb(n, k) if k >= 0 else 0)
        return self.real_atom((head, *(key(p) for p in parts)), *parts)

    def _real_head(self, head: str, args: tuple[Term, ...]) -> Poly:
        """Sine is odd and cosine even; max and min are (a + b +- |a - b|)/2; what has a constant condition is decided."""
        if head == "pi":
            return self.real_atom(("pi",))
        if head in ("max", "min"):
            a, b = args
            sum_, gap = self.real(("+", a, b)), self._norm(("+", a, ("-", b)))
            return self.mul(constant(Fraction(1, 2)), add(sum_, gap, 1 if head == "max" else -1))
        if head == "if":
            p, u, v = add(self.real(args[1]), self.real(args[0]), -1), self.real(args[2]), self.real(args[3])
            if u == v:
                return u
            if set(p) <= {ONE}:
                return u if p.get(ONE, 0) >= 0 else v
            scale = abs(p[min(p)])
            p = {m: c/scale for m, c in p.items()}
            return self.real_atom(("if", key(p), key(u), key(v)), p, u, v)
        p = self.real(args[0])
        if not p:
            return constant(int(head == "cos"))
        if head == "sgn" and set(p) <= {ONE}:
            return constant(1 if p[ONE] > 0 else -1)
        odd = -1 if p[min(p)] < 0 else 1
        scale = abs(p[min(p)]) if head == "sgn" else Fraction(1)
        p = {m: odd*c/scale for m, c in p.items()}
        return self.mul(constant(1 if head == "cos" else odd), self.real_atom((head, key(p)), p))
