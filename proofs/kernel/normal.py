"""Normal forms: polynomials with rational coefficients over interned atoms; vectors as linear combinations.

A polynomial maps monomials (sorted tuples of (atom, exponent)) to fractions. An exponent is negative only for an atom that
is proved nonzero; a quotient whose denominator is not proved nonzero stays an atom of its own, which nothing cancels.
Two terms are equal when the normal form of their difference vanishes after the denominators are cleared.

Legend: p, q polynomials; m monomials; u, v vectors; ids are atoms.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb, isqrt
from typing import Any, NamedTuple

from proofs.kernel.syntax import BINDERS, Formula, Reject, Term, height, open_binder, show

Monomial = tuple[tuple[int, int], ...]
Poly = dict[Monomial, Fraction]
Vector = dict[int, Poly]
ONE: Monomial = ()
WORK = 300_000  # products of monomials that a theorem file may ask for
BITS = 4096  # size of a coefficient
REAL_HEADS = ("sin", "cos", "pi", "max", "min", "sgn", "if")  # of real arguments


class Letter(NamedTuple):
    """A declared letter: its sort, and the sign that is known of it."""

    sort: str
    sign: str = ""


def constant(c: Fraction | int) -> Poly:
    return {ONE: Fraction(c)} if c else {}


def add(p: Poly, q: Poly, factor: Fraction | int = 1) -> Poly:
    """p + factor * q."""
    out = dict(p)
    for m, c in q.items():
        c = out.get(m, 0) + c*factor
        if c:
            out[m] = c
        else:
            out.pop(m, None)
    return out


def key(p: Poly) -> tuple[Any, ...]:
    return tuple(sorted(p.items()))


class Space:
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

    # --- sorts -----------------------------------------------------------------------------------------------------

    def sort(self, t: Term) -> str:
        """The sort of a term; refuses what is ill-sorted."""
        if isinstance(t, int):
            return "index"
        if type(t) is Fraction:
            return "real"
        if isinstance(t, str):
            if t not in self.letters:
                raise Reject("letter", f"{t!r} is not declared")
            return self.letters[t].sort
        head, args = t[0], t[1:]
        if head in ("val", "grad"):
            self._want(t, args[0], "function")
            self._want(t, args[1], "vector")
            return "real" if head == "val" else "vector"
        if head in ("hess", "inv", "app"):
            wanted = {"hess": ("function", "vector"), "inv": ("operator",), "app": ("operator", "vector")}[head]
            for a, sort in zip(args, wanted, strict=True):
                self._want(t, a, sort)
            return "vector" if head == "app" else "operator"
        if head in ("floor", "ceil", "binom"):
            for a in args:
                self._want(t, a, "index" if head == "binom" else "real")
            return "index"
        if head == "at":
            kind = self._want(t, args[0], "real sequence", "vector sequence", "function sequence")
            self._want(t, args[1], "index")
            return kind.split()[0]
        if head in BINDERS:
            ends = "real" if head == "int" else "index"
            self._want(t, args[0], ends)
            self._want(t, args[1], ends)
            inside = self._want(t, self.opened(t)[1], "real", *(() if head == "int" else ("vector",)))
            return "vector" if inside == "vector" else "real"
        if head in ("dot",):
            self._want(t, args[0], "vector")
            self._want(t, args[1], "vector")
            return "real"
        if head in ("sq", "norm"):
            self._want(t, args[0], "vector", "real")
            return "real"
        if head == "slack":
            relation = self.slack_of(args[0])
            return "vector" if self.sort(relation[1]) == "vector" else "real"
        if head == "pow":
            self._want(t, args[0], "real")
            self._want(t, args[1], "index")
            return "real"
        if head in ("^", "sqrt", "log", "exp", *REAL_HEADS):
            for a in args[:1] if head == "^" else args:
                self._want(t, a, "real")
            return "real"
        sorts = [self._want(t, a, "real", "vector") for a in args]
        if head == "/":
            if sorts[1] == "vector":
                raise Reject("sort", f"{show(t)} divides by a vector")
            return "vector" if sorts[0] == "vector" else "real"
        vectors = sorts.count("vector")
        if (head == "*" and vectors > 1) or (head == "+" and 0 < vectors < len(sorts)):
            raise Reject("sort", f"{show(t)} mixes reals and vectors")
        return "vector" if vectors else "index" if set(sorts) == {"index"} else "real"

    def _want(self, t: Term, a: Term, *sorts: str) -> str:
        found = self.sort(a)
        if found not in sorts and not (found == "index" and "real" in sorts):
            raise Reject("sort", f"{show(a)} is a {found} in {show(t)}")
        return found

    def opened(self, t: Term) -> tuple[str, Term]:
        """A binder's body with an internal letter for the bound one, and that letter.

        The name is the height of the body: names along a path differ, and the same sum reads the same at any depth. The
        letter has no sign: it is shared by binders with different ranges.
        """
        name = f"#{height(t[3])}"
        self.letters[name] = Letter("real" if t[0] == "int" else "index")
        return name, open_binder(t[3], name)

    def slack_of(self, name: str) -> Formula:
        relation = self.facts.get(name)
        if relation is None:
            raise Reject("fact", f"{name!r} is no fact in scope")
        if relation[0] not in ("<=", "<", "=="):
            raise Reject("fact", f"{name!r} is no relation")
        return relation

    # --- signs -----------------------------------------------------------------------------------------------------

    def sign(self, t: Term) -> str:
        """What the shape of a term shows of its sign: "> 0", ">= 0" or nothing. Never a search."""
        if type(t) is int or type(t) is Fraction:
            return "> 0" if t > 0 else ">= 0" if t == 0 else ""
        if isinstance(t, str):
            return self.letters[t].sign if t in self.letters else ""
        head = t[0]
        if head == "slack":
            return {"<": "> 0", "<=": ">= 0", "==": ">= 0"}[self.slack_of(t[1])[0]]
        if head in ("sq", "norm"):
            return ">= 0"
        if head in ("exp", "pi"):
            return "> 0"
        if head in ("max", "min", "if"):
            signs = [self.sign(a) for a in (t[3:] if head == "if" else t[1:])]
            if head == "max" and "> 0" in signs:
                return "> 0"
            return ("> 0" if set(signs) == {"> 0"} else ">= 0") if (any if head == "max" else all)(signs) else ""
        if head == "at":
            return self.letters[t[1]].sign if t[1] in self.letters else ""
        if head == "sqrt":
            return "> 0" if self.sign(t[1]) == "> 0" else ">= 0"
        if head == "pow":
            return self.sign(t[1])
        if head == "^":
            base = self.sign(t[1])
            return base if base == "> 0" or (base and t[2] >= 0) else ">= 0" if t[2] % 2 == 0 and t[2] >= 0 else ""
        if head in ("sum", "batches"):
            return ">= 0" if self.sign(self.opened(t)[1]) else ""
        if head in ("floor", "ceil"):
            return self.sign(t[1]) if head == "ceil" or not self.sign(t[1]) else ">= 0"
        if head == "binom":
            return ">= 0"
        if head in ("+", "*", "/"):
            signs = [self.sign(a) for a in t[1:]]
            if not all(signs) or (head == "/" and signs[1] != "> 0"):
                return ""
            strict = any(s == "> 0" for s in signs) if head == "+" else all(s == "> 0" for s in signs)
            return "> 0" if strict else ">= 0"
        return ""

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

    def power_of(self, p: Poly, n: int) -> Poly:
        out = constant(1)
        for _ in range(n):
            out = self.mul(out, p)
        return out

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

    # --- terms to normal forms -------------------------------------------------------------------------------------

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

    def function(self, f: Term) -> tuple[Any, Poly]:
        """The key of a function, and the index on which it depends (0 for a letter)."""
        if isinstance(f, str):
            return f, {}
        i = self.real(f[2])
        return ("at", f[1], key(i)), i

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

    # --- self-adjoint operators ------------------------------------------------------------------------------------

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

    def vector_key(self, u: Vector) -> tuple[Any, ...]:
        return tuple((i, key(u[i])) for i in sorted(u))
