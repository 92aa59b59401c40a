"""The worst instance of a claim as a file: statement, hypotheses, problem data and letters, every number an exact hexadecimal.

A *witness* is one instance; several of the same shard can be put on arrays together, as the problems of one batch.

``replay`` recomputes the margin on arrays; ``confirm`` asks in ball arithmetic of 300 bits whether the statement truly fails
while every evaluated hypothesis truly holds. Class membership rests on the family's constants, which are bounds.
"""

from __future__ import annotations

import json
import math
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

from numerics import symmetric
from numerics.backend import Backend, choose
from numerics.ball import Ball, BallArithmetic, error
from numerics.bindings import Derived, Unbound
from numerics.claims import Claim, claim, sides
from numerics.errors import UsageError
from numerics.evaluate import CannotEvaluate, holds_for
from numerics.exact import ArbArithmetic, RationalArithmetic, Vector, double, precise
from numerics.families import families, family
from numerics.formulas import Reading
from numerics.logic import ArrayLogic, SureLogic
from numerics.models import Model
from numerics.roles import SLACK, Roles, over_indices, read
from numerics.tree_json import from_json, shared, to_json
from proofs.language import ForAll, Formula, Letter, Relation

TRIES = 8  # instances that are tried in exact arithmetic before a failure is called inconclusive


def save(witness: dict[str, Any], path: str | Path) -> None:
    """Write a witness as JSON."""
    Path(path).write_text(json.dumps(witness, indent=1) + "\n")


def load(source: str | Path | dict) -> dict[str, Any]:
    """Read a witness; raises `UsageError` for a file that is none, or that contains NaN or an infinity."""
    if isinstance(source, dict):
        data = source
    else:
        try:
            data = json.loads(Path(source).read_text())
        except (OSError, ValueError) as fault:
            raise UsageError(f"{source} is no witness file: {fault}") from None
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


def take(sample, hypotheses: dict[str, Formula], name: str, statement: Formula, problem: int, replica: int) -> dict[str, Any]:
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
    return {"claim": name, "statement": to_json(statement), "text": str(statement),
            "hypotheses": {h: to_json(f) for h, f in hypotheses.items()}, "dimension": sample.n, "functions": functions,
            "letters": letters, "members": members, "indices": {v.name: j for v, j in sample.indices.items()}}


def of_model(sample, hypotheses: dict[str, Formula], c, replica: int) -> dict[str, Any]:
    """One replica of a batch that a model gives: the model, and the letters that were drawn."""
    letters = {name: [_entry(sample, a, 0, replica) for a in (value.v, error(value))] for name, value in sample.kept.items()}
    return {"claim": c.name, "statement": to_json(c.statement), "text": str(c.statement), "model": sample.data,
            "hypotheses": {h: to_json(f) for h, f in hypotheses.items()}, "dimension": sample.n, "functions": {},
            "letters": letters, "members": [], "indices": {v.name: j for v, j in sample.indices.items()}}


def _of_model(witness, arithmetic, enter):
    """The model of a witness again, with its letters, and the claim."""
    given, c = stated(witness)
    letters = {v for f in (*given.values(), c.statement) for v in f.atoms(Letter)} | c.letters
    indices = {v: witness["indices"][v.name] for v in letters if v.sort == "index" and v.name in witness["indices"]}

    def drawn(letter):
        if letter.name not in witness["letters"]:
            raise CannotEvaluate(f"the witness has no value for {letter}")
        return enter(*([part] for part in witness["letters"][letter.name]))

    instance = Model(witness["model"], given, arithmetic, indices, drawn)
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
    return np.array(_floats(data))


def _floats(data):
    return float.fromhex(data) if isinstance(data, str) else [_floats(d) for d in data]


class Saved(Derived):
    """The letters of witnesses of one shard; ``enter`` turns their values and errors into numbers of the arithmetic."""

    def __init__(self, saved, roles, arithmetic, functions, indices, enter):
        super().__init__(roles, arithmetic, functions, indices)
        self.last = max([*indices.values(), 0]) + 3
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
        reader = Reading(instance.evaluator, logic, max([*instance.indices.values(), 0]))
        truth = reader.formula(c.body, {}, loose=True)
        return {"margin": float(truth.margin[0, 0]), "bound": float(truth.bound[0, 0])}


def on_arrays(saved: list[dict[str, Any]], backend: Backend):
    """Witnesses of one shard as a batch (problems, 1), with the claim."""
    def enter(values, errors):
        v, e = (np.stack([_unhex(a) for a in part])[:, None] for part in (values, errors))
        return Ball(backend.put(v), backend.put(e) if e.any() else None)

    instance, c = _rebuild(saved, BallArithmetic(backend), enter, lambda p: p, backend)
    instance.backend, instance.shape = backend, (len(saved), 1)
    return instance, c


def confirm(source: str | Path | dict) -> tuple[bool, str]:
    """Whether the statement truly fails on the saved instance while its evaluated hypotheses hold; and why."""
    witness = load(source)
    if "model" in witness:  # its values are rational
        sure, why = _confirmed(witness, RationalArithmetic())
        if sure:
            return sure, why
    with precise():
        return _confirmed(witness, ArbArithmetic())


