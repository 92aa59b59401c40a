"""The command line: ``python -m verify``. Each command is short; what it does lives in a module of its own.

Heavy imports happen inside the commands, so that ``--help`` answers at once.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from verify import codes, options
from verify.errors import Trouble
from verify.numbers import Settings
from verify.rows import SEVERITY
from verify.verdict import TheoremResult

EPILOG = "\b\nExit codes of a run:\n" + "\n".join(
    click.wrap_text(f"{code:>3}  {meaning}", 78, subsequent_indent="     ") for code, meaning in codes.MEANING.items())


class _Names(click.Group):
    """A word that is no command is a theorem, a claim or a file: ``python -m verify NAME`` means ``verify verify NAME``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("-h", "--help", "--version"):
            args = ["verify", *args]
        return super().parse_args(ctx, args)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        mine = super().shell_complete(ctx, incomplete)
        return mine if incomplete.startswith("-") else [*mine, *options.complete_name(ctx, None, incomplete)]

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Trouble as fault:
            click.echo(f"error: {fault}", err=True)
            ctx.exit(codes.TROUBLE)
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            ctx.exit(codes.INTERRUPTED)


@click.group(cls=_Names, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rateproof", message="%(package)s %(version)s")
def cli() -> None:
    """A referee for convergence proofs: exact certificates, checked by a small kernel, and numeric evidence.

    NAME is a theorem, a claim id such as 000-106, a lemma FILE.py or a FOLDER of files lemma_*.py.
    """


@cli.command("all")
@options.of_a_run
def all_(**given: Any) -> None:
    """Judge the whole library."""
    from verify import claims, coverage, discover
    known = discover.library()
    coverage.refuse_unlisted(known, claims.load())
    _judge(known, known, "", ("all",), given)


@cli.command("verify")
@click.argument("names", nargs=-1, required=True, metavar="NAME...", shell_complete=options.complete_name)
@options.of_a_run
def verify_(names: tuple[str, ...], **given: Any) -> None:
    """Judge theorems, claims, lemma files or folders of them.

    The word verify may be left out.
    """
    from verify import folder
    picked = folder.pick(names)
    part = picked.chosen[0].name if len(picked.chosen) == 1 else "selection"
    _judge(picked.chosen, picked.known, part, names, given, picked.unreadable)


@cli.command()
@click.argument("name", metavar="NAME", shell_complete=options.complete_name)
def show(name: str) -> None:
    """Show a theorem like a page of a book.

    Statement, chain with verdicts, certificate, counterexample. NAME is a theorem, a claim, a lemma file or a folder of them.
    """
    from verify import folder, recall, table
    from verify.page import page
    picked = folder.pick([name])
    results = recall.with_numbers(picked.chosen, picked.known, Path("reports"))
    only = "" if name.endswith(".py") or any(f.name == name for f in picked.chosen) else name
    width = table.console().width
    for i, r in enumerate(results):
        table.write(*[""] * bool(i), page(r, width, only))
    _refuse(picked.unreadable)


@cli.command("list")
@options.DOCUMENT
@click.option("--topic", default="", metavar="FOLDER", shell_complete=options.complete_topic,
              help="Only this topic: a folder of proofs/library.")
@click.option("--status", "statuses", multiple=True, type=click.Choice([*reversed(SEVERITY), "ANY"], case_sensitive=False),
              metavar="VERDICT", help=f"Only statements with this verdict ({', '.join(reversed(SEVERITY))}), which is computed "
                                      "now; ANY shows the verdicts of all.")
def list_(document: str, topic: str, statuses: tuple[str, ...]) -> None:
    """List the theorems of the library, all or some."""
    from verify import listing, table
    found = list(listing.rows(listing.Filters(document, topic, statuses)))
    screen = table.console()
    if screen.is_terminal:
        table.write(*listing.grid(found))
    else:
        for line in listing.lines(found):
            click.echo(line)


@cli.command()
@options.json_file("Write the counts as JSON.")
def coverage(json_path: Path | None) -> None:
    """Count the verdicts on the claims of each document.

    And name the claims that are not encoded yet.
    """
    from verify import claims, discover, files
    from verify import coverage as counts
    from verify.run import readings
    known, listed = discover.library(), claims.load()
    counts.refuse_unlisted(known, listed)
    found = counts.coverage(listed, counts.verdicts(readings(known, known, Settings(numeric=False))))
    for d in found["documents"]:
        verdicts = ", ".join(f"{n} {v}" for v, n in d["verdicts"].items()) or "none judged"
        click.echo(f"document {d['document']}: {d['encoded']} of {d['claims']} claims encoded; {verdicts}")
        if d["not_encoded"]:
            click.echo(click.wrap_text(f"not encoded: {counts.ranges(d['not_encoded'])}", 100, "    ", "    "))
    if json_path:
        files.write(json_path, json.dumps(found, indent=1) + "\n")


@cli.command()
@click.argument("name", metavar="NAME|all", shell_complete=options.complete_name)
def prove(name: str) -> None:
    """Search for certificates and write them.

    Judging never searches. NAME is a theorem, a claim, a lemma file or a folder of them.
    """
    from verify import discover, folder, searching
    known = discover.library()
    picked = folder.Picked(known, known, []) if name == "all" else folder.pick([name])
    chosen, known, failed = picked.chosen, picked.known, 0
    for f, outcome in searching.prove(chosen, known):
        click.echo(f"{f.name}: {outcome.sentence}", err=not outcome.written)
        failed += not outcome.written
    _refuse(picked.unreadable)
    if failed:
        raise SystemExit(codes.NOT_AS_EXPECTED)


@cli.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE.json")
@options.json_file("Write the results as a JSON list.")
@options.TIMEOUT
@click.option("--jobs", type=options.COUNT, default=None, metavar="N",
              help="Processes to share the work.  [default: one a core]")
def obligations(path: Path, json_path: Path | None, timeout: float, jobs: int | None) -> None:
    """Decide the inequalities of a JSON file: docs/obligations.md. Exit code 0 whatever the verdicts."""
    from verify import obligations as decide
    raise SystemExit(decide.carry_out(path, json_path, jobs=jobs or _cores(), limit=timeout))


# No short option: a claim may begin with a minus sign.
@cli.command(context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("claim")
@click.option("--given", multiple=True, metavar="RELATION",
              help="A hypothesis, such as 'eta <= 1/L' or 'step: eta <= 1/L'; as often as needed.")
@click.option("--positive", multiple=True, metavar="NAMES", help="Letters that are > 0, such as 'L eta'.")
@click.option("--nonnegative", multiple=True, metavar="NAMES", help="Letters that are >= 0.")
@click.option("--vectors", multiple=True, metavar="NAMES", help="Vectors of a real inner-product space of any dimension.")
@click.option("--let", "lets", multiple=True, metavar="'z = y - g/L'",
              help="A name for an expression; as often as needed, read in order.")
@options.json_file("Write the result as JSON.")
@click.option("--latex", is_flag=True, help="Show the formulas as LaTeX.")
@click.option("--save", type=click.Path(path_type=Path, dir_okay=False),
              help="Write the evidence as a file that 'python -m proofs.kernel FILE' checks again.")
@options.TIMEOUT
@click.option("--best", metavar="NAME", help="Find the best constant; the claim has this name where it stands.")
@click.option("--largest", "sense", flag_value=1, type=int, help="With --best: the largest, whatever makes the claim stronger.")
@click.option("--smallest", "sense", flag_value=-1, type=int, help="With --best: the smallest.")
@click.option("--hint/--no-hint", default=True, show_default=True,
              help="If it is not PROVED: say which further hypothesis, or which other number, would do.")
def step(claim: str, given: tuple[str, ...], positive: tuple[str, ...], nonnegative: tuple[str, ...], vectors: tuple[str, ...],
         lets: tuple[str, ...], json_path: Path | None, latex: bool, save: Path | None, timeout: float, best: str | None,
         sense: int | None, hint: bool) -> None:
    """Decide one inequality.

    Such as 'f - eta*(1-L*eta/2)*G <= f - eta/2*G'. Names that are not declared are free reals. Expressions have + - * / **,
    dot(u,v), sq(u), norm(u), sqrt(a). Exit code 0 if it is PROVED, 1 if it is REFUTED, VACUOUS or OPEN, 2 if it cannot be read.
    """
    from verify import best as constant
    from verify import step as one
    question = one.Question(claim, given, positive, nonnegative, vectors, lets)
    if best is not None:
        asked = constant.Open(question, best, sense or 0)
        raise SystemExit(constant.carry_out(asked, limit=timeout, json_path=json_path, latex=latex, save_to=save))
    if sense is not None:
        raise click.UsageError("--largest and --smallest belong to --best NAME.")
    raise SystemExit(one.carry_out(question, limit=timeout, json_path=json_path, latex=latex, save_to=save, hint=hint))


@cli.command()
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), default=Path("."),
              help="Where to write it.  [default: here]")
