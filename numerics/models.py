"""The exact models of a certificate as instances: the counterexample of a statement, the instance that shows an existence
claim, the example of a theorem's hypotheses. The kernel has proved what they satisfy; here they are run.

A model gives every letter a rational value, functions and sequences as terms. Letters that a statement quantifies are drawn,
unless the model says where it fails.
"""

from __future__ import annotations

import zlib
from typing import Any

import numpy as np
from sympy import Integer

from numerics.ball import Ball, BallArithmetic
from numerics.bindings import BEYOND, Unbound, largest
from numerics.evaluate import CannotEvaluate, Evaluator
from numerics.ranges import Range
from proofs import language as lang
from proofs.kernel import matrices
from proofs.kernel.differentiate import partials
from proofs.kernel.syntax import Reject, freeze
from proofs.language import INDEX, OPERATOR, VECTOR, VECTOR_SEQUENCE, ForAll, Formula, Letter
from proofs.writer import write

REPLICAS = 40
K = Letter("k", INDEX)


class Explicit:
    """A function that is given by a term in its coordinates, with its formal derivatives."""

    def __init__(self, term: Any, dimension: int, arithmetic):
        self._term, self._names, self._ops = freeze(term), tuple(f"x{i + 1}" for i in range(dimension)), arithmetic
        self._trees: dict[int, Any] = {}

    def _at(self, tree, x):
        letters = {Letter(name): a for name, a in zip(self._names, self._ops.entries(x), strict=True)}
        return Evaluator(self._ops, None).term(tree, letters)  # type: ignore[arg-type]

    def _derived(self, order: int):
        """The trees of the first or second derivatives; kept, for a function is asked for them again and again."""
        if order not in self._trees:
            try:
                first = partials(self._term, self._names)
                second = matrices.second_derivatives(first, self._names) if order == 2 else ()
            except Reject as fault:
                raise CannotEvaluate(str(fault)) from None
            self._trees[1] = [write(t, {}) for t in first]
            if order == 2:
                self._trees[2] = [[write(t, {}) for t in row] for row in second]
        return self._trees[order]

    def value(self, x):
        return self._at(write(self._term, {}), x) + self._ops.dot(x, x)*self._ops.number(Integer(0))

    def gradient(self, x):
        return self._ops.vector([self._at(t, x) for t in self._derived(1)]) + x*self._ops.number(Integer(0))

    def hessian(self, x, u):
        rows = self._derived(2)
        return self._ops.vector([self._ops.dot(self._ops.vector([self._at(t, x) for t in row]), u) for row in rows])


