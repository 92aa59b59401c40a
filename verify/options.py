"""Options that several commands of the command line share, and how names are completed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from verify.errors import Trouble
from verify.numbers import INSTANCES, PROBLEMS


def complete_name(ctx: click.Context, param: click.Parameter | None, incomplete: str) -> list[CompletionItem]:
    """Theorems and claims; where none begins so, files."""
    from verify import discover
    try:
        names = [n for f in discover.library() for n in (f.name, *f.ids)]
    except Trouble:
        names = []
    return [CompletionItem(n) for n in names if n.startswith(incomplete)] or [CompletionItem(incomplete, type="file")]


def complete_topic(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from verify import discover, listing
    return [CompletionItem(t) for t in listing.topics(discover.library()) if t.startswith(incomplete)]


def complete_document(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from verify import claims
    return [CompletionItem(n, help=words) for n, words in claims.documents().items() if n.startswith(incomplete)]


DOCUMENT = click.option("--document", default="", metavar="NUMBER", shell_complete=complete_document,
                        help="Only this document of verify/claims.tsv, such as 004.")
COUNT = click.IntRange(min=1)
FOLDER = click.option("--reports", "folder", type=click.Path(path_type=Path), default=Path("reports"), show_default=True,
                      help="Folder of the report.")
NO_PDF = click.option("--no-pdf", is_flag=True, help="Write the report as HTML only; a part of the library has no PDF anyway.")


def json_file(words: str) -> Callable[..., Any]:
    """The option for a JSON file; ``words`` say what is written to it."""
    return click.option("--json", "json_path", type=click.Path(path_type=Path, dir_okay=False), help=words)


def of_a_run(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of the commands that judge."""
    options = [
        json_file("Write the verdicts as JSON."),
        click.option("--junit", "junit_path", type=click.Path(path_type=Path, dir_okay=False),
                     help="Write the verdicts as JUnit XML: a test per statement."),
        click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, metavar="N",
                     help="Seed of the random instances."),
        click.option("--instances", type=COUNT, default=INSTANCES, show_default=True, metavar="N",
                     help="Evaluations per claim."),
        click.option("--problems", type=COUNT, default=PROBLEMS, show_default=True, metavar="N",
                     help="Distinct problems per claim."),
        click.option("--backend", type=click.Choice(["auto", "numpy", "cupy", "strict"]), default="auto", show_default=True,
                     help="Array library; auto takes a GPU where one works."),
        FOLDER,
        click.option("--no-report", is_flag=True, help="Write no report."),
        NO_PDF,
        click.option("--exact-only", is_flag=True, help="Leave the numeric reading out."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _seconds(ctx: click.Context, param: click.Parameter, value: float) -> float:
    if not 0.01 <= value <= 86_400.0:  # so that NaN is refused as well
        raise click.BadParameter(f"{value} is no number of seconds between 0.01 and 86400.")
    return value


TIMEOUT = click.option("--timeout", type=float, callback=_seconds, default=10.0, show_default=True, metavar="SECONDS",
                       help="Seconds for one inequality.")
