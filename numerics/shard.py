"""One shard of a campaign: which problems it draws, and what every claim says on them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from sympy.core.containers import Tuple

from numerics import symmetric
from numerics.backend import Backend
from numerics.ball import error
from numerics.bindings import Unbound, largest
from numerics.claims import Claim, Sides, sides
from numerics.evaluate import CannotEvaluate, holds_for
from numerics.families import families
from numerics.families.base import Family
from numerics.formulas import Reading
from numerics.logic import ArrayLogic, Truth
from numerics.roles import Roles, asked_letters, over_indices
from numerics.sampling import Sample, membership
from numerics.tally import Tally, count
from proofs.language import (
    FUNCTION,
    FUNCTION_SEQUENCE,
    INDEX,
    OPERATOR,
    REAL,
    VECTOR,
    ForAll,
    Formula,
    Letter,
    Quantified,
    Relation,
    Word,
    letters_of,
)

DIMENSIONS = (1, 2, 3, 8, 32)
MATRICES = 8  # the largest dimension in which matrices are formed
LAG = 2  # how far ahead of its index a hypothesis may look: x[k + 2]
ENDS = (0, 1, 1, 2, 3, 5, 8, 12)  # values of index letters


@dataclass(frozen=True)
class Plan:
    """A theorem's campaign: its hypotheses sorted, its claims, the families that qualify, and the size of a shard."""

    roles: Roles
    hypotheses: dict[str, Formula]
    claims: tuple[Claim, ...]
    candidates: dict[Letter, tuple[Family, ...]]
    problems: int
    replicas: int
    seed: int
    backend: Backend
    matrices: bool = False  # operators or second derivatives occur
    reach: int = 0  # how far the statements look into sequences by number


def candidates(roles: Roles, letters, polynomial: bool = False) -> tuple[dict[Letter, tuple[Family, ...]], str]:
    """The families that declare all that is asked of each function letter, and why there are none.

    ``polynomial`` keeps those for which the quadrature of an integral along a line is exact.
    """
    found = {}
    drawn = (FUNCTION, FUNCTION_SEQUENCE, OPERATOR)
    for f in sorted({v for v in letters if v.sort in drawn} | set(roles.classes), key=lambda v: v.name):
        if f in roles.splits or f in roles.defined or f in roles.inverses:
            continue
        asked = [s.name for s in roles.classes.get(f, ())]
        offered = symmetric.FAMILIES if f.sort == OPERATOR else families()
        found[f] = tuple(g for g in offered if set(asked) <= set(g.declares) and (g.polynomial or not polynomial))
        if not found[f]:
            return {}, f"no family declares the classes asked of {f} together: {', '.join(asked)}"
    return found, ""


