"""The worst instance of a claim as a file: statement, hypotheses, problem data and letters, every number an exact hexadecimal.

A *witness* is one instance; several of the same shard can be put on arrays together, as the problems of one batch.

``replay`` recomputes the margin on arrays; `numerics.confirm` asks in exact arithmetic whether the statement truly fails.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from numerics.backend import Backend, choose
from numerics.ball import Ball, BallArithmetic, error
from numerics.bindings import BEYOND, Derived, Unbound, largest
from numerics.claims import Claim, claim, sides
from numerics.errors import UsageError
from numerics.evaluate import CannotEvaluate
from numerics.families import family
from numerics.formulas import Reading
from numerics.logic import ArrayLogic
from numerics.models import Model
from numerics.roles import Roles, read
from numerics.tree_json import from_json, shared, to_json
from proofs.language import FUNCTION, INDEX, Formula, Letter, Relation


def load(source: str | Path | dict) -> dict[str, Any]:
    """Read a witness; raises `UsageError` for a file that is none, or that contains NaN or an infinity."""
    if isinstance(source, dict):
        data = source
    else:
        try:
            data = json.loads(Path(source).read_text())
        except (OSError, ValueError) as fault:
            raise UsageError(f"{source}: this is no witness file ({fault}); name a file that a run has written.") from None
    for part in ("claim", "statement", "hypotheses", "functions", "letters", "members", "indices"):
        if part not in data:
            raise UsageError(f"the witness lacks its part {part!r}")
    _finite(data["functions"], "functions")
    _finite(data["letters"], "letters")
    _finite(data["members"], "members")
    return data


def _finite(data: Any, where: str) -> None:
    if isinstance(data, dict):
        for name, inner in data.items():
            _finite(inner, f"{where}.{name}")
    elif isinstance(data, list):
        for inner in data:
            _finite(inner, where)
    elif isinstance(data, float) or (isinstance(data, str) and _is_number(data)):
        if not math.isfinite(float.fromhex(data) if isinstance(data, str) else data):
            raise UsageError(f"the witness has {data} in {where}: NaN and infinities cannot be replayed")


def _is_number(text: str) -> bool:
    try:
        float.fromhex(text)
    except (ValueError, OverflowError):
        return False
    return "0x" in text or text.lower().lstrip("+-") in ("nan", "inf", "infinity")


def take(sample, hypotheses: dict[str, Formula], c: Claim, problem: int, replica: int) -> dict[str, Any]:
    """One instance out of a sample, after the claim has been evaluated on it."""
    letters, members = {}, []
    for key, value in sample.values.items():
        if key in sample.derived:
            continue
        numbers = [_entry(sample, a, problem, replica) for a in (value.v, error(value))]
        if isinstance(key, Letter):
            letters[key.name] = numbers
        else:
            members.append([key[0].name, key[1], *numbers])
    functions = {f.name: _function(p, problem) for f, p in sample.functions.items() if hasattr(p, "data")}
    return _written(sample, hypotheses, c) | {"functions": functions, "letters": letters, "members": members}


def of_model(sample, hypotheses: dict[str, Formula], c: Claim, replica: int) -> dict[str, Any]:
    """One replica of a batch that a model gives: the model, and the letters that were drawn."""
    letters = {name: [_entry(sample, a, 0, replica) for a in (value.v, error(value))] for name, value in sample.kept.items()}
    return _written(sample, hypotheses, c) | {"model": sample.data, "functions": {}, "letters": letters, "members": []}


def _written(sample, hypotheses: dict[str, Formula], c: Claim) -> dict[str, Any]:
    """The parts that every witness has."""
    return {"claim": c.name, "statement": to_json(c.statement), "text": str(c.statement),
            "hypotheses": {h: to_json(f) for h, f in hypotheses.items()}, "dimension": sample.dimension,
            "indices": {v.name: j for v, j in sample.indices.items()}}


def _of_model(witness, arithmetic, enter):
    """The model of a witness again, with its letters, and the claim."""
    given, c = stated(witness)

    def drawn(letter):
        if letter.name not in witness["letters"]:
            raise CannotEvaluate(f"the witness has no value for {letter}")
        return enter(*([part] for part in witness["letters"][letter.name]))

    instance = Model(witness["model"], given, arithmetic, _indices(witness, _letters(given, c)), drawn)
    instance.roles = Roles(checks={n: f for n, f in given.items() if isinstance(f, Relation)})
    return instance, c


def _entry(sample, array, problem, replica):
    host = sample.backend.get(array)
    return _hex(host[min(problem, host.shape[0] - 1), min(replica, host.shape[1] - 1)])


def _function(problems, i: int) -> dict[str, Any]:
    return {"family": problems.family, "data": {name: _hex(a[i]) for name, a in problems.data.items()}}


def _hex(a):
    a = np.asarray(a)
    return float(a).hex() if a.ndim == 0 else [_hex(b) for b in a]


def _unhex(data):
    return np.array(floats(data))


def floats(data):
    """Hexadecimals as doubles, in lists as they come."""
    return float.fromhex(data) if isinstance(data, str) else [floats(d) for d in data]


class Saved(Derived):
    """The letters of witnesses of one shard; ``enter`` turns their values and errors into numbers of the arithmetic."""

    def __init__(self, saved, roles, arithmetic, functions, indices, enter):
        super().__init__(roles, arithmetic, functions, indices)
        self.last = largest(indices) + BEYOND
        self._letters = {name: [w["letters"][name] for w in saved] for name in saved[0]["letters"]}
        members = [{(name, j): (v, e) for name, j, v, e in w["members"]} for w in saved]
        self._members = {key: [m[key] for m in members] for key in members[0]}
        self._enter, self._made = enter, (saved, roles, arithmetic, dict(functions))

    def at(self, letter: Letter, j: int) -> Saved:
        """The same instances with another value of an index letter: what is derived from it is derived anew."""
        saved, roles, arithmetic, functions = self._made
        other = Saved(saved, roles, arithmetic, dict(functions), self.indices | {letter: j}, self._enter)
        other.backend, other.shape, other.dimension = self.backend, self.shape, self.dimension
        return other

    def _definition(self, letter):
        return None if letter.name in self._letters else super()._definition(letter)

    def free_letter(self, letter):
        return self._given(self._letters, letter.name, letter)

    def free_member(self, sequence, j):
        return self._given(self._members, (sequence.name, j), f"{sequence}[{j}]")

    def _given(self, table, key, shown):
        if key not in table:
            raise Unbound(f"the witness has no value for {shown}")
        return self._enter(*zip(*table[key], strict=True))


def replay(source: str | Path | dict, backend: Backend | None = None) -> dict[str, float]:
    """The margin of the saved instance, recomputed: ``margin``, ``bound`` (its error bound), ``lhs``, ``rhs``.

    >>> replay({"claim": "c"})
    Traceback (most recent call last):
        ...
    numerics.errors.UsageError: the witness lacks its part 'statement'
    """
    witness, backend = load(source), backend or choose("numpy")
    with np.errstate(all="ignore"):
        instance, c = on_arrays([witness], backend)
        if isinstance(c.body, Relation):
            s = sides(c.body, instance.evaluator, {})
            found = {"margin": s.margin.v, "bound": error(s.margin), "lhs": s.lhs.v, "rhs": s.rhs.v}
            return {name: float(np.ravel(backend.get(a))[0]) for name, a in found.items() if a.ndim == 2}
        logic = ArrayLogic(instance.evaluator, backend, (1, 1))
        reader = Reading(instance.evaluator, logic, largest(instance.indices))
        truth = reader.formula(c.body, {}, loose=True)
        return {"margin": float(truth.margin[0, 0]), "bound": float(truth.bound[0, 0])}


def on_arrays(saved: list[dict[str, Any]], backend: Backend):
    """Witnesses of one shard as a batch (problems, 1), with the claim."""
    def enter(values, errors):
        v, e = (np.stack([_unhex(a) for a in part])[:, None] for part in (values, errors))
        return Ball(backend.put(v), backend.put(e) if e.any() else None)

    instance, c = rebuild(saved, BallArithmetic(backend), enter, lambda p: p, backend)
    instance.backend, instance.shape = backend, (len(saved), 1)
    return instance, c


def stated(witness: dict[str, Any]) -> tuple[dict[str, Formula], Claim]:
    """The hypotheses and the claim that a witness was drawn for."""
    given = {name: shared(from_json(t)) for name, t in witness["hypotheses"].items()}
    return given, claim(witness["claim"], shared(from_json(witness["statement"])))


def _letters(given: dict[str, Formula], c: Claim) -> set[Letter]:
    return {v for f in (*given.values(), c.statement) for v in f.atoms(Letter)} | c.letters


def _indices(witness: dict[str, Any], letters: set[Letter]) -> dict[Letter, int]:
    return {v: witness["indices"][v.name] for v in letters if v.sort == INDEX and v.name in witness["indices"]}


def rebuild(saved: list[dict[str, Any]], arithmetic, enter, function, backend: Backend):
    """Witnesses of one shard as bindings in an arithmetic, with the claim.

    ``enter(values, errors)`` makes numbers of what they hold of a letter; ``function(problems)`` makes functions of a batch.
    """
    witness = saved[0]  # all are of one shard: they differ in numbers only
    if "model" in witness:
        return _of_model(witness, arithmetic, enter)
    given, c = stated(witness)
    roles = read(given)
    letters, functions, batches = _letters(given, c), {}, {}
    for name, drawn in witness["functions"].items():
        data = {key: np.stack([_unhex(w["functions"][name]["data"][key]) for w in saved]) for key in drawn["data"]}
        problems = family(drawn["family"]).from_data(data, backend)
        for v in ([v for v in letters if v.name == name] or [Letter(name, FUNCTION)]):
            functions[v], batches[v] = function(problems), problems
    instance = Saved(saved, roles, arithmetic, functions, _indices(witness, letters), enter)
    instance.batches, instance.dimension = batches, witness["dimension"]
    return instance, c
