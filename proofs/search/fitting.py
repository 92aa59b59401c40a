"""Multipliers that depend on parameters, read off their values at samples of the parameters.

Legend: a *sample* gives the parameters their values, in the order of their symbols.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod
from typing import Any

import numpy as np
import sympy

from proofs.kernel.syntax import Reject

SAMPLES, DRAWN, ZERO = 40, 150, 1e-5  # samples wanted, and how often so many are drawn to find them; what counts as zero
POWER, FEW = 2, 6  # exponents of a simple form, and how many choices of them
SHORT = [Fraction(*c) for c in ((1, 4), (1, 3), (1, 2), (2, 3), (3, 4), (1, 1), (3, 2), (2, 1), (3, 1), (4, 1))]
AWAY = 1.2  # how far, in logarithms, a number may be from the values that it stands for
Sample = tuple[float, ...]
Rational = tuple[list[tuple[tuple[int, ...], float]], ...]  # terms of the numerator and of the denominator


def rational(e: sympy.Expr, symbols: list[sympy.Symbol]) -> Rational:
    """A rational function as (exponents, coefficient) of its numerator and denominator, for fast evaluation in floats."""
    parts = sympy.fraction(sympy.together(e))
    if not symbols:
        return tuple([((), float(part))] for part in parts)
    return tuple([(powers, float(c)) for powers, c in sympy.Poly(part, *symbols).terms()] for part in parts)


def at(f: Rational, p: Sequence[Any]) -> Any:
    """The value at a sample; or at many, given as a column for each symbol."""
    top, bottom = (sum(c*prod(x**n for x, n in zip(p, powers, strict=True) if n) for powers, c in part) for part in f)
    return top/bottom


class Samples:
    """Parameter values that satisfy the constraints on parameters strictly, and the functions that fit values there.

    ``made_of`` are expressions whose factors may be factors of a multiplier.
    """

    def __init__(self, symbols: list[sympy.Symbol], constraints: list[sympy.Expr], made_of: list[sympy.Expr]) -> None:
        self.symbols, self.made_of = symbols, made_of
        self.values: list[Sample] = [] if symbols else [()]
        rng = np.random.default_rng(0)
        tests = [rational(e, symbols) for e in constraints]
        for _ in range(DRAWN if symbols else 0):
            many = np.exp(rng.uniform(-1.5, 1.5, (SAMPLES, len(symbols))))
            fits = np.ones(SAMPLES, dtype=bool)
            for t in tests:
                fits &= at(t, many.T) > 0.02
            self.values += map(tuple, many[fits])
            if len(self.values) >= SAMPLES:
                del self.values[SAMPLES:]
                return
        if symbols and len(self.values) < 4:
            raise Reject("shape", "no parameters satisfy the constraints")

    def fit(self, values: Sequence[float]) -> sympy.Expr | None:
        """A product of a rational number and factors that takes the given values at the samples."""
        v = np.array(values)
        if np.all(np.abs(v) < ZERO):
            return sympy.S.Zero
        rounded = Fraction(float(np.median(v))).limit_denominator(64)
        if np.allclose(v, float(rounded), rtol=1e-4, atol=1e-5):
            return sympy.Rational(rounded.numerator, rounded.denominator)
        if np.any(v*np.sign(v[0]) <= 0) or len(v) < 4:
            return None
        factors, logs = self._factors
        design = np.hstack([np.ones((len(v), 1)), logs])
        solution, *_ = np.linalg.lstsq(design, np.log(np.abs(v)), rcond=None)
        exponents = np.round(solution[1:]).astype(int)
        if np.max(np.abs(exponents), initial=0) > 4:
            return None
        rest = np.sign(v[0])*np.exp(np.log(np.abs(v)) - logs @ exponents)
        c = Fraction(float(np.median(rest))).limit_denominator(64)
        if c == 0 or not np.allclose(rest, float(c), rtol=2e-3):
            return None
        out = sympy.Rational(c.numerator, c.denominator)
        for f, e in zip(factors, exponents, strict=True):
            out *= f**int(e)
        return out

    def simple(self, values: Sequence[float], units: Any = None, unit: Any = None) -> list[sympy.Expr]:
        """Short numbers times powers of the parameters, close to values of one sign at the first samples; the closest first.

        ``units`` has a row for each way to scale the parameters that changes nothing, ``unit`` how the values scale then: but
        for the first, the powers are to scale like that.
        """
        v = np.array(values)*np.sign(values[0])
        if np.any(v < ZERO):
            return [sympy.S.Zero] if np.all(np.abs(v) < ZERO) else []
        logs = np.log(np.array(self.values[:len(v)], dtype=float).reshape(len(v), len(self.symbols)))
        solution, *_ = np.linalg.lstsq(np.hstack([np.ones((len(v), 1)), logs]), np.log(v), rcond=None)
        exponents = np.round(solution[1:]).astype(int)
        middle = float(np.median(v/np.exp(logs @ exponents)))
        found = []
        if np.max(np.abs(exponents), initial=0) <= 4:
            found = [(Fraction(middle).limit_denominator(2 if middle > 1 else 16), exponents)]
        if units is not None and len(self.symbols) <= FEW:
            grid = np.array(list(product(range(-POWER, POWER + 1), repeat=len(self.symbols))), dtype=int)
            grid = grid[(np.abs(grid).sum(axis=1) <= 2*POWER) & np.all(np.abs(grid @ units.T - unit) < ZERO, axis=1)]
            rest = np.log(v)[:, None] - logs @ grid.T
            for k in np.argsort(rest.std(axis=0) + 0.1*np.abs(grid).sum(axis=1), kind="stable")[:FEW]:
                middle = float(np.mean(rest[:, k]))
                near = {c: abs(np.log(float(c)) - middle) for c in SHORT}
                found += [(c, grid[k]) for c in sorted(near, key=near.__getitem__) if near[c] < AWAY]
        sign = int(np.sign(values[0]))
        return list(dict.fromkeys(sympy.prod([f**int(e) for f, e in zip(self.symbols, powers, strict=True)],
                                             sympy.Rational(sign*c.numerator, c.denominator)) for c, powers in found))

    @cached_property
    def _factors(self) -> tuple[list[sympy.Expr], Any]:
        """What multipliers of the textbooks are made of, positive at all samples, and their logarithms there.

        Parameters, factors of the coefficients, sums of two parameters; as many as the samples can tell apart.
        """
        pool = list(self.symbols)
        for e in self.made_of:
            for part in map(sympy.expand, sympy.fraction(sympy.together(e))):
                if part.free_symbols:
                    pool += [f for f, _ in sympy.factor_list(part)[1] if f not in pool and -f not in pool]
        pairs = [(a, b) for i, a in enumerate(self.symbols) for b in self.symbols[i + 1:]]
        for a, b in pairs:
            pool += [f for f in (a + b, 1 - a*b, a - b, 2 - a*b, 2*a + b, a + 2*b) if f not in pool and -f not in pool]
        pool += [f for a in self.symbols for f in (1 - a, 1 + a) if f not in pool and -f not in pool]
        compiled = [rational(f, self.symbols) for f in pool]
        table = np.array([[at(f, p) for f in compiled] for p in self.values])
        signs = np.sign(table[0])
        keep = [j for j in range(len(pool)) if np.all(table[:, j]*signs[j] > 0)][:len(self.values) - 6]
        factors = [pool[j] if signs[j] > 0 else -pool[j] for j in keep]
        return factors, np.log(np.abs(table[:, keep]))
