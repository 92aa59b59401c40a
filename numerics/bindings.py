"""Letters that hypotheses define: the same rules for a batch of samples and for one saved instance.

A letter or a member of a sequence is *derived* when an equation, a recursion or "is a subgradient" says what it is.
"""

from __future__ import annotations

from typing import Any

from sympy import Rational

from numerics.defined import Defined
from numerics.evaluate import CannotEvaluate, Evaluator
from numerics.roles import Roles
from proofs.language import FUNCTION, Letter

BEYOND = 3  # so many members of a sequence are there beyond the largest value of an index: hypotheses speak of x[k + 2]


def largest(indices: dict[Letter, int]) -> int:
    """The largest value of an index letter; 0 where there is none."""
    return max(indices.values(), default=0)


class Unbound(CannotEvaluate):
    """The value needs a letter that is just being bound, or a member of a sequence that does not exist."""


class MinusSquare:
    """f - sigma/2 |.|^2 in any arithmetic."""

    def __init__(self, f, sigma, arithmetic):
        self.f, self.sigma, self.ops = f, sigma, arithmetic
        self.half = arithmetic.number(Rational(1, 2))

    def value(self, x):
        return self.f.value(x) - self.half*self.sigma*self.ops.dot(x, x)

    def gradient(self, x):
        return self.f.gradient(x) - x*self.sigma


class Derived:
    """Binds derived letters on demand; subclasses give the free ones by ``free_letter`` and ``free_member``."""

    def __init__(self, roles: Roles, arithmetic, functions: dict[Letter, Any], indices: dict[Letter, int]):
        self.roles, self.functions, self.indices, self.dimension = roles, functions, indices, 0
        self.evaluator = Evaluator(arithmetic, self)
        self.values: dict[Any, Any] = {}  # letter or (sequence, j) -> value
        self.derived: set[Any] = set()
        self._open: set[Any] = set()

    def free_letter(self, letter: Letter) -> Any:
        raise NotImplementedError

    def free_member(self, sequence: Letter, j: int) -> Any:
        raise NotImplementedError

    def letter(self, letter: Letter) -> Any:
        if letter in self.indices:
            return self.indices[letter]
        return self._bind(letter, self._definition, self.free_letter, letter)

    def member(self, sequence: Letter, j: int) -> Any:
        if j < 0:
            raise Unbound(f"{sequence}[{j}] does not exist")
        return self._bind((sequence, j), self._member_definition, self.free_member, sequence, j)

    def free_function(self, functions: Letter, j: int) -> Any:
        raise CannotEvaluate(f"there is no function {functions}[{j}]")

    def function_member(self, functions: Letter, j: int) -> Any:
        member = Letter(f"{functions.name}[{j}]", FUNCTION)
        if member not in self.functions:
            self.functions[member] = self.free_function(functions, j)
        return self.functions[member]

    def operator(self, operator: Letter) -> Any:
        if operator not in self.functions:
            if operator not in self.roles.inverses:
                raise CannotEvaluate(f"there is no operator {operator}")
            self.functions[operator] = self.operator(self.roles.inverses[operator]).inverse()
        return self.functions[operator]

    def function(self, f: Letter) -> Any:
        if f not in self.functions:
            if f in self.roles.defined:
                self.functions[f] = Defined(*self.roles.defined[f], self.evaluator)
            elif f in self.roles.splits:
                parent, sigma = self.roles.splits[f]
                self.functions[f] = MinusSquare(self.function(parent), self.evaluator.term(sigma, {}), self.evaluator.ops)
            else:
                raise CannotEvaluate(f"there is no function {f}")
        return self.functions[f]

    def _bind(self, key, define, free, *args):
        if key not in self.values:
            if key in self._open:
                raise Unbound(f"{args[0]} is being bound")
            self._open.add(key)
            try:
                found = define(*args)
                if found is not None:
                    self.derived.add(key)
                self.values[key] = free(*args) if found is None else found
            finally:
                self._open.discard(key)
        return self.values[key]

    def _definition(self, letter):
        if letter in self.roles.subgradients:
            g, x = self.roles.subgradients[letter]
            return self.function(g).gradient(self.evaluator.term(x, {}))
        return self._by_equation(letter, None)

    def _member_definition(self, sequence, j):
        if sequence in self.roles.bases:
            A, part = self.roles.bases[sequence]
            if not 1 <= j <= self.dimension:
                raise Unbound(f"there is no {part} {j}")
            return getattr(self.operator(A), part)(j)
        if sequence in self.roles.recursions and j > 0:
            k, following = self.roles.recursions[sequence]
            for earlier in range(j):  # oldest first: a long sequence must not recurse deeply
                self.member(sequence, earlier)
            return self.evaluator.term(following, {k: j - 1})
        return self._by_equation(sequence, j)

    def _by_equation(self, letter, j):
        for bound, at in self.bounds_at(letter, j):
            if bound.sense == "==":
                try:
                    return self.evaluator.term(bound.other, at)
                except Unbound:
                    continue
        return None

    def bounds_at(self, letter: Letter, j: int | None):
        """The bounds on a letter, or on the j-th member of a sequence, with the index values that they hold at."""
        return self._holding(self.roles.bounds.get(letter, ()), j)

    def radii_at(self, letter: Letter, j: int | None):
        """The bounds on its length, likewise."""
        return self._holding(self.roles.radii.get(letter, ()), j)

    def _holding(self, bounds, j: int | None):
        for bound in bounds:
            if bound.index is None and (j is None or self.evaluator.integer(bound.offset, {}) == j):
                yield bound, {}
            elif bound.index is not None and j is not None and j >= bound.offset:
                yield bound, {bound.index: j - bound.offset}