def _confirmed(witness, arithmetic) -> tuple[bool, str]:
    def enter(values, errors):
        (v,), (e,) = ([_floats(a) for a in part] for part in (values, errors))
        return Vector(map(arithmetic.given, v, e)) if isinstance(v, list) else arithmetic.given(v, e)

    try:
        instance, c = _rebuild([witness], arithmetic, enter, lambda p: p.exact(0), choose("numpy"))
        if not _fails(c.body, instance):
            return False, "its failure is not certain in ball arithmetic of 300 bits"
        for name, formula in instance.roles.checks.items():
            if not _surely(formula, instance):
                return False, f"the hypothesis {name} does not hold for certain on this instance"
        if not all(_surely(f, instance) for f in c.conditions):
            return False, "a condition of the statement does not hold for certain on this instance"
        outside = _outside(instance)
        return not outside, outside or f"it fails in {arithmetic.name}: {_shown(c.body, instance)}"
    except (CannotEvaluate, ZeroDivisionError) as fault:  # balls do not raise the latter
        return False, f"it cannot be evaluated exactly: {fault}"


def stated(witness: dict[str, Any]) -> tuple[dict[str, Formula], Claim]:
    """The hypotheses and the claim that a witness was drawn for."""
    given = {name: shared(from_json(t)) for name, t in witness["hypotheses"].items()}
    return given, claim(witness["claim"], shared(from_json(witness["statement"])))


def _rebuild(saved, arithmetic, enter, function, backend):
    witness = saved[0]  # all are of one shard: they differ in numbers only
    if "model" in witness:
        return _of_model(witness, arithmetic, enter)
    given, c = stated(witness)
    roles = read(given)
    letters = {v for f in (*given.values(), c.statement) for v in f.atoms(Letter)} | c.letters
    functions, batches = {}, {}
    for name, drawn in witness["functions"].items():
        if drawn["family"] not in {f.name for f in (*families(), *symmetric.FAMILIES)}:
            raise UsageError(f"the witness names the family {drawn['family']!r}, which does not exist")
        data = {key: np.stack([_unhex(w["functions"][name]["data"][key]) for w in saved]) for key in drawn["data"]}
        problems = family(drawn["family"]).from_data(data, backend)
        for v in ([v for v in letters if v.name == name] or [Letter(name, "function")]):
            functions[v], batches[v] = function(problems), problems
    indices = {v: witness["indices"][v.name] for v in letters if v.sort == "index" and v.name in witness["indices"]}
    instance = Saved(saved, roles, arithmetic, functions, indices, enter)
    instance.batches, instance.dimension = batches, witness["dimension"]
    return instance, c


def _outside(instance) -> str:
    """Which class parameter leaves the bounds of its family for certain, in a sentence; or the empty string."""
    if isinstance(instance, Model):
        return ""  # the kernel has proved its hypotheses
    for key, value in list(instance.values.items()):
        sign = (key if isinstance(key, Letter) else key[0]).sign
        if not isinstance(value, Vector) and not {"> 0": value > 0, ">= 0": value >= 0}.get(sign, True):
            return f"{key} is not {sign} for certain"
    for f, schemas in instance.roles.classes.items():
        for s in schemas:
            known = instance.batches[f].constants.get(s.name)
            if known is None:
                return f"{f} is not of the class {s.name}"
            for direction, param, (value, err) in zip(SLACK[s.name], s.params[1:], known, strict=True):
                if value.ndim == 2 and not _fits(instance.evaluator.term(param, {}), direction, value[0, 0], err[0, 0]):
                    return f"{param} = {instance.evaluator.term(param, {}).str(6, radius=False)} is no constant of {s.name}"
    return ""


def _fits(given, direction: str, value: float, err: float) -> bool:
    if not np.isfinite(value):
        return False
    value, err = double(float(value)), double(float(err))
    below, above = given < value - err, given > value + err
    return not {"up": below, "down": above, "exact": below or above}[direction]


def _surely(formula: Formula, instance) -> bool:
    """Whether a hypothesis holds for certain; over an index, at every value that the saved sequences reach."""
    if isinstance(formula, Relation):
        return _holds(formula, instance, {})
    if not over_indices(formula):
        return _reader(instance).formula(formula, {}) is True
    last = max([*instance.indices.values(), 0]) + 1
    ranges = (range(1 if k.sign == "> 0" else 0, last + 1) for k in formula.letters)
    at = [dict(zip(formula.letters, values, strict=True)) for values in product(*ranges)]
    at = [a for a in at if all(holds_for(c, {**instance.indices, **a}) for c in formula.conditions)]
    return isinstance(formula, ForAll) and all(_holds(formula.body, instance, a) for a in at)


def _holds(relation, instance, at) -> bool:
    return SureLogic(instance.evaluator).relation(relation, at) is True


def _reader(instance) -> Reading:
    return Reading(instance.evaluator, SureLogic(instance.evaluator), max([*instance.indices.values(), 0]))


def _fails(body, instance) -> bool:
    return _reader(instance).formula(body, {}, loose=True) is False


def _shown(relation, instance) -> str:
    if not isinstance(relation, Relation):
        return "every way in which it could hold fails"
    a, b = instance.evaluator.term(relation.lhs, {}), instance.evaluator.term(relation.rhs, {})
    ops = instance.evaluator.ops
    if isinstance(a, Vector):
        return f"the sides differ by {ops.text(ops.norm(b - a), 12)}"
    return f"left {ops.text(a)}, right {ops.text(b)}"
