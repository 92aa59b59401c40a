"""Formal differentiation of terms in real letters, also of terms that are given piece by piece.

A *seam* is where the condition of ``if``, ``max``, ``min``, ``sgn`` or an absolute value changes sign. Seams lie at rational
values of single letters: they cut the line of each letter into cells, and on a cell the term is one formula. A derivative
exists across a seam only where the formulas beside it have the same values and the same derivatives: that is checked.

Legend: x a letter, s a seam, t, u, v terms. A cell is (lo, hi) for each letter, None where it has no end.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from typing import NamedTuple

from proofs.kernel.normal import ONE, Letter, Space
from proofs.kernel.syntax import Reject, Term, free_letters, show, substitute

End = Fraction | None
Cell = tuple[tuple[End, End], ...]
SEAMED = ("if", "max", "min", "sgn", "norm")
LIMIT = 200  # cells, with their faces


def number(q: Fraction) -> Term:
    return q.numerator if q.denominator == 1 else ("/", q.numerator, q.denominator)


def _sum(parts: list[Term]) -> Term:
    parts = [a for a in parts if a != 0]
    return 0 if not parts else parts[0] if len(parts) == 1 else ("+", *parts)


def _product(*parts: Term) -> Term:
    kept = [a for a in parts if a != 1]
    return 0 if 0 in parts else 1 if not kept else kept[0] if len(kept) == 1 else ("*", *kept)


def derivative(t: Term, x: str) -> Term:
    """The formal partial derivative of a term without seams."""
    if isinstance(t, str):
        return 1 if t == x else 0
    if not isinstance(t, tuple) or x not in free_letters(t):
        return 0
    head, args = t[0], t[1:]
    if head in ("+", "-"):
        return _sum([derivative(a, x) for a in args]) if head == "+" else ("-", derivative(args[0], x))
    if head == "*":
        return _sum([_product(*args[:i], derivative(a, x), *args[i + 1:]) for i, a in enumerate(args)])
    if head == "/":
        a, b = args
        if x not in free_letters(b):
            return ("/", derivative(a, x), b)
        return ("/", _sum([_product(derivative(a, x), b), ("-", _product(a, derivative(b, x)))]), ("^", b, 2))
    if head == "^":
        n = args[1]
        return 0 if n == 0 else _product(n, args[0] if n == 2 else ("^", args[0], n - 1), derivative(args[0], x))
    if head == "exp":
        return _product(t, derivative(args[0], x))
    if head == "log":
        return ("/", derivative(args[0], x), args[0])
    if head == "sqrt":
        return ("/", derivative(args[0], x), ("*", 2, t))
    if head == "sin":
        return _product(("cos", args[0]), derivative(args[0], x))
    if head == "cos":
        return ("-", _product(("sin", args[0]), derivative(args[0], x)))
    raise Reject("derivative", f"{show(t)} is not differentiated")


class Seam(Exception):
    """A condition changes sign inside a cell: at ``place`` of the letter."""

    def __init__(self, letter: str, place: Fraction) -> None:
        self.letter, self.place = letter, place


class Pieces(NamedTuple):
    """The formula of a term on every cell; cells in the order of the letters' seams."""

    letters: tuple[str, ...]
    cells: dict[Cell, Term]

    def map(self, x: str) -> dict[Cell, Term]:
        return {cell: derivative(t, x) for cell, t in self.cells.items()}


def pieces(t: Term, letters: tuple[str, ...], order: int = 0) -> Pieces:
    """Cut a term along its seams; refused unless values (and with order 1 first derivatives) agree at them."""
    seams: dict[str, set[Fraction]] = {x: set() for x in letters}
    while True:
        grid = [_between(sorted(seams[x])) for x in letters]
        if _size(grid) > LIMIT:
            raise Reject("shape", f"{show(t)} has too many seams")
        try:
            found = Pieces(letters, {cell: resolve(t, letters, cell) for cell in product(*grid)})
            break
        except Seam as seam:
            if seam.place in seams[seam.letter]:
                raise Reject("shape", f"{show(t)} is not cut at its seam {seam.place}") from None
            seams[seam.letter].add(seam.place)
    _agree(t, found, [sorted(seams[x]) for x in letters], order)
    return found


def _between(seams: list[Fraction]) -> list[tuple[End, End]]:
    ends: list[End] = [None, *seams, None]
    return list(pairwise(ends))


def _size(grid: list[list[tuple[End, End]]]) -> int:
    out = 1
    for line in grid:
        out *= 2*len(line) - 1
    return out


