"""Hints for a claim that is not proved: a further hypothesis, or another number, with which it is.

Nothing here is a guess: each hint is decided as a claim of its own, confirmed by the kernel, and its hypotheses can be met.
"""

from __future__ import annotations

import math
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations
from typing import Any

from proofs.kernel.checker import open_theorem
from proofs.kernel.interpretation import check_model
from proofs.kernel.syntax import Reject
from proofs.obligation import Task
from proofs.reader import read
from verify import decided, obligations, pool, searching, step

SECONDS, EACH = 4.0, 0.7  # for all hints, for one candidate
_NUMBER = re.compile(r"(?<![\w.*/])(\d+(?:\.\d*)?(?:/\d+(?![\w.*]))?)(?![\w.])")  # no exponent, no divisor
_STEPS = ("eta", "gamma", "alpha", "tau", "t", "h", "s", "lr")  # names of step sizes: a bound on them is what one looks for


@dataclass
class Hints:
    """What would prove a claim that is REFUTED or OPEN. Each candidate is asked of a worker, until ``deadline``."""

    question: step.Question
    answer: decided.Answer
    worker: pool.Single
    deadline: float
    decide: obligations.Decide

    def __iter__(self) -> Iterator[str]:
        """Sentences, as they are found."""
        if self.answer.verdict in (decided.REFUTED, decided.OPEN):
            yield from (f"with {text} it is PROVED" for text in self._hypotheses())
            yield from (f"with {new} in place of {old} it is PROVED" for old, new in self._numbers())

    def _proved(self, question: step.Question) -> bool:
        """Proved, and not for want of a point that satisfies the hypotheses."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            return False
        answer = step.ask(self.worker, step.read(question).task, min(left, EACH), self.decide)
        return answer.verdict == decided.PROVED and not answer.message

    def _hypotheses(self) -> Iterator[str]:
        """Up to two hypotheses with which the claim is proved; of a family, the weakest that does it."""
        count, task = 0, step.read(self.question).task
        for family in _families(task):
            for text in family:
                asked = replace(self.question, given=(*self.question.given, f"hint: {text}"))
                if count < 2 and _helps(step.read(asked).task, task, self.answer) and self._proved(asked):
                    yield text
                    count += 1
                    break

    def _numbers(self) -> Iterator[tuple[str, str]]:
        """A number of the claim, and the nearest one in its place with which it is proved: shortest first, then nearest."""
        found = []
        for place in _NUMBER.finditer(self.question.claim):
            old = Fraction(place[1])
            left = self.deadline - time.monotonic()
            values = self.worker.ask(_instead, (self.question, place.span(1), old), left).value if left > 0 else None
            for new in values or ():
                change = abs(new - old)/max(abs(old), abs(new))
                found.append((new.denominator > old.denominator, change, -place.start(1), place, new))
        for *_, place, new in sorted(found, key=lambda f: f[:3]):
            claim = self.question.claim[:place.start(1)] + f"({new})" + self.question.claim[place.end(1):]
            if self._proved(replace(self.question, claim=claim)):
                yield place[1], str(new)
                return


def _families(task: Task) -> Iterator[tuple[str, ...]]:
    """Further hypotheses that texts forget, the weakest of each kind first."""
    signs = {letter.name: letter.sign for letter in task.letters}
    positive = [n for n, group in task.groups.items() if group == "params" and signs[n] == "> 0"]
    positive.sort(key=lambda n: n not in _STEPS)
    free = [n for n, group in task.groups.items() if group != "vectors" and signs[n] != "> 0"]
    vectors = [n for n, group in task.groups.items() if group == "vectors"]
    for p, q in combinations(positive, 2):
        yield f"{p} <= 2/{q}", f"{p} <= 1/{q}", f"{p} <= 1/(2*{q})"
        yield f"{p} <= {q}",
        yield f"{q} <= {p}",
    for p, q, r in combinations(positive, 3):
        yield f"{p} <= 2/({q} + {r})", f"{p} <= 1/({q} + {r})"
    for p in positive:
        yield f"{p} <= 2", f"{p} <= 1"
        yield f"{p} >= 1",
    for a in free:
        yield (() if signs[a] else (f"{a} >= 0",)) + (f"{a} > 0", f"{a} >= 1")
        yield () if signs[a] else (f"{a} <= 0", f"{a} < 0")
    for a, b in combinations(free, 2):
        yield f"{a} <= {b}",
        yield f"{b} <= {a}",
    for u, v in combinations(vectors, 2):
        yield f"dot({u}, {v}) >= 0",
        yield f"dot({u}, {v}) <= 0",
        yield f"sq({u}) <= sq({v})",
        yield f"sq({v}) <= sq({u})",


def _helps(task: Task, before: Task, answer: decided.Answer) -> bool:
    """Whether a hint may help: it is not the claim itself, and it is false at the counterexample."""
    hint, statement = read(task.hypotheses["hint"]), before.statement()
    try:
        space = open_theorem(statement, {})
        claim, extra = space.slack(before.goal()), space.slack(hint)
        if set(claim) == set(extra) and len({claim[m]/extra[m] for m in claim}) == 1:
            return False
        if answer.model is not None:
            check_model({**statement, "hypotheses": {"hint": hint}}, answer.model)
            return False
    except Reject:
        pass
    return True


def _instead(piece: tuple[step.Question, tuple[int, int], Fraction], deadline: float) -> list[Fraction]:
    """The nearest values on both sides of a number for which the search expects a proof; runs in a worker."""
    question, (start, end), old = piece
    letter = next(name for name in ("constant", "constant_") if name not in question.claim)
    task = step.read(replace(question, claim=f"{question.claim[:start]}({letter}){question.claim[end:]}")).task
    found: list[Any] = []
    for sense, low, high in ((1, -math.inf, float(old)), (-1, float(old), math.inf)):
        found.append(searching.best_constant(task.statement(), task.goal(), letter, sense, (low, high), deadline))
    return [value for value in found if value is not None and value*old > 0 and value != old]
