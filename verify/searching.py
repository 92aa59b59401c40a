"""The only door to ``proofs.search``: the command ``prove``. Judging never comes through here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from verify.discover import Found
from verify.errors import Trouble


@dataclass(frozen=True)
class Outcome:
    """Whether a certificate was written, and a sentence about it."""

    written: bool
    sentence: str


def prove(chosen: list[Found], known: list[Found]) -> Iterator[tuple[Found, Outcome]]:
    """Search for the certificates of each theorem in turn and write them."""
    from proofs.search import prove as search
    from verify import exact
    try:
        lemmas: Any = exact.load_library([f.theorem for f in known])
    except exact.CertificateError as fault:
        raise Trouble(str(fault)) from None
    for f in chosen:
        try:
            yield f, Outcome(True, f"written {search.prove(f.theorem, lemmas)}")
        except (exact.CertificateError, search.NotFound) as fault:
            yield f, Outcome(False, str(fault))
