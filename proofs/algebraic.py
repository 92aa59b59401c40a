"""Counterexamples that need one irrational number: exact arithmetic in Q(theta), and the check of such a counterexample.

theta is the one root of a polynomial with rational coefficients in an interval with rational ends. A number of Q(theta) is
a polynomial in theta. No float takes part: whether a number is zero is a greatest common divisor, its sign is read off an
interval that is halved until it tells. Standard library and kernel only; a verdict REFUTED with "theta" rests on this file.

Legend: p, q polynomials as lists of fractions, the constant first; a *number* is such a list, of lower degree than p.
"""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import pairwise
from math import isqrt
from typing import Any

from proofs.kernel.checker import open_theorem
from proofs.kernel.model import Model
from proofs.kernel.syntax import RELATIONS, Formula, Reject, Term, freeze, refusing, show

Data = dict[str, Any]
Number = list[Fraction]
THETA = "theta"
DEGREE, BITS, HALVINGS = 16, 4096, 2000


def _trim(p: Number) -> Number:
    while p and p[-1] == 0:
        p = p[:-1]
    return p


def _add(p: Number, q: Number, factor: Fraction = Fraction(1)) -> Number:
    """p + factor q."""
    size = max(len(p), len(q))
    padded = zip(p + [Fraction(0)]*(size - len(p)), q + [Fraction(0)]*(size - len(q)), strict=True)
    return _trim([a + factor*b for a, b in padded])


def _mul(p: Number, q: Number) -> Number:
    out = [Fraction(0)]*max(0, len(p) + len(q) - 1)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            out[i + j] += a*b
    return _trim(out)


def _divide(p: Number, q: Number) -> tuple[Number, Number]:
    """Quotient and remainder."""
    out: Number = [Fraction(0)]*max(0, len(p) - len(q) + 1)
    while len(p) >= len(q):
        out[len(p) - len(q)] = c = p[-1]/q[-1]
        p = _add(p, [Fraction(0)]*(len(p) - len(q)) + q, -c)
    return _trim(out), p


def _gcd(p: Number, q: Number) -> Number:
    while q:
        p, q = q, _divide(p, q)[1]
    return [a/p[-1] for a in p]


def _derivative(p: Number) -> Number:
    return [i*a for i, a in enumerate(p)][1:]


def _at(p: Number, x: Fraction) -> Fraction:
    total = Fraction(0)
    for a in reversed(p):
        total = total*x + a
    return total


def _roots_between(p: Number, low: Fraction, high: Fraction) -> int:
    """The number of roots of a square-free polynomial between two points that are none (Sturm)."""
    chain = [p, _derivative(p)]
    while chain[-1]:
        chain.append([-a for a in _divide(chain[-2], chain[-1])[1]])

    def changes(x: Fraction) -> int:
        signs = [v > 0 for v in (_at(q, x) for q in chain) if v != 0]
        return sum(a != b for a, b in pairwise(signs))
    return changes(low) - changes(high)