class Model:
    """The letters of a statement as a model gives them; the others come from ``drawn(letter)``."""

    def __init__(self, data: dict[str, Any], hypotheses: dict[str, Formula], arithmetic, indices: dict[Letter, int], drawn):
        self.data, self.hypotheses, self.drawn = data, hypotheses, drawn
        self.dimension = int(data.get("dimension", 1))
        self.values: dict[Any, Any] = {}
        self.derived: set[Any] = set()
        self.evaluator = Evaluator(arithmetic, self)
        self.ops, self.indices = arithmetic, indices
        self.places = {**data.get("reals", {}), **data.get("vectors", {}), **data.get("at", {})}

    @property
    def last(self) -> int:
        return largest(self.indices) + BEYOND

    def letter(self, letter: Letter) -> Any:
        if letter in self.indices:
            return self.indices[letter]
        if letter not in self.values:
            given = self.places.get(letter.name)
            if given is None:
                self.values[letter] = self.drawn(letter)
            elif letter.sort == INDEX:
                self.values[letter] = self.evaluator.integer(write(freeze(given), {}), {})
            else:
                self.values[letter] = self._value(given, letter.sort == VECTOR, {})
        return self.values[letter]

    def _value(self, data, vector: bool, at):
        trees = [write(freeze(a), {"k": K}) for a in (data if vector else [data])]
        found = [self.evaluator.term(t, at) for t in trees]
        return self.ops.vector(found) if vector else found[0]

    def member(self, sequence: Letter, j: int) -> Any:
        if (sequence, j) not in self.values:
            for earlier in range(j if "by" in self.data["sequences"].get(sequence.name, {}) else 0):
                self.member(sequence, earlier)  # oldest first: a long sequence must not recurse deeply
            self.values[sequence, j] = self._member(sequence, j)
        return self.values[sequence, j]

    def _member(self, sequence: Letter, j: int):
        data, vector = self.data["sequences"].get(sequence.name), sequence.sort == VECTOR_SEQUENCE
        if data is None:
            raise Unbound(f"the model gives no sequence {sequence}")
        if "term" in data:
            return self._value(data["term"], vector, {K: j})
        if "values" in data:
            place = j - data.get("from", 0)
            if not 0 <= place < len(data["values"]):
                raise Unbound(f"the model gives no member {j} of {sequence}")
            return self._value(data["values"][place], vector, {})
        if j < 0:
            raise Unbound(f"{sequence}[{j}] does not exist")
        if j == 0:
            return self._value(data["start"], vector, {})
        step = lang.meaning(self.hypotheses[data["by"]])
        if not isinstance(step, ForAll):
            raise CannotEvaluate(f"{data['by']} is no recursion")
        return self.evaluator.term(step.body.rhs, {step.letters[0]: j - 1})

    def function(self, f: Letter) -> Explicit:
        if f not in self.values:
            if f.name not in self.data["functions"]:
                raise CannotEvaluate(f"the model gives no function {f}")
            self.values[f] = Explicit(self.data["functions"][f.name], self.dimension, self.ops)
        return self.values[f]

    def function_member(self, functions: Letter, j: int) -> Explicit:
        data = self.data.get("families", {}).get(functions.name)
        place = j - (data or {}).get("from", 1)
        if data is None or ("values" in data and not 0 <= place < len(data["values"])):
            raise Unbound(f"the model gives no function {functions}[{j}]")
        if (functions, j) not in self.values:
            term = _with(data["term"], j) if "term" in data else data["values"][place]
            self.values[functions, j] = Explicit(term, self.dimension, self.ops)
        return self.values[functions, j]

    def operator(self, operator: Letter) -> Any:
        if operator not in self.values:
            rows = self.data.get("operators", {}).get(operator.name)
            if rows is None:
                raise CannotEvaluate(f"the model gives no operator {operator}")
            self.values[operator] = self.ops.matrix([[self._value(a, False, {}) for a in row] for row in rows])
        return self.values[operator]


def _with(term, j: int):
    """A term in k at k = j."""
    return j if term == "k" else [_with(a, j) for a in term] if isinstance(term, list) else term


class Batch(Model):
    """A model on arrays: one problem, whose replicas differ in the letters that are drawn."""

    def __init__(self, data, hypotheses, indices, backend, seed: int, replicas: int = REPLICAS):
        super().__init__(data, hypotheses, BallArithmetic(backend), indices, self._draw)
        self.backend, self.shape, self.functions = backend, (1, replicas), {}
        self._seed = seed
        self.kept: dict[str, Ball] = {}

    def _draw(self, letter: Letter) -> Any:
        """Random values; in half of the replicas such as a statement is likely to turn on: 0, 1 and the model's own."""
        if letter.sort == INDEX or letter.sort in (OPERATOR, lang.FUNCTION):
            raise CannotEvaluate(f"the model gives no {letter}")
        rng = np.random.default_rng(np.random.SeedSequence((self._seed, zlib.crc32(letter.name.encode()))))
        if letter.sort == VECTOR:
            size = np.where(rng.random(self.shape) < 0.1, 0.0, 10.0**rng.uniform(-2, 1, self.shape))
            found = size[..., None]*rng.standard_normal((*self.shape, self.dimension))
        else:
            found = Range.of_sign(letter.sign, self.shape).draw(rng, np.ones((1, 1)))
        telling = self._telling(letter)
        for replica in range(self.shape[1]//2):
            found[0, replica] = telling[rng.integers(len(telling))]
        self.kept[letter.name] = Ball(self.backend.put(found))
        return self.kept[letter.name]

    def _telling(self, letter: Letter) -> list[np.ndarray]:
        part, shape = ("vectors", (self.dimension,)) if letter.sort == VECTOR else ("reals", ())
        own = (self._value(given, letter.sort == VECTOR, {}).v for given in self.data.get(part, {}).values())
        able = [np.zeros(shape), np.ones(shape), *(self.backend.get(a).reshape(shape) for a in own)]
        return [a for a in able if not letter.sign or a > 0 or (a == 0 and letter.sign == ">= 0")]
