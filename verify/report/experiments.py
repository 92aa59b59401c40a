"""What of the documents can be drawn: tables of numbers, inequalities in one real letter, counterexamples in a plane.

Everything is evaluated from the trees of the statements and from the models of the certificates, as they were judged: no
formula and no number stands here a second time. A theorem of which the report says something else than its file is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from verify.errors import Trouble
from verify.report.counterexamples import planes
from verify.report.drawable import Experiment, Line, certificate, spread, values
from verify.report.model import Report, Section, Series
from verify.verdict import ClaimResult, Exact

if TYPE_CHECKING:
    from verify.discover import Found

MANY = 10  # figures
POINTS = 321  # of a curve
OFF = "≠"  # beside a number that does not round to the printed one
_WORD = {Exact.PROVED: "holds", Exact.REFUTED: "fails"}


def experiments(report: Report) -> tuple[Experiment, ...]:
    """The tables first, then the inequalities, then the counterexamples in a plane; at most `MANY`."""
    known = report.lemmas
    drawn = [*_tables(report, known), *_inequalities(report, known), *planes(report)]
    return tuple(drawn[:MANY])


def lemmas(report: Report) -> dict[str, Found]:
    """The lemmas of the library that may be drawn, and of which the report says what their files say."""
    from proofs.printing import plain
    from verify import discover
    try:
        library = {f.name: f for f in discover.library()} if report.sections else {}
    except Trouble:
        return {}
    said = {s.result.name: {c.name: c.plain for c in s.result.claims} for s in report.sections
            if s.result.name in report.rows or any(_may_be_drawn(c) for c in s.result.claims)}
    return {name: f for name, f in library.items() if name in said
            and said[name] == {o.name: plain(o.statement) for o in f.theorem.obligations()}}


def _may_be_drawn(c: ClaimResult) -> bool:
    return bool((c.exact.counterexample or {}).get("functions")) or (" for all " in c.plain and not c.hypotheses)


def _look(c: ClaimResult) -> str:
    return _WORD.get(c.exact.verdict, "open")


# --- tables of numbers ---------------------------------------------------------------------------------------------


def _tables(report: Report, known: dict[str, Found]) -> Iterator[Experiment]:
    """Series whose rows say that a term rounds to a printed number; those with the same numbers are one table."""
    groups: dict[Any, list[tuple[Series, list[float]]]] = {}
    for e in (e for d in report.documents for t in d.topics for e in t.entries if isinstance(e, Series)):
        rows = [_row(known.get(s.result.name)) for s in e.sections]
        found = [row for row in rows if row is not None]
        if len(found) == len(rows):
            groups.setdefault(tuple(printed for printed, _ in found), []).append((e, [value for _, value in found]))
    for printed, readings in groups.items():
        yield _table(printed, readings)


def _row(f: Found | None) -> tuple[tuple[float, float], float] | None:
    """The interval of the numbers that round to the printed one, and the value of the term at the example of the theorem."""
    from proofs.language import Both, Le, SomeInstance
    claim = f.theorem.claimed().statement if f is not None and f.theorem.claim is not None else None
    claim = claim.body if isinstance(claim, SomeInstance) else claim
    if f is None or not isinstance(claim, Both) or not all(isinstance(a, Le) for a in claim.args) or len(claim.args) != 2:
        return None
    above, below = claim.args
    if above.rhs != below.lhs:
        return None
    from proofs.language import INDEX, letters_of
    given = {v: f.theorem.example.get(v.name) for v in letters_of(above.rhs)}
    if any(a is None for a in given.values()):
        return None
    sides = [values(tree, {v: int(a) if v.sort == INDEX else float(a) for v, a in given.items()})
             for tree in (above.lhs, above.rhs, below.rhs)]
    low, value, high = (side[0] if side and len(side) == 1 else None for side in sides)
    return None if low is None or value is None or high is None else ((low, high), value)


def _table(printed: tuple[tuple[float, float], ...], readings: list[tuple[Series, list[float]]]) -> Experiment:
    first = readings[0][0]
    ticks = tuple(_last_number(s.result.title) for s in first.sections)
    places = tuple(float(i) for i in range(len(ticks)))
    middles = [(low + high)/2 for low, high in printed]
    shared = set.intersection(*(set(e.sections[0].result.readings) for e, _ in readings)) if len(readings) > 1 else set()
    lines, columns = [Line("printed", "printed", places, tuple(middles), marked=True)], []
    missed = []
    for e, found in readings:
        words = next((r for r in e.sections[0].result.readings if r not in shared), "the rule")
        words = re.split(r"[:,]", words)[0] if len(readings) > 1 else "the rule"
        bad = [t for t, s in zip(ticks, e.sections) if s.verdict is not Exact.PROVED]
        lines.append(Line(words, "fails" if bad else "holds", places, tuple(found)))
        columns.append((words, [f"{v:.3g} {OFF}" if t in bad else f"{v:.3g}" for t, v in zip(ticks, found)]))
        if bad:
            missed.append(f" With “{words}” {len(bad)} of {len(ticks)} rows do not come out.")
    caption = "The printed step sizes, and what the rule gives for the printed batch norms." + (
        "".join(missed) or " Every row comes out.")
    return Experiment(
        min((e.title for e, _ in readings), key=len), f"{first.anchor}-figure", caption, ("epoch", "step size"),
        tuple(e.sections[0] for e, _ in readings), tuple(lines), ticks=ticks, logarithmic=True,
        head=("epoch", "printed", *(words for words, _ in columns)),
        rows=tuple(zip(ticks, (f"{v:.3g}" for v in middles), *(cells for _, cells in columns))))


def _last_number(title: str) -> str:
    return str(re.findall(r"\d+", title)[-1])


# --- inequalities in one real letter -------------------------------------------------------------------------------


def _inequalities(report: Report, known: dict[str, Found]) -> Iterator[Experiment]:
    """Statements for all values of one real letter, and denials of such; those of a file with the same right side together."""
    groups: dict[Any, list[tuple[Section, ClaimResult, Any, bool]]] = {}
    for s, c in report.statements:
        f = known.get(s.result.name)
        found = _on_a_line(f, c) if f is not None else None
        if f is not None and found is not None:
            groups.setdefault((f.path, found[0].rhs), []).append((s, c, *found))
    for group in groups.values():
        yield _inequality(group, known)


def _on_a_line(f: Found, c: ClaimResult) -> tuple[Any, bool] | None:
    """The relation in a statement for all values of one real letter, and whether it is denied; None for any other statement."""
    from proofs.language import REAL, ForAll, Le, Lt, Negation, letters_of
    stated = next((o.statement for o in f.theorem.obligations() if o.name == c.name and not o.hypotheses), None)
    body = stated.args[0] if isinstance(stated, Negation) else stated
    if not isinstance(body, ForAll) or len(body.letters) != 1 or body.conditions or not isinstance(body.body, (Le, Lt)):
        return None
    both = letters_of(body.body.lhs) == letters_of(body.body.rhs) == set(body.letters)
    return (body.body, body is not stated) if both and body.letters[0].sort == REAL else None


def _inequality(group: list[tuple[Section, ClaimResult, Any, bool]], known: dict[str, Found]) -> Experiment:
    from proofs.language import letters_of
    from proofs.printing import plain
    letter = next(iter(letters_of(group[0][2].rhs)))
    boxes = [box for s, *_ in group for box in _boxes(certificate(known[s.result.name]), letter.name)]
    low, high = max((2*a for a, _ in boxes), default=-4.0), min((2*b for _, b in boxes), default=4.0)
    x = spread(low, high, POINTS)
    lines = []
    for s, c, relation, denied in group:
        words = s.result.title if c.link is None else f"{s.result.title}, line {c.link}"
        lines.append(Line(words, "fails" if denied else _look(c), x, tuple(values(relation.lhs, {letter: x}) or ())))
    top = Line(plain(group[0][2].rhs), "printed", x, tuple(values(group[0][2].rhs, {letter: x}) or ()))
    every = [v for line in (top, *lines) for v in line.y if v is not None]
    return Experiment(
        group[0][0].result.title, f"{group[0][0].anchor}-figure",
        f"Both sides for {letter.name} from {low:g} to {high:g}: the solid curve is the right side of each inequality, the "
        "others are left sides. A left side that lies above it anywhere makes its inequality false.",
        (letter.name, "both sides"), tuple(s for s, *_ in group), tuple(line for line in (top, *lines) if line.y),
        logarithmic=min(every) >= 0)


def _boxes(part: Any, letter: str) -> Iterator[tuple[float, float]]:
    """The ranges of a letter on which the kernel subdivides."""
    if isinstance(part, dict):
        mine = part.get("box", {}).get(letter) if part.get("rule") == "ball" else None
        if mine is not None and all(isinstance(mine[end], int) for end in ("lo", "hi")):
            yield float(mine["lo"]), float(mine["hi"])
        part = list(part.values())
    if isinstance(part, list):
        for inner in part:
            yield from _boxes(inner, letter)