def new(name: str, folder: Path) -> None:
    """Begin a lemma file of your own.

    lemma_NAME.py is an example that is proved as it stands, with words on what to change.
    """
    from verify import scaffold
    click.echo(scaffold.new(name, folder, taken=cli.list_commands(click.get_current_context())))


@cli.command()
@click.argument("path", type=click.Path(path_type=Path), metavar="WITNESS.json")
def replay(path: Path) -> None:
    """Evaluate the worst instance of a statement again.

    A run writes one file per statement into reports/witnesses/; the report names it.
    """
    from verify import numbers
    click.echo(numbers.replay(path))


@cli.command()
@options.FOLDER
@options.NO_PDF
@click.option("--open", "show_it", is_flag=True, help="Open the page in a browser.")
@click.option("--diff", "old", type=click.Path(path_type=Path, dir_okay=False), metavar="OLD.json",
              help="Draw nothing: say what changed since an older run, from its --json. Exit code 1 if something is worse.")
def report(folder: Path, no_pdf: bool, show_it: bool, old: Path | None) -> None:
    """Draw the report of the last run again, as HTML and PDF."""
    from verify import diff, files, rows, saved, session
    if old is not None:
        results, environment, complete = saved.load(folder / saved.RESULTS)
        lines, worse = diff.report(diff.load(old), rows.document(results, environment, complete=complete))
        click.echo("\n".join(lines))
        raise SystemExit(int(worse))
    drawn = session.Drawn(*saved.load(folder / saved.RESULTS))
    for name, content in ((session.REPORT, drawn.html), (session.PAPER, drawn.pdf)):
        if name == session.REPORT or not no_pdf:
            files.write(folder / name, content())
            click.echo(f"Report: {folder / name}")
    if show_it:
        click.launch(str(folder / session.REPORT))