class Theta:
    """A real algebraic number; refuses a polynomial and an interval that do not determine one."""

    def __init__(self, polynomial: Number, low: Fraction, high: Fraction) -> None:
        p = _trim([Fraction(a) for a in polynomial])
        if not 2 <= len(p) <= DEGREE + 1:
            raise Reject("shape", f"the polynomial of theta has a degree between 1 and {DEGREE}")
        self._bounded([*p, low, high])
        self.p = _divide(p, _gcd(p, _derivative(p)))[0]
        if low >= high or _at(self.p, low) == 0 or _at(self.p, high) == 0 or _roots_between(self.p, low, high) != 1:
            raise Reject("shape", "the interval of theta must contain exactly one root, which is no end of it")
        self.low, self.high = low, high

    @staticmethod
    def read(data: Any) -> Theta:
        """From ``{"polynomial": ["-2", "0", "1"], "interval": ["7/5", "3/2"]}``."""
        low, high = (_fraction(a) for a in data["interval"])
        return Theta([_fraction(a) for a in data["polynomial"]], low, high)

    @staticmethod
    def _bounded(numbers: list[Fraction]) -> None:
        if any(a.numerator.bit_length() + a.denominator.bit_length() > BITS for a in numbers):
            raise Reject("shape", "a number in Q(theta) is too long")

    def _halve(self) -> None:
        """Halve the interval; where the middle is the root, it becomes the interval."""
        middle = (self.low + self.high)/2
        value = _at(self.p, middle)
        if value == 0:
            self.low = self.high = middle
        elif (value > 0) == (_at(self.p, self.high) > 0):
            self.high = middle
        else:
            self.low = middle

    def enclosure(self, q: Number) -> tuple[Fraction, Fraction]:
        """An interval that contains a number."""
        low = high = Fraction(0)
        for a in reversed(q):
            products = [x*y for x in (low, high) for y in (self.low, self.high)]
            low, high = min(products) + a, max(products) + a
        return low, high

    def sign(self, q: Number) -> int:
        """-1, 0 or 1."""
        if not q:
            return 0
        common = _gcd(self.p, q)
        if self.low == self.high:
            value = _at(q, self.low)
            return (value > 0) - (value < 0)
        if len(common) > 1 and (_at(common, self.low) > 0) != (_at(common, self.high) > 0):
            return 0  # it changes sign, and theta is the only root of p there: theta is a root of q
        for _ in range(HALVINGS):
            low, high = self.enclosure(q)
            if low > 0 or high < 0:
                return 1 if low > 0 else -1
            self._halve()
        raise Reject("shape", "the sign of a number in Q(theta) is too hard to tell")

    def reduced(self, q: Number) -> Number:
        out = _divide(q, self.p)[1]
        self._bounded(out)
        return out

    def inverse(self, q: Number) -> Number:
        """1/q by Euclid's algorithm, modulo the part of p that q has no root in common with."""
        if self.sign(q) == 0:
            raise Reject("inadmissible", "division by zero")
        modulus = _divide(self.p, _gcd(self.p, q))[0]
        (a, s), (b, t) = (modulus, []), (_divide(q, modulus)[1], [Fraction(1)])
        while len(b) > 1:
            quotient, rest = _divide(a, b)
            (a, s), (b, t) = (b, t), (rest, _add(s, _mul(quotient, t), Fraction(-1)))
        return self.reduced([x/b[0] for x in t])

    def value(self, t: Term) -> Number:
        """A term in the letter theta alone; refuses what is undefined, and roots that are not rational."""
        if isinstance(t, (int, Fraction)):
            return _trim([Fraction(t)])
        if t == THETA:
            return self.reduced([Fraction(0), Fraction(1)])
        if isinstance(t, str):
            raise Reject("letter", f"{t!r} has no value")
        head, args = t[0], t[1:]
        if head == "^":
            base = self.value(args[0]) if args[1] >= 0 else self.inverse(self.value(args[0]))
            out = [Fraction(1)]
            for _ in range(abs(args[1])):
                out = self.reduced(_mul(out, base))
            return out
        parts = [self.value(a) for a in args]
        if head == "+":
            total: Number = []
            for q in parts:
                total = _add(total, q)
            return total
        if head == "*":
            out = [Fraction(1)]
            for q in parts:
                out = self.reduced(_mul(out, q))
            return out
        if head == "-":
            return _add([], parts[0], Fraction(-1))
        if head == "/":
            return self.reduced(_mul(parts[0], self.inverse(parts[1])))
        if head == "norm":
            return parts[0] if self.sign(parts[0]) >= 0 else _add([], parts[0], Fraction(-1))
        if head == "sqrt" and len(parts[0]) < 2:
            a = parts[0][0] if parts[0] else Fraction(0)
            root = Fraction(isqrt(abs(a.numerator)), isqrt(a.denominator))
            if root*root == a:
                return _trim([root])
        raise Reject("shape", f"{show(t)} is not evaluated in Q(theta)")

    def holds(self, relation: str, a: Number, b: Number) -> bool:
        sign = self.sign(_add(b, a, Fraction(-1)))
        return {"<=": sign >= 0, "<": sign > 0, "==": sign == 0}[relation]

    def show(self, q: Number) -> str:
        """A number for a message: exact where it is rational, else its first digits."""
        if len(q) < 2:
            return str(q[0] if q else 0)
        for _ in range(60):
            self._halve()
        return f"{float(self.enclosure(q)[0]):.12g}..."


