"""Points that satisfy hypotheses, and points that break a claim: random small numbers first, then z3 on coordinates.

Legend: d the dimension of the vectors; a *candidate* gives every letter a rational value.
"""

from __future__ import annotations

import time
from fractions import Fraction
from typing import Any

import numpy as np
import z3

from proofs.kernel.checker import Checker
from proofs.kernel.interpretation import check_model, refute
from proofs.kernel.model import Model
from proofs.kernel.normal import Letter
from proofs.kernel.syntax import RELATIONS, Formula, Reject, Term, freeze
from proofs.search.candidates import Solver
from proofs.search.refute import model_data
from proofs.search.unread import number

Data = dict[str, Any]
POOL = [Fraction(n) for n in (0, 1, -1, 2, -2, 3, -3, 4, 5, 10)] + [Fraction(n, d) for n in (1, -1, 3) for d in (2, 4, 10)]
POOL_FLOATS = np.array([float(v) for v in POOL])
SAMPLES = 4000


class Coordinates(Model):
    """Vectors as coordinates that are still letters."""

    def __init__(self, letters: dict[str, Letter], dimension: int) -> None:
        self.letters, self.dimension, self.updates, self.cache = letters, dimension, {}, {}
        self.reals, self.functions, self.sequences = {}, {}, {}
        self.vectors = {n: [f"{n}.{i}" for i in range(dimension)] for n, v in letters.items() if v.sort == "vector"}

    def relations(self, formula: Formula) -> list[Formula]:
        """A relation in coordinates; a vector equation is one relation a coordinate."""
        if self.is_vector(formula[1]) or self.is_vector(formula[2]):
            return [("==", a, b) for a, b in zip(self.vector(formula[1]), self.vector(formula[2]), strict=True)]
        return [(formula[0], self.real(formula[1]), self.real(formula[2]))]

    def symbols(self) -> list[str]:
        numbers = [n for n, v in self.letters.items() if v.sort in ("real", "index")]
        return numbers + [c for u in self.vectors.values() for c in u]

    def values(self, numbers: dict[str, Fraction]) -> dict[str, Any]:
        out: dict[str, Any] = {n: numbers[n] for n, v in self.letters.items() if v.sort in ("real", "index")}
        return out | {n: [number(numbers[c]) for c in u] for n, u in self.vectors.items()}


def _letters(statement: Data) -> dict[str, Letter]:
    return {n: Letter(*s) for n, s in statement["letters"].items()}


def _ground(statement: Data) -> list[Formula]:
    return [f for f in (freeze(h) for h in statement["hypotheses"].values()) if f[0] in RELATIONS]


def satisfy(statement: Data, space: Checker, deadline: float) -> dict[str, Any] | None:
    """Values for all letters that satisfy every hypothesis, or None if none was found."""
    letters = _letters(statement)
    dimensions = (1, 2) if any(v.sort == "vector" for v in letters.values()) else (1,)
    for solve in (_sample, _z3):
        for d in dimensions:
            for values in solve(Coordinates(letters, d), _ground(statement), None, deadline, True):
                try:
                    check_model(statement, model_data(statement, values))
                    return values
                except Reject:
                    continue
    return None


def break_claim(statement: Data, space: Checker, goal: Formula, deadline: float, effort: int) -> Data | None:
    """A model, accepted by the kernel, that satisfies the hypotheses and breaks the goal; or None.

    ``effort`` 0: random small numbers; 1: z3 for a moment; 2: z3 for seconds, in one more dimension.
    """
    letters = _letters(statement)
    vectors = sum(v.sort == "vector" for v in letters.values())
    dimensions = range(1, 1 + max(1, min(vectors, 2 + (effort == 2))))
    for solve in (_z3,) if effort else (_sample,):
        for d in dimensions:
            for values in solve(Coordinates(letters, d), _ground(statement), goal, deadline, effort == 2):
                data = model_data(statement, values)
                try:
                    refute(statement, goal, data)
                    return data
                except Reject:
                    continue
    return None


