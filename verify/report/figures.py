"""Figures of the experiments by Matplotlib, made compact: outlines and words with a class each, coloured by the page's style.

Matplotlib is given a colour of its own for each look, by which the look of an outline is known again in what it has drawn.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from math import log10
from typing import Any
from xml.etree import ElementTree

from markupsafe import Markup

from verify.report.drawable import Experiment, Levels, Line
from verify.report.plots import letter, power

_COLOUR = {"printed": "#010101", "holds": "#020202", "fails": "#030303", "open": "#040404", "axis": "#050505",
           "level": "#060606", "text": "#070707"}
_LOOK = {colour: look for look, colour in _COLOUR.items()}
_DASHES = ((6, 2), (2, 2), (8, 2, 2, 2), (1, 3))  # of the curves of a figure, in turn; the printed one is solid
_INKED = (("text", "color"), ("axes", "edgecolor"), ("axes", "labelcolor"), ("xtick", "color"), ("ytick", "color"),
          ("xtick", "labelcolor"), ("ytick", "labelcolor"))
_SIZE, _SQUARE = (6.4, 3.4), (4.2, 3.8)  # inches, 72 pixels each
_KEY = 0.055  # of the height of a figure, for a line of its key
_DECADES = 5  # of a logarithmic axis, where a curve goes down to 0
_LEVELS = 12
_DOTS: dict[str, Any] = {"linestyle": "", "marker": "o", "markersize": 5, "markeredgewidth": 0}
_XLINK = "{http://www.w3.org/1999/xlink}href"
_ANCHOR = {"middle": "", "start": "start", "end": "end"}
_LETTER = re.compile(" ?([A-Za-z]) ?")
_NUMBER = re.compile(r"-?\d+\.\d+")


def figure(e: Experiment) -> Markup:
    """The figure as SVG."""
    import matplotlib
    inks = {f"{part}.{what}": _COLOUR["text" if "label" in what or part == "text" else "axis"] for part, what in _INKED}
    look: Any = {"svg.fonttype": "none", "svg.hashsalt": e.anchor, "font.size": 9, "lines.linewidth": 1.4,
                 "axes.spines.top": False, "axes.spines.right": False, **inks}
    with matplotlib.rc_context(look):
        drawn = io.StringIO()
        _drawing(e).savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return _compact(drawn.getvalue(), e.title, "plot" if e.levels is None else "plot square")


def _drawing(e: Experiment) -> Any:
    from matplotlib.figure import Figure
    picture = Figure(figsize=_SIZE if e.levels is None else _SQUARE)
    above = _KEY*len(e.lines) if len(e.lines) > 1 else 0
    left, right = (0.12, 0.98) if e.levels is None else (0.18, 0.94)
    axes = picture.add_axes((left, 0.14, right - left, 0.84 - above))
    bottom = _floor(e.lines) if e.logarithmic else None
    for i, line in enumerate(e.lines):
        _draw(axes, line, bottom, _DASHES[i % len(_DASHES)])
    if e.levels is not None:
        _contour(axes, e.levels)
    if e.logarithmic:
        axes.set_yscale("log")
        axes.yaxis.set_major_formatter(lambda v, place: power(round(log10(v))))
        axes.set_ylim(bottom=bottom)
    axes.minorticks_off()
    axes.set_xlabel(e.axes[0])
    axes.set_ylabel(e.axes[1])
    if e.ticks:
        axes.set_xticks(range(len(e.ticks)), e.ticks)
    if len(e.lines) > 1:
        axes.legend(frameon=False, handlelength=3, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0)
    return picture


def _floor(lines: tuple[Line, ...]) -> float | None:
    """The lower end of a logarithmic axis where curves come near to 0; None where all values are shown."""
    known = [v for line in lines if not line.marked for v in line.y if v is not None and v > 0]
    touches = any(v == 0 for line in lines for v in line.y)
    return max(known)*10**-_DECADES if touches else None


def _draw(axes: Any, line: Line, bottom: float | None, dashes: tuple[int, ...]) -> None:
    values = [float("nan") if v is None or (bottom is not None and v < bottom) else v for v in line.y]
    colour = _COLOUR[line.look]
    if line.marked:
        axes.plot(line.x, values, label=line.words, markerfacecolor=colour, **_DOTS)
    else:
        axes.plot(line.x, values, color=colour, label=line.words, dashes=() if line.look == "printed" else dashes)


def _contour(axes: Any, levels: Levels) -> None:
    low, high = (end(end(row) for row in levels.values) for end in (min, max))
    heights = [low + (high - low)*(i/_LEVELS)**2 for i in range(1, _LEVELS)]  # closer to each other where the function is low
    axes.contour(levels.x, levels.y, levels.values, levels=heights, colors=_COLOUR["level"], linewidths=0.7, linestyles="solid")
    place = [p for p in levels.points if "[" in p[0]]
    axes.plot([x for _, x, _ in place], [y for _, _, y in place], color=_COLOUR["fails"], dashes=(2, 2))
    axes.plot([x for _, x, _ in levels.points], [y for _, _, y in levels.points], markerfacecolor=_COLOUR["printed"], **_DOTS)
    for name, x, y in levels.points:
        axes.annotate(letter(name), (x, y), (5, 5), textcoords="offset points", fontsize=12)


# --- from what Matplotlib writes to what the page holds ------------------------------------------------------------


def _compact(drawn: str, words: str, look: str) -> Markup:
    tree = ElementTree.fromstring(re.sub(r"<!DOCTYPE.*?>", "", drawn, count=1, flags=re.DOTALL))
    shapes = {"#" + e.get("id", ""): e for e in tree.iter() if e.get("id")}
    _, _, width, height = (round(float(a)) for a in tree.get("viewBox", "").split())
    head = Markup('<svg class="{}" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(look, width, height, words)
    return head + Markup("").join(part for e in tree for part in _parts(e, shapes)) + Markup("</svg>")


def _parts(e: ElementTree.Element, shapes: dict[str, ElementTree.Element]) -> Iterator[Markup]:
    tag = e.tag.rpartition("}")[2]
    if tag == "g":
        for inner in e:
            yield from _parts(inner, shapes)
    elif tag == "path":
        yield _path(e, e.get("style", ""), "")
    elif tag == "use":
        place = f"{float(e.get('x', 0)):.1f} {float(e.get('y', 0)):.1f}"
        yield _path(shapes[e.get(_XLINK, "")], e.get("style", "") or shapes[e.get(_XLINK, "")].get("style", ""), place)
    elif tag == "text" and e.text:
        yield _text(e)


def _path(e: ElementTree.Element, style: str, place: str) -> Markup:
    rules = dict(re.findall(r"([\w-]+):\s*([^;]+)", style))
    stroke, fill = _LOOK.get(rules.get("stroke", "")), _LOOK.get(rules.get("fill", ""))
    if not stroke and not fill:
        return Markup("")  # a background
    look = stroke or f"{fill} dot"
    outline = _NUMBER.sub(lambda m: f"{float(m[0]):.1f}".removesuffix(".0"), " ".join(e.get("d", "").split()))
    moved = Markup(' transform="translate({})"').format(place) if place else ""
    outline = _LETTER.sub(r"\1", outline)
    dashes = rules.get("stroke-dasharray", "").replace(",", " ")
    return Markup('<path class="{}" d="{}"{}{}/>').format(
        look, outline, moved, Markup(' stroke-dasharray="{}"').format(dashes) if dashes else "")


def _text(e: ElementTree.Element) -> Markup:
    anchor = re.search(r"text-anchor:\s*(\w+)", e.get("style", ""))
    look = (_ANCHOR[anchor[1]] if anchor else "start") or "middle"
    if "12px" in e.get("style", ""):
        look += " name"
    turned = e.get("transform", "")
    angle = re.search(r"rotate\(([-\d.]+)", turned)
    x, y = (float(a) for a in (e.get("x") or 0, e.get("y") or 0))
    turn = Markup(f' transform="rotate({float(angle[1]):.0f} {x:.0f} {y:.0f})"') if angle and float(angle[1]) else ""
    return Markup('<text class="{}" x="{:.0f}" y="{:.0f}"{}>{}</text>').format(look, x, y, turn, e.text)
