"""What changed since an older run: the JSON of ``--json`` then and now, row by row.

A change is for the worse when what was as the file expects no longer is, when the readings disagree and did not, when the
verdict is more severe than it was (in the order of docs/json.md; unless it now is as the file expects, and was not), when
numbers that bore the verdict out no longer do, or when a row is gone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verify.errors import Trouble
from verify.rows import SEVERITY, VERSION

Row = dict[str, Any]
NEW, GONE, WORSE, BETTER, TEXT, NUMBERS = "new", "gone", "worse", "better", "text", "numbers"
TITLES = {GONE: "Gone: judged then, and not now", WORSE: "Worse", BETTER: "Better", TEXT: "Another text, with the same verdict",
          NUMBERS: "Numbers changed", NEW: "New: judged now, and not then"}
_SIGNS = (("as_expected", True, "no longer as its file expects", "now as its file expects"),
          ("alarm", False, "the readings disagree now", "the readings agree again"))  # key, what is good, lost, won


@dataclass(frozen=True)
class Change:
    """One row that is not as it was. ``kind`` is one of `TITLES`; ``worse`` says whether it is a step back."""

    kind: str
    name: str
    words: str
    worse: bool = False


def load(path: Path) -> Row:
    """The JSON of an older run. Raises `Trouble` when it is none, or of another version."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        found = data["version"], [rows(data), data["environment"]["backend"], data["complete"]]
    except OSError as fault:
        raise Trouble(f"{path}: cannot be read ({fault.strerror or fault}).") from None
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise Trouble(f"{path}: this is no JSON of a run ({type(fault).__name__}: {fault}); "
                      "`python -m verify all --json PATH` writes one.") from None
    if found[0] != VERSION:
        raise Trouble(f"{path}: its format is version {found[0]}, and this program reads version {VERSION}; write it again.")
    return dict(data)


def rows(data: Row) -> dict[str, Row]:
    """The rows of a file by claim id, or by name where there is none."""
    return {str(r.get("id", r.get("name"))): r for part in ("claims", "unnumbered", "controls") for r in data[part]}


def compare(old: Row, new: Row) -> list[Change]:
    """Every change, in the order of the files: what was there before first."""
    then, now = rows(old), rows(new)
    measured = "none" not in (old["environment"]["backend"], new["environment"]["backend"])
    found = [change for name in then for change in _row(name, then[name], now.get(name), measured)]
    return found + [Change(NEW, name, f"{r['verdict']}: {r['statement']}") for name, r in now.items() if name not in then]


def _row(name: str, old: Row, new: Row | None, measured: bool) -> Iterator[Change]:
    if new is None:
        yield Change(GONE, name, f"was {old['verdict']}: {old['statement']}", True)
        return
    steps = SEVERITY.index(new["verdict"]) - SEVERITY.index(old["verdict"])
    lost = [words for key, good, words, _ in _SIGNS if old[key] is good and new[key] is not good]
    won = [words for key, good, _, words in _SIGNS if old[key] is not good and new[key] is good]
    verdict = [f"{old['verdict']} -> {new['verdict']}"] if steps else []
    text = [f"its text changed: {new['statement']}"] if old["statement"] != new["statement"] else []
    if lost or (steps < 0 and not won):
        yield Change(WORSE, name, "; ".join([*verdict, *lost, *text]), True)
    elif steps or won:
        yield Change(BETTER, name, "; ".join([*verdict, *won, *text]))
    elif text:
        yield Change(TEXT, name, f"{old['statement']} -> {new['statement']}, {new['verdict']}")
    before, after = old["numeric"]["verdict"], new["numeric"]["verdict"]
    if measured and before != after:
        worse = _support(new["verdict"], after) < _support(old["verdict"], before)
        yield Change(NUMBERS, name, f"{before} -> {after}, the verdict is {new['verdict']}", worse)


def _support(exact: str, numeric: str) -> int:
    """How far the numbers bear a verdict out: 2 they do, 1 they say nothing, 0 they contradict it."""
    if numeric not in ("HELD", "VIOLATED"):
        return 1
    return 2 if (numeric == "VIOLATED") == (exact == "REFUTED") else 0


def report(old: Row, new: Row) -> tuple[list[str], bool]:
    """The changes as lines, and whether one is for the worse."""
    found = compare(old, new)
    lines = [f"{_run(old)} -> {_run(new)}"]
    if not old["complete"] or not new["complete"]:
        lines.append("One of the two runs was interrupted: what it did not judge is missing from it.")
    for kind, title in TITLES.items():
        mine = [c for c in found if c.kind == kind]
        if mine:
            lines += ["", f"{title} ({len(mine)})", *(f"  {'!' if c.worse else ' '} {c.name}: {c.words}" for c in mine)]
    worse = sum(c.worse for c in found)
    lines += ["", f"{len(found)} changes, {worse} for the worse." if found else "Nothing changed."]
    return lines, worse > 0


def _run(data: Row) -> str:
    judged = len(rows(data))
    return f"{data['environment'].get('commit') or 'no commit'} ({judged} rows)"
