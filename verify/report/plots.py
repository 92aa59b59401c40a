"""Pictures: a histogram of margins per statement, made by hand because there are many, and one overview by matplotlib.

All of them take their colour from the text around them, so that they fit light and dark pages.
"""

from __future__ import annotations

import io
import re
import warnings
from itertools import count
from math import isfinite

from markupsafe import Markup

from verify.verdict import ClaimResult, Numeric, NumericResult

_INK = "#123456"  # drawn with, then replaced by currentColor
_WIDTH, _HEIGHT = 400, 48


def histogram(n: NumericResult) -> Markup:
    """The relative margins of the evaluations, a bar per bin, all of one width: the edges are powers of ten about 0.

    A line marks 0, where a statement would begin to fail. Empty when nothing was evaluated.
    """
    if n.histogram is None or not any(n.histogram[1]) or len(n.histogram[0]) < 2:
        return Markup("")
    edges, counts = n.histogram
    step, top = _WIDTH/len(counts), max(counts)
    bar = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"{}/>')
    below = Markup(' class="below"') if n.verdict is Numeric.VIOLATED else ""
    bars = Markup("").join(
        bar.format(i*step + 0.5, _HEIGHT - h, step - 1, h, below if edges[i] < 0 else "")
        for i, k in enumerate(counts) if k and (h := max(1.0, (_HEIGHT - 4)*k/top)))
    label = Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{:.3g}</text>')
    labels = Markup("").join(label.format(i*step, _HEIGHT + 11, edges[i]) for i in range(0, len(edges), max(1, len(edges)//4)))
    zero = [i for i, edge in enumerate(edges) if edge == 0]
    mark = Markup('<line x1="{0:.1f}" x2="{0:.1f}" y1="0" y2="{1}" class="zero"/>')
    line = mark.format(zero[0]*step, _HEIGHT) if zero else ""
    words = (f"Margins of {n.instances:,} evaluations, relative to the size of the two sides; left of the line the statement "
             f"fails, but for rounding: {n.within_rounding:,} are within the error bound.")
    return Markup('<figure class="histogram"><svg viewBox="-16 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>'
                  "<figcaption>{}</figcaption></figure>").format(_WIDTH + 32, _HEIGHT + 14, words, bars, line, labels, words)


def tightness_strip(claims: tuple[ClaimResult, ...]) -> Markup:
    """One dot per statement on a scale from 0 to 1: how much of the promised decrease some instance needed."""
    points = [(c, t) for c in claims if (t := c.numeric.tightness) is not None and isfinite(t)]
    if not points:
        return Markup("")
    rows = Markup("").join(_strip_row(c, t, i) for i, (c, t) in enumerate(points))
    height = 18*len(points) + 18
    words = "; ".join(f"{_short(c)}: {t:.3f}" for c, t in points)
    return Markup('<figure class="strip"><svg viewBox="0 0 360 {h}" role="img" aria-label="Tightness. {words}">{rows}'
                  '<text x="120" y="{y}" text-anchor="middle">0</text>'
                  '<text x="300" y="{y}" text-anchor="middle">1, attained</text>'
                  "</svg><figcaption>Tightness: the largest ratio of what is promised to what happened.</figcaption></figure>"
                  ).format(h=height, words=words, rows=rows, y=height - 4)


def _strip_row(c: ClaimResult, t: float, i: int) -> Markup:
    y, x = 18*i + 10, 120 + 180*min(max(t, 0.0), 1.2)
    return Markup('<text x="108" y="{}" text-anchor="end">{}</text>'
                  '<line x1="120" x2="300" y1="{}" y2="{}" class="rule"/>'
                  '<circle cx="{:.1f}" cy="{}" r="4"/><text x="345" y="{}" text-anchor="middle">{:.3f}</text>'
                  ).format(y + 4, _short(c), y, y, x, y, y + 4, t)


def _short(c: ClaimResult) -> str:
    return "claim" if c.link is None else f"line {c.link}"


def overview(claims: list[ClaimResult]) -> Markup:
    """The tightness of every statement that has one, by matplotlib; empty when none has."""
    points = [(c.name, float(t)) for c in claims if (t := c.numeric.tightness) is not None and isfinite(t)]
    if not points:
        return Markup("")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a font without some letter of a name: the browser has one
        drawn = _draw(points)
    words = f"Tightness of {len(points)} statements; {sum(t > 0.99 for _, t in points)} are attained up to one percent."
    return Markup('<figure class="overview" role="img" aria-label="{}">{}<figcaption>{}</figcaption></figure>').format(
        words, _embedded(drawn, "overview"), words)


def _draw(points: list[tuple[str, float]]) -> str:
    import matplotlib
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure
    look = {"svg.fonttype": "none", "svg.hashsalt": "rateproof", "text.color": _INK, "axes.edgecolor": _INK,
            "axes.labelcolor": _INK, "xtick.color": _INK, "ytick.color": _INK, "font.size": 9, "text.parse_math": False}
    with matplotlib.rc_context(look):
        figure = Figure(figsize=(7, 0.9 + 0.2*len(points)), layout="constrained")
        FigureCanvasSVG(figure)
        axes = figure.add_subplot()
        axes.plot([t for _, t in points], range(len(points)), "o", color=_INK, markersize=4)
        axes.axvline(1, color=_INK, linewidth=0.8, linestyle=":")
        axes.set_yticks(range(len(points)), [name[:40] for name, _ in points])
        axes.invert_yaxis()
        axes.set_xlim(min(0.0, *(t for _, t in points)) - 0.02, max(1.0, *(t for _, t in points)) + 0.05)
        axes.set_xlabel("tightness: 1 is attained")
        axes.grid(axis="x", color=_INK, alpha=0.15)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.tick_params(left=False)
        out = io.StringIO()
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        figure.savefig(out, format="svg", transparent=True, metadata=nothing)
    return out.getvalue()


def _embedded(svg: str, prefix: str) -> Markup:
    """A drawing of matplotlib inside a page: no prologue, no style sheet that leaks, ids of its own, the page's colour."""
    svg = svg[svg.index("<svg"):]
    svg = re.sub(r"<(metadata|style)\b.*?</\1>", "", svg, flags=re.DOTALL)
    names = {name: f"{prefix}-{i}" for name, i in zip(dict.fromkeys(re.findall(r'\bid="([^"]+)"', svg)), count(), strict=False)}
    svg = re.sub(r'\bid="([^"]+)"', lambda m: f'id="{names[m[1]]}"', svg)
    svg = re.sub(r'(url\(#|href="#)([^)"]+)', lambda m: m[1] + names.get(m[2], m[2]), svg)
    head, _, rest = svg.partition(">")
    head = re.sub(r'\s(width|height)="[^"]*"', "", head)  # the page decides on the size
    return Markup(f"{head}>{rest}".replace(_INK, "currentColor"))
