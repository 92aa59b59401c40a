"""What a model says of a term: functions, vectors and sequences become numbers, and coordinates of quantified letters.

A model gives every letter an exact value: reals and vectors rational numbers, a function an explicit term in its
coordinates "x1", ..., "xd", a sequence a start and the hypothesis that defines its members by recursion, a list of
members, or a term in "k" (also a sequence of functions), an operator a symmetric matrix. Interpreted heads (norm, sum,
log, Hessians, ...) are expanded, never assigned.
"""

from __future__ import annotations

import copy
from fractions import Fraction
from itertools import combinations
from typing import Any

from proofs.kernel import matrices
from proofs.kernel.checker import Checker, Data
from proofs.kernel.differentiate import partials
from proofs.kernel.exact import evaluate
from proofs.kernel.normal import REAL_HEADS, Letter
from proofs.kernel.syntax import (
    BINDERS,
    RELATIONS,
    Formula,
    Reject,
    Term,
    bind,
    check_shape,
    free_letters,
    freeze,
    height,
    open_binder,
    show,
    substitute,
)

Coordinates = list[Term]


class Model:
    """Expands terms about functions, vectors and sequences into terms about numbers."""

    def __init__(self, letters: dict[str, Letter], data: Data, updates: dict[str, Formula]) -> None:
        self.letters, self.updates = letters, updates
        self.dimension = int(data.get("dimension", 1))
        if not 1 <= self.dimension <= 64:
            raise Reject("shape", "the dimension of a model lies between 1 and 64")

        def given(part: str, *sorts: str) -> Data:
            """Values for the letters of these sorts; others have no meaning and are left out."""
            return {n: v for n, v in data.get(part, {}).items() if n in letters and letters[n].sort in sorts}

        self.reals = {name: numeric_term(v) for name, v in given("reals", "real", "index").items()}
        self.vectors = {name: self.point(v) for name, v in given("vectors", "vector").items()}
        self.functions = {name: numeric_term(v) for name, v in given("functions", "function").items()}
        self.operators = {n: matrices.symmetric(n, v, self.dimension) for n, v in given("operators", "operator").items()}
        self.families = given("families", "function sequence")
        self.sequences = given("sequences", "real sequence", "vector sequence")
        self.cache: dict[Any, Any] = {}
        self.root = self  # without quantified letters: the members of a recursion do not depend on them
        for name, value in self.functions.items():
            everywhere_defined(value, set(self.coordinates("x")), name)
        for name, family in self.families.items():
            for value in (family["term"],) if "term" in family else family["values"]:
                everywhere_defined(numeric_term(value), {*self.coordinates("x"), *(["k"] if "term" in family else [])}, name)
        for name, sequence in self.sequences.items():
            if sum(way in sequence for way in ("term", "values", "by")) != 1:
                raise Reject("shape", f"{name!r} is given by a term, by its members or by a recursion")
            if "term" in sequence:
                value = self.value(name, sequence["term"])
                for part in value if isinstance(value, list) else [value]:
                    only_mentions(part, {"k"}, name)
            start = [sequence["start"]] if "by" in sequence else []
            for value in (self.value(name, v) for v in (*sequence.get("values", ()), *start)):
                for part in value if isinstance(value, list) else [value]:
                    evaluate(part)  # a number: a letter in it would be captured

    def point(self, data: Any) -> Coordinates:
        """A point of the model, given by its coordinates."""
        if not isinstance(data, (list, tuple)) or len(data) != self.dimension:
            raise Reject("shape", f"{data!r} has not {self.dimension} coordinates")
        return [numeric_term(a) for a in data]

    def value(self, sequence: str, data: Any) -> Any:
        """A member of a sequence as it is given: coordinates, or a number."""
        return numeric_term(data) if self.letters[sequence].sort == "real sequence" else self.point(data)

    def scoped(self, quantified: dict[str, str], values: Data) -> Model:
        """This model with values for quantified letters, which may hide letters of the statement."""
        inner = copy.copy(self)
        inner.letters = {**self.letters, **{n: Letter(sort) for n, sort in quantified.items()}}
        points = {n for n, sort in quantified.items() if sort == "vector"}
        inner.vectors = {n: v for n, v in {**self.vectors, **values}.items() if n in points or n not in quantified}
        inner.reals = {n: v for n, v in {**self.reals, **values}.items() if n not in points}
        return inner

    def coordinates(self, name: str) -> list[str]:
        return [f"{name}{i + 1}" for i in range(self.dimension)]

    def real(self, t: Term) -> Term:
        """A real term as a term about numbers (and about the coordinates of quantified letters)."""
        if isinstance(t, (int, Fraction)):
            return t
        if isinstance(t, str):
            return self.reals.get(t, t)
        head, args = t[0], t[1:]
        if head == "val":
            return substitute(self.function(args[0]), dict(zip(self.coordinates("x"), self.vector(args[1]), strict=True)))
        if head == "dot":
            return ("+", *(("*", a, b) for a, b in zip(self.vector(args[0]), self.vector(args[1]), strict=True)))
        if head in ("sq", "norm") and self.is_vector(args[0]):
            u = self.vector(args[0])
            if head == "norm" and len(u) == 1:
                return ("norm", u[0])
            squares = ("+", *(("^", a, 2) for a in u))
            return squares if head == "sq" else ("sqrt", squares)
        if head == "sq":
            return ("^", self.real(args[0]), 2)
        if head == "at":
            return self.member(args[0], args[1])
        if head == "sum":
            ends = self.real(args[0]), self.real(args[1])
            if free_letters(ends[0]) | free_letters(ends[1]):
                name = f"#i{height(t)}"  # inner sums have another one
                inner = self.scoped({name: "index"}, {name: name})
                return ("sum", *ends, bind(inner.real(open_binder(args[2], name)), name))
            lo, hi = self.integer(args[0]), self.integer(args[1])
            if hi - lo > 1000:
                raise Reject("shape", "a sum of more than 1000 terms in a model")
            return ("+", 0, *(self.real(open_binder(args[2], j)) for j in range(lo, hi + 1)))
        if head == "batches":
            return ("+", 0, *(self.real(a) for a in self.batches(t)))
        if head in BINDERS:
            raise Reject("shape", f"{show(t)} is not evaluated in a model")
        if head == "^":
            return ("^", self.real(args[0]), args[1])
        return (head, *(self.real(a) for a in args))

    def function(self, f: Term) -> Term:
        """The term of a function letter, or of a member of a sequence of functions."""
        if isinstance(f, str):
            if f not in self.functions:
                raise Reject("letter", f"the model gives no function {f!r}")
            return self.functions[f]
        _, name, index = f
        data = self.families.get(name)
        if data is None:
            raise Reject("letter", f"the model gives no functions {name!r}")
        if "term" in data:
            k = self.real(index)
            matrices.refuse_capture(index, free_letters(k), self.coordinates("x"))
            return substitute(numeric_term(data["term"]), {"k": k})
        n = self.integer(index) - data.get("from", 1)
        if not 0 <= n < len(data["values"]):
            raise Reject("range", f"the model gives no function {show(f)}")
        return numeric_term(data["values"][n])

    def gradient(self, f: Term) -> list[Term]:
        """The partial derivatives of a function; refused where it has none."""
        k = ("gradient", self.function(f))
        if k not in self.cache:
            self.cache[k] = partials(k[1], tuple(self.coordinates("x")))
        return self.cache[k]  # type: ignore[no-any-return]

    def hessian(self, f: Term) -> matrices.Matrix:
        """The second partial derivatives of a function; refused where it has none."""
        k = ("hessian", self.function(f))
        if k not in self.cache:
            self.cache[k] = matrices.second_derivatives(self.gradient(f), tuple(self.coordinates("x")))
        return self.cache[k]  # type: ignore[no-any-return]

    def operator(self, A: Term) -> matrices.Matrix:
        """An operator as a matrix."""
        if isinstance(A, str):
            if A not in self.operators:
                raise Reject("letter", f"the model gives no operator {A!r}")
            return self.operators[A]
        if A[0] == "inv":
            return matrices.inverse(self.operator(A[1]))
        point = dict(zip(self.coordinates("x"), self.vector(A[2]), strict=True))
        return [[substitute(a, point) for a in row] for row in self.hessian(A[1])]

    def batches(self, t: Term) -> list[Term]:
        """The terms of a sum over batches."""
        n, k = max(0, self.integer(t[1])), max(0, self.integer(t[2]))
        if n > 10:
            raise Reject("shape", "batches of more than 10 things in a model")
        return [open_binder(t[3], i) for batch in combinations(range(1, n + 1), k) for i in batch]

    def integer(self, t: Term) -> int:
        value = evaluate(self.real(t))
        if value[0] != value[1] or value[0].denominator != 1:
            raise Reject("inadmissible", f"{show(t)} is no integer in the model")
        return int(value[0])

    def is_vector(self, t: Term) -> bool:
        if isinstance(t, str):
            return t in self.vectors or (t in self.letters and self.letters[t].sort == "vector")
        if not isinstance(t, tuple):
            return False
        if t[0] == "at":
            return self.letters[t[1]].sort == "vector sequence"
        if t[0] in ("sum", "batches"):
            return self.is_vector(t[3])
        return t[0] in ("grad", "app") or (t[0] in ("+", "-", "*", "/") and any(self.is_vector(a) for a in t[1:]))

    def vector(self, t: Term) -> Coordinates:
        """A vector term as its coordinates."""
        if isinstance(t, str):
            if t in self.vectors:
                return self.vectors[t]
            raise Reject("letter", f"the model gives no vector {t!r}")
        head, args = t[0], t[1:]
        if head == "grad":
            point = dict(zip(self.coordinates("x"), self.vector(args[1]), strict=True))
            return [substitute(a, point) for a in self.gradient(args[0])]
        if head == "app":
            return matrices.product(self.operator(args[0]), self.vector(args[1]))
        if head in ("sum", "batches"):
            terms = self.batches(t) if head == "batches" else [
                open_binder(args[2], j) for j in range(self.integer(args[0]), self.integer(args[1]) + 1)]
            parts = [self.vector(a) for a in terms[:1001]]
            if len(terms) > 1000:
                raise Reject("shape", "a sum of more than 1000 terms in a model")
            return [("+", 0, *(u[i] for u in parts)) for i in range(self.dimension)]
        if head == "at":
            return self.member(args[0], args[1])  # type: ignore[no-any-return]
        if head == "+":
            return [("+", *parts) for parts in zip(*(self.vector(a) for a in args), strict=True)]
        if head == "-":
            return [("-", a) for a in self.vector(args[0])]
        if head == "/":
            return [("/", a, self.real(args[1])) for a in self.vector(args[0])]
        if head == "*":
            factors = [self.real(a) for a in args if not self.is_vector(a)]
            (u,) = (self.vector(a) for a in args if self.is_vector(a))
            return [("*", *factors, a) for a in u]
        raise Reject("sort", f"{show(t)} is no vector")

    def member(self, name: str, index: Term) -> Any:
        """A member of a sequence: coordinates, or a number."""
        data = self.sequences.get(name)
        if data is None:
            raise Reject("letter", f"the model gives no sequence {name!r}")
        if "term" in data:
            value, k = self.root.value(name, data["term"]), {"k": self.real(index)}
            return [substitute(a, k) for a in value] if isinstance(value, list) else substitute(value, k)
        if "by" in data and free_letters(k := self.real(index)):  # known by its start and its step only
            parts = [("at", part, k) for part in self.parts(name)]
            return parts if self.letters[name].sort == "vector sequence" else parts[0]
        n = self.integer(index)
        if "values" in data:
            first = data.get("from", 0)
            if not 0 <= n - first < len(data["values"]):
                raise Reject("range", f"the model gives no member {n} of {name!r}")
            return self.root.value(name, data["values"][n - first])
        if not 0 <= n <= 64:
            raise Reject("range", f"{name}[{n}] is not computed")
        for j in range(n + 1):
            if ("member", name, j) not in self.cache:
                self.cache["member", name, j] = exactly(self.root.computed(name, j, data))
        return self.cache["member", name, n]

    def parts(self, name: str) -> list[str]:
        """The real sequences that a sequence given by recursion consists of: its coordinates."""
        return [f"{name}.{i + 1}" for i in range(self.dimension if self.letters[name].sort == "vector sequence" else 1)]

    def states(self) -> dict[str, Letter]:
        """The real sequences of all sequences that are given by recursion."""
        return {part: Letter("real sequence") for name, data in self.root.sequences.items() if "by" in data
                for part in self.root.parts(name)}

    def computed(self, name: str, n: int, data: Data) -> Any:
        """A member of a sequence that is given by its start and a recursion."""
        if n == 0:
            return self.value(name, data["start"])
        k, rhs = self.recursion(name, data["by"])
        step = substitute(rhs, {k: n - 1})
        return self.real(step) if self.letters[name].sort == "real sequence" else self.vector(step)

    def recursion(self, name: str, hypothesis: str) -> tuple[str, Term]:
        """The hypothesis name[k+1] == rhs(name[k]) for all k >= 0: its index and right side."""
        formula = self.updates.get(hypothesis)
        if formula is not None and formula[0] == "forall" and len(formula[1]) == 1 and formula[1][0][1] == "index":
            k, body = formula[1][0][0], formula[3]
            recursive = {s for s, d in self.sequences.items() if "by" in d}
            if formula[2] == (("<=", 0, k),) and body[0] == "==" and body[1] == ("at", name, ("+", k, 1)) \
                    and only_before(body[2], recursive, k):
                return k, body[2]
        raise Reject("shape", f"{hypothesis!r} does not define {name!r} by recursion")


