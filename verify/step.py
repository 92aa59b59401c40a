"""One inequality from the shell: read it, decide it, and show why in a form that a person can redo."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from proofs import certificate
from proofs.algebraic import THETA
from proofs.kernel.checker import check_theorem
from proofs.language import VECTOR, Formula
from proofs.obligation import Letters, ObligationError, Task, add, admissible
from proofs.parser import ParseError, names, relation
from proofs.printing import latex as as_latex
from proofs.printing import plain
from proofs.writer import write
from verify import decided, files, obligations, pool, searching
from verify.errors import Trouble
from verify.evidence import explain, is_leaf, told

Data = dict[str, Any]
_LET = re.compile(r"\s*([^\s=]+)\s*=(?!=)(.*)", re.DOTALL)
_GIVEN = re.compile(r"\s*([^\W\d][\w ]*?)\s*:(.*)", re.DOTALL)
_WORDS = {
    decided.PROVED: "PROVED: it holds for all values that meet the hypotheses.",
    decided.REFUTED: "REFUTED: it fails, and every hypothesis holds, at",
    decided.VACUOUS: "VACUOUS: the hypotheses contradict each other, so that they prove anything. Correct a hypothesis.",
}


@dataclass(frozen=True)
class Question:
    """A claim as it was typed, with what is given. Names stand in texts, separated by spaces or commas."""

    claim: str
    given: tuple[str, ...] = ()
    positive: tuple[str, ...] = ()
    nonnegative: tuple[str, ...] = ()
    vectors: tuple[str, ...] = ()
    lets: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """How a question was read: the task, and the letters that were taken to be free reals."""

    task: Task
    free: tuple[str, ...]


def read(question: Question) -> Reading:
    """A task from what was typed. Raises `Trouble` with a sentence about the part that cannot be read."""
    try:
        return _read(question)
    except (ParseError, ObligationError) as fault:
        raise Trouble(f"{fault}.") from None


def _read(question: Question) -> Reading:
    letters, free = Letters(), []
    for texts, group, sign in ((question.positive, "params", "> 0"), (question.nonnegative, "params", ">= 0")):
        for name in split(texts):
            letters.declare(name, group, sign=sign)
    for name in split(question.vectors):
        letters.declare(name, "vectors", VECTOR)
    lets = [_let(text) for text in question.lets]
    given = [_given(text, i + 1) for i, text in enumerate(question.given)]
    defined = {name for name, _ in lets}
    for text in (question.claim, *(text for _, text in given), *(text for _, text in lets)):
        for name in names(text):
            if name not in letters.scope and name not in defined:
                _free(name, text, letters)
                free.append(name)
    for name, text in lets:
        letters.abbreviate(name, text)
    hypotheses: dict[str, Formula] = {}
    for name, text in given:
        add(hypotheses, name, relation(text, letters.scope))
    claim = relation(question.claim, letters.scope)
    return Reading(admissible(Task("step", tuple(letters.letters), hypotheses, claim, letters.groups)), tuple(free))


def _free(name: str, text: str, letters: Letters) -> None:
    """An undeclared name is a free real; one that is called like a function is a slip."""
    if re.search(rf"\b{re.escape(name)}\s*\(", text):
        relation(text, {**letters.scope})  # says what is wrong with it
    letters.declare(name, "scalars")


def split(texts: tuple[str, ...]) -> list[str]:
    return [name for text in texts for name in text.replace(",", " ").split()]


def _let(text: str) -> tuple[str, str]:
    found = _LET.fullmatch(text)
    if found is None:
        raise ObligationError(f"--let '{text}' defines nothing; write 'z = y - g/L'")
    return found[1], found[2]


def _given(text: str, number: int) -> tuple[str, str]:
    found = _GIVEN.fullmatch(text)
    return (found[1], found[2]) if found else (f"given {number}", text)


def carry_out(question: Question, *, limit: float, json_path: Path | None = None, latex: bool = False,
              save_to: Path | None = None, hint: bool = True, decide: obligations.Decide | None = None) -> int:
    """Decide a question and show the answer. The exit code: 0 PROVED, 1 any other verdict, 130 interrupted."""
    import click

    from verify import hints
    reading = read(question)
    for line in heading(reading.task, reading.free, latex):
        click.echo(line)
    with pool.Single(searching.prepare) as worker:
        start = time.monotonic()
        answer = ask(worker, reading.task, limit, decide or searching.decide)
        seconds, found = time.monotonic() - start, []
        values = decided.counterexample(answer, reading.task.groups)
        for line in verdict(reading.task, answer, values, latex):
            click.echo(line)
        until = min(start + limit, time.monotonic() + hints.SECONDS)
        wanted = hints.Hints(question, answer, worker, until, decide or searching.decide)
        try:
            for text in wanted if hint else ():
                click.echo(f"hint: {text}")
                found.append(text)
        except KeyboardInterrupt:
            pass  # the answer is there, and is kept
    if json_path is not None:
        row = {**obligations.outcome(reading.task, answer, values), "seconds": round(seconds, 6), "hints": found}
        files.write(json_path, json.dumps(row, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
    if save_to is not None:
        click.echo(save(reading.task, answer, save_to))
    return 0 if answer.verdict == decided.PROVED else 1


def ask(worker: pool.Single, task: Task, limit: float, decide: obligations.Decide) -> decided.Answer:
    """The confirmed answer of a worker; OPEN when it gives none."""
    done = worker.ask(partial(_decide, decide=decide), task, limit)
    answer: decided.Answer = decided.Answer(decided.OPEN, message=done.fault) if done.fault else done.value
    return answer


def _decide(task: Task, deadline: float, decide: obligations.Decide) -> decided.Answer:
    return obligations.settle(task, deadline, decide)[0]


def heading(task: Task, free: Iterable[str], latex: bool = False) -> Iterator[str]:
    """How the question was read."""
    show = as_latex if latex else plain
    if names := ", ".join(free):
        yield f"free reals (not declared): {names}"
    yield f"claim: {show(task.claim)}"
    for name, formula in task.hypotheses.items():
        yield f"given: {show(formula)}" + ("" if name.startswith("given ") else f"   [{name}]")
    yield ""


def verdict(task: Task, answer: decided.Answer, values: Data | None, latex: bool = False) -> Iterator[str]:
    """The answer in words, then the evidence line by line."""
    if answer.verdict == decided.REFUTED and values is not None and answer.sides is not None:
        yield f"{_WORDS[decided.REFUTED]} {decided.in_words(values) or 'all values'}"
        yield f"left side: {answer.sides[0]}"
        yield f"right side: {answer.sides[1]}"
    elif answer.verdict == decided.OPEN:
        yield f"OPEN: {answer.message or 'neither proved nor refuted'}."
    else:
        yield _WORDS[answer.verdict]
        if answer.verdict == decided.PROVED and answer.message:
            yield f"note: {answer.message}"
        yield from _evidence(answer, latex)


def _evidence(answer: decided.Answer, latex: bool) -> Iterator[str]:
    """The certificate, each step with the fact that it proves and its rule, or the identity behind it."""
    data = answer.certificate
    assert data is not None
    verified = check_theorem(data, {})
    steps = data["proof"]
    for step in steps:
        if not is_leaf(step):
            text, typeset = told(step, verified.facts[step["name"]], {})
            yield typeset if latex else text
            continue
        if len(steps) > 1 or answer.verdict == decided.VACUOUS:
            fact = write(verified.facts[step["name"]], {})
            yield f"{step['name']}: {as_latex(fact) if latex else plain(fact)}"
        for text, typeset in explain(step, data, verified):
            yield f"  {typeset if latex else text}"


def save(task: Task, answer: decided.Answer, path: Path) -> str:
    """Write the evidence for the kernel; a sentence about it."""
    data = answer.certificate
    if answer.model is not None and THETA in answer.model:
        return "Nothing is saved: a file of the kernel has rational counterexamples only, and this one needs theta."
    if answer.model is not None:
        data = decided.refutation(task.statement(), task.goal(), answer.model)
    if data is None:
        return "Nothing is saved: there is no evidence either way."
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        certificate.save(data, path)
    except OSError as fault:
        raise Trouble(f"{path}: cannot be written ({fault.strerror or fault}); choose another place, or make it "
                      "writable.") from None
    return f"Saved: {path} (check it again with: python -m proofs.kernel {path})"
