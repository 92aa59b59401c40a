"""The only door to ``proofs.search``: the commands that search (prove, step, obligations). Judging never comes through here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
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
    try:
        lemmas = exact.load_library(cited(found.theorem), paths)
        found.certificate.parent.mkdir(exist_ok=True)
        try:
            search.prove(found.theorem, lemmas.verified, found.certificate.parent)
        except search.NotFound as fault:
            if not _refute(found, lemmas.verified):
                return Outcome(False, str(fault))
        return Outcome(True, f"written {shown(found.certificate)}{_verdicts(found, paths)}")
    except exact.CertificateError as fault:
        return Outcome(False, str(fault))
    except (Reject, IllTyped) as fault:
        return Outcome(False, f"lemma {found.name}: no certificate that the kernel accepts was found: {fault}")
    except OSError as fault:
        return Outcome(False, f"lemma {found.name}: {shown(found.certificate)} cannot be written ({fault.strerror or fault}).")


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
        claim = read(o.statement) if o.sayable and o.cited is None and not theorem.definition else None
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
    return f" ({count(r.verdict for r in exact.judge(found.theorem, library).values())})"


def prepare() -> None:
    """Load the search, so that the first statement does not pay for it."""
    import proofs.search.decide  # noqa: F401


def decide(statement: dict[str, Any], goal: Any, deadline: float) -> Any:
    """What the search says of ``hypotheses |- goal`` until ``deadline`` (of `time.monotonic`); `verify.decided` checks it."""
    from proofs.search import decide as search
    return search.decide(statement, goal, deadline)
