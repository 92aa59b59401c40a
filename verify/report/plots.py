"""Pictures of the numeric reading, made by hand: compact, and of the colour of the text around them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import ceil, floor, isfinite, log10

from markupsafe import Markup

from numerics.result import Course, Trajectory
from verify.report.drawable import Glance
from verify.table import kind, word_of
from verify.verdict import ClaimResult, Exact, Numeric, NumericResult

Values = Sequence[float | None]
_STEP, _HEIGHT = 24, 40
_SMALL = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_BELOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_PANEL, _LEFT, _RIGHT, _TOP, _BASE = (232, 118), 46, 224, 8, 92  # size of a panel, and where its curves lie, in pixels
ATTAINED = 0.99  # a ratio from which a bound counts as attained
DECADES = 2  # positive values that spread over so many powers of ten are drawn on a logarithmic axis


def bar(counts: dict[str, int], total: int) -> Markup:
    """How many of so many claims have which verdict (by its name), as a bar; the words beside it say the numbers."""
    drawn, done = Markup(""), 0
    for name, n in counts.items():
        x, end = round(1000*done/total), round(1000*(done + n)/total)
        drawn += Markup('<rect class="{}" x="{}" width="{}" height="10"><title>{} {}</title></rect>').format(
            kind(Exact[name]), x, end - x, n, word_of(Exact[name]).lower())
        done += n
    if done < total:
        x = round(1000*done/total)
        drawn += Markup(f'<rect class="rest" x="{x}" width="{1000 - x}" height="10"/>')
    head = Markup('<svg class="coverage" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">')
    return head + drawn + Markup("</svg>")


def histogram(n: NumericResult) -> Markup:
    """The relative margins of the evaluations, a bar per bin, all of one width: the edges are powers of ten about 0.

    A line marks 0, where a statement would begin to fail: the legend of the page says so once. Empty without evaluations.
    """
    if n.histogram is None or not any(n.histogram[1]) or len(n.histogram[0]) < 2:
        return Markup("")
    edges, counts = n.histogram
    zero = list(edges).index(0.0) if 0.0 in edges else None
    split = zero if zero is not None and n.verdict is Numeric.VIOLATED else 0
    shown = [0, len(edges) - 1, *([zero] if zero else [])]
    return _figure(_bars(counts, split), [(i*_STEP, f"{edges[i]:g}") for i in shown], zero, len(counts)*_STEP)


def tightness(claims: Iterable[ClaimResult]) -> Markup:
    """How many statements promise which part of what happened, in tenths, and how many are attained; empty without any."""
    values = _tight(claims)
    if not values:
        return Markup("")
    counts = [sum(i <= 10*min(max(t, 0), 0.989) < i + 1 for t in values if t <= ATTAINED) for i in range(10)]
    labels = [(0, "0"), (5*_STEP, "1/2"), (10.5*_STEP, "attained")]
    return _figure(_bars([*counts, sum(t > ATTAINED for t in values)], 0), labels, None, 11*_STEP)


def tightness_told(claims: Iterable[ClaimResult]) -> str:
    """The words beside the drawing of `tightness`."""
    values = _tight(claims)
    return (f"Tightness of {len(values)} statements: the largest ratio of what is promised to what happened, in tenths; "
            f"{sum(t > ATTAINED for t in values)} are attained up to one percent." if values else "")


def _tight(claims: Iterable[ClaimResult]) -> list[float]:
    return [float(t) for c in claims if (t := c.numeric.tightness) is not None and isfinite(t)]


def _bars(counts: Sequence[int], below: int) -> Markup:
    """One outline for all bars; those below zero of a violated statement in a colour of their own."""
    top = max(counts)
    paths = {"": "", ' class="below"': ""}
    for i, k in enumerate(counts):
        if k:
            h = max(1, round((_HEIGHT - 2)*k/top))
            paths[' class="below"' if i < below else ""] += f"M{i*_STEP + 1} {_HEIGHT}v-{h}h{_STEP - 2}v{h}z"
    return Markup("").join(Markup(f'<path{look} d="{d}"/>') for look, d in paths.items() if d)


def _figure(bars: Markup, labels: Iterable[tuple[float, str]], zero: int | None, width: int) -> Markup:
    """A drawing; the words beside it say what it shows, so that it is hidden from a screen reader."""
    texts = Markup("").join(Markup('<text x="{}" y="{}">{}</text>').format(round(x), _HEIGHT + 12, t) for x, t in labels)
    line = Markup(f'<path class="zero" d="M{zero*_STEP} 0v{_HEIGHT}"/>') if zero else ""
    head = Markup('<svg class="bars" viewBox="-24 0 {} {}" aria-hidden="true">').format(width + 48, _HEIGHT + 16)
    return head + bars + line + texts + Markup("</svg>")


# --- both sides along runs -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Panel:
    """One run: which problem it is, the drawing, and what a reader who does not see it is told."""

    words: str
    drawing: Markup
    alt: str


def courses(c: ClaimResult) -> list[Panel]:
    """A panel per run: what is bounded solid, its bound dashed, marked where the first is the larger one and must not be."""
    t = c.numeric.trajectory
    runs = () if t is None else t.runs
    return [_panel(t, run, sides(c), c.numeric.verdict is Numeric.VIOLATED) for run in runs
            if t and len(_known(run.left)) > 1 and len(_known(run.right)) > 1]


def sides(c: ClaimResult) -> tuple[str, str]:
    """What is bounded, and its bound, as they stand in print: a chain that goes on with ``>=`` has the bound on the left."""
    return ("right side", "left side") if c.relation == ">=" else ("left side", "right side")


def _panel(t: Trajectory, run: Course, names: tuple[str, str], violated: bool) -> Panel:
    height, ends, scale = _scaled([*_known(run.left), *_known(run.right)])
    first, last = t.steps[0], t.steps[-1]
    x = [round(_LEFT + (_RIGHT - _LEFT)*(s - first)/max(1, last - first)) for s in t.steps]
    broken = [(a, height(u)) for a, u, v in zip(x, run.left, run.right) if violated and None not in (u, v) and u > v]  # type: ignore
    alt = (f"{run.words}, {t.index} from {first} to {last}, {scale} axis: the {names[0]} goes {_told(run.left)}, "
           f"the {names[1]} {_told(run.right)}{f'; the statement fails at {len(broken)} of {len(x)} steps' if broken else ''}.")
    labels = (_label("end", _LEFT - 4, _TOP + 7, ends[1]) + _label("end", _LEFT - 4, _BASE, ends[0])
              + _label("start", _LEFT, _BASE + 14, f"{t.index} = {first}") + _label("end", _RIGHT, _BASE + 14, str(last)))
    lines = (_path("axis", f"M{_LEFT} {_TOP}V{_BASE}H{_RIGHT}") + _path("bound", _curve(x, run.right, height))
             + _path("what", _curve(x, run.left, height)) + (_path("below", _dots(broken)) if broken else Markup("")))
    head = Markup('<svg class="course" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(*_PANEL, alt)
    return Panel(run.words, head + lines + labels + Markup("</svg>"), alt)


def _label(look: str, x: int, y: int, words: str) -> Markup:
    return Markup('<text class="{}" x="{}" y="{}">{}</text>').format(look, x, y, words)


def _path(look: str, outline: str) -> Markup:
    return Markup(f'<path class="{look}" d="{outline}"/>')


def _dots(places: Iterable[tuple[int, int]]) -> str:
    return "".join(f"M{x - 2} {y - 2}h4v4h-4z" for x, y in places)


# --- a counterexample on a line --------------------------------------------------------------------------------------


def glance(g: Glance) -> Markup:
    """The function with the points of the counterexample; points too near each other for two labels share one."""
    height, _, _ = _linear([*_known(g.y), *(v for _, _, v in g.points)])
    low, high = g.x[0], g.x[-1]

    def across(a: float) -> int:
        return round(_LEFT + (_RIGHT - _LEFT)*(a - low)/(high - low))
    told = "; ".join(f"{name} at {a:.4g} with the value {v:.4g}" for name, a, v in g.points)
    marks: list[tuple[int, int, str]] = []
    for name, a, v in sorted(g.points, key=lambda p: p[1]):
        x, y = across(a), height(v)
        if marks and abs(marks[-1][0] - x) < 20 and abs(marks[-1][1] - y) < 12:
            x, y, name = marks[-1][0], marks[-1][1], f"{marks.pop()[2]}, {name}"
        marks.append((x, y, name))
    labels = Markup("").join(_label(*(("end", x - 5) if x > _RIGHT - 40 else ("start", x + 5)), max(y - 5, 9), letter(name))
                             for x, y, name in marks)
    ends = _label("start", _LEFT, _BASE + 14, f"{low:.3g}") + _label("end", _RIGHT, _BASE + 14, f"{high:.3g}")
    lines = (_path("axis", f"M{_LEFT} {_BASE + 3}H{_RIGHT}") + _path("what", _curve([across(a) for a in g.x], g.y, height))
             + _path("below", _dots((across(a), height(v)) for _, a, v in g.points)))
    head = Markup('<svg class="course" viewBox="{} 0 {} {}" role="img" aria-label="{}">').format(
        _LEFT - 8, _PANEL[0] - _LEFT + 8, _PANEL[1], f"The graph of {g.name}: {told}.")
    return head + lines + labels + ends + Markup("</svg>")


def letter(name: str) -> str:
    """A letter with its index as it is written by hand: w₀ for w[0]."""
    name = re.sub(r"\[(\d+)\]", lambda m: m[1].translate(_BELOW), name.replace("[k]", "ₖ"))
    return name.replace("_star", "⋆")


def _known(side: Values) -> list[float]:
    return [v for v in side if v is not None and isfinite(v)]


def _told(side: Values) -> str:
    known = _known(side)
    return f"from {known[0]:.3g} to {known[-1]:.3g}"


def _scaled(values: list[float]) -> tuple[Callable[[float], int], tuple[str, str], str]:
    """Where a value is drawn, what stands at the two ends of the axis, and which axis it is.

    A value that is 0 on a logarithmic axis lies on its lower end.
    """
    positive = [v for v in values if v > 0]
    if positive and min(values) >= 0 and max(positive) >= 10**DECADES*min(positive):
        low, high = floor(log10(min(positive))), ceil(log10(max(positive)))
        return lambda v: _place(log10(v) if v > 0 else low, low, high), (power(low), power(high)), "logarithmic"
    return _linear(values)


def _linear(values: list[float]) -> tuple[Callable[[float], int], tuple[str, str], str]:
    bottom, top = min(values), max(values)
    if 0 <= bottom < 0.5*top:
        bottom = 0.0
    if bottom == top:
        bottom, top = (bottom - 1, top + 1) if not bottom else (min(0, 2*bottom), max(0, 2*bottom))
    digits = next((d for d in (3, 4, 5) if f"{bottom:.{d}g}" != f"{top:.{d}g}"), 6)
    return lambda v: _place(v, bottom, top), (f"{bottom:.{digits}g}", f"{top:.{digits}g}"), "linear"


def _place(v: float, low: float, high: float) -> int:
    return round(_BASE - (_BASE - _TOP)*(v - low)/(high - low))


def power(exponent: int) -> str:
    """A power of ten."""
    return {0: "1", 1: "10"}.get(exponent) or "10" + str(exponent).translate(_SMALL)


def _curve(x: list[int], side: Values, height: Callable[[float], int]) -> str:
    """An outline through the values, interrupted where there is none, without points that a straight line goes through."""
    points = [(a, height(v)) if v is not None and isfinite(v) else None for a, v in zip(x, side)]
    pieces = [_thinned([p for p in piece if p]) for known, piece in groupby(points, key=bool) if known]
    return "".join("M{} {}".format(*piece[0]) + ("".join(
        f"l{c - a} {d - b}".replace(" -", "-") for (a, b), (c, d) in pairwise(piece)) or "h0") for piece in pieces)


def _thinned(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The fewest of the points from which no other is further away than half a pixel or so, taken from left to right."""
    kept = [points[0]]
    for i in range(2, len(points)):
        (a, b), (c, d) = kept[-1], points[i]
        between = points[points.index(kept[-1]) + 1:i]
        if any(2*abs((y - b)*(c - a) - (d - b)*(x - a)) > abs(c - a) + abs(d - b) for x, y in between):
            kept.append(points[i - 1])
    return kept + points[-1:] if len(points) > 1 else kept