# --- random small numbers ------------------------------------------------------------------------------------------


def _sample(c: Coordinates, hypotheses: list[Formula], goal: Formula | None, deadline: float, patient: bool) -> Any:
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
        yield c.values({s: POOL[picks[i, j]] for i, s in enumerate(symbols)})


def _holds(r: Formula, values: dict[str, Any]) -> Any:
    a, b = _float(r[1], values), _float(r[2], values)
    tolerance = 1e-9*(1 + np.abs(a) + np.abs(b))
    return a <= b + tolerance if r[0] == "<=" else a < b - tolerance if r[0] == "<" else np.abs(a - b) <= tolerance


def _clearly_fails(r: Formula, values: dict[str, Any]) -> Any:
    a, b = _float(r[1], values), _float(r[2], values)
    tolerance = 1e-9*(1 + np.abs(a) + np.abs(b))
    return np.abs(a - b) > tolerance if r[0] == "==" else a > b + tolerance if r[0] == "<=" else a >= b - tolerance


def _float(t: Term, values: dict[str, Any]) -> Any:
    if isinstance(t, (int, Fraction)):
        return float(t)
    if isinstance(t, str):
        return values[t]
    head, args = t[0], t[1:]
    if head == "^":
        base = _float(args[0], values)
        return base**float(args[1]) if args[1] < 0 else base**args[1]
    parts = [_float(a, values) for a in args]
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
    return {"norm": np.abs, "sqrt": np.sqrt, "log": np.log, "exp": np.exp}[head](parts[0])


# --- z3 ------------------------------------------------------------------------------------------------------------


def _z3(c: Coordinates, hypotheses: list[Formula], goal: Formula | None, deadline: float, patient: bool) -> Any:
    """One candidate from z3, made rational where z3 answers with a root."""
    left = deadline - time.monotonic()
    if left <= 0:
        return
    s = Solver()
    s.solver.set("timeout", int(1000*min(left, 3.0 if patient else 0.3)))
    try:
        for name, letter in c.letters.items():
            if letter.sign:
                s.solver.add(z3.Real(name) > 0 if letter.sign == "> 0" else z3.Real(name) >= 0)
        for h in hypotheses:
            for r in c.relations(h):
                s.solver.add(s.relation(r))
        if goal is not None:
            s.solver.add(z3.Or([z3.Not(s.relation(r)) for r in c.relations(goal)]))
    except Reject:
        return
    yield from _rational_models(s.solver, c)


def _rational_models(solver: Any, c: Coordinates) -> Any:
    """Models with rational values: small ones first, then roots are replaced by nearby rationals, one at a time."""
    symbols = c.symbols()
    for bound in (2, 8, None):
        solver.push()
        if bound is not None:
            solver.add(*(z3.And(z3.Real(s) <= bound, z3.Real(s) >= -bound) for s in symbols))
        for _ in range(len(symbols) + 1):
            if solver.check() != z3.sat:
                break
            model = solver.model()
            values = {s: model.eval(z3.Real(s), model_completion=True) for s in symbols}
            irrational = next((s for s, v in values.items() if not z3.is_rational_value(v)), None)
            if irrational is None:
                yield c.values({s: Fraction(v.numerator_as_long(), v.denominator_as_long()) for s, v in values.items()})
                break
            near = values[irrational].approx(6)
            fraction = Fraction(near.numerator_as_long(), near.denominator_as_long())
            solver.push()
            short = next((q for q in (1, 2, 4, 10, 100) if _fits(solver, irrational, fraction.limit_denominator(q))), None)
            solver.pop()
            if short is None:
                break
            solver.add(z3.Real(irrational) == z3.RealVal(str(fraction.limit_denominator(short))))
        solver.pop()


def _fits(solver: Any, symbol: str, value: Fraction) -> bool:
    solver.push()
    solver.add(z3.Real(symbol) == z3.RealVal(str(value)))
    fits = solver.check() == z3.sat
    solver.pop()
    return bool(fits)
