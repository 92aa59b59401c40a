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

from verify.verdict import ClaimResult, NumericResult

_INK = "#123456"  # drawn with, then replaced by currentColor
_WIDTH, _HEIGHT = 240, 48


def histogram(n: NumericResult) -> Markup:
    """The margins of the evaluations as bars, with a line where the claim would begin to fail; empty when there are none."""
    if n.histogram is None or not any(n.histogram[1]) or len(n.histogram[0]) < 2:
        return Markup("")
    edges, counts = n.histogram
    low, high, top = edges[0], edges[-1], max(counts)
    scale = _WIDTH/((high - low) or 1)
    bar = Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>')
    bars = Markup("").join(
        bar.format((a - low)*scale, _HEIGHT - h, max((b - a)*scale - 0.5, 0.5), h)
        for a, b, k in zip(edges, edges[1:], counts, strict=False) if k and (h := max(1.5, (_HEIGHT - 4)*k/top)))
    zero = Markup("")
    if low <= 0 <= high:
        zero = Markup('<line x1="{0:.1f}" x2="{0:.1f}" y1="0" y2="{1}" class="zero"/>').format(-low*scale, _HEIGHT)
    words = f"Margins of {n.instances:,} evaluations, from {low:.3g} to {high:.3g}; the statement fails below 0."
    return Markup('<figure class="histogram"><svg viewBox="0 0 {} {}" role="img" aria-label="{}" '
                  'preserveAspectRatio="none">{}{}</svg>'
                  "<figcaption>{}</figcaption></figure>").format(_WIDTH, _HEIGHT, words, bars, zero, words)


def tightness_strip(claims: tuple[ClaimResult, ...]) -> Markup:
    """One dot per statement on a scale from 0 to 1: how much of the promised decrease some instance needed."""
    points = [(c, t) for c in claims if (t := c.numeric.tightness) is not None and isfinite(t)]
    if not points:
        return Markup("")
    rows = Markup("").join(_strip_row(c, t, i) for i, (c, t) in enumerate(points))
    height = 18*len(points) + 18
    words = "; ".join(f"{_short(c)}: {t:.3f}" for c, t in points)
    return Markup('<figure class="strip"><svg viewBox="0 0 360 {h}" role="img" aria-label="Tightness. {words}">{rows}'
                  '<text x="120" y="{y}" text-anchor="middle">0</text><text x="300" y="{y}" text-anchor="middle">1, attained</text>'
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
