"""One shard of a campaign: which problems it draws, and what every claim says on them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.backend import Backend
from numerics.ball import error
from numerics.bindings import Unbound
from numerics.claims import Claim, Sides, sides
from numerics.evaluate import CannotEvaluate, holds_for
from numerics.families import families
from numerics.families.base import Family
from numerics.roles import Roles, asked_letters
from numerics.sampling import Sample, membership
from numerics.tally import Tally, count
from proofs.language import FUNCTION, INDEX, REAL, VECTOR, ForAll, Formula, Letter, Lt, Relation, letters_of

DIMENSIONS = (1, 2, 3, 8, 32)
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


def candidates(roles: Roles, letters, polynomial: bool = False) -> tuple[dict[Letter, tuple[Family, ...]], str]:
    """The families that declare all that is asked of each function letter, and why there are none.

    ``polynomial`` keeps those for which the quadrature of an integral along a line is exact.
    """
    found = {}
    for f in sorted({v for v in letters if v.sort == FUNCTION} | set(roles.classes), key=lambda v: v.name):
        if f in roles.splits:
            continue
        asked = [s.name for s in roles.classes.get(f, ())]
        found[f] = tuple(g for g in families() if set(asked) <= set(g.declares) and (g.polynomial or not polynomial))
        if not found[f]:
            return {}, f"no family declares the classes asked of {f} together: {', '.join(asked)}"
    return found, ""


def dimension(shard: int) -> int:
    """The dimension of a shard's vectors; it runs through the list at another pace than the families do."""
    return DIMENSIONS[(shard + shard//len(DIMENSIONS)) % len(DIMENSIONS)]


def draw(plan: Plan, shard: int) -> Sample:
    """The instances of a shard, the same at every call."""
    n = dimension(shard)
    functions = {}
    for i, (f, able) in enumerate(plan.candidates.items()):
        rng = np.random.default_rng(np.random.SeedSequence((plan.seed, shard, i)))
        chosen = able[(shard + i) % len(able)]
        functions[f] = chosen.sample(rng, plan.problems, n, plan.backend)
        functions[f].family = chosen.name
    return Sample(plan.roles, functions, _indices(plan, shard), n=n, problems=plan.problems, replicas=plan.replicas,
                  entropy=(plan.seed, shard), backend=plan.backend)


def _indices(plan: Plan, shard: int) -> dict[Letter, int]:
    """Values of the index letters that satisfy the conditions that speak of indices only, where such values are found."""
    letters = sorted({v for c in plan.claims for v in c.indices} | {v for h in plan.hypotheses.values() for v in letters_of(h)
                      if v.sort == INDEX}, key=lambda v: v.name)
    rng = np.random.default_rng(np.random.SeedSequence((plan.seed, shard, 7919)))
    formulas = [*plan.hypotheses.values(), *(f for c in plan.claims for f in c.conditions)]
    formulas = [f for f in formulas if isinstance(f, Relation) and letters_of(f) and letters_of(f) <= set(letters)]
    values: dict[Letter, int] = {}
    for _ in range(200):
        values = {v: max(int(rng.choice(ENDS)), 1 if v.sign == "> 0" else 0) for v in letters}
        if all(holds_for(f, values) for f in formulas):
            break
    return values


def run(plan: Plan, shard: int) -> dict[str, Tally]:
    """Every claim on one shard."""
    with np.errstate(all="ignore"):
        sample = draw(plan, shard)
        good = admissible(plan, sample)
        return {c.name: _judge(c, sample, good, shard) for c in plan.claims}


def admissible(plan: Plan, sample: Sample) -> np.ndarray:
    """Which instances meet the hypotheses (that is: fail none of them clearly); boolean (problems, replicas)."""
    letters = asked_letters([*plan.hypotheses.values(), *(f for c in plan.claims for f in (c.relation, *c.conditions))])
    bound_inside = {v for h in plan.hypotheses.values() for v in _inner(h)} - {v for c in plan.claims for v in c.letters}
    good = membership(sample, [v for v in letters if v.sort in (REAL, VECTOR) and v not in bound_inside])
    good = np.broadcast_to(sample.backend.get(good), sample.shape).copy()
    for formula in plan.roles.checks.values():
        good &= _meets(formula, sample)
    return good


def _inner(formula: Formula) -> set[Letter]:
    """Letters that a hypothesis quantifies."""
    body, found = getattr(formula, "formula", formula), set()
    while isinstance(body, ForAll):
        found |= set(body.letters)
        body = body.body
    return found


def _meets(formula: Formula, sample: Sample) -> np.ndarray:
    if not isinstance(formula, ForAll):
        try:
            return _not_failed(formula, sample, {})
        except Unbound:  # such as w[t - 1] at t = 0
            return np.zeros(sample.shape, dtype=bool)
    good = np.ones(sample.shape, dtype=bool)
    relation, k = formula.body, formula.letters[0]
    if len(formula.letters) > 1 or not isinstance(relation, Relation):
        raise CannotEvaluate(f"a hypothesis over several indices is not checked: {formula}")
    for j in range(1 if k.sign == "> 0" else 0, sample.last + 1):
        if all(holds_for(c, {**sample.indices, k: j}) for c in formula.conditions):
            try:
                good &= _not_failed(relation, sample, {k: j})
            except Unbound:
                good &= j >= sample.last - LAG  # it speaks of members that no instance has
    return good


def _not_failed(relation: Relation, sample: Sample, at) -> np.ndarray:
    margin, bound, _ = _host(sample, sides(relation, sample.evaluator, at))
    return (margin >= -bound) & ~(isinstance(relation, Lt) & (margin <= 0) & (bound == 0))


def _host(sample: Sample, s: Sides):
    return tuple(np.broadcast_to(sample.backend.get(a), sample.shape) for a in (s.margin.v, s.margin.e, s.scale))


def evaluate(c: Claim, sample: Sample) -> tuple[Sides, np.ndarray]:
    """Both sides of a claim, and where the conditions on its quantified letters hold."""
    meets = np.ones(sample.shape, dtype=bool)
    for condition in c.conditions:
        meets &= _meets(condition, sample)
    return sides(c.relation, sample.evaluator, {}), meets


def try_claim(plan: Plan, c: Claim) -> str:
    """Why a claim has no numeric reading, found out on one instance; or the empty string."""
    try:
        evaluate(c, draw(plan, 0))
    except Unbound:
        return ""
    except CannotEvaluate as fault:
        return str(fault)
    return ""


def _judge(c: Claim, sample: Sample, good: np.ndarray, shard: int) -> Tally:
    try:
        s, meets = evaluate(c, sample)
    except Unbound:  # such as w[t - 1] at t = 0
        return Tally(inadmissible=int(np.prod(sample.shape)))
    good = good & meets
    margin, bound, scale = _host(sample, s)
    return count(shard, good, margin, bound, scale, isinstance(c.relation, Lt), _tightness(c, s, sample, good))


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
