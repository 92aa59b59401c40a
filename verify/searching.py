"""The only door to ``proofs.search``: the command ``prove``. Judging never comes through here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verify.blame import shown
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
    for found in sorted(chosen, key=lambda f: len(_cited(f.theorem))):
        yield found, _prove(found, {f.name: f.certificate for f in known})


def _prove(found: Found, paths: dict[str, Path]) -> Outcome:
    from proofs.search import prove as search
    from verify import exact
    try:
        lemmas = exact.load_library(_cited(found.theorem), paths)
        found.certificate.parent.mkdir(exist_ok=True)
        return Outcome(True, f"written {shown(search.prove(found.theorem, lemmas.verified, found.certificate.parent))}")
    except (exact.CertificateError, search.NotFound) as fault:
        return Outcome(False, str(fault))


def _cited(theorem: Theorem) -> list[Theorem]:
    """The theorems that a proof rests on, however indirectly; a theorem has more of them than any that it cites."""
    found: dict[str, Theorem] = {}
    _collect([theorem.proof, theorem.using, [line.using for line in theorem.chain]], found)
    return list(found.values())


def _collect(part: Any, found: dict[str, Theorem]) -> None:
    from proofs.theorem import Step, Theorem
    if isinstance(part, Theorem):
        if part.name not in found:
            found.update({t.name: t for t in _cited(part)})
            found[part.name] = part
    elif isinstance(part, Step):
        _collect(part.data, found)
    elif isinstance(part, dict):
        _collect(list(part.values()), found)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            _collect(inner, found)
