"""How much of each document is encoded, and with which verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from verify.claims import Claim, number_of
from verify.discover import Found
from verify.errors import Trouble
from verify.rows import SEVERITY, VERSION, by_id, deciding
from verify.verdict import TheoremResult


def refuse_unlisted(found: Iterable[Found], claims: dict[str, Claim]) -> None:
    """Raise `Trouble` when a lemma of the library carries an id that is not in the list of claims."""
    for f in found:
        for i in f.ids:
            if i not in claims:
                raise Trouble(f"lemma {f.name}: the claim id {i} is not in verify/claims.tsv; correct the id.")


def verdicts(results: Iterable[TheoremResult]) -> dict[str, str]:
    """The verdict of every encoded id."""
    return {i: deciding(group).exact.verdict.name for i, group in by_id(results).items()}


def coverage(claims: dict[str, Claim], judged: dict[str, str]) -> dict[str, Any]:
    """Per document: how many ids have which verdict, and which are not encoded. The counts add up to all ids."""
    documents = []
    for name in dict.fromkeys(map(number_of, claims)):
        ids = [i for i in claims if number_of(i) == name]
        counts = Counter(judged[i] for i in ids if i in judged)
        documents.append({
            "document": name,
            "claims": len(ids),
            "encoded": sum(counts.values()),
            "verdicts": {v: counts[v] for v in reversed(SEVERITY) if counts[v]},
            "not_encoded": [i for i in ids if i not in judged],
        })
    return {"version": VERSION, "documents": documents}


def ranges(ids: list[str]) -> str:
    """Ids in few words: ``000-001 to 000-004, 000-009``."""
    runs: list[list[str]] = []
    for i in ids:
        if runs and _next(runs[-1][-1]) == i:
            runs[-1].append(i)
        else:
            runs.append([i])
    return ", ".join(r[0] if len(r) == 1 else f"{r[0]} to {r[-1]}" for r in runs)


def _next(claim_id: str) -> str:
    document, _, number = claim_id.partition("-")
    return f"{document}-{int(number) + 1:03d}" if number.isdigit() else ""
