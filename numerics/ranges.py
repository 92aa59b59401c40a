"""Draws of a scalar inside its range, with the ends of the range always among them.

Legend: lo, hi arrays (problems, replicas), infinite where there is no bound; ``strict`` ends are approached, not taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

NEAR = 2.0**-30  # how near a strict end is approached, relative to the range
FURTHEST = 4.0  # step sizes without an upper bound go up to 4/L, where gradient descent diverges


@dataclass
class Range:
    """The values that a letter may take, instance by instance."""

    lo: np.ndarray
    hi: np.ndarray
    strict_lo: bool = False
    strict_hi: bool = False

    @staticmethod
    def of_sign(sign: str, shape) -> Range:
        lo = np.full(shape, 0.0 if sign else -np.inf)
        return Range(lo, np.full(shape, np.inf), strict_lo=sign == "> 0")

    def raise_lo(self, lo, strict=False) -> None:
        self.strict_lo = strict if (lo > self.lo).all() else self.strict_lo or strict
        self.lo = np.where(np.isnan(lo), lo, np.maximum(self.lo, lo))

    def lower_hi(self, hi, strict=False) -> None:
        self.strict_hi = strict if (hi < self.hi).all() else self.strict_hi or strict
        self.hi = np.where(np.isnan(hi), hi, np.minimum(self.hi, hi))

    def draw(self, rng: np.random.Generator, unit: np.ndarray, step: bool = False) -> np.ndarray:
        """Values in the range; ``unit`` (problems, 1) is the natural step 1/L, or 1; NaN where the range is empty.

        ``step`` says that the letter is a step size: without an upper bound it goes up to 4/L.
        """
        shape = self.lo.shape
        mode, u, spread = rng.random(shape), rng.random(shape), 10.0**rng.uniform(-2, 2, shape)
        sign = np.where(rng.random(shape) < 0.5, -1.0, 1.0)
        lo, hi = self.lo, self.hi
        with np.errstate(all="ignore"):
            both = self._between(mode, u)
            above = lo + np.where((mode < 0.35) & (lo != 0), 0.0, _sizes(mode, u, spread, unit, step))
            above = np.where((mode < 0.15) & (not self.strict_lo), lo, above)
            below = np.where(mode < 0.35, hi if not self.strict_hi else hi - NEAR, hi - spread)
            free = np.where(mode < 0.1, 0.0, sign*spread)
            drawn = np.where(np.isfinite(lo), np.where(np.isfinite(hi), both, above), np.where(np.isfinite(hi), below, free))
            drawn = np.minimum(np.maximum(drawn, lo), hi)
            out = (drawn <= lo if self.strict_lo else drawn < lo) | (drawn >= hi if self.strict_hi else drawn > hi)
        return np.where(out | np.isnan(lo) | np.isnan(hi), np.nan, drawn)

    def _between(self, mode, u):
        lo, hi = self.lo, self.hi
        width = hi - lo
        top = hi - NEAR*width if self.strict_hi else hi
        bottom = lo + NEAR*width if self.strict_lo else lo
        inside = np.where(mode < 0.75, lo + u*width, hi - width*10.0**(-6*u))
        return np.where(mode < 0.3, top, np.where(mode < 0.45, bottom, inside))


def _sizes(mode, u, spread, unit, step: bool):
    """Positive sizes: multiples of the natural step (1, 2 and 4 of them included), or log-uniform around 1."""
    if not step:
        return np.where(mode < 0.6, 10.0**(-3*u)*unit, spread)
    multiple = np.where(u < 0.1, 1.0, np.where(u < 0.2, 2.0, np.where(u < 0.3, FURTHEST, FURTHEST*(u - 0.3)/0.7)))
    return np.where(mode < 0.6, multiple*unit, spread)
