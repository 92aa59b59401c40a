"""Which printed claims are said to be definitions, or beyond any referee, and why: pinned, so that none slips in unseen.

``tests/verify/pinned.tsv`` has a line for each id and kind. After reading a new one critically (a formula, a table, a number or
an implication is checkable), write the file again: ``python -m tests.verify.test_pinned``.
"""

from __future__ import annotations

from pathlib import Path

from tests.judged import JUDGED, OBLIGATIONS
from verify.verdict import Exact

PINNED = Path(__file__).with_name("pinned.tsv")


def found() -> list[str]:
    """A line "id, verdict, kind" for every id of a definition or of a sentence that is not checkable."""
    lines = set()
    for name, o in OBLIGATIONS:
        verdict = JUDGED[name][o.name].verdict
        if verdict in (Exact.DEFINITION, Exact.NOT_CHECKABLE):
            kind = o.theorem.definition if verdict is Exact.DEFINITION else o.theorem.not_checkable
            lines |= {f"{i}\t{verdict.name}\t{kind.name}" for i in o.ids}
    return sorted(lines)


def test_definitions_and_what_is_not_checkable_are_pinned():
    pinned = PINNED.read_text(encoding="utf-8").splitlines()
    assert found() == pinned, f"new: {sorted({*found()} - {*pinned})}, gone: {sorted({*pinned} - {*found()})}"


if __name__ == "__main__":
    PINNED.write_text("\n".join(found()) + "\n", encoding="utf-8")
