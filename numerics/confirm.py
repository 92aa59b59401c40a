"""Whether a statement truly fails on a saved instance: in ball arithmetic of 300 bits, or in rational numbers for a model.

A failure counts only where every evaluated hypothesis truly holds. That a function belongs to a class rests on the constants
of its family, which are bounds.
"""

from __future__ import annotations

from itertools import product
from pathlib import Path

import numpy as np

from numerics import witness as witnesses
from numerics.backend import choose
from numerics.bindings import largest
from numerics.evaluate import CannotEvaluate, holds_for
from numerics.exact import ArbArithmetic, RationalArithmetic, Vector, double, precise
from numerics.formulas import Reading
from numerics.logic import SureLogic
from numerics.models import Model
from numerics.roles import SLACK, over_indices
from proofs.language import ForAll, Formula, Letter, Relation

TRIES = 8  # instances that are tried in exact arithmetic before a failure is called inconclusive


def confirm(source: str | Path | dict) -> tuple[bool, str]:
    """Whether the statement truly fails on the saved instance while its evaluated hypotheses hold; and why."""
    witness = witnesses.load(source)
    if "model" in witness:  # its values are rational
        sure, why = _confirmed(witness, RationalArithmetic())
        if sure:
            return sure, why
    with precise():
        return _confirmed(witness, ArbArithmetic())


def _confirmed(witness, arithmetic) -> tuple[bool, str]:
    def enter(values, errors):
        (v,), (e,) = ([witnesses.floats(a) for a in part] for part in (values, errors))
        return Vector(map(arithmetic.given, v, e)) if isinstance(v, list) else arithmetic.given(v, e)

    try:
        instance, c = witnesses.rebuild([witness], arithmetic, enter, lambda p: p.exact(0), choose("numpy"))
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
    last = largest(instance.indices) + 1
    ranges = (range(1 if k.sign == "> 0" else 0, last + 1) for k in formula.letters)
    at = [dict(zip(formula.letters, values, strict=True)) for values in product(*ranges)]
    at = [a for a in at if all(holds_for(c, {**instance.indices, **a}) for c in formula.conditions)]
    return isinstance(formula, ForAll) and all(_holds(formula.body, instance, a) for a in at)


def _holds(relation, instance, at) -> bool:
    return SureLogic(instance.evaluator).relation(relation, at) is True


def _reader(instance) -> Reading:
    return Reading(instance.evaluator, SureLogic(instance.evaluator), largest(instance.indices))


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