def numeric_term(data: Any) -> Term:
    t = freeze(data)
    check_shape(t)
    return t


def only_before(t: Term, names: set[str], k: str) -> bool:
    """Whether a right side mentions the sequences at k only."""
    if not isinstance(t, tuple):
        return True
    if t[0] in BINDERS or (t[0] == "at" and t[1] in names and t[2] != k):
        return False
    return all(only_before(a, names, k) for a in t[1:])


def visibly_defined(t: Term, checker: Checker) -> None:
    """Refuse a quotient, root, logarithm, power or binomial coefficient that is not visibly defined everywhere."""
    if not isinstance(t, tuple):
        return
    if t[0] == "sum":
        letter, known = f"#d{height(t)}", Letter("index", checker.sign(t[1]))
        visibly_defined(open_binder(t[3], letter), Checker({**checker.letters, letter: known}, {}))
    for a in t[1:3] if t[0] == "sum" else t[1:]:
        visibly_defined(a, checker)
    inverse = (t[0] == "^" and t[2] < 0) or (t[0] == "pow" and not checker.sign(t[2]))
    part = t[2] if t[0] == "/" else t[1] if t[0] in ("log", "sqrt") or inverse else 1
    sign = checker.sign(part)
    if t[0] == "binom" and not checker.sign(t[1]):
        sign = ""
    if not sign or (t[0] != "sqrt" and sign != "> 0" and not (isinstance(part, (int, Fraction)) and part != 0)):
        raise Reject("inadmissible", f"{show(t)} is not visibly defined everywhere")


