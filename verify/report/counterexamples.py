"""Counterexamples as pictures: a function of one variable near the points, or the level lines of one of two variables.

A model is drawn only where the certificate has the very function that the report shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from verify.report.drawable import Experiment, Glance, Levels, certificate, spread, values
from verify.report.model import Report
from verify.show import counterexample, readable
from verify.verdict import ClaimResult

if TYPE_CHECKING:
    from sympy import Basic

    from verify.discover import Found

GRID = 81  # points of a plane in each direction
Point = tuple[str, tuple[float, ...]]  # a name, and coordinates


def glances(report: Report) -> dict[str, Glance]:
    """The counterexamples with a function of one variable, by the name of the statement."""
    known = report.lemmas
    found = {c.name: _glance(c, known) for _, c in report.statements if c.exact.counterexample and c.lemma in known}
    return {name: glance for name, glance in found.items() if glance is not None}


def _model(c: ClaimResult, known: dict[str, Found], dimension: int) -> tuple[str, Basic, tuple[Point, ...]] | None:
    """The function of a counterexample, by name and as a term, and its points; None if it is not one of so many variables."""
    from proofs.kernel.syntax import Reject, freeze
    from proofs.printing import plain
    from proofs.writer import write
    data = certificate(known[c.lemma])
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
    x = spread(low - room, high + room, 61)
    y, heights = values(tree, {_coordinate(1): x}), values(tree, {_coordinate(1): at})
    if y is None or heights is None or len(set(y)) < 2:
        return None
    return Glance(name, x, tuple(y), tuple((label, a, v) for (label, _), a, v in zip(points, at, heights) if v is not None))


def planes(report: Report) -> Iterator[Experiment]:
    """Counterexamples with a function of two variables and at least two points of a sequence."""
    known = report.lemmas
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
            sides.append(spread(min(at) - room, max(at) + room, GRID))
        x, y = sides
        lattice = [values(tree, {_coordinate(1): x, _coordinate(2): (b,)}) for b in y]
        if any(row is None or None in row or len(row) != GRID for row in lattice):
            continue
        shown = c.exact.counterexample or {}
        *_, fails = counterexample(c)
        caption = (f"Level lines of {name} = {readable(shown['functions'][name])} and the points of the counterexample: "
                   f"{fails.strip().removeprefix('and ').partition(':')[0]}.")
        rows = tuple(tuple(v or 0.0 for v in row or ()) for row in lattice)
        plane = Levels(x, y, rows, tuple((n, p[0], p[1]) for n, p in merged))
        yield Experiment(s.result.title, f"{s.anchor}-figure", caption, ("x1", "x2"), (s,), levels=plane)
