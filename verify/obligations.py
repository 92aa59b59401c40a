"""Obligation files: other programs hand over inequalities as JSON, and get a verdict with its evidence for each.

The format of the file is in ``docs/obligations.md``; what is read of it, in ``proofs.obligation``.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from proofs.obligation import ObligationError, Task, json_object, read_obligation, shown
from verify import decided, files, pool, searching, table
from verify.errors import Trouble

Data = dict[str, Any]
Decide = Callable[[Data, Any, float], decided.Proposal]
VERDICTS = {"PROVED": "green", "REFUTED": "red", "VACUOUS": "yellow", "OPEN": "yellow", "INVALID": "magenta"}
NOT_REACHED = "not reached"
_ROWS = 60  # of the table; of a longer file those that are not PROVED come first
_EVERY = 10.0  # seconds between two savings of what is there


def read_file(path: Path) -> list[Any]:
    """The obligations of a file, unread. Raises `Trouble` when the file holds no JSON object or list."""
    try:
        text = path.read_text(encoding="utf-8-sig")  # some editors begin a file with a mark of its byte order
    except (OSError, UnicodeDecodeError) as fault:
        reason = getattr(fault, "strerror", None) or "it is no UTF-8 text"
        raise Trouble(f"{path}: cannot be read ({reason}); name a JSON file of obligations.") from None
    if not text.strip():
        raise Trouble(f"{path}: the file is empty; write one obligation or a list of them (docs/obligations.md).")
    try:
        data = json.loads(text, object_pairs_hook=json_object)
    except RecursionError:
        raise Trouble(f"{path}: the JSON nests too deeply; an obligation is one object (docs/obligations.md).") from None
    except ValueError as fault:
        raise Trouble(f"{path}: is no JSON ({fault}); write one obligation or a list of them (docs/obligations.md).") from None
    if not isinstance(data, (dict, list)):
        raise Trouble(f"{path}: holds {shown(data)}, where an object or a list of objects belongs "
                      "(docs/obligations.md).")
    return data if isinstance(data, list) else [data]


def judge(raw: Any, deadline: float, decide: Decide) -> Data:
    """One obligation, from JSON to its result; runs in a worker."""
    try:
        task = read_obligation(raw)
    except ObligationError as fault:
        return result(raw, decided.INVALID, str(fault))
    return outcome(task, *settle(task, deadline, decide))


def settle(task: Task, deadline: float, decide: Decide) -> tuple[decided.Answer, Data | None]:
    """The confirmed answer to a task, and its counterexample in plain values."""
    statement, goal = task.statement(), task.goal()
    answer = decided.settle(statement, goal, decide(statement, goal, deadline))
    return answer, decided.counterexample(answer, task.groups)


def outcome(task: Task, answer: decided.Answer, values: Data | None) -> Data:
    """The result of a task that was decided."""
    message = answer.message
    if values is not None and answer.sides is not None:
        where = decided.in_words(values) or "all values"
        message = f"the claim fails at {where}: its sides are {answer.sides[0]} and {answer.sides[1]}"
    return {"id": task.id, "verdict": answer.verdict, "seconds": 0.0, "certificate": answer.certificate,
            "counterexample": values, "message": message}


def result(raw: Any, verdict: str, message: str, seconds: float = 0.0) -> Data:
    """A result without evidence."""
    name = raw.get("id") if isinstance(raw, dict) else None
    return {"id": name if isinstance(name, str) else None, "verdict": verdict, "seconds": round(seconds, 6),
            "certificate": None, "counterexample": None, "message": message}


def results(raws: list[Any], decide: Decide, *, jobs: int, limit: float) -> Iterator[tuple[int, Data]]:
    """(position, result) of each obligation, as they come. Ids that occur twice are INVALID, each time."""
    ids = [raw.get("id") if isinstance(raw, dict) else None for raw in raws]
    times = Counter(i for i in ids if isinstance(i, str))
    places = []
    for i, (raw, name) in enumerate(zip(raws, ids, strict=True)):
        if isinstance(name, str) and times[name] > 1:
            yield i, result(raw, decided.INVALID, f"the id '{printable(name)}' occurs {times[name]} times; "
                                                  "give every obligation an id of its own")
        elif isinstance(name, str) and not name.isprintable():
            yield i, result(raw, decided.INVALID, f"the id '{printable(name)}' holds a character that cannot be printed; "
                                                  "write letters, digits and signs")
        else:
            places.append(i)
    call = partial(judge, decide=decide)
    for k, done in pool.work([raws[i] for i in places], call, prepare=searching.prepare, jobs=jobs, limit=limit):
        i = places[k]
        found = done.value if not done.fault else result(raws[i], decided.OPEN, done.fault)
        yield i, {**found, "seconds": round(done.seconds, 6)}


@dataclass
class _Keeper:
    """The results so far, in input order; on disk from the start, so that whatever happens the file is a list."""

    raws: list[Any]
    path: Path | None
    found: dict[int, Data] = field(default_factory=dict)
    looked: float = field(default_factory=time.monotonic)

    def all(self) -> list[Data]:
        return [self.found.get(i) or result(raw, decided.OPEN, NOT_REACHED) for i, raw in enumerate(self.raws)]

    def save(self, now: bool = True) -> bool:
        """Write the results, unless that was done a moment ago; whether it was time to."""
        if not now and time.monotonic() - self.looked < _EVERY:
            return False
        if self.path is not None:
            files.write(self.path, json.dumps(self.all(), indent=1, allow_nan=False) + "\n")
        self.looked = time.monotonic()
        return True


def carry_out(path: Path, out: Path | None, *, jobs: int, limit: float, decide: Decide | None = None) -> int:
    """Decide a file, show a table and write ``out``. The exit code: 0 when the run completed, 130 when interrupted."""
    raws = read_file(path)
    if out is not None and out.exists() and out.samefile(path):
        raise Trouble(f"{out}: the results would overwrite the obligations; name another file with --json.")
    keeper = _Keeper(raws, out)
    keeper.save()
    screen, log, start = table.console(), table.console(stderr=True), time.monotonic()
    whole = _fill(keeper, decide or searching.decide, jobs, limit, screen if screen.is_terminal else log)
    keeper.save()
    _show(keeper.all(), screen)
    reached = len(keeper.found)
    screen.print(Text(_summary(keeper.all(), time.monotonic() - start), style="bold"), soft_wrap=True)
    if not whole:
        kept = f"what was decided is in {out}" if out else "name a file with --json to keep what was decided"
        log.print(Text(f"Interrupted after {reached} of {len(raws)} obligations; {kept}."), soft_wrap=True)
        return 130
    return 0


def _fill(keeper: _Keeper, decide: Decide, jobs: int, limit: float, screen: Console) -> bool:
    """Decide everything; False when a person interrupted."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
            task = bar.add_task("deciding", total=len(keeper.raws))
            for i, found in results(keeper.raws, decide, jobs=jobs, limit=limit):
                keeper.found[i] = found
                bar.advance(task)
                if keeper.save(now=False) and not screen.is_terminal:
                    screen.print(Text(f"{len(keeper.found):,} of {len(keeper.raws):,} decided"), soft_wrap=True)
    except KeyboardInterrupt:
        return False
    return True


