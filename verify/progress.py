"""Progress of a run: a bar on a terminal; elsewhere a plain line every few seconds, and one for each surprise."""

from __future__ import annotations

from time import monotonic
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from verify.codes import ALARM, AS_EXPECTED, NOT_AS_EXPECTED, TROUBLE
from verify.outcome import exit_code
from verify.verdict import TheoremResult

_EVERY = 5.0  # seconds between two lines of a log
_STATE = {AS_EXPECTED: "as expected", NOT_AS_EXPECTED: "not as expected", TROUBLE: "could not be judged",
          ALARM: "readings disagree"}


class Watch:
    """Shows how far a run is. ``tick`` is what `verify.run.readings` calls; ``done`` is called with each result."""

    def __init__(self, screen: Console, total: int) -> None:
        self.screen, self.total, self.count, self.told = screen, total, 0, monotonic()
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self.bar = Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal)
        self.task = self.bar.add_task("starting", total=total)

    def __enter__(self) -> Watch:
        self.bar.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.bar.__exit__(kind, fault, trace)

    def tick(self, name: str, part: str) -> None:
        """Name what is being done."""
        self.bar.update(self.task, description=f"{name}: {part}")

    def done(self, result: TheoremResult) -> None:
        """One theorem more; without a terminal it is a line of a log if it surprises or some time has passed."""
        self.count += 1
        self.bar.update(self.task, completed=self.count)
        code = exit_code([result])
        if not self.screen.is_terminal and (code or monotonic() - self.told > _EVERY):
            self.told = monotonic()
            self.screen.print(f"[{self.count}/{self.total}] {result.name}: {_STATE[code]}", markup=False, soft_wrap=True)
