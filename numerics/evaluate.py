"""A statement tree, read as numbers: on arrays with error bounds, or on one instance in exact balls.

One walker serves both arithmetics (``numerics.ball`` and ``numerics.exact``). A subtree is evaluated once for given values of
its index letters, so the lines of a chain share what they have in common. Where the letters come from is the business of the
bindings: anything with ``letter(l)``, ``member(sequence, j)`` and ``function(f)`` (which has ``value(x)``, ``gradient(x)`` and,
where it is known, ``hessian(x, u)``), ``function_member(F, j)`` and ``operator(A)``.
"""

from __future__ import annotations

import math
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import Any, Protocol

from sympy import Basic, Integer, Rational

from proofs import language as lang
from proofs.language import INDEX, VECTOR, Letter, letters_of
from proofs.reader import read
from proofs.sorts import sort_of
from proofs.writer import write


class CannotEvaluate(Exception):
    """The tree contains something that no finite computation gives; the message says what."""


@lru_cache(maxsize=100_000)
def _letters(tree: Basic) -> tuple[Letter, ...]:
    return tuple(sorted(letters_of(tree), key=lambda v: v.name))


@lru_cache(maxsize=100_000)
def _is_vector(tree: Basic) -> bool:
    return sort_of(tree) == VECTOR


@lru_cache(maxsize=10_000)
def _differentiated(tree: Basic) -> Basic:
    """A derivative as the kernel reads it: formally carried out."""
    return write(read(tree), {v.name: v for v in letters_of(tree)})


_RATIONAL = (lang.Plus, lang.Neg, lang.Times, lang.Over, lang.Power, lang.Floor, lang.Ceil, lang.Binomial)


def _exactly(tree: Basic, args: list[Fraction]) -> Fraction | None:
    """A term of exact numbers."""
    if isinstance(tree, lang.Plus):
        return sum(args, Fraction(0))
    if isinstance(tree, lang.Times):
        return math.prod(args, start=Fraction(1))
    if isinstance(tree, lang.Neg):
        return -args[0]
    if isinstance(tree, lang.Over):
        return args[0]/args[1]
    if isinstance(tree, lang.Power):
        return args[0]**int(args[1]) if args[1].denominator == 1 and abs(args[1]) <= 1000 else None
    if isinstance(tree, lang.Binomial):
        n, k = args
        return Fraction(math.comb(int(n), int(k))) if n.denominator == k.denominator == 1 and n >= 0 and k >= 0 else None
    return Fraction(math.floor(args[0]) if isinstance(tree, lang.Floor) else math.ceil(args[0]))


class Bindings(Protocol):
    def letter(self, letter: Letter) -> Any: ...
    def member(self, sequence: Letter, j: int) -> Any: ...
    def function(self, f: Letter) -> Any: ...
    def function_member(self, functions: Letter, j: int) -> Any: ...
    def operator(self, operator: Letter) -> Any: ...


