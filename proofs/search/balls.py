"""Find the tree of a ball certificate: cut the box in halves until the kernel's own enclosures decide every leaf.

Zeros of the difference are sought among simple rational points; leaves around them use derivatives.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs.kernel.ball import DEPTH, LEAVES, Box, check_zero, lower_bound
from proofs.kernel.differentiate import number
from proofs.kernel.exact import evaluate
from proofs.kernel.syntax import Reject, Term, free_letters, substitute

ORDERS = (0, 2, 1, 3)
ZERO_ORDERS = (1, 2, 3, 4)
SIMPLE = [Fraction(n, d) for d in (1, 2, 3, 4) for n in range(-12, 13)]


class TooFar(Exception):
    """The difference is negative somewhere, or so near 0 that the leaves do not end."""


def find_tree(d: Term, box: Box, strict: bool = False, leaves: int = LEAVES) -> Any:
    """A tree that shows 0 <= d (0 < d) on the box, or None."""
    zeros = [] if strict or len(box) != 1 else _zeros(d, box)
    try:
        return _cut(d, box, strict, zeros, [leaves], 0)
    except TooFar:
        return None


def _zeros(d: Term, box: Box) -> list[Fraction]:
    ((x, (lo, hi)),) = box.items()
    out = []
    for p in dict.fromkeys([lo, hi, *SIMPLE]):
        try:
            if lo <= p <= hi and not any(evaluate(substitute(d, {x: number(p)}))):
                out.append(p)
        except Reject:
            continue
    return out


def _cut(d: Term, box: Box, strict: bool, zeros: list[Fraction], left: list[int], depth: int) -> Any:
    left[0] -= 1
    if left[0] < 0 or depth >= min(DEPTH, 60*max(1, len(box))):
        raise TooFar
    inside = [p for p in zeros if all(lo <= p <= hi for lo, hi in box.values())]
    leaf = _zero_leaf(d, box, inside) if inside else _leaf(d, box, strict)
    if leaf is not None:
        return leaf
    if not inside and _negative(d, box):
        raise TooFar
    x = max(box, key=lambda name: box[name][1] - box[name][0])
    lo, hi = box[x]
    interior = [p for p in inside if lo < p < hi]
    place = interior[0] if interior else (lo + hi)/2
    parts = [_cut(d, {**box, x: ends}, strict, zeros, left, depth + 1) for ends in ((lo, place), (place, hi))]
    return [x, *parts] if place == (lo + hi)/2 else [x, number(place), *parts]


def _leaf(d: Term, box: Box, strict: bool) -> int | None:
    for k in ORDERS if free_letters(d) else (0,):
        try:
            low = lower_bound(d, box, k)
        except Reject:
            continue
        if low > 0 or (low == 0 and not strict):
            return k
    return None


def _zero_leaf(d: Term, box: Box, zeros: list[Fraction]) -> Any:
    try:
        if lower_bound(d, box, 0) >= 0:
            return 0
    except Reject:
        pass
    for k in ZERO_ORDERS if len(zeros) == 1 else ():
        try:
            check_zero(d, box, k, zeros[0])
        except Reject:
            continue
        return [k, number(zeros[0])]
    return None


def _negative(d: Term, box: Box) -> bool:
    """Whether the difference is negative in the middle of the box: then no tree exists."""
    try:
        return evaluate(substitute(d, {x: number((lo + hi)/2) for x, (lo, hi) in box.items()}))[1] < 0
    except Reject:
        return False


def ends(facts: dict[str, Any], names: list[str], x: str) -> dict[str, Any] | None:
    """The rational range of a letter that facts state, as the rule reads it: {"lo", "hi", "above", "below"}."""
    low: list[tuple[Fraction, str]] = []
    high: list[tuple[Fraction, str]] = []
    for name in names:
        formula = facts[name]
        if formula[0] in ("<=", "<", "=="):
            for side, other, into in ((2, 1, low), (1, 2, high)):
                if formula[side] == x and not free_letters(formula[other]):
                    value = _value(formula[other])
                    if value is not None:
                        into.append((value, name))
    if not low or not high:
        return None
    (lo, above), (hi, below) = max(low), min(high)
    return {"lo": number(lo), "hi": number(hi), "above": above, "below": below}


def _value(t: Term) -> Fraction | None:
    try:
        low, high = evaluate(t)
    except Reject:
        return None
    return low if low == high else None


def find_ball(facts: dict[str, Any], claim: Any, names: list[str], leaves: int = LEAVES) -> dict[str, Any] | None:
    """A step of the rule ``ball`` for a claim whose letters the facts put into a box, or None."""
    if claim[0] not in ("<=", "<"):
        return None
    d: Term = ("+", claim[2], ("-", claim[1]))
    found = {x: ends(facts, names, x) for x in sorted(free_letters(d))}
    if any(entry is None for entry in found.values()) or len(found) > 2:
        return None
    box = {x: (_value(e["lo"]), _value(e["hi"])) for x, e in found.items() if e is not None}
    tree = find_tree(d, box, claim[0] == "<", leaves)  # type: ignore[arg-type]
    return None if tree is None else {"rule": "ball", "claim": claim, "box": found, "tree": tree}
