"""One theorem in full, on the screen: statement, hypotheses, chain with verdicts, certificate, counterexample."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from verify.breaks import tight
from verify.show import ALTERNATIVE, counterexample, evidence, figures, instead, sentence
from verify.table import WIDE, style_of, word_of
from verify.verdict import ClaimResult, Exact, Numeric, TheoremResult

_STEP = re.compile(r"([^:]{1,40}): (.*)   (\(.*\))", re.DOTALL)  # of a proof: a name, what is proved, and by which rule
_PARTS = re.compile(r"(right - left =|\[.+?\] is right - left of:) (.*)", re.DOTALL)  # of a certificate's line


def page(r: TheoremResult, width: int, only: str = "") -> Group:
    """The theorem; with ``only`` (a claim id or the name of a statement) just the statements it names."""
    chosen = [c for c in r.claims if not only or only == c.name or only in c.ids] or list(r.claims)
    return Group(*_head(r), *_chain(chosen, width), *(part for c in chosen for part in _statement(c)))


def _head(r: TheoremResult) -> Iterator[RenderableType]:
    yield Text.assemble((r.title, "bold"), (f"  [{r.name}]", "dim"))
    yield Text(r.source + (f"   ({r.file})" if r.file else ""), style="dim")
    if r.trouble:
        yield Text(f"\nCould not be judged: {r.trouble}", style="red")
    if r.hypotheses:
        yield _title("Hypotheses")
        yield _grid((Text(name, style="cyan"), _formula(plain)) for name, plain, _ in r.hypotheses)
    if r.readings:
        yield _title("Read as")
        yield from (_indented(Text(line)) for line in r.readings)


def _chain(chosen: list[ClaimResult], width: int) -> Iterator[RenderableType]:
    """The lines with their relations below each other; on a narrow screen the reason stands under its line."""
    links = [c for c in chosen if c.link is not None and c.relation]
    if not links:
        return
    table = Table.grid(padding=(0, 1), expand=True)
    for ratio in (None, None, 3, None, *([1] if width >= WIDE else [])):
        table.add_column(ratio=ratio, overflow="fold")
    before = None
    for c in links:
        if before is None or before.link != (c.link or 0) - 1:
            table.add_row("", "", _formula(c.sides[0][0]))
        before, reason = c, Text(f"({c.reason})" if c.reason else "", style="dim")
        table.add_row(Text(str(c.link), style="dim"), c.relation, _formula(c.sides[1][0]),
                      Text(word_of(c.exact.verdict), style=style_of(c.exact.verdict), no_wrap=True),
                      *([reason] if width >= WIDE else []))
        if c.reason and width < WIDE:
            table.add_row("", "", reason)
    yield _title("Chain")
    yield _indented(table)


def _statement(c: ClaimResult) -> Iterator[RenderableType]:
    name = "Claim" if c.link is None else f"Line {c.link}"
    yield Text.assemble("\n", (f"{name}{' ' + ', '.join(c.ids) if c.ids else ''}", "bold"), (f"   [{c.name}]", "dim"))
    yield _indented(_formula(c.plain))
    rows = [("exact:", _verdict(c.exact.verdict, sentence(c.exact.reason or c.exact.verdict.value))),
            ("numbers:", _verdict(c.numeric.verdict, figures(c.numeric)))]
    if c.exact.axioms or c.exact.uses:
        rows.append(("rests on:", Text(", ".join((*c.exact.axioms, *c.exact.uses)))))
    if c.alternative:
        rows.append(("reading:", Text(ALTERNATIVE)))
    rows += [("reading:", Text(f"{r.get('reading', '')}: {r.get('verdict', '')}")) for r in c.exact.readings]
    if c.link is not None:
        rows += [("read as:", Text(note)) for note in c.notes]
    yield _grid((Text(label, style="dim"), text) for label, text in rows)
    if c.repaired_plain and c.exact.verdict is not Exact.PROVED:
        yield _indented(Text.assemble(f"{instead(c)} (", (word_of(c.offered), style_of(c.offered)), ")",
                                      (f"  [{c.repaired_name}]" if c.repaired_name else "", "dim"), ":"))
        yield _indented(_formula(c.repaired_plain), 4)
        yield from (_indented(_formula(f"if {name}: {plain}"), 4) for name, plain, _ in c.repaired_under)
        yield from (_indented(Text(f"read as: {note}", style="dim"), 4) for note in c.repaired_notes)
    if c.beyond_repair:
        yield _indented(Text(f"nothing holds instead: {c.beyond_repair}"))
    if c.exact.identity:
        yield _indented(Text(f"{evidence(c.exact)}:", style="green"))
        yield _grid(map(_identity, (plain for plain, _ in c.exact.identity)), 4)
    for i, line in enumerate(counterexample(c)):
        inside = len(line) - len(line.lstrip())
        yield _indented(Hanging(Text(line.strip(), style="" if i else "red")), 2 + inside)


def _verdict(verdict: Exact | Numeric, words: str) -> Text:
    return Text.assemble((word_of(verdict), style_of(verdict)), f". {words}")


class Hanging:
    """A text whose lines after the first are set in, as those of a formula that goes on."""

    def __init__(self, text: Text, by: int = 2) -> None:
        self.text, self.by = text, by

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        whole = self.text.cell_len <= options.max_width
        lines = self.text.wrap(console, options.max_width if whole else max(1, options.max_width - self.by), overflow="fold")
        for i, line in enumerate(lines):
            yield Text(" "*self.by if i else "").append_text(line)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self.text)


def _identity(line: str) -> tuple[RenderableType, RenderableType]:
    """A line of a certificate in two columns, so that a long sum stays to the right of its name."""
    if found := _PARTS.fullmatch(line):
        return Text(found[1]), _formula(found[2])
    if found := _STEP.fullmatch(line):
        return Text(f"{found[1]}:", style="dim"), Hanging(Text.assemble(tight(found[2]), (f"   {found[3]}", "dim")))
    return _formula(line), Text()


def _formula(plain: str) -> Hanging:
    return Hanging(Text(tight(plain)))


def _title(words: str) -> Text:
    return Text(f"\n{words}", style="bold")


def _indented(what: RenderableType, by: int = 2) -> Padding:
    return Padding(what, (0, 0, 0, by))


def _grid(rows: Iterable[tuple[RenderableType, RenderableType]], by: int = 2) -> Padding:
    """Two columns: what it is, and what is said of it, wrapped within its own column."""
    table = Table.grid(padding=(0, 2))
    table.add_column(overflow="fold", no_wrap=False)
    table.add_column(overflow="fold", ratio=1)
    for row in rows:
        table.add_row(*row)
    return _indented(table, by)
