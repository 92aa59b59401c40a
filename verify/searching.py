"""The only door to ``proofs.search``: the commands that search (prove, step, obligations). Judging never comes through here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verify.blame import shown
from verify.citations import cited
from verify.discover import Found

if TYPE_CHECKING:
    from proofs.theorem import Theorem


@dataclass(frozen=True)
class Outcome:
    """Whether a certificate was written, and a sentence about it."""

    written: bool
    sentence: str


def prove(chosen: list[Found], known: list[Found]) -> Iterator[tuple[Found, Outcome]]:
    """Search for the certificates of each theorem and write them, cited theorems first.

    Only the certificates of what a theorem cites are read: a stale one elsewhere does not stand in the way.
    """
    for found in sorted(chosen, key=lambda f: len(cited(f.theorem))):
        yield found, _prove(found, {f.name: f.certificate for f in known})


def _prove(found: Found, paths: dict[str, Path]) -> Outcome:
    from proofs.kernel.syntax import Reject
    from proofs.language import IllTyped
    from proofs.search import prove as search
    from verify import exact
    from verify.run import fault_of_ours
    try:
        lemmas = exact.load_library(cited(found.theorem), paths)
        found.certificate.parent.mkdir(exist_ok=True)
        try:
            if not _contradiction(found):
                search.prove(found.theorem, lemmas.verified, found.certificate.parent)
        except search.NotFound as fault:
            if not _refute(found, lemmas.verified):
                return Outcome(False, str(fault))
        return Outcome(True, f"written {shown(found.certificate)}{_verdicts(found, paths)}")
    except (exact.CertificateError, search.ExampleRefused) as fault:
        return Outcome(False, str(fault))
    except (Reject, IllTyped) as fault:
        return Outcome(False, f"lemma {found.name}: no certificate that the kernel accepts was found: {fault}")
    except OSError as fault:
        return Outcome(False, f"lemma {found.name}: {shown(found.certificate)} cannot be written ({fault.strerror or fault}).")
    except Exception as fault:
        return Outcome(False, fault_of_ours(found, fault))


def _contradiction(found: Found) -> bool:
    """Where the hypotheses contradict each other: write the proof of that, and nothing else. An example rules it out."""
    from proofs.certificate import save, statement
    from proofs.search import contradiction
    if found.theorem.example is not None or found.theorem.definition:
        return False
    data = statement(found.theorem)
    steps = contradiction.contradiction(data)
    if steps is None:
        return False
    save(json.loads(json.dumps({**data, "proof": steps, "refutations": {}, "inferences": {}})), found.certificate)
    return True


def _refute(found: Found, verified: dict[str, Any]) -> bool:
    """Where no proof is found: write counterexamples to what is false, and a proof of the lines before it."""
    from proofs.certificate import save, statement
    from proofs.kernel.checker import check_theorem
    from proofs.reader import read
    from proofs.search import candidates
    theorem = found.theorem
    data = json.loads(json.dumps(statement(theorem)))
    data |= {"refutations": {}, "inferences": {}}
    false = []
    for o in theorem.obligations():
        claim = read(o.statement) if o.sayable and o.cited is None and not (theorem.definition or theorem.existence) else None
        model = None if claim is None else candidates.search(data, claim)
        if model is not None:
            data["refutations"][o.name] = {"claim": claim, "model": model}
            false.append(o)
    if not false:
        return False
    line = min(o.link or len(theorem.chain) + 1 for o in false)
    sound = replace(theorem, chain=theorem.chain[:line - 1], example=None)
    data["proof"] = _rest(sound, theorem.name in data["refutations"], verified)
    data = json.loads(json.dumps(data))
    check_theorem(data, verified)
    save(data, found.certificate)
    return True


def _rest(theorem: Theorem, claim_fails: bool, verified: dict[str, Any]) -> Any:
    """The proof of what is left of a theorem: with its claim, without it where that is not found, else nothing."""
    from proofs.search import prove as search
    for t in ([] if claim_fails else [theorem]) + [replace(theorem, claim=None)]:
        try:
            return search.write_proof(t, verified)["proof"]
        except search.NotFound:
            continue
    return []


def _verdicts(found: Found, paths: dict[str, Path]) -> str:
    """What the kernel says of the statements now: (2 proved, 1 refuted)."""
    from verify import exact
    from verify.outcome import count
    library = exact.load_library([*cited(found.theorem), found.theorem], paths)
    judged = exact.judge(found.theorem, library)
    reasons = "".join(f"; {name}: {r.reason}" for name, r in judged.items() if r.reason and r.verdict.name == "OPEN")
    vacuous = next((f"; {r.reason}" for r in judged.values() if r.verdict.name == "VACUOUS"), "")
    return f" ({count(r.verdict for r in judged.values())}){reasons}{vacuous}"


def prepare() -> None:
    """Load the search and what asks it, so that the first statement does not pay for that."""
    import proofs.search.best  # noqa: F401
    import proofs.search.decide  # noqa: F401
    import verify.obligations  # noqa: F401


def decide(statement: dict[str, Any], goal: Any, deadline: float) -> Any:
    """What the search says of ``hypotheses |- goal`` until ``deadline`` (of `time.monotonic`); `verify.decided` checks it."""
    from proofs.search import decide as search
    return search.decide(statement, goal, deadline)


def best_constant(statement: dict[str, Any], goal: Any, letter: str, sense: int, bounds: tuple[float, float],
                  deadline: float) -> Fraction | None:
    """The largest (``sense`` 1) or smallest (-1) value of a letter for which the search expects a proof; a proposal only."""
    from proofs.search import best
    return best.extreme(statement, goal, letter, sense, *bounds, deadline)  # type: ignore[no-any-return]


def stronger_for(statement: dict[str, Any], goal: Any, letter: str) -> int:
    """1 if a larger letter visibly makes the claim stronger, -1 if a smaller one does, 0 if that is not seen."""
    from proofs.search import best
    return best.stronger(statement, goal, letter)  # type: ignore[no-any-return]
