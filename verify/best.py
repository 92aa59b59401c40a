"""``step --best c``: one inequality with a constant left free, answered with the best constant that is proved."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import combinations_with_replacement, permutations
from pathlib import Path
from typing import Any

from proofs.obligation import Task
from verify import decided, files, hunt, obligations, pool, searching, step
from verify.errors import Trouble

Data = dict[str, Any]
_FACTOR = "factor_"  # of a unit; a name that nobody uses


@dataclass(frozen=True)
class Open:
    """A question with a constant to be found; ``sense`` 1: the largest, -1: the smallest, 0: what says most."""

    question: step.Question
    letter: str
    sense: int = 0

    def __post_init__(self) -> None:
        if self.letter in step.split(self.question.vectors):
            raise Trouble(f"--best {self.letter}: this is a vector, and a number is looked for; take its name from --vectors.")
        task = self.read()
        if self.letter not in task.groups or not _mentions(task, self.letter):
            raise Trouble(f"--best {self.letter}: the claim does not contain this name; write it where the constant stands.")

    @property
    def low(self) -> float:
        """What the declared sign of the constant says."""
        signed = step.split((*self.question.positive, *self.question.nonnegative))
        return 0.0 if self.letter in signed else -math.inf

    def read(self, value: Fraction | str | None = None) -> Task:
        """The task with the constant as a letter, or with a value (also an expression) in its place."""
        bare = replace(self.question, positive=self._without(self.question.positive),
                       nonnegative=self._without(self.question.nonnegative))
        lets = () if value is None else (f"{self.letter} = {value}",)
        return step.read(replace(bare, lets=(*lets, *bare.lets))).task

    def _without(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name for name in step.split(texts) if name != self.letter)


def _mentions(task: Task, letter: str) -> bool:
    from proofs.language import letters_of
    return any(a.name == letter for f in (task.claim, *task.hypotheses.values()) for a in letters_of(f))


@dataclass
class _Worker:
    """Asks a worker, so that every question has a limit that holds."""

    asked: Open
    worker: pool.Single
    decide: obligations.Decide
    seconds: float

    def ask(self, value: Fraction | str, seconds: float) -> decided.Answer:
        return step.ask(self.worker, self.asked.read(value), seconds, self.decide)

    def stronger(self) -> int:
        return int(self.worker.ask(_stronger, self.asked, self.seconds).value or 0)

    def extreme(self, sense: int) -> Fraction | None:
        value: Fraction | None = self.worker.ask(partial(_extreme, sense=sense), self.asked, self.seconds).value
        return value


def _stronger(asked: Open, deadline: float) -> int:
    task = asked.read()
    return searching.stronger_for(task.statement(), task.goal(), asked.letter)


def _extreme(asked: Open, deadline: float, sense: int) -> Fraction | None:
    task = asked.read()
    return searching.best_constant(task.statement(), task.goal(), asked.letter, sense, (asked.low, math.inf), deadline)


def carry_out(asked: Open, *, limit: float, json_path: Path | None = None, latex: bool = False, save_to: Path | None = None,
              decide: obligations.Decide | None = None) -> int:
    """Look for the constant and show it. The exit code: 0 when the claim is proved with some constant, 1, 130 interrupted."""
    import click
    for line in step.heading(asked.read(), [n for n in step.read(asked.question).free if n != asked.letter], latex):
        click.echo(line)
    start, interrupted = time.monotonic(), False
    with pool.Single(searching.prepare) as worker:
        worker.ask(_loaded, None, limit)  # its start is not counted
        oracle = _Worker(asked, worker, decide or searching.decide, limit)
        search = hunt.Hunt(oracle, asked.sense, asked.low, time.monotonic() + limit, max(0.3, limit/12))
        try:
            search.carry_out()
        except KeyboardInterrupt:
            interrupted = True
        found = search.found()
        hints = [] if found.proved or interrupted else list(_units(asked, oracle, found.sense))
    for line in (*page(asked, found, latex), *(f"hint: {text}" for text in hints)):
        click.echo(line)
    if json_path is not None:
        row = {**_row(asked, found), "seconds": round(time.monotonic() - start, 6), "hints": hints}
        files.write(json_path, json.dumps(row, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    if save_to is not None:
        click.echo(step.save(asked.read(found.proved), found.proof or decided.Answer(decided.OPEN), save_to))
    if interrupted:
        click.echo("Interrupted: this is what was found until then.", err=True)
        return 130
    return 0 if found.proved is not None else 1


def _units(asked: Open, worker: _Worker, sense: int) -> Iterator[str]:
    """Where no number does, or only 0: a multiple of a parameter, or of a product or quotient of two, that does."""
    signs = [letter.name for letter in asked.read().letters if letter.sign == "> 0"][:4]
    pairs = combinations_with_replacement(signs, 2)
    units = [*signs, *(f"1/{p}" for p in signs), *(f"{p}/{q}" for p, q in permutations(signs, 2)),
             *(text for p, q in pairs for text in (f"{p}*{q}", f"1/({p}*{q})"))]
    for unit in units:
        lets = (f"{asked.letter} = {unit}*{_FACTOR}", *asked.question.lets)
        scaled = Open(replace(asked.question, lets=lets), _FACTOR)
        value = replace(worker, asked=scaled).extreme(sense)
        if value and worker.ask(f"{value}*({unit})", 1.0).verdict == decided.PROVED:
            text = unit if value == 1 else f"({value})/{unit[2:]}" if unit.startswith("1/") else f"{value}*{unit}"
            yield f"with {asked.letter} = {text} it is PROVED; {unit}*{asked.letter} in its place looks further"
            return


def _loaded(piece: None, deadline: float) -> None:
    """Nothing, once the worker has started."""


def page(asked: Open, found: hunt.Found, latex: bool = False) -> Iterator[str]:
    """The constant, the proof with it, the counterexample to a better one, and both in a sentence."""
    if found.proved is None or found.proof is None:
        yield f"OPEN: {_none(asked, found)}."
        return
    name = asked.letter
    yield f"{name} = {found.proved}"
    yield from step.verdict(asked.read(found.proved), found.proof, None, latex)
    if found.refuted is not None and found.refutation is not None:
        task = asked.read(found.refuted)
        yield ""
        yield f"{name} = {found.refuted}"
        yield from step.verdict(task, found.refutation, decided.counterexample(found.refutation, task.groups), latex)
    yield ""
    yield summary(asked, found)


def summary(asked: Open, found: hunt.Found) -> str:
    """The answer in a sentence or two."""
    assert found.proved is not None
    name, kind = asked.letter, "largest" if found.sense > 0 else "smallest"
    told = f"The {kind} constant that was proved: {name} = {found.proved}"
    if found.refuted is not None:
        told += f"; with {found.refuted} the claim is false"
    elif found.sense > 0 or found.proved != asked.low:
        told += "; no value beyond it was refuted"
    reason = f"A {'larger' if found.sense > 0 else 'smaller'} {name} makes the claim stronger" if found.shown else ""
    if found.refuted is not None and any(found.sense*(value - found.proved) < 0 for value in found.failing):
        other = "--smallest" if found.sense > 0 else "--largest"
        reason = f"The claim fails on the other side as well: {other} looks there"
    return ". ".join(part for part in (told, reason) if part) + "."


def _none(asked: Open, found: hunt.Found) -> str:
    fails = ", ".join(str(value) for value in found.failing[:8])
    return (f"no value of {asked.letter} was found for which the claim is proved"
            + (f"; it is false for {asked.letter} = {fails}" if fails else ""))


def _row(asked: Open, found: hunt.Found) -> Data:
    """The result of `docs/obligations.md` for the claim with the best constant, and what is known of the constant."""
    proof = found.proof or decided.Answer(decided.OPEN, message=_none(asked, found))
    better = None if found.refuted is None or found.refutation is None else {
        "value": str(found.refuted),
        "counterexample": decided.counterexample(found.refutation, asked.read(found.refuted).groups)}
    best = {"letter": asked.letter, "sense": "largest" if found.sense > 0 else "smallest", "monotone": found.shown,
            "proved": None if found.proved is None else str(found.proved), "refuted": better}
    return {**obligations.outcome(asked.read(found.proved), proof, None), "best": best}
