"""Check all claims of one theorem on the same random and adversarial instances.

The work is cut into shards; a shard's counts depend on nothing but the theorem, the seed and the shard's number, and merge in
any order. What is computed is kept in a store (`numerics.store`), from which a run that was killed goes on.

Tightness of ``a <= b`` is (base - b)/(base - a), the decrease promised over the decrease that happened, where ``base`` is the
function value that the right side starts from (`numerics.evaluate.base_of`): 1 is attained.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from numerics import shard as shards
from numerics import store as stores
from numerics.again import Again
from numerics.backend import Backend, choose
from numerics.claims import Claim, claim
from numerics.confirm import TRIES, confirm
from numerics.evaluate import CannotEvaluate
from numerics.exhibits import exhibit
from numerics.formulas import untried
from numerics.result import Numeric, NumericResult
from numerics.roles import farthest, read
from numerics.shard import Plan
from numerics.store import Store
from numerics.tally import EDGES, Place, Tally
from numerics.tree_json import shared, to_json
from proofs.certificate import path_of
from proofs.language import OPERATOR, At, Eq, Formula, Hessian, Integral, Letter, Negation, Relation, SomeInstance, letters_of
from proofs.theorem import Obligation

SEARCHED = 2000  # instances among which one is sought that shows an existence claim
TRIAL = 6  # small shards that show whether a compound statement is ever decided
PLANNED, PATIENCE = 20, 3  # shards; how many times as many may be drawn to replace inadmissible instances


@dataclass(frozen=True)
class Order:
    """What is asked of a campaign: ``instances`` admissible evaluations of each claim, from at least ``problems`` problems."""

    instances: int
    problems: int
    seed: int
    backend: Backend
    store: Store
    progress: Callable[[int, int], None] = lambda done, planned: None


def check(obligations: Iterable[Obligation], *, instances: int = 100_000, problems: int = 1_000, seed: int = 0,
          backend: Backend | str = "auto", progress: Callable[[int, int], None] | None = None,
          store: Store | str | Path | None = None, certificate: Path | None = None) -> dict[str, NumericResult]:
    """The numeric reading of the obligations of one theorem, by name.

    ``instances`` admissible evaluations per claim from at least ``problems`` distinct problems (more shards are drawn where
    hypotheses reject many); ``progress(done, planned)`` is called after every shard; ``store`` a file of what was computed
    before; ``certificate`` the file whose exact models are run as well, if it does not lie with the library's.
    """
    obligations = list(obligations)
    if not obligations:
        return {}
    backend = choose(backend) if isinstance(backend, str) else backend
    path = certificate if certificate is not None else path_of(obligations[0].theorem)
    kept = store if isinstance(store, Store) else Store(store or ":memory:")
    try:
        name = stores.key("theorem", _content(obligations), _digest(path), instances, problems, seed, backend.content)
        found = kept.get(name)
        if found is None:
            results = _read(obligations, Order(instances, problems, seed, backend, kept, progress or Order.progress), path)
            kept.put(name, {o: r.as_data() for o, r in results.items()})
            return results
        return {o: NumericResult.from_data(r) for o, r in found.items()}
    finally:
        if kept is not store:
            kept.close()


def _content(obligations: list[Obligation]) -> list[Any]:
    """All that the numeric reading of obligations of one theorem looks at, but for its certificate; order matters."""
    return [[_trees(obligations[0].hypotheses), bool(obligations[0].theorem.definition)],
            [[o.name, to_json(o.statement)] for o in obligations]]


def _trees(hypotheses: dict[str, Formula]) -> list[Any]:
    return [[name, to_json(f)] for name, f in hypotheses.items()]


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None


def _read(obligations: list[Obligation], order: Order, certificate: Path) -> dict[str, NumericResult]:
    """The numeric reading, made now."""
    results: dict[str, NumericResult] = {}
    claims = []
    for o in obligations:
        c, ill_typed = claim(o.name, o.statement), o.ill_typed()
        if o.theorem.definition:
            results[o.name] = NumericResult(Numeric.NOT_RUN, "it defines something; nothing is claimed")
        elif ill_typed:
            results[o.name] = NumericResult(Numeric.NOT_RUN, f"it has no meaning: {ill_typed}")
        elif isinstance(o.statement, SomeInstance):
            results[o.name] = _sought(o, order)
        elif c.why_not:
            results[o.name] = NumericResult(Numeric.NOT_RUN, c.why_not)
        else:
            claims.append(c)
    results |= _check(claims, obligations[0].hypotheses, order) if claims else {}
    return exhibit(obligations, {o.name: results[o.name] for o in obligations}, certificate, order.backend, order.seed)


def _sought(o: Obligation, order: Order) -> NumericResult:
    """Whether an instance satisfies an existence claim: a few are drawn, and its negation is to fail on one of them."""
    few = replace(order, instances=min(order.instances, SEARCHED), problems=min(order.problems, SEARCHED),
                  progress=Order.progress)
    found = _check([claim(o.name, Negation(o.statement.body))], o.hypotheses, few)[o.name]
    if found.verdict is Numeric.VIOLATED:
        return replace(found, verdict=Numeric.HELD, reason="an instance that satisfies it was drawn")
    if found.verdict is Numeric.HELD:
        reason = f"none of {found.instances} instances that were drawn satisfies it, which decides nothing"
        return replace(found, verdict=Numeric.NOT_RUN, reason=reason, witness=None)
    if found.verdict is Numeric.INCONCLUSIVE:
        return replace(found, verdict=Numeric.NOT_RUN, reason="no instance that was drawn satisfies it for certain")
    return replace(found, verdict=Numeric.NOT_RUN)


def _check(claims: list[Claim], hypotheses: dict[str, Formula], order: Order) -> dict[str, NumericResult]:
    start = time.perf_counter()
    claims, hypotheses = [claim(c.name, shared(c.statement)) for c in claims], {n: shared(f) for n, f in hypotheses.items()}
    try:
        plan, refused = _runnable(_plan(claims, hypotheses, order))
        tallies = _run(plan, order) if plan.claims else {}
    except CannotEvaluate as fault:
        return {c.name: NumericResult(Numeric.NOT_RUN, str(fault)) for c in claims}
    share = (time.perf_counter() - start)/max(1, len(plan.claims))
    return refused | {c.name: _verdict(plan, c, tallies[c.name], share) for c in plan.claims}


def _plan(claims: list[Claim], hypotheses: dict[str, Formula], order: Order) -> Plan:
    """How the claims are run; raises `CannotEvaluate` where the hypotheses leave nothing to draw."""
    roles = read(hypotheses)
    letters = {v for c in claims for v in c.letters}.union(*map(letters_of, hypotheses.values()))
    integrals = any(f.has(Integral) for c in claims for f in (c.body, *hypotheses.values()))
    able, why_not = shards.candidates(roles, letters, polynomial=integrals)
    if roles.refused or why_not:
        raise CannotEvaluate(roles.refused or why_not)
    size = max(1, -(-order.problems//PLANNED))
    formulas = [*hypotheses.values(), *(c.statement for c in claims)]
    matrices = any(v.sort == OPERATOR for v in letters) or any(f.has(Hessian) for f in formulas)
    reach = max((farthest(f) for f in formulas), default=0)
    replicas = max(1, -(-order.instances//(PLANNED*size)))
    return Plan(roles, hypotheses, tuple(claims), able, size, replicas, order.seed, order.backend, matrices, reach)


def _runnable(plan: Plan) -> tuple[Plan, dict[str, NumericResult]]:
    """The plan without the claims that contain something no finite computation gives."""
    tiny, refused, kept = replace(plan, problems=1, replicas=1), {}, []
    with np.errstate(all="ignore"):
        for c in plan.claims:
            reason = shards.try_claim(tiny, c)
            reason = reason or _always_open(plan, c)
            if reason:
                refused[c.name] = NumericResult(Numeric.NOT_RUN, reason)
            else:
                kept.append(c)
    return replace(plan, claims=tuple(kept)), refused


def _always_open(plan: Plan, c: Claim) -> str:
    """Why a compound statement is left open on all of a few instances; or the empty string."""
    if isinstance(c.body, Relation):
        return ""
    few = replace(plan, problems=min(plan.problems, 4), replicas=min(plan.replicas, 10), claims=(c,))
    found = sum((shards.run(few, shard)[c.name] for shard in range(TRIAL)), start=Tally())
    return _why_open(c, found) if not found.instances and found.open else ""


def _why_open(c: Claim, t: Tally) -> str:
    return untried(c.body) or f"points that are tried decide it on none of {t.open} instances"


def _run(plan: Plan, order: Order) -> dict[str, Tally]:
    content = ["shard", _trees(plan.hypotheses), [[c.name, to_json(c.statement)] for c in plan.claims],
               plan.seed, plan.problems, plan.replicas, plan.backend.content]
    tallies = {c.name: Tally() for c in plan.claims}
    for shard in range(PLANNED*PATIENCE):
        if shard >= PLANNED and all(t.instances*PATIENCE < order.instances
                                    or (t.instances >= order.instances and t.problems >= order.problems)
                                    for t in tallies.values()):  # out of reach, or done
            break
        name = stores.key(*content, shard)
        found = order.store.get(name)
        if found is None:
            found = {c: t.as_list() for c, t in shards.run(plan, shard).items()}
            order.store.put(name, found)
        for c, counts in found.items():
            tallies[c] = tallies[c] + Tally.from_list(counts)
        order.progress(shard + 1, max(PLANNED, shard + 1))
    return tallies


def _verdict(plan: Plan, c: Claim, t: Tally, seconds: float) -> NumericResult:
    if not t.instances:
        verdict, reason = _on_no_instance(plan, c, t)
        return NumericResult(verdict, reason, inadmissible=t.inadmissible, seconds=seconds)
    again, place, (verdict, reason) = Again(plan, c), None, _held(c, t)
    if t.failed or (c.strict and t.within):  # equal within rounding: a failure where the sides are equal exactly
        place, why = _confirmed(again, t)
        if place is not None:
            verdict, reason = Numeric.VIOLATED, why
        elif t.failed:
            verdict, reason = Numeric.INCONCLUSIVE, why
    fails = verdict is Numeric.VIOLATED
    witness = again.witness(place or t.worst[0])
    runs = again.trajectory([place] if place else t.worst, fails=fails)
    return NumericResult(verdict, reason, t.problems, t.instances, t.inadmissible, t.within, t.worst[0][0], t.tightness,
                         (EDGES, t.counts), witness, seconds, runs)


def _on_no_instance(plan: Plan, c: Claim, t: Tally) -> tuple[Numeric, str]:
    if t.open:
        return Numeric.NOT_RUN, _why_open(c, t)
    unbound = next((str(f) for f in plan.roles.checks.values() if isinstance(f, Eq) and not _binds(f)), "")
    if unbound:
        return Numeric.NOT_RUN, f"none of {t.inadmissible} instances that were drawn meets the equation {unbound}"
    return Numeric.VACUOUS, f"none of {t.inadmissible} instances met the hypotheses"


def _held(c: Claim, t: Tally) -> tuple[Numeric, str]:
    """What is said where no instance is shown to fail."""
    if t.blurred*2 > t.instances:
        return Numeric.INCONCLUSIVE, f"the error bound exceeds the claim's own scale on {t.blurred} of {t.instances} instances"
    if t.inadmissible > 4*t.instances:
        return Numeric.HELD, f"only {t.instances} of {t.instances + t.inadmissible} sampled instances met the hypotheses"
    if left_out := untried(c.body):
        return Numeric.HELD, f"a part of it was not run: {left_out}"
    return Numeric.HELD, f"points that are tried leave it open on {t.open} further instances" if t.open else ""


def _binds(equation: Eq) -> bool:
    """Whether an equation says what a letter or a member of a sequence is: only such are met by construction."""
    return any(isinstance(side, (Letter, At)) for side in equation.args)


def _confirmed(again: Again, t: Tally) -> tuple[Place | None, str]:
    """One of the worst instances, simple ones first, on which exact arithmetic confirms the failure; or None, and why."""
    reason = ""
    candidates = [place for place in t.worst if place[0] < -1] or [place for place in t.worst if place[0] <= 1]
    smallest = sorted(candidates, key=lambda p: (shards.dimension(p[1]), p))
    for place in smallest[:TRIES]:
        sure, reason = confirm(again.witness(place))
        if sure:
            where = f"it fails on {t.failed} of {t.instances} instances" if t.failed else "its sides are equal somewhere"
            return place, f"{where}; on the simplest one {reason}"
    return None, f"{t.failed} instances lie below the error bound, but {reason}"
