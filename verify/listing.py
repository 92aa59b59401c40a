"""The theorems by document, topic and verdict; a verdict is computed, from the certificates, when it is asked for."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from verify import claims, discover, table
from verify.coverage import ranges
from verify.discover import Found
from verify.errors import Trouble
from verify.numbers import Settings
from verify.rows import SEVERITY
from verify.run import readings
from verify.verdict import ClaimResult, Exact

ANY = "ANY"


@dataclass(frozen=True)
class Filters:
    """What is wanted: a document by its number, a topic by its folder, verdicts by their names or `ANY`; empty is no wish."""

    document: str = ""
    topic: str = ""
    statuses: tuple[str, ...] = ()

    def wants(self, f: Found) -> bool:
        return (not self.topic or topic(f) == self.topic) and (not self.document or any(map(self.of_document, f.ids)))

    def of_document(self, claim_id: str) -> bool:
        return not self.document or claim_id.partition("-")[0] == self.document

    def fits(self, c: ClaimResult) -> bool:
        """Whether a statement has a verdict that is wanted, and belongs to the document."""
        return (ANY in self.statuses or c.exact.verdict.name in self.statuses) and (
            not self.document or any(map(self.of_document, c.ids)))


@dataclass(frozen=True)
class Row:
    """A theorem of the list: the printed claims that it answers, and how many of its statements have which verdict."""

    found: Found
    ids: tuple[str, ...]
    verdicts: dict[str, int]


def topic(f: Found) -> str:
    """The folder of the lemma file."""
    return f.path.parent.name


def topics(known: Iterable[Found]) -> list[str]:
    return list(dict.fromkeys(topic(f) for f in known))


def rows(filters: Filters) -> Iterator[Row]:
    """What fits, in the order of the library. Raises `Trouble` for a document or a topic that there is not."""
    known = discover.library()
    _check("document", filters.document, claims.documents())
    _check("topic", filters.topic, topics(known))
    chosen = [f for f in known if filters.wants(f)]
    if not filters.statuses:
        yield from (Row(f, tuple(i for i in f.ids if filters.of_document(i)), {}) for f in chosen)
        return
    for f, result in zip(chosen, readings(chosen, known, Settings(numeric=False)), strict=True):
        fitting = [c for c in result.claims if filters.fits(c)]
        if fitting:
            counts = Counter(c.exact.verdict.name for c in fitting)
            ids = dict.fromkeys(i for c in fitting for i in c.ids if filters.of_document(i))
            yield Row(f, tuple(ids), {v: counts[v] for v in SEVERITY if counts[v]})


def _check(kind: str, word: str, there: Iterable[str]) -> None:
    if word and word not in (every := list(there)):
        near = difflib.get_close_matches(word, every, n=3, cutoff=0.5) or every
        raise Trouble(f"{word}: there is no such {kind}; there is {', '.join(near)}.")


def lines(found: Iterable[Row]) -> Iterator[str]:
    """One line per theorem, for a pipe."""
    for row in found:
        f = row.found
        told = "".join(f"  {n} {v}" for v, n in row.verdicts.items())
        ids = f" ({', '.join(row.ids)})" if row.ids else ""
        yield f"{f.name:<34} {f.theorem.title}{' - a check of the checker' if f.theorem.control else ''}{ids}{told}"


def grid(found: Iterable[Row]) -> Iterator[RenderableType]:
    """A table per topic, for a screen."""
    groups: dict[Path, list[Row]] = {}
    for row in found:
        groups.setdefault(row.found.path.parent, []).append(row)
    for folder, mine in groups.items():
        yield Text(f"\n{folder.name}", style="bold")
        shown = Table.grid(padding=(0, 2), expand=True)
        shown.add_column(min_width=min(40, max(len(row.found.name) for row in mine)), overflow="fold")
        for ratio in (4, 2, *([2] if any(row.verdicts for row in mine) else [])):
            shown.add_column(ratio=ratio, overflow="fold")
        for row in mine:
            title = row.found.theorem.title + (" - a check of the checker" if row.found.theorem.control else "")
            told = Text("\n").join(Text(f"{n} {table.word_of(Exact[v])}", style=table.style_of(Exact[v]))
                                   for v, n in row.verdicts.items())
            cells = [Text(row.found.name, style="cyan"), Text(title), Text(ranges(sorted(row.ids)), style="dim")]
            shown.add_row(*cells, *([told] if row.verdicts else []))
        yield shown
