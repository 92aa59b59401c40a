"""Multipliers that depend on parameters, read off their values at samples of the parameters.

Legend: a *sample* gives the parameters their values, in the order of their symbols.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import sympy

from proofs.kernel.syntax import Reject

SAMPLES, ZERO = 40, 1e-5
Sample = tuple[float, ...]
Rational = tuple[list[tuple[tuple[int, ...], float]], ...]  # terms of the numerator and of the denominator


def rational(e: sympy.Expr, symbols: list[sympy.Symbol]) -> Rational:
    """A rational function as (exponents, coefficient) of its numerator and denominator, for fast evaluation in floats."""
    parts = sympy.fraction(sympy.together(e))
    if not symbols:
        return tuple([((), float(part))] for part in parts)
    return tuple([(powers, float(c)) for powers, c in sympy.Poly(part, *symbols).terms()] for part in parts)


def at(f: Rational, p: Sample) -> float:
    top, bottom = (sum(c*np.prod([x**n for x, n in zip(p, powers, strict=True)]) for powers, c in part) for part in f)
    return float(top/bottom)


class Samples:
    """Parameter values that satisfy the constraints on parameters strictly, and the functions that fit values there.

    ``made_of`` are expressions whose factors may be factors of a multiplier.
    """

    def __init__(self, symbols: list[sympy.Symbol], constraints: list[sympy.Expr], made_of: list[sympy.Expr]) -> None:
        self.symbols, self.made_of = symbols, made_of
        self.values: list[Sample] = [] if symbols else [()]
        rng = np.random.default_rng(0)
        tests = [rational(e, symbols) for e in constraints]
        for _ in range(6000 if symbols else 0):
            values = tuple(np.exp(rng.uniform(-1.5, 1.5, len(symbols))))
            if all(at(t, values) > 0.02 for t in tests):
                self.values.append(values)
            if len(self.values) == SAMPLES:
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

    def simple(self, values: Sequence[float]) -> sympy.Expr | None:
        """A short number times powers of the parameters, close to values of one sign at the first samples."""
        v = np.array(values)*np.sign(values[0])
        if np.any(v < ZERO):
            return sympy.S.Zero if np.all(np.abs(v) < ZERO) else None
        logs = np.log(np.array(self.values[:len(v)], dtype=float).reshape(len(v), len(self.symbols)))
        solution, *_ = np.linalg.lstsq(np.hstack([np.ones((len(v), 1)), logs]), np.log(v), rcond=None)
        exponents = np.round(solution[1:]).astype(int)
        middle = float(np.median(v/np.exp(logs @ exponents)))
        c = Fraction(middle).limit_denominator(2 if middle > 1 else 16)*int(np.sign(values[0]))
        if np.max(np.abs(exponents), initial=0) > 4:
            return None
        powers = [f**int(e) for f, e in zip(self.symbols, exponents, strict=True)]
        return sympy.prod(powers, sympy.Rational(c.numerator, c.denominator))

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
