"""What a figure holds, and the numbers in it: evaluated from the trees of statements and models, with the arithmetic of the
numeric reading."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sympy import Basic

    from verify.discover import Found
    from verify.report.model import Section


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


def _arithmetic() -> Any:
    from numerics.backend import choose
    from numerics.ball import BallArithmetic
    return BallArithmetic(choose("numpy"))


def values(tree: Basic, letters: dict[Any, Any]) -> list[float | None] | None:
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


def spread(low: float, high: float, count: int) -> tuple[float, ...]:
    """So many places from low to high, evenly."""
    return tuple(low + (high - low)*i/(count - 1) for i in range(count))


def certificate(f: Found) -> dict[str, Any]:
    """The data of a certificate; none where there is no such file."""
    try:
        data = json.loads(f.certificate.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}
