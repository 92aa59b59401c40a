"""Inequalities between terms in one or two real letters, for all values in a box: by enclosures on the pieces of the box.

A certificate is a tree. A node cuts the box in two, ``[letter, left, right]`` in the middle and ``[letter, place, left,
right]`` at a place, so its leaves cover the box whatever it is. A leaf says how the difference d of the sides is seen to be
>= 0:

    k          Taylor's polynomial of degree k - 1 at the centre, and the remainder enclosed on the leaf; 0: d itself
    [k, p]     one letter: d and its derivatives below the k-th are exactly 0 at p, and the k-th has the right sign

All numbers are rational, all rounding is outward; what is not defined, or not smooth, on a leaf refuses it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from proofs.kernel.checker import Checker, Data, Rule
from proofs.kernel.differentiate import derivative, number
from proofs.kernel.exact import evaluate
from proofs.kernel.intervals import ONE, Jet, enclose, jet, mul, power, settled
from proofs.kernel.syntax import Formula, Reject, Term, free_letters, freeze, show, substitute

Box = dict[str, tuple[Fraction, Fraction]]
LEAVES, DEPTH, ORDER = 20_000, 120, 16


def ball(c: Checker, data: Data) -> Formula:
    """  lo <= x <= hi (rational ends, for each letter)      a tree whose leaves show 0 <= b - a (0 < b - a)
        -----------------------------------------------------------------------------------------------
                                        a <= b    (a < b)
    """
    claim: Formula = freeze(data["claim"])
    c.check_formula(claim)
    if claim[0] not in ("<=", "<"):
        raise Reject("shape", f"ball proves <= and <, not {claim[0]}")
    d, box = ("+", claim[2], ("-", claim[1])), {}
    for x, entry in data["box"].items():
        lo, hi = rational(entry["lo"]), rational(entry["hi"])
        c.establish(("<=", number(lo), x), entry["above"])
        c.establish(("<=", x, number(hi)), entry["below"])
        box[x] = (lo, hi)
    if free_letters(d) - set(box):
        raise Reject("range", f"no range is known of {', '.join(sorted(free_letters(d) - set(box)))}")
    tree, left = freeze(data["tree"]), [LEAVES]
    _check(d, box, tree, claim[0] == "<", left, 0)
    if tree != 0:
        c.axiom("Taylor's theorem on the line")
    return claim


def rational(data: Any) -> Fraction:
    low, high = evaluate(freeze(data))
    if low != high:
        raise Reject("shape", f"{show(data)} is not rational")
    return low


def _check(d: Term, box: Box, tree: Any, strict: bool, left: list[int], depth: int) -> None:
    if depth > DEPTH:
        raise Reject("shape", "a tree that is too deep")
    if isinstance(tree, tuple) and tree and isinstance(tree[0], str):
        if tree[0] not in box or len(tree) not in (3, 4):
            raise Reject("cover", f"{show(tree[:1])} cuts no letter of the box in two")
        x, (lo, hi) = tree[0], box[tree[0]]
        place = rational(tree[1]) if len(tree) == 4 else (lo + hi)/2
        if not lo <= place <= hi:
            raise Reject("cover", f"{show(number(place))} lies outside of the box")
        _check(d, {**box, x: (lo, place)}, tree[-2], strict, left, depth + 1)
        _check(d, {**box, x: (place, hi)}, tree[-1], strict, left, depth + 1)
        return
    left[0] -= 1
    if left[0] < 0:
        raise Reject("shape", "a tree with too many leaves")
    if isinstance(tree, tuple):
        if len(tree) != 2:
            raise Reject("shape", f"{show(tree)} is neither a cut nor a leaf")
        if strict:
            raise Reject("ball", "a leaf on which the sides may be equal")
        check_zero(d, box, tree[0], rational(tree[1]))
    else:
        low = lower_bound(d, box, tree)
        if low < 0 or (strict and low == 0):
            raise Reject("ball", f"{show(d)} is not seen to be {'> 0' if strict else '>= 0'} on {_shown(box)}")


def _shown(box: Box) -> str:
    return ", ".join(f"{show(number(lo))} <= {x} <= {show(number(hi))}" for x, (lo, hi) in box.items())


def _order(k: Any) -> int:
    if type(k) is not int or not 0 <= k <= ORDER:
        raise Reject("shape", f"{show(k)} is no order of a leaf")
    return k


def lower_bound(d: Term, box: Box, k: Any) -> int:
    """A lower bound of d on the box, in units of the fixed point."""
    k = _order(k)
    over_box = {x: (enclose(lo)[0], enclose(hi)[1]) for x, (lo, hi) in box.items()}
    if k == 0:
        return jet(d, {x: [a] for x, a in over_box.items()}, 0, {})[0][0]
    d = settled(d, over_box)
    centre = {x: enclose((lo + hi)/2) for x, (lo, hi) in box.items()}
    step = {x: (over_box[x][0] - centre[x][1], over_box[x][1] - centre[x][0]) for x in box}
    single = next(iter(box)) if len(box) == 1 else None
    way = {x: (ONE, ONE) if single else step[x] for x in box}
    rest: Jet = [(0, 0)]*(k - 1)
    near = jet(d, {x: [centre[x], way[x], *rest][:k] for x in box}, k - 1, {})
    remainder = jet(d, {x: [over_box[x], way[x], *rest] for x in box}, k, {})[k]
    parts = [*near, remainder]
    if single is None:
        return sum(a[0] for a in parts)
    moved = [mul(a, power(step[single], j)) for j, a in enumerate(parts)]
    low = sum(a[0] for a in moved)
    if k >= 2 and parts[2][0] > 0:  # a_1 s + a_2 s^2 >= -a_1^2/(4 a_2)
        slope = max(-parts[1][0], parts[1][1])
        low = max(low, sum(a[0] for a in (moved[0], *moved[3:])) - -(-slope*slope//(4*parts[2][0])))
    return low


def check_zero(d: Term, box: Box, k: Any, p: Fraction) -> None:
    """Refuse unless d = a (x - p)^k with a (x - p)^k >= 0 on the leaf."""
    k = _order(k)
    if len(box) != 1 or k == 0:
        raise Reject("shape", "a zero is treated in one letter, with a derivative")
    ((x, (lo, hi)),) = box.items()
    if not lo <= p <= hi:
        raise Reject("ball", f"the zero {show(number(p))} lies outside of {_shown(box)}")
    t = d = settled(d, {x: (enclose(lo)[0], enclose(hi)[1])})
    for j in range(k):
        if any(evaluate(substitute(t, {x: number(p)}))):
            raise Reject("ball", f"the derivative of order {j} is not exactly 0 at {show(number(p))}")
        t = derivative(t, x)
    low, high = jet(d, {x: [(enclose(lo)[0], enclose(hi)[1]), (ONE, ONE), *[(0, 0)]*(k - 1)]}, k, {})[k]
    if not (low >= 0 and (k % 2 == 0 or p == lo)) and not (high <= 0 and k % 2 == 1 and p == hi):
        raise Reject("ball", f"the derivative of order {k} has not the sign that is needed on {_shown(box)}")


RULES: dict[str, Rule] = {"ball": ball}

