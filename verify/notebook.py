"""For notebooks: judge a theorem that stands in a cell, and see statements, verdicts and certificates as formulas.

``judge(theorem)`` and ``certificate(theorem)`` are all that a cell needs: docs/example.ipynb. A theorem of the library is
judged by its certificate, as ever. For one of your own, a certificate is searched for; it lies in a folder that is gone when
Python ends, unless `Certificate.save` writes it elsewhere.
"""

from __future__ import annotations

import atexit
import json
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from verify import discover, files, run, table
from verify.discover import Found
from verify.errors import Trouble
from verify.numbers import Settings, few
from verify.page import page
from verify.report.formula import mathml
from verify.show import SIGN, counterexample, evidence, example, figures, instead, is_wrong, sentence
from verify.verdict import ClaimResult, Exact, ExactResult, Numeric, Shown, TheoremResult

if TYPE_CHECKING:
    from proofs.theorem import Theorem

WIDTH = 100  # columns of the plain text
_INK = {"good": "#14602f", "bad": "#96201b", "warn": "#664700", "plain": "#44484f"}
_PAPER = {"good": "#dff2e4", "bad": "#fbe3e0", "warn": "#fbeecb", "plain": "#eeeeee"}
_MINE: dict[str, Found] = {}  # the theorems of cells, so that one may cite another


def judge(theorem: Theorem, instances: int = 0) -> TheoremResult:
    """Both readings of a theorem; the numeric one on so many instances, or not at all.

    Raises `Trouble` when another theorem of the library has its name, or when a hypothesis has no meaning.
    """
    found, known = _found(theorem)
    return _result(found, known, *few(instances))


def _result(found: Found, known: list[Found], settings: Settings, backend: Any = None) -> TheoremResult:
    result = run.alone(found, known, settings, backend=backend)
    return replace(result, file="") if found.path.is_relative_to(_folder()) else result


def certificate(theorem: Theorem) -> Certificate:
    """The evidence for a theorem: data that the kernel checks, and the identities in it. Raises `Trouble` without any."""
    found, known = _found(theorem)
    if not found.certificate.is_file():
        raise Trouble(f"{found.name}: no certificate was found.")
    words = found.certificate.read_text(encoding="utf-8")
    return Certificate(found.name, words, _result(found, known, Settings(numeric=False)))


@dataclass(frozen=True)
class Certificate(Shown):
    """The certificate of a theorem as text, with what the kernel says of it."""

    name: str
    text: str
    result: TheoremResult

    @property
    def data(self) -> Any:
        return json.loads(self.text)

    @property
    def sentence(self) -> str:
        """What the kernel says."""
        from verify.outcome import count
        return f"the kernel checked it: {count(c.exact.verdict for c in self.result.claims)}."

    @property
    def identities(self) -> list[tuple[str, tuple[tuple[str, str], ...]]]:
        """The lines to read, by the name of the statement that they prove."""
        return [(c.name, c.exact.identity) for c in self.result.claims if c.exact.identity]

    def save(self, path: str | Path) -> Path:
        """Write it where ``python -m proofs.kernel FILE`` can check it again."""
        files.write(Path(path), self.text)
        return Path(path)


@cache
def _library() -> list[Found]:
    return discover.library()


@cache
def _folder() -> Path:
    holder = TemporaryDirectory(prefix="rateproof-")
    atexit.register(holder.cleanup)
    return Path(holder.name)


def _found(theorem: Theorem) -> tuple[Found, list[Found]]:
    """A theorem with its certificate at hand, and all that it may cite. No certificate of the library is ever written."""
    from verify import searching
    there = next((f for f in _library() if f.theorem is theorem), None)
    if there is not None:
        return there, _library()
    others = [*_library(), *(f for f in _MINE.values() if f.name != theorem.name)]
    mine = _MINE.get(theorem.name)
    if mine is not None and mine.theorem is theorem:
        return mine, [*others, mine]
    cell = Path(mkdtemp(dir=_folder())) / "cell.py"  # a folder of its own: what an older cell of this name left is not met
    every = discover.joined(others, theorem, cell)
    new = [f for f in every if f.path == cell]
    for f, _ in searching.prove(new, every):
        _MINE[f.name] = f
    return _MINE[theorem.name], every


# --- drawing -------------------------------------------------------------------------------------------------------


def bundle(what: Any) -> dict[str, str]:
    """A verdict or certificate in every form that a notebook may ask for."""
    forms = {"text/plain": _plain(what), "text/html": _html(what)}
    return forms | ({"text/latex": source} if (source := _latex(what)) else {})


def _html(what: Any) -> str:
    draw: dict[type, Any] = {TheoremResult: "theorem", ClaimResult: "claim", ExactResult: "exact", Certificate: "certificate"}
    macro = getattr(_template(), draw[type(what)])
    words = macro(what, False) if isinstance(what, ClaimResult) else macro(what)
    return f'<div class="rateproof">{words}</div>'


@cache
def _template() -> Any:
    env = Environment(loader=PackageLoader("verify", "templates"), autoescape=True, undefined=StrictUndefined,
                      trim_blocks=True, lstrip_blocks=True)
    env.filters.update(math=lambda latex, plain: mathml(latex or "", plain or ""), badge=_badge, sentence=sentence,
                       sign=lambda r: SIGN.get(r, r), example=lambda e: "\n".join(example(e)), evidence=evidence,
                       instead=instead)
    env.globals.update(figures=figures, is_wrong=is_wrong)
    return env.get_template("notebook.html.j2").module


def _badge(verdict: Exact | Numeric) -> Markup:
    kind = table.kind(verdict)
    return Markup('<span title="{}" style="color:{};background:{};padding:0 .4em;border-radius:.3em">{}</span>').format(
        verdict.value, _INK[kind], _PAPER[kind], table.word_of(verdict))


def _plain(what: Any) -> str:
    if isinstance(what, TheoremResult):
        return table.text(WIDTH, page(what, WIDTH))
    if isinstance(what, ClaimResult):
        return "\n".join([what.plain, _line(what.exact), *counterexample(what)])
    if isinstance(what, ExactResult):
        return "\n".join([_line(what), *example(what), *(plain for plain, _ in what.identity)])
    return "\n".join([f"certificate of {what.name}: {what.sentence}",
                      *(f"{name}: {plain}" for name, lines in what.identities for plain, _ in lines)])


def _line(e: ExactResult) -> str:
    return f"{table.word_of(e.verdict)}. {sentence(e.reason or e.verdict.value)}"


def _latex(what: Any) -> str:
    r"""A statement with its verdict, the identities of a certificate; nothing for what is more than formulas."""
    if isinstance(what, ClaimResult):
        return rf"$\displaystyle {what.latex} \qquad \text{{{table.word_of(what.exact.verdict)}}}$"
    lines = what.identity if isinstance(what, ExactResult) else ()
    rows = r" \\ ".join(latex for _, latex in lines)
    return rf"$$\begin{{gathered}}{rows}\end{{gathered}}$$" if rows else ""