def dimension(shard: int) -> int:
    """The dimension of a shard's vectors; it runs through the list at another pace than the families do."""
    return DIMENSIONS[(shard + shard//len(DIMENSIONS)) % len(DIMENSIONS)]


def _dimension(plan: Plan, shard: int) -> int:
    return min(dimension(shard), MATRICES) if plan.matrices else dimension(shard)


def draw(plan: Plan, shard: int) -> Sample:
    """The instances of a shard, the same at every call."""
    functions, n = {}, _dimension(plan, shard)

    def member(f: Letter, able: tuple[Family, ...], *place: int):
        rng = np.random.default_rng(np.random.SeedSequence((plan.seed, shard, *place)))
        chosen = able[(shard + place[0]) % len(able)]
        found = chosen.sample(rng, plan.problems, n, plan.backend)
        found.family = chosen.name
        return found

    for i, (f, able) in enumerate(plan.candidates.items()):
        if f.sort != FUNCTION_SEQUENCE:
            functions[f] = member(f, able, i)
    return Sample(plan.roles, functions, indices(plan, shard), n=n, problems=plan.problems, replicas=plan.replicas,
                  entropy=(plan.seed, shard), backend=plan.backend, reach=plan.reach,
                  members=lambda f, j: member(f, plan.candidates[f], list(plan.candidates).index(f), j))


def indices(plan: Plan, shard: int) -> dict[Letter, int]:
    """Values of the index letters that satisfy the conditions that speak of indices only, where such values are found."""
    letters = sorted({v for c in plan.claims for v in c.indices} | {v for h in plan.hypotheses.values() for v in letters_of(h)
                      if v.sort == INDEX}, key=lambda v: v.name)
    rng = np.random.default_rng(np.random.SeedSequence((plan.seed, shard, 7919)))
    formulas = [*plan.hypotheses.values(), *(f for c in plan.claims for f in c.conditions)]
    formulas = [f for f in formulas if isinstance(f, Relation) and letters_of(f) and letters_of(f) <= set(letters)]
    values: dict[Letter, int] = {}
    for _ in range(200):
        values = {v: max(int(rng.choice(ENDS)), 1 if v.sign == "> 0" else 0) for v in letters}
        values |= dict.fromkeys(plan.roles.dimensions, _dimension(plan, shard))
        if all(holds_for(f, values) for f in formulas):
            break
    return values


def run(plan: Plan, shard: int) -> dict[str, Tally]:
    """Every claim on one shard."""
    with np.errstate(all="ignore"):
        sample = draw(plan, shard)
        good, left_open = admissible(plan, sample)
        return {c.name: _judge(c, sample, good, left_open, shard) for c in plan.claims}


def admissible(plan: Plan, sample: Sample) -> tuple[np.ndarray, np.ndarray]:
    """Which instances meet the hypotheses (fail none clearly), and which are left open; boolean (problems, replicas)."""
    letters = asked_letters([*plan.hypotheses.values(), *(f for c in plan.claims for f in (c.body, *c.conditions))])
    bound_inside = {v for f in (*plan.hypotheses.values(), *(c.body for c in plan.claims)) for v in _inner(f)}
    bound_inside -= {v for c in plan.claims for v in c.letters}
    good = membership(sample, [v for v in letters if v.sort in (REAL, VECTOR) and v not in bound_inside])
    good = np.broadcast_to(sample.backend.get(good), sample.shape).copy()
    left_open = np.zeros(sample.shape, dtype=bool)
    for formula in plan.roles.checks.values():
        met, unsure = meets(formula, sample)
        good, left_open = good & met, left_open | unsure
    return good, left_open & ~good


def _inner(formula) -> set[Letter]:
    """Letters that a formula quantifies."""
    if isinstance(formula, Word):
        return _inner(formula.formula)
    found = set(formula.letters) if isinstance(formula, Quantified) else set()
    return found.union(*(_inner(a) for a in formula.args if isinstance(a, (Formula, Tuple))))


def reading(sample: Sample) -> Reading:
    """Reads formulas on a batch."""
    return Reading(sample.evaluator, _logic(sample), largest(sample.indices))


def _logic(sample: Sample) -> ArrayLogic:
    return ArrayLogic(sample.evaluator, sample.backend, sample.shape)


def meets(formula: Formula, sample: Sample, last: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Where a hypothesis or condition is met, up to the ``last`` member of sequences, and where it is left open."""
    last = sample.last if last is None else last
    never = np.zeros(sample.shape, dtype=bool)
    if not over_indices(formula):
        truth = _answer(formula, sample, loose=False)
        return ~truth.fails & np.isfinite(truth.margin), ~np.isfinite(truth.margin)
    if not isinstance(formula, ForAll):
        try:
            return _not_failed(formula, sample, {}), never
        except Unbound:  # such as w[t - 1] at t = 0
            return never, never
    good = np.ones(sample.shape, dtype=bool)
    relation = formula.body
    ranges = [range(1 if k.sign == "> 0" else 0, last + 1) for k in formula.letters]
    for values in product(*ranges):
        at = dict(zip(formula.letters, values, strict=True))
        if all(holds_for(c, {**sample.indices, **at}) for c in formula.conditions):
            try:
                good &= _not_failed(relation, sample, at)
            except Unbound:
                good &= max(values) >= last - LAG  # it speaks of members that no instance has
    return good, never


def _answer(formula: Formula, sample: Sample, loose: bool) -> Truth:
    reader = reading(sample)
    try:
        truth = reader.formula(formula, {}, loose)
    except Unbound:
        return reader.logic.open()
    if truth is None:
        raise CannotEvaluate(reader.why[0])
    return truth


def _not_failed(relation: Relation, sample: Sample, at) -> np.ndarray:
    truth = _logic(sample).relation(relation, at)
    return (truth.margin >= -truth.bound) & ~truth.fails  # false where it is NaN


def evaluate(c: Claim, sample: Sample) -> tuple[Truth, Sides | None, np.ndarray]:
    """What a claim comes to, the two sides of a mere relation, and where the conditions on its quantified letters hold."""
    good = np.ones(sample.shape, dtype=bool)
    for condition in c.conditions:
        good &= meets(condition, sample)[0]
    if not isinstance(c.body, Relation):
        return _answer(c.body, sample, loose=True), None, good
    s = sides(c.body, sample.evaluator, {})
    return _logic(sample).answer(s, c.strict), s, good


def try_claim(plan: Plan, c: Claim) -> str:
    """Why a claim has no numeric reading, found out on one instance; or the empty string."""
    try:
        evaluate(c, draw(plan, 0))
    except Unbound:
        return ""
    except CannotEvaluate as fault:
        return str(fault)
    return ""


def _judge(c: Claim, sample: Sample, good: np.ndarray, left_open: np.ndarray, shard: int) -> Tally:
    try:
        truth, s, meeting = evaluate(c, sample)
    except Unbound:  # such as w[t - 1] at t = 0
        return Tally(inadmissible=int(np.prod(sample.shape)))
    good = good & meeting
    if s is None:
        left_open = left_open | (good & ~np.isfinite(truth.margin))
    tightness = _tightness(c, s, sample, good) if s is not None else None
    return count(shard, truth, good, left_open, tightness)


def _tightness(c: Claim, s: Sides, sample: Sample, good) -> float | None:
    """The largest promised decrease over actual decrease, each at its unfavourable end, where the latter is not in doubt."""
    if c.base is None:
        return None
    base = sample.evaluator.term(c.base, {})
    promised, actual = base - s.rhs, base - s.lhs
    arrays = (promised.v, error(promised), actual.v, error(actual))
    p, pe, a, ae = (np.broadcast_to(sample.backend.get(v), sample.shape) for v in arrays)
    sure = good & (a > ae) & np.isfinite(p) & np.isfinite(pe)
    return float(((p - pe)[sure]/(a + ae)[sure]).max()) if sure.any() else None
