"""The printed claims: what the documents say, numbered. A copy of the list travels with the package."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from verify.errors import Trouble

CLAIMS = Path(__file__).with_name("claims.tsv")


@dataclass(frozen=True)
class Claim:
    """One numbered claim: the document, where in it, and what is printed there."""

    id: str
    document: str
    where: str
    printed: str


def load(path: Path = CLAIMS) -> dict[str, Claim]:
    """Every printed claim by its id, in the order of the list.

    Raises `Trouble` when the list is missing, has a row of another width, or repeats an id.
    """
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            rows = list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    except OSError as fault:
        raise Trouble(f"{path}: the list of claims cannot be read ({fault.strerror}); reinstall the package.") from None
    claims: dict[str, Claim] = {}
    for number, row in enumerate(rows[1:], 2):
        if len(row) != 4:
            raise Trouble(f"{path}, line {number}: {len(row)} columns instead of 4 (id, document, where, printed).")
        if row[0] in claims:
            raise Trouble(f"{path}, line {number}: the id {row[0]} stands there twice.")
        claims[row[0]] = Claim(*row)
    return claims


def number_of(claim_id: str) -> str:
    """The number of a claim's document: 004 for 004-031."""
    return claim_id.partition("-")[0]


def documents(path: Path = CLAIMS) -> dict[str, str]:
    """The numbers of the documents, each with the name of its file."""
    return {number_of(c.id): c.document for c in load(path).values()}


def refuse_unknown(kind: str, word: str, there: Iterable[str]) -> None:
    """Raise `Trouble` for a document or a topic that there is not, with the nearest that there is; no word is no wish."""
    if word and word not in (every := list(there)):
        near = difflib.get_close_matches(word, every, n=3, cutoff=0.5) or every
        raise Trouble(f"{word}: there is no such {kind}; there is {', '.join(near)}.")
