"""Coordinates for vectors, and the first thing to try for a point: random small numbers.

Legend: a *candidate* gives every symbol (a number, or a coordinate of a vector) a rational value.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np

from proofs.kernel.model import Model
from proofs.kernel.normal import Letter
from proofs.kernel.syntax import Formula, Term
from proofs.search.unread import number

Numbers = dict[str, Fraction]
POOL = [Fraction(n) for n in (0, 1, -1, 2, -2, 3, -3, 4, 5, 10)] + [Fraction(n, d) for n in (1, -1, 3) for d in (2, 4, 10)]
POOL_FLOATS = np.array([float(v) for v in POOL])
SAMPLES = 4000


class Coordinates(Model):
    """Vectors as coordinates that are still letters."""

    def __init__(self, letters: dict[str, Letter], dimension: int) -> None:
        vectors = {n: [f"{n}.{i}" for i in range(dimension)] for n, v in letters.items() if v.sort == "vector"}
        super().__init__(letters, {"dimension": dimension, "vectors": vectors}, {})

    def relations(self, formula: Formula) -> list[Formula]:
        """A relation in coordinates; a vector equation is one relation a coordinate."""
        if self.is_vector(formula[1]) or self.is_vector(formula[2]):
            return [("==", a, b) for a, b in zip(self.vector(formula[1]), self.vector(formula[2]), strict=True)]
        return [(formula[0], self.real(formula[1]), self.real(formula[2]))]

    def symbols(self) -> list[str]:
        numbers = [n for n, v in self.letters.items() if v.sort in ("real", "index")]
        return numbers + [c for u in self.vectors.values() for c in u]

    def values(self, numbers: dict[str, Any]) -> dict[str, Any]:
        """Values for the letters, as terms, from fractions or terms for the symbols."""
        terms = {s: number(a) if isinstance(a, Fraction) else a for s, a in numbers.items()}
        out = {n: terms[n] for n, v in self.letters.items() if v.sort in ("real", "index")}
        return out | {n: [terms[c] for c in u] for n, u in self.vectors.items()}


def sample(c: Coordinates, hypotheses: list[Formula], goal: Formula | None, deadline: float,
           patient: bool) -> Iterator[Numbers]:
    """Candidates from a pool of small numbers, the shortest first."""
    if any(h[0] == "==" for h in hypotheses) or time.monotonic() >= deadline:
        return
    rng = np.random.default_rng(0)
    symbols = c.symbols()
    picks = rng.integers(0, len(POOL), (len(symbols), SAMPLES))
    picks[:, :200] = rng.integers(0, 4, (len(symbols), 200))
    values = dict(zip(symbols, POOL_FLOATS[picks], strict=True))
    with np.errstate(all="ignore"):
        keep = np.ones(SAMPLES, dtype=bool)
        for name, letter in c.letters.items():
            if letter.sign:
                keep &= values[name] > 0 if letter.sign == "> 0" else values[name] >= 0
        for h in hypotheses:
            for r in c.relations(h):
                keep &= _holds(r, values)
        if goal is not None:
            fails = np.zeros(SAMPLES, dtype=bool)
            for r in c.relations(goal):
                fails |= _clearly_fails(r, values)
            keep &= fails
    found = np.flatnonzero(keep)
    order = np.argsort(picks[:, found].sum(axis=0), kind="stable")
    for j in found[order][:5]:
        yield {s: POOL[picks[i, j]] for i, s in enumerate(symbols)}


def _holds(r: Formula, values: dict[str, Any]) -> Any:
    a, b = numeric(r[1], values), numeric(r[2], values)
    tolerance = 1e-9*(1 + np.abs(a) + np.abs(b))
    return a <= b + tolerance if r[0] == "<=" else a < b - tolerance if r[0] == "<" else np.abs(a - b) <= tolerance


def _clearly_fails(r: Formula, values: dict[str, Any]) -> Any:
    a, b = numeric(r[1], values), numeric(r[2], values)
    tolerance = 1e-9*(1 + np.abs(a) + np.abs(b))
    return np.abs(a - b) > tolerance if r[0] == "==" else a > b + tolerance if r[0] == "<=" else a >= b - tolerance


def numeric(t: Term, values: dict[str, Any]) -> Any:
    """A term at arrays of values; not a number where it is not defined."""
    if isinstance(t, (int, Fraction)):
        try:
            return np.float64(t)
        except OverflowError:
            return np.float64(np.inf if t > 0 else -np.inf)
    if isinstance(t, str):
        return values[t]
    head, args = t[0], t[1:]
    if head == "^":
        base = numeric(args[0], values)
        return base**float(args[1]) if args[1] < 0 else base**args[1]
    parts = [numeric(a, values) for a in args]
    if head == "+":
        return sum(parts[1:], parts[0])
    if head == "*":
        out = parts[0]
        for p in parts[1:]:
            out = out*p
        return out
    if head == "-":
        return -parts[0]
    if head == "/":
        return parts[0]/np.where(parts[1] == 0, np.nan, parts[1])
    return {"norm": np.abs, "sqrt": np.sqrt, "log": np.log, "exp": np.exp, "max": np.maximum, "min": np.minimum}[head](*parts)