def _show(rows: list[Data], screen: Console) -> None:
    """A line per obligation; of a long file, first those that did not come out."""
    chosen = rows if len(rows) <= _ROWS else [r for r in rows if r["verdict"] != "PROVED"][:_ROWS]
    width = min(40, max((len(_name(r)) for r in chosen), default=0))
    for r in chosen:
        line = Text.assemble(f"{_name(r)[:width]:<{width}}  ", (f"{r['verdict']:<8}", VERDICTS[r["verdict"]]),
                             f" {r['seconds']:>8.3f} s  ", (r["message"], "dim"))
        screen.print(line, no_wrap=True, overflow="ellipsis", crop=True)
    if len(chosen) < len(rows):
        rest = len(rows) - len(chosen)
        proved = rest == sum(r["verdict"] == "PROVED" for r in rows)
        screen.print(Text(f"{rest} more{', all PROVED' if proved else ' (all of them with --json OUT)'}", style="dim"))


def _name(row: Data) -> str:
    return printable(row["id"]) if row["id"] is not None else "(no id)"


def printable(text: str) -> str:
    """Text that moves no cursor and changes no colour: what cannot be printed as its number."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


def _summary(rows: list[Data], seconds: float) -> str:
    count = Counter(r["verdict"] for r in rows)
    told = ", ".join(f"{count[v]} {v}" for v in VERDICTS if count[v]) or "nothing to decide"
    return f"{len(rows)} obligation{'' if len(rows) == 1 else 's'}: {told} ({seconds:.1f} s)"