class Evaluator:
    """Evaluates terms under bindings; ``arithmetic`` computes, ``at`` maps index letters to integers."""

    def __init__(self, arithmetic, bindings: Bindings):
        self.ops, self.bindings = arithmetic, bindings
        self._memo: dict[Any, Any] = {}

    def term(self, tree: Basic, at: dict[Letter, Any]) -> Any:
        """The value of a term (scalar or vector)."""
        key = (tree, tuple(at[v] if isinstance(at[v], int) else id(at[v]) for v in _letters(tree) if v in at))
        found = self._memo.get(key)
        if found is None:
            found = self._memo[key] = self._compute(tree, at)
        return found

    def integer(self, tree: Basic, at) -> int:
        """The value of an index term."""
        if isinstance(tree, Integer):
            return int(tree)
        if isinstance(tree, Letter) and tree in at:
            return at[tree]
        if isinstance(tree, Letter) and tree.sort == INDEX:
            return self.bindings.letter(tree)
        found = self.rational(tree, at)
        if found is None or found.denominator != 1:
            raise CannotEvaluate(f"the index {tree} is not an integer that index letters give")
        return int(found)

    def rational(self, tree: Basic, at) -> Fraction | None:
        """The exact value of a term made of numbers and index letters; None where it is made of other things."""
        if isinstance(tree, Rational):
            return Fraction(int(tree.p), int(tree.q))
        if isinstance(tree, Letter):
            return Fraction(self.integer(tree, at)) if tree.sort == INDEX else None
        if not isinstance(tree, _RATIONAL):
            return None
        args = [self.rational(a, at) for a in tree.args]
        if any(a is None for a in args):
            return None
        try:
            return _exactly(tree, args)
        except ZeroDivisionError:
            return None

    def _compute(self, tree, at):
        if isinstance(tree, Rational):
            return self.ops.number(tree)
        if isinstance(tree, (lang.Floor, lang.Ceil, lang.Binomial)) and (exact := self.rational(tree, at)) is not None:
            return self.ops.number(Rational(exact.numerator, exact.denominator))
        rule = getattr(self, "_" + type(tree).__name__.lower(), None)
        if rule is None:
            raise CannotEvaluate(f"{type(tree).__name__} has no numeric reading: {tree}")
        return rule(tree, at)

    def _letter(self, t, at):
        if t in at:
            return self.ops.number(Integer(at[t])) if isinstance(at[t], int) else at[t]
        if t.sort == INDEX:
            return self.ops.number(Integer(self.bindings.letter(t)))
        return self.bindings.letter(t)

    def _plus(self, t, at):
        out = self.term(t.args[0], at)
        for a in t.args[1:]:
            out = out - self.term(a.args[0], at) if isinstance(a, lang.Neg) else out + self.term(a, at)
        return out

    def _neg(self, t, at): return -self.term(t.args[0], at)

    def _times(self, t, at):
        factors = sorted(t.args, key=_is_vector)  # scalars first: fewer products of long arrays
        out = self.term(factors[0], at)
        for a in factors[1:]:
            out = out*self.term(a, at) if not _is_vector(a) else self.term(a, at)*out
        return out

    def _over(self, t, at): return self.term(t.args[0], at)/self.term(t.args[1], at)

    def _power(self, t, at):
        n = self.integer(t.args[1], at)
        base, out = self.term(t.args[0], at), None
        for bit in bin(abs(n))[2:] if n else "":
            out = base if out is None else out*out*base if bit == "1" else out*out
        one = self.ops.number(Integer(1))
        return one if out is None else one/out if n < 0 else out

    def function(self, tree, at) -> Any:
        """What a function letter, or a member of a sequence of functions, is bound to."""
        if isinstance(tree, lang.At):
            return self.bindings.function_member(tree.args[0], self.integer(tree.args[1], at))
        return self.bindings.function(tree)

    def operator(self, tree, at) -> Any:
        """What an operator is: it has ``apply(u)``, ``inverse()`` and ``spectrum()``."""
        if isinstance(tree, Letter):
            return self.bindings.operator(tree)
        key = (tree, "operator", tuple(at[v] if isinstance(at[v], int) else id(at[v]) for v in _letters(tree) if v in at))
        if key not in self._memo:
            if isinstance(tree, lang.Inverse):
                self._memo[key] = self.operator(tree.args[0], at).inverse()
            else:
                f = self.function(tree.args[0], at)
                if not hasattr(f, "hessian"):
                    raise CannotEvaluate(f"the second derivatives of {tree.args[0]} are not known")
                self._memo[key] = self.ops.hessian_at(f, self.term(tree.args[1], at))
        return self._memo[key]

    def spectrum(self, tree, at) -> tuple[Any, Any]:
        """The least and the greatest eigenvalue of an operator."""
        return self.operator(tree, at).spectrum()

    def _floor(self, t, at): return self.ops.floor(self.term(t.args[0], at))
    def _ceil(self, t, at): return -self.ops.floor(-self.term(t.args[0], at))
    def _value(self, t, at): return self.function(t.args[0], at).value(self.term(t.args[1], at))
    def _gradient(self, t, at): return self.function(t.args[0], at).gradient(self.term(t.args[1], at))
    def _apply(self, t, at): return self.operator(t.args[0], at).apply(self.term(t.args[1], at))
    def _dot(self, t, at): return self.ops.dot(self.term(t.args[0], at), self.term(t.args[1], at))
    def _norm(self, t, at): return self.ops.norm(self.term(t.args[0], at))
    def _sqrt(self, t, at): return self.ops.sqrt(self.term(t.args[0], at))
    def _log(self, t, at): return self.ops.log(self.term(t.args[0], at))
    def _exp(self, t, at): return self.ops.exp(self.term(t.args[0], at))
    def _sin(self, t, at): return self.ops.sin(self.term(t.args[0], at))
    def _cos(self, t, at): return self.ops.cos(self.term(t.args[0], at))
    def _pi(self, t, at): return self.ops.pi()

    def _max(self, t, at):
        a, b = (self.term(a, at) for a in t.args)
        return self.ops.pick(a, b, a - b)

    def _min(self, t, at):
        a, b = (self.term(a, at) for a in t.args)
        return self.ops.pick(a, b, b - a)

    def _sign(self, t, at):
        a, one = self.term(t.args[0], at), self.ops.number(Integer(1))
        below = self.ops.pick(one - one, -one, a)  # 0 or 1 for a >= 0: decided by -a
        return self.ops.pick(below, one, -a)

    def _piecewise(self, t, at):
        condition, u, v = t.args
        a, b, u, v = (self.term(s, at) for s in (condition.lhs, condition.rhs, u, v))
        return self.ops.pick(u, v, b - a) if isinstance(condition, lang.Le) else self.ops.pick(v, u, a - b)

    def _derivative(self, t, at):
        return self.term(_differentiated(t), at)

    def _sq(self, t, at):
        u = self.term(t.args[0], at)
        return self.ops.dot(u, u)

    def _at(self, t, at):
        if isinstance(t.args[1], lang.ArgMin):
            where = t.args[1]
            lo, hi = self.integer(where.lo, at), self.integer(where.hi, at)
            position = self.ops.argmin(self._values(where, at))
            return self.ops.choose(position, [self.bindings.member(t.args[0], j) for j in range(lo, hi + 1)])
        return self.bindings.member(t.args[0], self.integer(t.args[1], at))

    def _values(self, t, at):
        lo, hi = self.integer(t.lo, at), self.integer(t.hi, at)
        return [self.term(t.body, {**at, t.var: j}) for j in range(lo, hi + 1)]

    def _total(self, t, at):
        out = self.ops.number(Integer(0))
        for j, value in enumerate(self._values(t, at)):
            out = value if j == 0 else out + value
        return out

    def _batchtotal(self, t, at):
        n, k = self.integer(t.lo, at), self.integer(t.hi, at)
        batches = combinations(range(1, n + 1), k) if n >= 0 and k >= 0 else ()
        out = self.ops.number(Integer(0))
        for count, i in enumerate(i for batch in batches for i in batch):
            value = self.term(t.body, {**at, t.var: i})
            out = out + value if count else value
        return out

    def _integral(self, t, at):
        return self.ops.integral(lambda s: self._kept(t, at, s), self.term(t.lo, at), self.term(t.hi, at))

    def _kept(self, t, at, s):
        self._memo[(t, id(s))] = s  # keeps s alive, so that no later node gets its id
        return self.term(t.body, {**at, t.var: s})


