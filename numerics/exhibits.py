"""What the exact models of a certificate show when they are run: a counterexample fails, an instance holds.

The kernel checks the model first; then the statement is evaluated on arrays, and a failure is confirmed in ball arithmetic.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from numerics import shard as shards
from numerics import witness as witnesses
from numerics.backend import Backend
from numerics.bindings import Unbound
from numerics.claims import Claim, claim
from numerics.confirm import TRIES, confirm
from numerics.evaluate import CannotEvaluate
from numerics.logic import Truth
from numerics.models import Batch
from numerics.result import Numeric, NumericResult
from numerics.roles import over_indices
from numerics.trajectory import along, counting
from proofs.kernel.interpretation import check_instance, check_model, refute
from proofs.kernel.syntax import Reject, freeze
from proofs.language import INDEX, Formula, IllTyped, Relation, SomeInstance
from proofs.reader import read
from proofs.theorem import Obligation

INDICES = (1, 2, 0, 5)  # values of index letters that a statement quantifies
DECIDED = (Numeric.HELD, Numeric.VIOLATED, Numeric.INCONCLUSIVE)
UNTESTED = (Numeric.HELD, Numeric.VACUOUS)  # verdicts that a counterexample belies


def exhibit(obligations: list[Obligation], results: dict[str, NumericResult], path: Path, backend: Backend,
            seed: int) -> dict[str, NumericResult]:
    """The results, with what the models in a certificate file add to them."""
    try:
        data = json.loads(path.read_text())
        head = {part: data[part] for part in ("format", "theorem", "letters", "hypotheses")}
    except (OSError, ValueError, KeyError):
        return results  # nothing was found for this theorem yet
    out = dict(results)
    with np.errstate(all="ignore"):
        for o in obligations:
            if o.name in results and not o.ill_typed():
                out[o.name] = _judged(o, results[o.name], data, head, backend, seed)
    return out


def _judged(o: Obligation, found: NumericResult, data, head, backend, seed) -> NumericResult:
    broken = _entry(data, "refutations", o, lambda c, m: refute(head, c, m))
    if broken is not None:
        return _shown_to_fail(o, found, broken, backend, seed)
    if isinstance(o.statement, SomeInstance):
        model = _entry(data, "instances", o, lambda c, m: check_instance(head, c, m))
        return found if model is None else _shown_to_hold(o, found, model, backend, seed)
    if o.name in data.get("refutations", {}) or found.verdict in DECIDED:
        return found
    if not _checked(lambda: check_model(head, data["example"])):
        return found
    return _on_the_example(o, found, data["example"], backend, seed)


def _entry(data, part: str, o: Obligation, check) -> dict[str, Any] | None:
    """The model that a certificate has for an obligation, if it is one."""
    entry = data.get(part, {}).get(o.name)
    stated = o.statement.body if isinstance(o.statement, SomeInstance) else o.statement
    try:
        if entry is None or freeze(entry["claim"]) != freeze(read(stated)):
            return None
    except (IllTyped, KeyError):
        return None
    return entry["model"] if _checked(lambda: check(freeze(entry["claim"]), entry["model"])) else None


def _checked(check) -> bool:
    try:
        check()
    except (Reject, KeyError, TypeError, ValueError):
        return False
    return True


def _shown_to_fail(o, found, model, backend, seed) -> NumericResult:
    """What the exact counterexample adds: what held on other instances, and cannot be seen to fail on it, was not tested."""
    try:
        c, sample, truth, good = _run(o, o.statement, model, backend, seed)
    except CannotEvaluate as fault:
        return replace(found, verdict=Numeric.NOT_RUN, reason=str(fault)) if found.verdict in UNTESTED else found
    words = ", run on arrays, fails: " if (good & truth.fails).any() else " fails, which arrays leave open: "
    failed = _failed(o, found, c, sample, truth, good, f"the exact counterexample{words}")
    if failed is not None or found.verdict is not Numeric.HELD or not (sample.kept or (good & ~truth.certain).any()):
        return failed or found
    if (good & truth.within).any():
        reason = "in the exact counterexample both sides agree within rounding"
        return replace(found, verdict=Numeric.INCONCLUSIVE, reason=reason)
    reason = f"it held on {found.instances} instances; that it fails on the exact counterexample, no number of points can show"
    return replace(found, verdict=Numeric.NOT_RUN, reason=reason)


def _failed(o, found, c: Claim, sample: Batch, truth: Truth, good, words: str) -> NumericResult | None:
    """VIOLATED, if a replica fails and is confirmed; where none fails clearly, one that rounding leaves open may."""
    places = np.argwhere(good & (truth.fails if (good & truth.fails).any() else ~truth.certain))
    for _, replica in places[:TRIES]:
        saved = witnesses.of_model(sample, o.hypotheses, c, int(replica))
        sure, why = confirm(saved)
        if sure:
            if found.verdict is Numeric.VIOLATED:
                return replace(found, instances=found.instances + 1, problems=found.problems + 1)
            letter = counting(c, o.hypotheses, fails=True)
            runs = None if letter is None else along(letter, [saved], "the exact counterexample", sample.backend, fails=True)
            return replace(found, verdict=Numeric.VIOLATED, reason=words + why, problems=found.problems + 1,
                           instances=found.instances + int(good.sum()), witness=saved, trajectory=runs,
                           worst_margin_ulp=ulps if np.isfinite(ulps := float(truth.ulps[0, replica])) else None)
    return None


def _shown_to_hold(o, found, model, backend, seed) -> NumericResult:
    try:
        _, _, truth, good = _run(o, o.statement.body, model, backend, seed)
    except CannotEvaluate as fault:
        return replace(found, reason=str(fault))
    if not good.any() or (truth.fails & good).any():
        return replace(found, verdict=Numeric.INCONCLUSIVE, reason="the instance of the certificate does not hold on arrays")
    return _held(found, truth, good, "on the instance of the certificate, which is run")


def _on_the_example(o, found, model, backend, seed) -> NumericResult:
    try:
        c, sample, truth, good = _run(o, o.statement, model, backend, seed)
    except CannotEvaluate as fault:
        return found if found.verdict is Numeric.NOT_RUN else replace(found, verdict=Numeric.NOT_RUN, reason=str(fault))
    good &= np.isfinite(truth.margin)
    if not good.any():
        why = "on the example of the theorem, points that are tried do not decide it"
        return found if found.verdict is Numeric.NOT_RUN else replace(found, verdict=Numeric.NOT_RUN, reason=why)
    failing = good & truth.fails
    if failing.any() and (violated := _failed(o, found, c, sample, truth, failing, "it fails on the example of the theorem: ")):
        return violated
    return _held(found, truth, good, f"on the example of the theorem only ({found.reason})")


def _held(found, truth: Truth, good, reason: str) -> NumericResult:
    return replace(found, verdict=Numeric.HELD, reason=reason, problems=1, instances=int(good.sum()), inadmissible=0,
                   within_rounding=int((good & truth.within).sum()), worst_margin_ulp=float(truth.ulps[good].min()))


def _run(o: Obligation, statement: Formula, model, backend, seed):
    """A statement on a model: the first values of quantified indices at which it can be evaluated and is not met are taken."""
    c = claim(o.name, statement)
    if c.why_not:
        raise CannotEvaluate(c.why_not)
    given = {**model.get("reals", {}), **model.get("at", {})}
    letters = {v for f in (*o.hypotheses.values(), statement, c.body, *c.conditions) for v in shards.letters_of(f)} | c.letters
    indices = sorted((v for v in letters if v.sort == INDEX), key=lambda v: v.name)
    free = [v for v in indices if v.name not in given]
    best, why = None, None
    for values in {(j,)*len(free) for j in INDICES} if free else {()}:
        sample = Batch(model, o.hypotheses, dict(zip(free, values, strict=True)), backend, seed)
        sample.indices |= {v: _integer(sample, given[v.name]) for v in indices if v.name in given}
        try:
            truth, _, good = shards.evaluate(c, sample)
            good &= _hypotheses(o, sample)
        except Unbound as fault:
            why = fault
            continue
        if best is None or ((truth.fails & good).any() and not (best[2].fails & best[3]).any()) or not best[3].any():
            best = c, sample, truth, good
    if best is None:
        raise why or CannotEvaluate("the model cannot be run")
    return best


def _integer(sample: Batch, data) -> int:
    from proofs.writer import write
    return sample.evaluator.integer(write(freeze(data), {}), {})


def _hypotheses(o: Obligation, sample: Batch) -> np.ndarray:
    """Where the hypotheses that arrays can evaluate hold; the kernel has proved them all."""
    good = np.ones(sample.shape, dtype=bool)
    for formula in o.hypotheses.values():
        if isinstance(formula, Relation) or over_indices(formula):
            try:
                good &= shards.meets(formula, sample)[0]
            except Unbound:
                continue
    return good
