"""The theorems by document, topic and verdict; a verdict is computed, from the certificates, when it is asked for."""

from __future__ import annotations

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
        """Whether a theorem is of the topic and answers a claim of the document."""
        return (not self.topic or topic(f) == self.topic) and (not self.document or any(map(self.of_document, f.ids)))

    def of_document(self, claim_id: str) -> bool:
        return not self.document or claims.number_of(claim_id) == self.document

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
    claims.refuse_unknown("document", filters.document, claims.documents())
    claims.refuse_unknown("topic", filters.topic, topics(known))
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


def lines(found: Iterable[Row]) -> Iterator[str]:
    """One line per theorem, for a pipe."""
    for row in found:
        f = row.found
        told = "".join(f"  {n} {v}" for v, n in row.verdicts.items())
        ids = f" ({', '.join(row.ids)})" if row.ids else ""
        yield f"{f.name:<34} {_title(f)}{ids}{told}"


def _title(f: Found) -> str:
    return f"{f.theorem.title}{' - a check of the checker' if f.theorem.control else ''}"


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
            told = Text("\n").join(Text(f"{n} {table.word_of(Exact[v])}", style=table.style_of(Exact[v]))
                                   for v, n in row.verdicts.items())
            cells = [Text(row.found.name, style="cyan"), Text(_title(row.found)), Text(ranges(sorted(row.ids)), style="dim")]
            shown.add_row(*cells, *([told] if row.verdicts else []))
        yield shown