def _addends(tree: Basic) -> list[Basic]:
    """The addends of a sum, flattened, with signs kept as ``Neg``."""
    return list(tree.args) if isinstance(tree, lang.Plus) else [tree]


def base_of(statement: Basic) -> Basic | None:
    """The level from which both sides of ``a <= b`` measure a decrease, or None.

    It is the first function value ``f(...)`` among the addends of the right side, with whatever addends both sides share
    (such as ``- f*``). For ``f(new) - f* <= f(old) - f* - promised`` it is ``f(old) - f*``.
    """
    if not isinstance(statement, (lang.Le, lang.Lt)) or sort_of(statement.lhs) == VECTOR:
        return None
    left, right = _addends(statement.lhs), _addends(statement.rhs)
    first = next((a for a in right if isinstance(a, lang.Value)), None)
    if first is None or first == statement.rhs or first in left:
        return None
    shared = [a for a in right if a in left]
    return lang.Plus(first, *shared) if shared else first


def holds_for(relation: Basic, values: dict[Letter, int]) -> bool:
    """Whether a relation between index terms holds at these integers; true where it speaks of other things as well."""
    evaluator = Evaluator(None, None)  # integers need neither arithmetic nor bindings
    if not letters_of(relation) <= set(values):
        return True
    a, b = evaluator.integer(relation.lhs, values), evaluator.integer(relation.rhs, values)
    return a < b if isinstance(relation, lang.Lt) else a == b if isinstance(relation, lang.Eq) else a <= b
