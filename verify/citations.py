"""Which theorems a proof rests on: only their certificates need to be read to judge it, or to search for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from proofs.theorem import Theorem


def cited(theorem: Theorem) -> list[Theorem]:
    """The theorems that a proof rests on, however indirectly; a theorem has more of them than any that it cites."""
    found: dict[str, Theorem] = {}
    _collect([theorem.proof, theorem.using, [line.using for line in theorem.chain]], found)
    return list(found.values())


def needed(theorem: Theorem) -> list[Theorem]:
    """The theorems whose certificates a verdict on this one reads: itself, what it rests on, and what holds instead."""
    found: dict[str, Theorem] = {}
    pending = [theorem]
    while pending:
        t = pending.pop()
        if t.name not in found:
            found[t.name] = t
            pending += [*cited(t), *(o.repaired.theorem for o in t.obligations() if o.repaired is not None)]
    return list(found.values())


def _collect(part: Any, found: dict[str, Theorem]) -> None:
    from proofs.theorem import Step, Theorem
    if isinstance(part, Theorem):
        if part.name not in found:
            found.update({t.name: t for t in cited(part)})
            found[part.name] = part
    elif isinstance(part, Step):
        _collect(part.data, found)
    elif isinstance(part, dict):
        _collect(list(part.values()), found)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            _collect(inner, found)
