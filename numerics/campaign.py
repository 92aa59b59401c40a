"""Check all claims of one theorem on the same random and adversarial instances.

The work is cut into shards; a shard's counts depend on nothing but the theorem, the seed and the shard's number, and merge in
any order, so a run that was killed resumes from its store.

Tightness of ``a <= b`` is (base - b)/(base - a), the decrease promised over the decrease that happened, where ``base`` is the
function value that the right side starts from (`numerics.evaluate.base_of`): 1 is attained.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from numerics import shard as shards
from numerics import store as stores
from numerics import witness as witnesses
from numerics.backend import Backend, choose
from numerics.claims import Claim, claim
from numerics.evaluate import CannotEvaluate
from numerics.exhibits import exhibit
from numerics.formulas import untried
from numerics.result import Numeric, NumericResult
from numerics.roles import farthest, read
from numerics.shard import Plan
from numerics.store import Store
from numerics.tally import EDGES, Tally
from numerics.tree_json import to_json
from proofs.certificate import path_of
from proofs.language import OPERATOR, At, Eq, Hessian, Integral, Letter, Negation, Relation, SomeInstance, letters_of
from proofs.theorem import Obligation

SEARCHED = 2000  # instances among which one is sought that shows an existence claim
TRIAL = 6  # small shards that show whether a compound statement is ever decided
PLANNED, PATIENCE = 20, 3  # shards; how many times as many may be drawn to replace inadmissible instances


def check(obligations: Iterable[Obligation], *, instances: int = 100_000, problems: int = 1_000, seed: int = 0,
          backend: Backend | str = "auto", progress: Callable[[int, int], None] | None = None,
          store: Store | str | Path | None = None, certificate: Path | None = None) -> dict[str, NumericResult]:
    """The numeric reading of the obligations of one theorem, by name.

    ``instances`` admissible evaluations per claim from at least ``problems`` distinct problems (more shards are drawn where
    hypotheses reject many); ``progress(done, planned)`` is called after every shard; ``store`` a file to resume from;
    ``certificate`` the file whose exact models are run as well.
    """
    start, obligations = time.perf_counter(), list(obligations)
    backend = choose(backend) if isinstance(backend, str) else backend
    results: dict[str, NumericResult] = {}
    claims = []
    for o in obligations:
        c = claim(o.name, o.statement)
        ill_typed = o.ill_typed()
        reason = f"it has no meaning: {ill_typed}" if ill_typed else c.why_not
        reason = "it defines something; nothing is claimed" if o.theorem.definition else reason
        if reason:
            results[o.name] = NumericResult(Numeric.NOT_RUN, reason)
        else:
            claims.append(c)
    for o in obligations:
        if isinstance(o.statement, SomeInstance) and o.name in results and not o.ill_typed() and not o.theorem.definition:
            results[o.name] = _sought(o, instances, problems, seed, backend, start)
    if claims:
        opened = Store(store) if isinstance(store, (str, Path)) else store
        try:
            results |= _check(claims, obligations[0].hypotheses, instances, problems, seed, backend, progress, opened, start)
        finally:
            if opened is not None and opened is not store:
                opened.close()
    ordered = {o.name: results[o.name] for o in obligations}
    path = certificate if certificate is not None else path_of(obligations[0].theorem) if obligations else None
    return exhibit(obligations, ordered, path, backend, seed) if path is not None else ordered


def _sought(o: Obligation, instances, problems, seed, backend, start) -> NumericResult:
    """Whether an instance satisfies an existence claim: a few are drawn, and its negation is to fail on one of them."""
    c = claim(o.name, Negation(o.statement.body))
    few = (min(n, SEARCHED) for n in (instances, problems))
    found = _check([c], o.hypotheses, *few, seed, backend, None, None, start)[o.name]
    if found.verdict is Numeric.VIOLATED:
        return replace(found, verdict=Numeric.HELD, reason="an instance that satisfies it was drawn")
    if found.verdict is Numeric.HELD:
        reason = f"none of {found.instances} instances that were drawn satisfies it, which decides nothing"
        return replace(found, verdict=Numeric.NOT_RUN, reason=reason, witness=None)
    if found.verdict is Numeric.INCONCLUSIVE:
        return replace(found, verdict=Numeric.NOT_RUN, reason="no instance that was drawn satisfies it for certain")
    return replace(found, verdict=Numeric.NOT_RUN)


def _check(claims, hypotheses, instances, problems, seed, backend, progress, store, start) -> dict[str, NumericResult]:
    roles = read(hypotheses)
    letters = {v for c in claims for v in c.letters}.union(*map(letters_of, hypotheses.values()))
    integrals = any(f.has(Integral) for c in claims for f in (c.body, *hypotheses.values()))
    able, why_not = shards.candidates(roles, letters, polynomial=integrals)
    if roles.refused or why_not:
        return {c.name: NumericResult(Numeric.NOT_RUN, roles.refused or why_not) for c in claims}
    size = max(1, -(-problems//PLANNED))
    matrices = any(v.sort == OPERATOR for v in letters) or any(
        f.has(Hessian) for f in (*hypotheses.values(), *(c.statement for c in claims)))
    reach = max((farthest(f) for f in (*hypotheses.values(), *(c.statement for c in claims))), default=0)
    replicas = max(1, -(-instances//(PLANNED*size)))
    plan = Plan(roles, hypotheses, tuple(claims), able, size, replicas, seed, backend, matrices, reach)
    try:
        plan, refused = _runnable(plan)
        tallies = _run(plan, instances, problems, progress, store) if plan.claims else {}
    except CannotEvaluate as fault:
        return {c.name: NumericResult(Numeric.NOT_RUN, str(fault)) for c in claims}
    share = (time.perf_counter() - start)/max(1, len(plan.claims))
    return refused | {c.name: _verdict(plan, c, tallies[c.name], share) for c in plan.claims}


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


def _run(plan: Plan, instances: int, problems: int, progress, store) -> dict[str, Tally]:
    content = [{h: to_json(f) for h, f in plan.hypotheses.items()}, [[c.name, to_json(c.statement)] for c in plan.claims],
               plan.seed, plan.problems, plan.replicas, plan.backend.name]
    tallies = {c.name: Tally() for c in plan.claims}
    for shard in range(PLANNED*PATIENCE):
        if shard >= PLANNED and all(t.instances*PATIENCE < instances or (t.instances >= instances and t.problems >= problems)
                                    for t in tallies.values()):  # done, or out of reach
            break
        name = stores.key(content, shard)
        found = store.get(name) if store is not None else None
        if found is None:
            found = {c: t.as_list() for c, t in shards.run(plan, shard).items()}
            if store is not None:
                store.put(name, found)
        for c, counts in found.items():
            tallies[c] = tallies[c] + Tally.from_list(counts)
        if progress is not None:
            progress(shard + 1, max(PLANNED, shard + 1))
    return tallies


def _verdict(plan: Plan, c: Claim, t: Tally, seconds: float) -> NumericResult:
    if not t.instances and t.open:
        return NumericResult(Numeric.NOT_RUN, _why_open(c, t), inadmissible=t.inadmissible, seconds=seconds)
    unbound = next((str(f) for f in plan.roles.checks.values() if isinstance(f, Eq) and not _binds(f)), "")
    if not t.instances and unbound:
        reason = f"none of {t.inadmissible} instances that were drawn meets the equation {unbound}"
        return NumericResult(Numeric.NOT_RUN, reason, inadmissible=t.inadmissible, seconds=seconds)
    if not t.instances:
        return NumericResult(Numeric.VACUOUS, f"none of {t.inadmissible} instances met the hypotheses",
                             inadmissible=t.inadmissible, seconds=seconds)
    worst, verdict, reason = None, Numeric.HELD, ""
    if t.failed:
        worst, verdict, reason = _confirmed(plan, c, t)
    elif c.strict and t.within:  # equal within rounding: a failure where the sides are equal exactly
        worst, verdict, reason = _confirmed(plan, c, t)
        verdict, reason = (verdict, reason) if worst else (Numeric.HELD, "")
    if verdict is Numeric.HELD and t.blurred*2 > t.instances:
        verdict = Numeric.INCONCLUSIVE
        reason = f"the error bound exceeds the claim's own scale on {t.blurred} of {t.instances} instances"
    if verdict is Numeric.HELD and t.inadmissible > 4*t.instances:
        reason = f"only {t.instances} of {t.instances + t.inadmissible} sampled instances met the hypotheses"
    if verdict is Numeric.HELD and not reason and (left_out := untried(c.body)):
        reason = f"a part of it was not run: {left_out}"
    worst = worst or witness_of(plan, c, t.worst[0])
    return NumericResult(verdict, reason, t.problems, t.instances, t.inadmissible, t.within, t.worst[0][0], t.tightness,
                         (EDGES, t.counts), worst, seconds)


def _binds(equation: Eq) -> bool:
    """Whether an equation says what a letter or a member of a sequence is: only such are met by construction."""
    return any(isinstance(side, (Letter, At)) for side in equation.args)


def _confirmed(plan: Plan, c: Claim, t: Tally):
    """VIOLATED only after exact confirmation of one of the worst instances."""
    reason = ""
    candidates = [place for place in t.worst if place[0] < -1] or [place for place in t.worst if place[0] <= 1]
    smallest = sorted(candidates, key=lambda p: (shards.dimension(p[1]), p))
    for place in smallest[:witnesses.TRIES]:
        found = witness_of(plan, c, place)
        sure, reason = witnesses.confirm(found)
        if sure:
            where = f"it fails on {t.failed} of {t.instances} instances" if t.failed else "its sides are equal somewhere"
            return found, Numeric.VIOLATED, f"{where}; on the simplest one {reason}"
    return None, Numeric.INCONCLUSIVE, f"{t.failed} instances lie below the error bound, but {reason}"


def witness_of(plan: Plan, c: Claim, place) -> dict:
    """Draw the shard of an instance again and take the instance out."""
    ulps, shard, problem, replica = place
    with np.errstate(all="ignore"):
        sample = shards.draw(plan, shard)
        shards.admissible(plan, sample)  # binds the letters that only hypotheses mention
        shards.evaluate(c, sample)
        found = witnesses.take(sample, plan.hypotheses, c.name, c.statement, problem, replica)
    drawn = {"seed": plan.seed, "shard": shard, "problem": problem, "replica": replica}
    return found | {"margin_in_error_bounds": ulps, "drawn": drawn}
