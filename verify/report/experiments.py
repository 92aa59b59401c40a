"""What can be drawn: tables of numbers, inequalities in one real letter, counterexamples on a line or in a plane.

Everything is evaluated from the trees of the statements and from the models of the certificates, as they were judged: no
formula and no number stands here a second time. A theorem of which the report says something else than its file is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite
from typing import TYPE_CHECKING, Any

from verify.errors import Trouble
from verify.report.errata import readable
from verify.report.model import Report, Section, Series
from verify.show import counterexample
from verify.verdict import ClaimResult, Exact

if TYPE_CHECKING:
    from sympy import Basic

    from verify.discover import Found

MANY = 10  # figures
POINTS = 321  # of a curve
OFF = "≠"  # beside a number that does not round to the printed one
GRID = 81  # points of a plane in each direction
Point = tuple[str, tuple[float, ...]]  # a name, and coordinates
_WORD = {Exact.PROVED: "holds", Exact.REFUTED: "fails"}


@dataclass(frozen=True)
class Line:
    """A curve (``x``, ``y``; None where it has no value) or, ``marked``, points; ``look``: holds, fails, open or printed."""

    words: str
    look: str
    x: tuple[float, ...]
    y: tuple[float | None, ...]
    marked: bool = False


@dataclass(frozen=True)
class Levels:
    """The values of a function on a grid of a plane, by rows from below, and named points."""

    x: tuple[float, ...]
    y: tuple[float, ...]
    values: tuple[tuple[float, ...], ...]
    points: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True)
class Experiment:
    """A figure with the numbers that belong to it: ``head`` and ``rows`` a table, ``sections`` the theorems that it shows."""

    title: str
    anchor: str
    caption: str
    axes: tuple[str, str]
    sections: tuple[Section, ...]
    lines: tuple[Line, ...] = ()
    levels: Levels | None = None
    ticks: tuple[str, ...] = ()
    logarithmic: bool = False
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Glance:
    """A function of one variable near the named points of a counterexample: place and value."""

    name: str
    x: tuple[float, ...]
    y: tuple[float | None, ...]
    points: tuple[tuple[str, float, float], ...]


def experiments(report: Report) -> tuple[Experiment, ...]:
    """The tables first, then the inequalities, then the counterexamples in a plane; at most `MANY`."""
    known = report.lemmas
    drawn = [*_tables(report, known), *_inequalities(report, known), *_planes(report, known)]
    return tuple(drawn[:MANY])


def glances(report: Report) -> dict[str, Glance]:
    """The counterexamples with a function of one variable, by the name of the statement."""
    known = report.lemmas
    found = {c.name: _glance(c, known) for _, c in report.statements if c.exact.counterexample and c.lemma in known}
    return {name: glance for name, glance in found.items() if glance is not None}


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


# --- evaluation ----------------------------------------------------------------------------------------------------


def _arithmetic() -> Any:
    from numerics.backend import choose
    from numerics.ball import BallArithmetic
    return BallArithmetic(choose("numpy"))


def _values(tree: Basic, letters: dict[Any, Any]) -> list[float | None] | None:
    """The values of a term at values of its letters (arrays or integers); None where it has none."""
    import numpy as np

    from numerics.ball import Ball
    from numerics.evaluate import CannotEvaluate, Evaluator
    ops = _arithmetic()
    given = {v: a if isinstance(a, int) else Ball(np.atleast_2d(np.asarray(a, dtype=float))) for v, a in letters.items()}
    try:
        with np.errstate(all="ignore"):
            found = np.ravel(Evaluator(ops, None).term(tree, given).v)  # type: ignore[arg-type]
    except CannotEvaluate:
        return None
    return [float(v) if isfinite(v) else None for v in found]


def _spread(low: float, high: float, count: int) -> tuple[float, ...]:
    return tuple(low + (high - low)*i/(count - 1) for i in range(count))


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
    sides = [_values(tree, {v: int(a) if v.sort == INDEX else float(a) for v, a in given.items()})
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
    for e, values in readings:
        words = next((r for r in e.sections[0].result.readings if r not in shared), "the rule")
        words = re.split(r"[:,]", words)[0] if len(readings) > 1 else "the rule"
        bad = [t for t, s in zip(ticks, e.sections) if s.verdict is not Exact.PROVED]
        lines.append(Line(words, "fails" if bad else "holds", places, tuple(values)))
        columns.append((words, [f"{v:.3g} {OFF}" if t in bad else f"{v:.3g}" for t, v in zip(ticks, values)]))
        if bad:
            missed.append(f" With “{words}” {len(bad)} of {len(ticks)} rows do not come out.")
    caption = "The printed step sizes, and what the rule gives for the printed batch norms." + (
        "".join(missed) or " Every row comes out.")
    return Experiment(
        first.title, f"{first.anchor}-figure", caption, ("epoch", "step size"), tuple(e.sections[0] for e, _ in readings),
        tuple(lines), ticks=ticks, logarithmic=True, head=("epoch", "printed", *(words for words, _ in columns)),
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
    boxes = [box for s, *_ in group for box in _boxes(_certificate(known[s.result.name]), letter.name)]
    low, high = max((2*a for a, _ in boxes), default=-4.0), min((2*b for _, b in boxes), default=4.0)
    x = _spread(low, high, POINTS)
    lines = []
    for s, c, relation, denied in group:
        words = s.result.title if c.link is None else f"{s.result.title}, line {c.link}"
        lines.append(Line(words, "fails" if denied else _look(c), x, tuple(_values(relation.lhs, {letter: x}) or ())))
    top = Line(plain(group[0][2].rhs), "printed", x, tuple(_values(group[0][2].rhs, {letter: x}) or ()))
    every = [v for line in (top, *lines) for v in line.y if v is not None]
    return Experiment(
        group[0][0].result.title, f"{group[0][0].anchor}-figure",
        f"Both sides for {letter.name} from {low:g} to {high:g}: the solid curve is the right side of each inequality, the "
        "others are left sides. A left side that lies above it anywhere makes its inequality false.",
        (letter.name, "both sides"), tuple(s for s, *_ in group), tuple(line for line in (top, *lines) if line.y),
        logarithmic=min(every) >= 0)


def _certificate(f: Found) -> dict[str, Any]:
    try:
        data = json.loads(f.certificate.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


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


# --- counterexamples -----------------------------------------------------------------------------------------------


def _model(c: ClaimResult, known: dict[str, Found], dimension: int) -> tuple[str, Basic, tuple[Point, ...]] | None:
    """The function of a counterexample, by name and as a term, and its points; None if it is not one of so many variables."""
    from proofs.kernel.syntax import Reject, freeze
    from proofs.printing import plain
    from proofs.writer import write
    data = _certificate(known[c.lemma])
    parts = (data.get(part, {}) for part in ("inferences", "refutations"))
    entry: dict[str, Any] = next((part[c.name] for part in parts if c.name in part), {})
    model, shown = entry.get("model", {}), c.exact.counterexample or {}
    functions = model.get("functions", {})
    if model.get("dimension") != dimension or len(functions) != 1 or len(shown.get("functions", {})) != 1:
        return None
    [(name, term)] = functions.items()
    try:
        tree = write(freeze(term), {})
    except (Reject, KeyError, TypeError):
        return None
    text = str(plain(tree)).replace("^", "**")
    if shown["functions"].get(name) != (text.replace("x1", "x") if dimension == 1 else text):
        return None
    return name, tree, tuple(_points(shown.get("points", {}), _places(known[c.lemma]), dimension))


def _places(f: Found) -> set[str]:
    """The letters for points: those at which a theorem takes a function or its gradient, or which go with it in a class."""
    from sympy import preorder_traversal

    from proofs.language import FUNCTION, VECTOR, VECTOR_SEQUENCE, At, Gradient, Letter, Schema, Value
    found = set()
    for tree in (*f.theorem.hypotheses.values(), *(o.statement for o in f.theorem.obligations())):
        for part in preorder_traversal(tree):
            arguments = part.args if isinstance(part, (Value, Gradient)) else part.params if isinstance(part, Schema) else ()
            letters = [a for a in (a.args[0] if isinstance(a, At) else a for a in arguments) if isinstance(a, Letter)]
            if any(a.sort == FUNCTION for a in letters):
                found |= {a.name for a in letters if a.sort in (VECTOR, VECTOR_SEQUENCE)}
    return found


def _points(shown: dict[str, str], places: set[str], dimension: int) -> Iterator[Point]:
    """The points of a counterexample whose coordinates are numbers."""
    for name, text in ((name, text) for name, text in shown.items() if name.partition("[")[0] in places):
        try:
            place = tuple(float(Fraction(part)) for part in text.strip("()").split(","))
        except (ValueError, ZeroDivisionError):
            continue
        if len(place) == dimension:
            yield name, place


def _merged(points: Iterable[Point]) -> list[Point]:
    """Points at the same place have one label."""
    places: dict[tuple[float, ...], list[str]] = {}
    for name, place in points:
        places.setdefault(place, []).append(name)
    return [(" = ".join(names), place) for place, names in places.items()]


def _coordinate(i: int) -> Any:
    from proofs.language import Letter
    return Letter(f"x{i}", "real")


def _glance(c: ClaimResult, known: dict[str, Found]) -> Glance | None:
    found = _model(c, known, 1)
    if found is None:
        return None
    name, tree, points = found[0], found[1], _merged(found[2])
    at = tuple(place[0] for _, place in points)
    if not at:
        return None
    low, high = min(*at, 0.0), max(*at, 0.0)
    room = 0.3*(high - low) or 1.0
    x = _spread(low - room, high + room, 61)
    y, heights = _values(tree, {_coordinate(1): x}), _values(tree, {_coordinate(1): at})
    if y is None or heights is None or len(set(y)) < 2:
        return None
    return Glance(name, x, tuple(y), tuple((label, a, v) for (label, _), a, v in zip(points, at, heights) if v is not None))


def _planes(report: Report, known: dict[str, Found]) -> Iterator[Experiment]:
    """Counterexamples with a function of two variables and at least two points of a sequence."""
    for s, c in report.statements:
        found = _model(c, known, 2) if c.exact.counterexample and c.lemma in known else None
        if found is None or len([n for n, _ in found[2] if "[" in n]) < 2:
            continue
        name, tree, points = found
        merged = _merged(points)
        sides = []
        for i in (0, 1):
            at = [p[i] for _, p in merged] + [0.0]
            room = max(0.5, 0.35*(max(at) - min(at)))
            sides.append(_spread(min(at) - room, max(at) + room, GRID))
        x, y = sides
        values = [_values(tree, {_coordinate(1): x, _coordinate(2): (b,)}) for b in y]
        if any(row is None or None in row or len(row) != GRID for row in values):
            continue
        shown = c.exact.counterexample or {}
        *_, fails = counterexample(c)
        caption = (f"Level lines of {name} = {readable(shown['functions'][name])} and the points of the counterexample: "
                   f"{fails.strip().removeprefix('and ').partition(':')[0]}.")
        rows = tuple(tuple(v or 0.0 for v in row or ()) for row in values)
        plane = Levels(x, y, rows, tuple((n, p[0], p[1]) for n, p in merged))
        yield Experiment(s.result.title, f"{s.anchor}-figure", caption, ("x1", "x2"), (s,), levels=plane)