def only_mentions(t: Term, letters: set[str], name: str) -> None:
    """Refuse a term with other letters, or one that is no term about numbers."""
    if isinstance(t, (int, Fraction)) or (isinstance(t, str) and t in letters):
        return
    if not isinstance(t, tuple) or t[0] not in (
            "+", "-", "*", "/", "^", "pow", "sq", "norm", "sqrt", "exp", "log", *REAL_HEADS):
        raise Reject("letter", f"{show(t)} has no meaning in the term for {name!r}")
    for a in t[1:]:
        only_mentions(a, letters, name)


def everywhere_defined(t: Term, letters: set[str], name: str) -> None:
    """Refuse a term that is not visibly defined everywhere (and smooth but for its seams), whatever its letters."""
    only_mentions(t, letters, name)
    if not isinstance(t, tuple):
        return
    for a in t[1:]:
        everywhere_defined(a, letters, name)
    if t[0] == "pow":
        raise Reject("letter", f"{show(t)} has no meaning in the term for {name!r}")
    needs_positive = t[2] if t[0] == "/" else t[1] if t[0] in ("log", "sqrt") else 1
    negative = t[0] == "^" and t[2] < 0
    if negative or Checker({x: Letter("real") for x in letters}, {}).sign(needs_positive) != "> 0":
        raise Reject("inadmissible", f"{show(t)} is not visibly defined everywhere")


def exactly(value: Any) -> Any:
    """Rational numbers in place of closed terms."""
    if isinstance(value, list):
        return [exactly(a) for a in value]
    found = evaluate(value)
    if found[0] != found[1]:
        raise Reject("shape", f"{show(value)}: the members of a recursion are rational in a model")
    return found[0]


def expand(model: Model, relation: Formula) -> Formula:
    if relation[0] not in RELATIONS:
        raise Reject("shape", f"{show(relation)} is not interpreted")
    return (relation[0], model.real(relation[1]), model.real(relation[2]))
