"""The table on the screen: a block per theorem, a legend for whoever sees it for the first time, the checks of the checker."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TypeVar

import click
from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from verify import outcome
from verify.breaks import loose
from verify.verdict import ClaimResult, Exact, Numeric, TheoremResult

T = TypeVar("T")

WORD = {
    Exact.PROVED: "PROVED", Exact.REFUTED: "REFUTED", Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT: "TRUE, NOT THUS",
    Exact.ILL_TYPED: "ILL-TYPED", Exact.DEFINITION: "DEFINITION", Exact.NOT_CHECKABLE: "NOT CHECKABLE", Exact.OPEN: "OPEN",
    Exact.VACUOUS: "VACUOUS",
}
_KIND: dict[Exact | Numeric | None, str] = {
    None: "plain", Exact.PROVED: "good", Exact.REFUTED: "bad", Exact.DEFINITION: "plain", Exact.NOT_CHECKABLE: "plain",
    Numeric.HELD: "good", Numeric.VIOLATED: "bad", Numeric.NOT_RUN: "plain",
}
_COLOUR = {"good": "green", "bad": "red", "warn": "yellow", "plain": ""}
WIDE = 100  # columns from which a screen has room for all columns of a table
_WIDTHS = {"claim": 9, "line": 5, "exact": 14, "numbers": 12, "evaluated": 11, "tight": 7}


def kind(verdict: Exact | Numeric | None) -> str:
    """How a verdict is coloured, on the screen and on pages: good, bad, warn or plain."""
    return _KIND.get(verdict, "warn")


def style_of(verdict: Exact | Numeric) -> str:
    """The colour of a verdict on the screen; none for one that is neither good nor bad."""
    return _COLOUR[kind(verdict)]


def word_of(verdict: Exact | Numeric) -> str:
    """A verdict as one or two words on the screen."""
    return WORD[verdict] if isinstance(verdict, Exact) else verdict.name.replace("_", " ")


def console(stderr: bool = False) -> Console:
    """A console: colours and width of the terminal; plain text of COLUMNS, or 120, columns where there is none."""
    screen = Console(stderr=stderr, highlight=False)
    if screen.is_terminal:
        return screen
    columns = os.environ.get("COLUMNS", "")
    width = int(columns) if columns.isdecimal() and int(columns) else 120
    return Console(stderr=stderr, highlight=False, width=width, no_color=True)


def write(*parts: RenderableType) -> None:
    """Show on a console."""
    screen = console()
    click.echo(_drawn(screen, parts), nl=False, color=screen.is_terminal)


def text(width: int, *parts: RenderableType) -> str:
    """The same as plain text of so many columns."""
    return _drawn(Console(width=width, highlight=False, no_color=True, force_terminal=False), parts).rstrip("\n")


def _drawn(screen: Console, parts: Iterable[RenderableType]) -> str:
    """Plain text is left without the blanks that fill a column."""
    with screen.capture() as captured:
        screen.print(*parts, sep="\n")
    drawn = loose(captured.get())
    return drawn if screen.is_terminal else re.sub(r" +$", "", drawn, flags=re.MULTILINE)


def header(width: int) -> Table:
    """The column titles, printed once."""
    table = _grid(width)
    titles = ["claim", "line", "statement as printed", "exact", "numbers", "evaluated", "tight"]
    table.add_row(*(Text(t, style="bold") for t in _fit(titles, width)))
    return table


def block(result: TheoremResult, width: int) -> Group:
    """A theorem: its title, then one row per statement."""
    table = _grid(width)
    for c in result.claims:
        table.add_row(*_fit(_row(c), width))
        if c.repaired_plain and c.exact.verdict is not Exact.PROVED:
            table.add_row(*_fit(_repair(c), width))
    title = Text.assemble((result.title, "bold"), f"  [{result.name}]  ", (result.source, "dim"), no_wrap=True,
                          overflow="ellipsis")
    trouble = [Text(f"  error: {result.trouble}", style="red")] if result.trouble else []
    return Group(Text(), title, *trouble, table)


def _grid(width: int) -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    columns = _fit(list(_WIDTHS), width)
    for name in columns:
        right = name in ("evaluated", "tight")
        table.add_column(width=_WIDTHS[name], justify="right" if right else "left", overflow="fold")
        if name == "line":
            table.add_column(ratio=1, overflow="fold")
    return table


def _fit(cells: list[T], width: int) -> list[T]:
    """Leave the two columns of figures out on a narrow screen."""
    return cells if width >= WIDE else cells[:-2]


def _row(c: ClaimResult) -> list[Text]:
    n = c.numeric
    ran = n.instances > 0
    mark = Text(" !" if not c.as_expected or c.alarm else "", style="bold red")
    return [
        Text(" ".join(c.ids) or "-").append_text(mark), Text("" if c.link is None else str(c.link)), Text(c.plain),
        Text(word_of(c.exact.verdict), style=style_of(c.exact.verdict)),
        Text(word_of(n.verdict), style=style_of(n.verdict) or "dim"),
        Text(f"{n.instances:,}" if ran else "-"), Text("-" if n.tightness is None else f"{n.tightness:.3f}"),
    ]


def _repair(c: ClaimResult) -> list[Text]:
    n = c.repaired_numeric
    numbers = Text("") if n is None else Text(word_of(n.verdict), style=style_of(n.verdict) or "dim")
    return [Text(""), Text("->"), Text(repaired(c)), Text(word_of(c.offered), style=style_of(c.offered)), numbers,
            Text(f"{n.instances:,}" if n and n.instances else "-"),
            Text("-" if n is None or n.tightness is None else f"{n.tightness:.3f}")]


def repaired(c: ClaimResult) -> str:
    """What holds instead, with the hypotheses that it needs beyond those printed."""
    under = ", ".join(plain for _, plain, _ in c.repaired_under)
    return (c.repaired_plain or "") + (f"   if {under}" if under else "")


def controls(results: Iterable[TheoremResult]) -> Table | None:
    """The deliberately altered statements: a checker that lets one pass is broken."""
    claims = [c for r in results for c in r.claims if c.control]
    if not claims:
        return None
    table = Table(title="Checks of the checker: statements altered on purpose, which must not pass", title_justify="left",
                  title_style="bold", box=box.SIMPLE_HEAD, expand=False)
    for name in ("altered statement", "exact", "numbers", ""):
        table.add_column(name, overflow="fold")
    for c in claims:
        told = Text("noticed", style="green") if c.as_expected else Text("NOT NOTICED !", style="bold red")
        table.add_row(Text(f"{c.name}: {c.plain}"), word_of(c.exact.verdict), word_of(c.numeric.verdict), told)
    return table


def legend(results: Iterable[TheoremResult]) -> Group:
    """What the words of the table mean; only those that occur in it."""
    claims = [c for r in results for c in r.claims]
    table = Table.grid(padding=(0, 2))
    table.add_column(width=14)
    table.add_column(overflow="fold")
    seen = {c.exact.verdict for c in claims} | {c.numeric.verdict for c in claims}
    for title, verdicts in (("exact", Exact), ("numbers", Numeric)):
        table.add_row(Text(title, style="bold"), _TITLES[title])
        for v in (v for v in verdicts if v in seen):
            table.add_row(Text(word_of(v), style=style_of(v)), v.value)
    for word, meaning in _COLUMNS.items():
        table.add_row(Text(word, style="bold"), meaning)
    return Group(Text(), Text("How to read this table", style="bold"), table)


_TITLES = {
    "exact": "what the proof checker says of the statement exactly as printed, for all values of its letters",
    "numbers": "what evaluating the same statement on many problem instances says",
}
_COLUMNS = {
    "claim": "number of the printed claim (verify/claims.tsv); `python -m verify show 000-106` shows one in full",
    "line": "line of a chain of (in)equalities: the step from the right side before it to its own; blank: the claim itself",
    "->": "under a statement that is not proved: what holds instead, and its verdict",
    "evaluated": "admissible evaluations: those that met the hypotheses",
    "tight": "largest ratio of what is promised to what happened: 1.000 means that the bound is attained",
    "!": "came out otherwise than its file expects",
}


def closing(results: Iterable[TheoremResult]) -> Group:
    """The summary, each surprise in a sentence, and whether all is well."""
    results = list(results)
    lines = [Text(), Text(outcome.summary(results), style="bold")]
    surprises = outcome.surprises(results)
    lines += [Text(f"! {sentence}", style="red") for sentence in surprises]
    if not surprises and not outcome.troubles(results) and any(r.claims for r in results):
        lines.append(Text("Everything came out as its file expects.", style="green"))
    return Group(*lines)
