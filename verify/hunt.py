"""Hunt for the best constant of a claim: the largest (or smallest) value at which it is proved, and one near it that fails.

Each value is decided as a claim of its own and confirmed by the kernel; a linear program only says where to look first.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from verify import decided

PROBES = tuple(Fraction(*v) for v in ((0,), (1,), (-1,), (1, 2), (2,), (10,), (1, 10), (-10,), (100,), (1, 100)))
STEPS = (Fraction(1, 2), Fraction(1), Fraction(9), Fraction(99), Fraction(10**6))  # beyond a proved value, times its size
NEAR, CLOSE = Fraction(1, 50), Fraction(1, 500)  # of the constant; a counterexample that is so close ends the hunt


class Oracle(Protocol):
    """Answers about the claim with the constant at a value, and advice where to look."""

    def ask(self, value: Fraction, seconds: float) -> decided.Answer: ...
    def stronger(self) -> int: ...
    def extreme(self, sense: int) -> Fraction | None: ...


@dataclass(frozen=True)
class Found:
    """What is known of a constant: where the claim is proved, and the nearest better value at which it fails."""

    sense: int  # 1: larger is better, -1: smaller is
    shown: bool = False  # whether it is shown that the claim says more in that direction
    proved: Fraction | None = None
    proof: decided.Answer | None = None
    refuted: Fraction | None = None
    refutation: decided.Answer | None = None
    failing: tuple[Fraction, ...] = ()  # all values at which it fails


@dataclass
class Hunt:
    """The answers so far, by the value of the constant. ``sense`` is 1 for the largest, -1 for the smallest, 0 for either."""

    oracle: Oracle
    sense: int = 0
    low: float = -math.inf
    deadline: float = math.inf
    patience: float = 1.0  # seconds for one value
    seen: int = 0
    answers: dict[Fraction, decided.Answer] = field(default_factory=dict)

    def carry_out(self) -> None:
        """Look until the proved value and the refuted one are close, or the time is over. What was found stays in any case."""
        self.seen = self.oracle.stronger()
        way = self.sense or self.seen
        for side in (way,) if way else (1, -1):
            value = self.oracle.extreme(side)
            if value is not None:
                self.verdict(value)
        for value in PROBES:
            if self.having(decided.PROVED) and (way or self.having(decided.REFUTED)):
                break
            self.verdict(value)
        if self.best is not None:
            self._look_beyond(self.best)
            self._close_in()

    def found(self) -> Found:
        """What the answers amount to."""
        way, good = self.way, self.best
        failing = tuple(self.having(decided.REFUTED))
        if good is None:
            return Found(way, failing=failing)
        bad = min((v for v in failing if way*(v - good) > 0), key=lambda v: way*v, default=None)
        return Found(way, self.seen == way, good, self.answers[good], bad, None if bad is None else self.answers[bad],
                     failing)

    def verdict(self, value: Fraction) -> str:
        """PROVED, REFUTED, or another word; the time being over is another word."""
        if value not in self.answers and not self.over and value >= self.low:
            self.answers[value] = self.oracle.ask(value, min(self.patience, max(0.1, self.deadline - time.monotonic())))
        return self.answers[value].verdict if value in self.answers else decided.OPEN

    @property
    def over(self) -> bool:
        return time.monotonic() >= self.deadline

    @property
    def way(self) -> int:
        """What was asked for or seen; else larger is better, unless the claim fails for smaller values only."""
        proved, refuted = self.having(decided.PROVED), self.having(decided.REFUTED)
        below = bool(proved and refuted and refuted[-1] < proved[0])
        return self.sense or self.seen or (-1 if below else 1)

    @property
    def best(self) -> Fraction | None:
        """The best value at which the claim is proved."""
        return max(self.having(decided.PROVED), key=lambda v: self.way*v, default=None)

    @property
    def edge(self) -> Fraction | None:
        """The nearest value beyond it; at none beyond is the claim proved."""
        good, way = self.best, self.way
        return min((v for v in self.answers if good is not None and way*(v - good) > 0), key=lambda v: way*v, default=None)

    def having(self, verdict: str) -> list[Fraction]:
        return sorted(v for v, answer in self.answers.items() if answer.verdict == verdict)

    def _look_beyond(self, good: Fraction) -> None:
        """Better values, near first, until one is refuted; where the claim fails so near, nearer still."""
        way, size = self.way, abs(good) or Fraction(1)
        near = good + way*_decimal(NEAR*size)
        for value in (near, *(good + way*step*size for step in STEPS)):
            if self.verdict(value) == decided.REFUTED:
                break
        if self.edge == near:
            self.verdict(good + way*_decimal(CLOSE*size))

    def _close_in(self) -> None:
        """Bring the proved value and the nearest better one that is not proved together."""
        while not self.over:
            good, edge = self.best, self.edge
            if good is None or edge is None or abs(edge - good) <= CLOSE*(abs(good) or 1):
                return
            a, b = sorted((good, edge))
            self.verdict(simplest(a, b))
            self.verdict(simplest(a + (b - a)/4, b - (b - a)/4))


def _decimal(size: Fraction) -> Fraction:
    """The largest power of ten that is not larger: values that are short to write."""
    return Fraction(10)**math.floor(math.log10(size))


def simplest(a: Fraction, b: Fraction) -> Fraction:
    """The fraction with the smallest denominator strictly between a < b (of these the one nearest to 0).

    >>> simplest(Fraction(3, 10), Fraction(2, 5)), simplest(Fraction(-1, 2), Fraction(1, 3))
    (Fraction(1, 3), Fraction(0, 1))
    """
    if a < 0 < b:
        return Fraction(0)
    if b <= 0:
        return -simplest(-b, -a)
    whole = math.floor(a)
    if whole + 1 < b:
        return Fraction(whole + 1)
    if a == whole:
        return whole + 1/Fraction(math.floor(1/(b - whole)) + 1)
    return whole + 1/simplest(1/(b - whole), 1/(a - whole))
