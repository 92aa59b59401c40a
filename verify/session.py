"""Carry a run out for a person: progress, table, files, exit code. What was computed is kept whatever happens."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from verify import codes, environment, files, github, outcome, rows, run, saved, table
from verify.discover import Found
from verify.errors import Trouble
from verify.numbers import Settings, choose_backend, stow
from verify.progress import Watch
from verify.verdict import TheoremResult

SECONDS_BETWEEN_SAVES = 5
REPORT, PAPER = "report.html", "report.pdf"


@dataclass(frozen=True)
class Options:
    """What a run writes and where: ``folder`` takes the report, the saved results, witnesses and numeric shards.

    ``words`` are those of the command line; ``paper`` is for the PDF, which a part of the library does not get.
    """

    settings: Settings
    folder: Path = Path("reports")
    json_path: Path | None = None
    report: bool = True
    paper: bool = True
    words: tuple[str, ...] = ("all",)
    part: str = ""  # the name of a part of the library; its report does not replace the one of everything
    junit_path: Path | None = None

    def place(self, name: str) -> Path:
        """Where a file of this run is written."""
        return self.folder / saved.PARTS / f"{self.part}-{name}" if self.part else self.folder / name


def carry_out(chosen: list[Found], known: list[Found], options: Options, unreadable: Iterable[TheoremResult] = ()) -> int:
    """Judge, show and save; ``unreadable`` are shown with the results. The exit code is one of `verify.codes`."""
    out, err = table.console(), table.console(stderr=True)
    backend = choose_backend(options.settings.backend) if options.settings.numeric else None
    if backend is not None:
        err.print(Text(str(backend.note), style="dim"))
    results = list(unreadable)
    given = len(results)
    keeper = _Keeper(options, backend, results)
    store = _store(options.folder, keeper)
    whole = _judge(chosen, known, store, out, err, keeper)
    _close(results, out, whole)
    keeper.finish(whole, out)
    for sentence in dict.fromkeys([*outcome.troubles(results), *keeper.troubles]):
        err.print(Text(f"error: {sentence}", style="red"), soft_wrap=True)
    for line in github.commands(results) if github.wanted() else ():
        click.echo(line)
    if not whole:
        err.print(Text(f"Interrupted after {len(results) - given} of {len(chosen)} theorems; what was computed is saved. "
                       "The same command goes on from there."), soft_wrap=True)
        return codes.INTERRUPTED
    code = outcome.exit_code(results)
    return codes.TROUBLE if keeper.troubles and code != codes.ALARM else code


def _judge(chosen: list[Found], known: list[Found], store: Path | None, out: Console, err: Console, keeper: _Keeper) -> bool:
    """Fill the keeper's results; False when a person interrupted."""
    out.print(table.header(out.width))
    for result in keeper.results:
        out.print(table.block(result, out.width))
    try:
        with Watch(out if out.is_terminal else err, len(chosen)) as watch:
            for result in run.readings(chosen, known, keeper.options.settings, backend=keeper.backend, store=store,
                                       tick=watch.tick):
                keeper.results.append(keeper.stow(result))
                if not result.control or result.trouble:
                    out.print(table.block(result, out.width))
                watch.done(result)
                keeper.keep_going()
    except KeyboardInterrupt:
        return False
    return True


def _close(results: list[TheoremResult], out: Console, whole: bool) -> None:
    controls = table.controls(results)
    if controls is not None:
        out.print()
        out.print(controls)
    if results:
        out.print(table.legend(results))
    if whole:
        out.print(table.closing(results))


def _store(folder: Path, keeper: _Keeper) -> Path | None:
    """The file of the numeric shards, or None when it cannot be written: the run goes on without it."""
    place = folder / "store"
    try:
        place.mkdir(parents=True, exist_ok=True)
        probe = place / ".writable"
        probe.write_text("", encoding="utf-8")
        probe.unlink()
        return place / "shards.sqlite"
    except OSError as fault:
        keeper.refuse(folder, f"{folder}: no report can be written there ({fault.strerror or fault}); make it writable or "
                              "name another folder with --reports DIR.")
        return None


@dataclass
class _Keeper:
    """Writes what a run has so far; a folder that refuses is remembered, and no further attempt is made there."""

    options: Options
    backend: Any
    results: list[TheoremResult]
    troubles: list[str] = field(default_factory=list)
    refused: set[Path] = field(default_factory=set)
    saved_at: float = 0.0

    def keep_going(self) -> None:
        """Save what there is every few seconds: a run that is killed loses no more than those."""
        if monotonic() - self.saved_at > SECONDS_BETWEEN_SAVES:
            self.keep(complete=False)

    def keep(self, complete: bool) -> None:
        """Save the results for `report` and `show`."""
        self.saved_at = monotonic()
        self._write(self.options.place(saved.RESULTS), lambda: saved.dump(self.results, self._environment(), complete))

    def stow(self, result: TheoremResult) -> TheoremResult:
        """Give the worst instance of each statement a file of its own."""
        if self.options.folder in self.refused:
            return result
        try:
            return replace(result, claims=tuple(
                replace(c, numeric=stow(c.numeric, c.name, self.options.folder / "witnesses")) for c in result.claims))
        except Trouble as fault:
            self.refuse(self.options.folder, str(fault))
            return result

    def finish(self, complete: bool, out: Console) -> None:
        """Write the JSON, the JUnit file and the report."""
        self.keep(complete)
        path = self.options.json_path
        if path is not None:
            data = rows.document(self.results, self._environment(), complete=complete)
            self._write(path, lambda: json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n")
        if self.options.junit_path is not None:
            from verify import junit
            self._write(self.options.junit_path, lambda: junit.render(self.results))
        if not self.options.report or not self.results:
            return
        drawn = Drawn(self.results, self._environment(), complete)
        pages = {REPORT: drawn.html} | ({PAPER: drawn.pdf} if self.options.paper and not self.options.part else {})
        for name, content in pages.items():
            page = self.options.place(name)
            if self._write(page, content):
                out.print(Text(f"Report: {page}"), soft_wrap=True)

    def _environment(self) -> dict[str, Any]:
        return environment.describe(self.options.settings, self.backend, self.results, self.options.words)

    def _write(self, path: Path, content: Callable[[], str | bytes]) -> bool:
        """Whether it was written; nothing is tried in a folder that has refused before."""
        if path.parent in self.refused or (self.options.folder in self.refused and path.is_relative_to(self.options.folder)):
            return False
        try:
            files.write(path, content())
        except Trouble as fault:
            self.refuse(path.parent, str(fault))
            return False
        return True

    def refuse(self, folder: Path, sentence: str) -> None:
        """Remember that nothing can be written there, and say so once."""
        self.refused.add(folder)
        self.troubles.append(sentence)


class Drawn:
    """The report, drawn twice from one model."""

    def __init__(self, results: list[TheoremResult], environment: dict[str, Any], complete: bool) -> None:
        from verify.report.model import build
        self.report = build(results, environment, complete=complete)

    def html(self) -> str:
        """One page for a browser."""
        from verify.report.html import render
        return render(self.report)

    def pdf(self) -> bytes:
        """The same on paper."""
        from verify.report.pdf import render
        return render(self.report)