def _agree(t: Term, found: Pieces, seams: list[list[Fraction]], order: int) -> None:
    """At every face between cells the term itself, and the formulas beside it, have the same value (and derivatives)."""
    letters = found.letters
    lines = [[*_between(line), *((s, s) for s in line)] for line in seams]
    for face in product(*lines):
        on = {x: number(lo) for x, (lo, hi) in zip(letters, face, strict=True) if lo is not None and lo == hi}
        if not on:
            continue
        rest = tuple(x for x in letters if x not in on)
        value = resolve(substitute(t, on), rest, tuple(ends for x, ends in zip(letters, face, strict=True) if x not in on))
        beside = [u for cell, u in found.cells.items() if all(_touches(a, b) for a, b in zip(cell, face, strict=True))]
        if not all(same(value, substitute(u, on)) for u in beside):
            raise Reject("derivative", f"{show(t)} is not continuous at {show(tuple(on.items()))}")
        for x in letters if order else ():
            slopes = [substitute(derivative(u, x), on) for u in beside]
            if not all(same(slopes[0], slope) for slope in slopes):
                raise Reject("derivative", f"{show(t)} has no derivative at {show(tuple(on.items()))}")


def _touches(cell: tuple[End, End], face: tuple[End, End]) -> bool:
    return face[0] in cell if face[0] is not None and face[0] == face[1] else cell == face


def same(u: Term, v: Term) -> bool:
    """Whether two terms in real letters have the same normal form."""
    space = Space({x: Letter("real") for x in free_letters(("+", u, v))})
    return u == v or space.vanishes(space.real(("+", u, ("-", v))))


def resolve(t: Term, letters: tuple[str, ...], cell: Cell) -> Term:
    """The formula of a term on a cell; raises `Seam` where a condition changes sign inside it."""
    if not isinstance(t, tuple) or not free_letters(t) & set(letters):
        return t
    head, args = t[0], t[1:]
    if head == "^":
        return ("^", resolve(args[0], letters, cell), args[1])
    if head == "if":
        a, b = (resolve(side, letters, cell) for side in args[:2])
        return resolve(args[2] if _side(b, a, letters, cell) else args[3], letters, cell)
    parts = tuple(resolve(a, letters, cell) for a in args)
    if head in ("max", "min"):
        return parts[int(_side(parts[1], parts[0], letters, cell) == (head == "max"))]
    if head in ("norm", "sgn"):
        above = _side(parts[0], 0, letters, cell, strict=head == "sgn")
        return (1 if above else -1) if head == "sgn" else parts[0] if above else ("-", parts[0])
    return (head, *parts)


def _side(b: Term, a: Term, letters: tuple[str, ...], cell: Cell, strict: bool = False) -> bool:
    """Whether a <= b (or, else, b <= a) on a whole cell, its faces included; ``strict``: a != b inside."""
    space = Space({x: Letter("real") for x in free_letters(("+", a, b))})
    p = space.real(("+", b, ("-", a)))
    if set(p) <= {ONE} and (p or not strict):
        return p.get(ONE, 0) >= 0
    linear = {m: c for m, c in p.items() if m != ONE}
    if len(linear) == 1:
        ((m, slope),) = linear.items()
        key = space.keys[m[0][0]]
        if len(m) == 1 and m[0][1] == 1 and key[0] == "letter" and key[1] in letters:
            place = -p.get(ONE, Fraction(0))/slope
            lo, hi = cell[letters.index(key[1])]
            if lo is not None and place <= lo:
                return slope > 0
            if hi is not None and hi <= place:
                return slope < 0
            raise Seam(key[1], place)
    if a == 0 and space.sign(b) in ("> 0", "> 0" if strict else ">= 0"):
        return True
    raise Reject("derivative", f"{show(a)} <= {show(b)} does not change at a rational value of one letter")


def assemble(found: dict[Cell, Term], letters: tuple[str, ...]) -> Term:
    """One term from the formulas on cells; a formula is not cut where both sides are the same."""
    if not letters:
        return found[()]
    x, lines = letters[0], list(dict.fromkeys(cell[0] for cell in found))
    parts = [assemble({cell[1:]: t for cell, t in found.items() if cell[0] == line}, letters[1:]) for line in lines]
    out = parts[-1]
    for (_, seam), left, right in reversed(list(zip(lines[:-1], parts[:-1], parts[1:], strict=True))):
        if not same(left, right):
            out = ("if", x, number(seam or Fraction(0)), left, out)
    return out


def partials(t: Term, letters: tuple[str, ...]) -> list[Term]:
    """The gradient of a term that is visibly defined everywhere; refused where a seam leaves no derivative."""
    found = pieces(t, letters, order=1)
    return [assemble(found.map(x), letters) for x in letters]