def _fraction(a: Any) -> Fraction:
    if not isinstance(a, str) or len(a) > BITS or not re.fullmatch(r"-?[0-9]+(/[0-9]+)?", a):
        raise Reject("shape", "the numbers of theta are written as text: \"-7/5\"")
    return Fraction(a)


def written(q: Number) -> str:
    """A number as text: 3/2 + 2*theta."""
    powers = [("", "*" + THETA, f"*{THETA}**{i}")[min(i, 2)] for i in range(len(q))]
    terms = [f"{a}{power}" for a, power in zip(q, powers, strict=True) if a]
    terms = [t.removeprefix("1*") if t.startswith("1*") else "-" + t[3:] if t.startswith("-1*") else t for t in terms]
    return " + ".join(terms).replace("+ -", "- ") or "0"


def term(q: Number) -> Term:
    """A number as a term of the kernel's language, in the letter theta."""
    parts: list[Term] = []
    for i, a in enumerate(q):
        c: Term = int(a) if a.denominator == 1 else ("/", a.numerator, a.denominator)
        power: Term = THETA if i == 1 else ("^", THETA, i)
        if a:
            parts.append(c if i == 0 else power if a == 1 else ("*", c, power))
    return 0 if not parts else parts[0] if len(parts) == 1 else ("+", *parts)


def check_model(statement: Data, data: Data) -> tuple[Model, Theta]:
    """A model in Q(theta) of all hypotheses, which are relations between reals and vectors; refuses anything else."""
    with refusing("model"):
        theta = Theta.read(data[THETA])
        checker = open_theorem(statement, {})
        model = Model({name: checker.letters[name] for name in statement["letters"]},
                      {part: data[part] for part in ("dimension", "reals", "vectors")}, {})
        for name, (sort, sign) in model.letters.items():
            if sort not in ("real", "vector") or name not in (model.reals if sort == "real" else model.vectors):
                raise Reject("letter", f"the model gives {name!r} no value")
            values = [theta.value(a) for a in ([model.reals[name]] if sort == "real" else model.vectors[name])]
            if sign and not theta.holds("<" if sign == "> 0" else "<=", [], values[0]):
                raise Reject("sign", f"{name!r} must be {sign}")
        for name in statement["hypotheses"]:
            if not all(theta.holds(checker.facts[name][0], a, b) for a, b in _sides(model, theta, checker.facts[name])):
                raise Reject("hypothesis", f"{name!r} does not hold in the model: {show(checker.facts[name])}")
        return model, theta


def refute(statement: Data, claim: Any, data: Data) -> tuple[str, str]:
    """Check that a model in Q(theta) satisfies the hypotheses and breaks the claim; the values of its sides, for a message."""
    model, theta = check_model(statement, data)
    with refusing("refutation"):
        formula: Formula = freeze(claim)
        open_theorem(statement, {}).check_formula(formula)
        for a, b in _sides(model, theta, formula):
            if not theta.holds(formula[0], a, b):
                return theta.show(a), theta.show(b)
        raise Reject("claim", f"the claim does not fail in the model: {show(formula)}")


def _sides(model: Model, theta: Theta, relation: Formula) -> list[tuple[Number, Number]]:
    """The values of both sides of a relation; of vectors, for each coordinate."""
    if relation[0] not in RELATIONS:
        raise Reject("shape", f"{show(relation)} is not interpreted")
    _, a, b = relation
    if model.is_vector(a) or model.is_vector(b):
        pairs = zip(model.vector(a), model.vector(b), strict=True)
    else:
        pairs = zip([model.real(a)], [model.real(b)], strict=True)
    return [(theta.value(x), theta.value(y)) for x, y in pairs]
