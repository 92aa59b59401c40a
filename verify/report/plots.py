"""Pictures of the numeric reading, made by hand: compact, and of the colour of the text around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from markupsafe import Markup

from verify.verdict import ClaimResult, Numeric, NumericResult

_STEP, _HEIGHT = 24, 40


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
    """How many statements promise which part of what happened, in tenths, and how many are attained."""
    values = [float(t) for c in claims if (t := c.numeric.tightness) is not None and isfinite(t)]
    if not values:
        return Markup("")
    attained = sum(t > 0.99 for t in values)
    counts = [sum(i <= 10*min(max(t, 0), 0.989) < i + 1 for t in values if t <= 0.99) for i in range(10)] + [attained]
    words = (f"Tightness of {len(values)} statements: the largest ratio of what is promised to what happened, in tenths; "
             f"{attained} are attained up to one percent.")
    labels = [(0, "0"), (5*_STEP, "1/2"), (11*_STEP, "attained")]
    return _figure(_bars(counts, 0), labels, None, 11*_STEP) + Markup('<p class="count">{}</p>').format(words)


def _bars(counts: Sequence[int], below: int) -> Markup:
    """One outline for all bars; those below zero of a violated statement in a colour of their own."""
    top = max(counts)
    paths = {"": "", ' class="below"': ""}
    for i, k in enumerate(counts):
        if k:
            h = max(1, round((_HEIGHT - 2)*k/top))
            paths[' class="below"' if i < below else ""] += f"M{i*_STEP + 1} {_HEIGHT}v-{h}h{_STEP - 2}v{h}z"
    return Markup("").join(Markup(f'<path{look} d="{d}"/>') for look, d in paths.items() if d)


def _figure(bars: Markup, labels: Iterable[tuple[int, str]], zero: int | None, width: int) -> Markup:
    """A drawing; the words beside it say what it shows, so that it is hidden from a screen reader."""
    texts = Markup("").join(Markup('<text x="{}" y="{}">{}</text>').format(x, _HEIGHT + 12, t) for x, t in labels)
    line = Markup(f'<path class="zero" d="M{zero*_STEP} 0v{_HEIGHT}"/>') if zero else ""
    head = Markup('<svg class="bars" viewBox="-24 0 {} {}" aria-hidden="true">').format(width + 48, _HEIGHT + 16)
    return head + bars + line + texts + Markup("</svg>")