@cli.command()
@options.DOCUMENT
def errata(document: str) -> None:
    """Write what does not stand as printed, as Markdown.

    With what holds instead; to be pasted into an errata page.
    """
    from verify import claims, discover
    from verify.report import errata as words
    from verify.report.model import build
    from verify.run import readings
    claims.refuse_unknown("document", document, claims.documents())
    known = discover.library()
    report = build(list(readings(known, known, Settings(numeric=False))), {})
    click.echo(words.markdown(report.documents, document), nl=False)


@cli.command()
@click.argument("name", metavar="NAME", shell_complete=options.complete_name)
@click.option("--latex", is_flag=True, required=True, help="As LaTeX: a theorem and a proof, to be pasted into a paper.")
def export(name: str, latex: bool) -> None:
    """Write a theorem for another document.

    It goes to standard output. NAME is a theorem, a claim, a lemma file or a folder of them. For the errata there is `errata`.
    """
    from verify import folder, paper
    from verify.run import readings
    picked = folder.pick([name])
    for result in readings(picked.chosen, picked.known, Settings(numeric=False)):
        click.echo(paper.latex(result), nl=False)
    _refuse(picked.unreadable)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _refuse(unreadable: list[TheoremResult]) -> None:
    """Say which files of a folder could not be read, if any, and end with the exit code for it."""
    for broken in unreadable:
        click.echo(f"error: {broken.trouble}", err=True)
    if unreadable:
        raise SystemExit(codes.TROUBLE)


def _judge(chosen: list[Any], known: list[Any], part: str, words: tuple[str, ...], given: dict[str, Any],
           unreadable: Iterable[TheoremResult] = ()) -> None:
    """Carry a run out with the options ``given``; ``part`` names a part of the library, and is empty for all of it."""
    from verify.session import Options, carry_out
    settings = Settings(given["instances"], min(given["problems"], given["instances"]), given["seed"], given["backend"],
                        numeric=not given["exact_only"])
    wanted = Options(settings, given["folder"], words=words, part=re.sub(r"[^\w.-]", "_", part), report=not given["no_report"],
                     paper=not given["no_pdf"], json_path=given["json_path"], junit_path=given["junit_path"])
    raise SystemExit(carry_out(chosen, known, wanted, unreadable))
