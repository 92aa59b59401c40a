"""Inequalities in one real letter, for all its values or in a range: which steps prove them.

In turn: sums of squares in one atom (a letter, an exponential), a ball certificate where the letter lies in a compact range, a
positivity certificate (with the laws of sine and cosine), and a cut into a compact middle and tails.
"""

from __future__ import annotations

import json
import time
from fractions import Fraction
from typing import Any

from proofs.kernel.calculus import singularities
from proofs.kernel.checker import Checker
from proofs.kernel.differentiate import derivative, number, pieces
from proofs.kernel.exact import evaluate
from proofs.kernel.normal import ONE, Letter, Poly, add
from proofs.kernel.syntax import Formula, Reject, Term, free_letters, substitute
from proofs.search.balls import ends, find_ball
from proofs.search.linear import clear, divide, find
from proofs.search.squares import weighted_squares
from proofs.search.unread import atom_term

Data = dict[str, Any]
RADII = (2, 10, 40)
LEAVES = 4000
SECONDS = 4.0
PROBES = [Fraction(sign*n, 10) for n in (0, 1, 5, 8, 10, 15, 22, 30, 47, 100, 1000) for sign in (1, -1)]


def settle(checker: Checker, claim: Formula, names: list[str], hints: list[Term] = ()) -> list[Data] | None:
    """Steps that prove a claim from the facts named, the last one the claim itself; or None."""
    return _first(checker, claim, names, list(hints), WAYS)


def _first(checker: Checker, claim: Formula, names: list[str], hints: list[Term], ways: Any) -> list[Data] | None:
    if _false_somewhere(checker, claim, names):
        return None
    for way in ways:
        try:
            steps: list[Data] | None = way(checker, claim, names, hints)
        except (Reject, ZeroDivisionError):
            continue
        if steps is not None:
            return steps
    return None


def _false_somewhere(checker: Checker, claim: Formula, names: list[str]) -> bool:
    """Whether the claim fails at one of a few points; asked where the facts say nothing of the letter but its range."""
    letters = free_letters(claim)
    about = [n for n in names if free_letters(checker.facts[n]) & letters]
    if len(letters) != 1 or claim[0] not in ("<=", "<") or any(free_letters(checker.facts[n]) != letters for n in about):
        return False
    (x,) = letters
    low, high = _known(checker, names, x)
    if any(x not in checker.facts[n][1:] for n in about):
        return False
    for point in PROBES:
        if (not low or low[0] < point) and (not high or point < high[0]):
            try:
                values = [evaluate(substitute(side, {x: number(point)})) for side in claim[1:]]
            except Reject:
                continue
            if values[1][1] < values[0][0]:
                return True
    return False


def _seams(checker: Checker, claim: Formula, names: list[str], hints: list[Term]) -> list[Data] | None:
    """Cases at the seams of the difference; on a cell it is one formula."""
    letters = free_letters(claim)
    if len(letters) != 1 or claim[0] != "<=":
        return None
    (x,) = letters
    t = "t" if x != "t" else "u"
    if t in checker.letters:
        return None
    d = substitute(("+", claim[2], ("-", claim[1])), {x: t})
    cells = list(pieces(d, (t,)).cells.items())
    return None if len(cells) < 2 else _cell_by_cell(checker, claim, names, hints, (x, t, d), cells, 1)


def _cell_by_cell(checker: Checker, claim: Formula, names: list[str], hints: list[Term], difference: tuple[str, str, Term],
                  cells: list[Any], i: int) -> list[Data] | None:
    """From the i-th cell on: the cell, or what lies to its right."""
    x, (((start, end),), formula) = difference[0], cells[i - 1]
    if end is not None:
        split, name = [x, number(end)], f"{x} at the seam {i}"
        parts = []
        for condition, left in ((("<=", *split), True), (("<=", *split[::-1]), False)):
            inner = checker.child({})
            inner.assume(name, condition, frozenset())
            parts.append(_on_cell(inner, claim, [*names, name], hints, difference, start, name, formula, i) if left else
                         _cell_by_cell(inner, claim, [*names, name], hints, difference, cells, i + 1))
            if parts[-1] is None:
                return None
        return [{"rule": "cases", "split": split, "as": name, "first": _named(parts[0]), "second": _named(parts[1])}]
    return _on_cell(checker, claim, names, hints, difference, start, "", formula, i)


def _on_cell(checker: Checker, claim: Formula, names: list[str], hints: list[Term], difference: tuple[str, str, Term],
             start: Fraction | None, below: str, formula: Term, i: int) -> list[Data] | None:
    x, t, d = difference
    piece = {"name": f"{x} on cell {i}", "rule": "piece", "letter": t, "term": d, "cell": i, "a": x,
             **({} if start is None else {"above": f"{x} at the seam {i - 1}"}), **({"below": below} if below else {})}
    checker.run([json.loads(json.dumps(piece))])
    steps = _first(checker, ("<=", 0, substitute(formula, {t: x})), names, hints, WAYS)
    if steps is None:
        return None
    steps = renamed(steps, f"{x} on cell {i}: ")
    last = {"rule": "positivity", "claim": claim, "nonneg": ("slack", steps[-1]["name"]), "equations": [[-1, piece["name"]]]}
    return [piece, *steps, last]


def _certificate(checker: Checker, claim: Formula, names: list[str], hints: list[Term]) -> list[Data] | None:
    step = find(checker, claim, names, hints, levels=2, deadline=time.monotonic() + SECONDS)
    return None if step is None else [step]


def _ball(checker: Checker, claim: Formula, names: list[str], hints: list[Term]) -> list[Data] | None:
    step = find_ball(checker.facts, claim, names, LEAVES)
    return None if step is None else [step]


def _squares(checker: Checker, claim: Formula, names: list[str], hints: list[Term]) -> list[Data] | None:
    """Polynomials in one atom y, and perhaps in one root r, over denominators that are visibly positive.

    With r^2 a polynomial in y the difference is A + B r; -B r >= -B (r^2 + 1)/2 where -B >= 0.
    """
    if claim[0] == "==":
        return None
    slack, cleared = clear(checker, checker.slack(claim))
    denominators: list[Term] = []
    for i, e in cleared.items():
        if checker.sign(atom_term(checker, i)) != "> 0":
            return None
        denominators += [atom_term(checker, i)]*e
    for i in {i for m in slack for i, e in m if e < 0}:
        t, low = atom_term(checker, i), min(dict(m).get(i, 0) for m in slack)
        if i in checker.squares and checker.sign(t) != "> 0":
            return None
        shift = -low + low % 2
        even = checker.squares[i] if i in checker.squares else {((i, 2),): Fraction(1)}
        rest = {m: c for m, c in slack.items() if m != ONE}  # the kernel multiplies by 1 without reducing r^2
        slack = add(checker.mul(rest, {((i, shift),): Fraction(1)}), checker.power(even, shift//2), slack.get(ONE, 0))
        denominators.append(("^", t, shift))
    atoms = {i for m in slack for i, _ in m}
    roots = [i for i in atoms if checker.keys[i][0] == "sqrt"]
    if len(atoms) - len(roots) > 1 or len(roots) > 1:
        return None
    y = next(iter(atoms - set(roots)), None)
    plain = {m: c for m, c in slack.items() if not roots or roots[0] not in dict(m)}
    rooted = {divide(m, ((roots[0], 1),)): c for m, c in slack.items() if m not in plain} if roots else {}
    parts = _weighted(checker, plain, y)
    more = _weighted(checker, rooted, y)
    if parts is not None and more is not None:
        parts += [("*", a, atom_term(checker, roots[0])) for a in more]
    elif roots:
        half = checker.mul(add(checker.squares[roots[0]], {ONE: Fraction(1)}), {m: c/2 for m, c in rooted.items()})
        parts, more = _weighted(checker, add(plain, half), y), _weighted(checker, {m: -c/2 for m, c in rooted.items()}, y)
        if parts is None or more is None:
            return None
        parts += [("*", a, ("^", ("+", atom_term(checker, roots[0]), -1), 2)) for a in more]
    if parts is None:
        return None
    nonneg: Term = 0 if not parts else parts[0] if len(parts) == 1 else ("+", *parts)
    if denominators:
        nonneg = ("/", nonneg, denominators[0] if len(denominators) == 1 else ("*", *denominators))
    return [_checked(checker, {"rule": "positivity", "claim": claim, "nonneg": nonneg})]


def _weighted(checker: Checker, p: Poly, atom: int | None) -> list[Term] | None:
    """Weighted squares, as terms, that add up to a polynomial in one atom; None where it is negative somewhere."""
    if any(set(dict(m)) - {atom} or min(dict(m).values(), default=0) < 0 for m in p):
        return None
    found = weighted_squares(_coefficients(p))
    if found is None:
        return None
    y = 1 if atom is None else atom_term(checker, atom)
    root, parts = found[0], []
    for w, s in found[1]:
        square = number(w) if s == [1] else ("*", number(w), ("^", _polynomial(s, y), 2))
        parts.append(square if root == [1] else ("*", square, ("^", _polynomial(root, y), 2)))
    return parts


def _coefficients(p: Poly) -> list[Fraction]:
    degree = max((e for m in p for _, e in m), default=0)
    out = [Fraction(0)]*(degree + 1)
    for m, c in p.items():
        out[m[0][1] if m != ONE else 0] = c
    return out


def _polynomial(coefficients: list[Fraction], y: Term) -> Term:
    parts: list[Term] = []
    for i, c in enumerate(coefficients):
        if c:
            power = y if i == 1 else ("^", y, i)
            parts.append(number(c) if i == 0 else power if c == 1 else ("*", number(c), power))
    return parts[0] if len(parts) == 1 else ("+", *parts)


def _checked(checker: Checker, step: Data) -> Data:
    checker.child({}).conclude(json.loads(json.dumps(step)))
    return step


def _cut(checker: Checker, claim: Formula, names: list[str], hints: list[Term]) -> list[Data] | None:
    """Two cases at a radius: a tail, and the rest with one end more."""
    letters = free_letters(claim)
    if len(letters) != 1:
        return None
    (x,) = letters
    low, high = _known(checker, names, x)
    for radius in RADII:
        right = not high
        if (right and low and low[0] >= radius) or (not right and low) or (not right and high[0] <= -radius):
            continue
        split = [x, radius] if right else [x, -radius]
        parts = []
        for tail, condition in ((not right, ("<=", *split)), (right, ("<=", split[1], split[0]))):
            inner = checker.child({})
            name = f"{x} cut at {split[1]}"
            inner.assume(name, tuple(condition), frozenset())
            parts.append(_first(inner, claim, [*names, name], [*hints, x], (_certificate, _laws) if tail else WAYS))
            if parts[-1] is None:
                break
        else:
            first, second = map(_named, parts)
            return [{"rule": "cases", "split": split, "as": name, "first": first, "second": second}]
    return None


def _named(steps: list[Data]) -> list[Data]:
    return renamed(steps, "part")


def renamed(steps: list[Data], prefix: str) -> list[Data]:
    """The same steps with names of their own, also where they refer to each other."""
    names = {step["name"]: f"{prefix}.{i}" for i, step in enumerate(steps) if "name" in step}
    return [{**_refer(step, names), "name": f"{prefix}.{i}"} for i, step in enumerate(steps)]


def _refer(data: Any, names: dict[str, str]) -> Any:
    if isinstance(data, dict):
        return {key: _refer(value, names) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return type(data)(_refer(a, names) for a in data)
    return names.get(data, data) if isinstance(data, str) else data


def _known(checker: Checker, names: list[str], x: str) -> tuple[list[Fraction], list[Fraction]]:
    """The ends of the range that facts state, at most one each."""
    facts = {**checker.facts, "-": ("<=", number(Fraction(-10**9)), x), "+": ("<=", x, number(Fraction(10**9)))}
    found = ends(facts, [*names, "-", "+"], x) or {}
    low = [] if found["above"] == "-" else [_fraction(found["lo"])]
    return low, [] if found["below"] == "+" else [_fraction(found["hi"])]


def _fraction(t: Term) -> Fraction:
    return Fraction(t) if isinstance(t, int) else Fraction(t[1], t[2])


def _laws(checker: Checker, claim: Formula, names: list[str], hints: list[Term]) -> list[Data] | None:
    """Sine and cosine lie within [-1, 1] and on the circle; the rest is a positivity certificate."""
    angles = _angles(claim)
    if not angles:
        return None
    checker, steps = checker.child({}), []
    for a in angles:
        for law in ("pythagoras", "sine below 1", "sine above -1", "cosine below 1", "cosine above -1"):
            steps.append({"name": f"{law} ({len(steps)})", "rule": "trigonometry", "law": law, "of": [a]})
    checker.run(json.loads(json.dumps(steps)))
    squares: list[Term] = [*hints, *sorted(free_letters(claim)), *(t for a in angles for t in (
        ("sin", a), ("cos", a), ("+", ("sin", a), ("cos", a)), ("+", ("sin", a), ("-", ("cos", a)))))]
    for levels in (1, 2, 3):
        step = find(checker, claim, [*names, *(step["name"] for step in steps)], squares, levels=levels,
                    deadline=time.monotonic() + SECONDS)
        if step is not None:
            return [*steps, step]
    return None


def _angles(t: Any) -> list[Term]:
    """The arguments of sines and cosines."""
    if not isinstance(t, tuple):
        return []
    own = [t[1]] if t[0] in ("sin", "cos") else []
    return list(dict.fromkeys([*own, *(a for part in t[1:] for a in _angles(part))]))


def cells(checker: Checker, t: Term, x: str, order: int, goals: Any, lo: Term | None, hi: Term | None,
          prepare: Any = None) -> list[Data] | None:
    """The entries of ``mean_value``, ``taylor`` and ``monotone`` for the cells of a term; ``goals(slope)`` as in the kernel.

    ``prepare(scope)`` gives steps to take first in each cell.
    """
    out: list[Data] = []
    for ((start, end),), formula in pieces(t, (x,), max(order - 1, 0)).cells.items():
        inner = checker.child({x: Letter("real")})
        for name, a, b in (("lo", lo, x), ("hi", x, hi), ("from", None if start is None else number(start), x),
                           ("to", x, None if end is None else number(end))):
            if a is not None and b is not None:
                inner.assume(name, ("<=", a, b), frozenset())
        proof = prepare(inner) if prepare else []
        names = [n for n, f in inner.facts.items() if f[0] in ("<=", "<", "==") and x in free_letters(f)]
        before, proofs = _defined(inner, formula, x, names)
        names += [step["name"] for step in before]
        part: Data = {"proof": [*proof, *before], "defined": proofs}
        slope = formula
        for _ in range(order):
            slope = derivative(slope, x)
        for goal, claim in goals(slope).items():
            steps = settle(inner, claim, names)
            if steps is None:
                return None
            part["proof"] = [*part["proof"], *renamed(steps, goal)]
            part[goal] = part["proof"][-1]["name"]
        out.append(part)
    return out


def _defined(checker: Checker, t: Term, x: str, names: list[str]) -> tuple[list[Data], list[Data]]:
    """Steps (taken in the scope) that keep denominators and the like away from 0, and how the kernel is told of them."""
    before: list[Data] = []
    told: list[Data] = []
    for a, positive in singularities(t, x):
        if checker.sign(a) == "> 0":
            continue
        for negative in (False,) if positive else (False, True):
            steps = settle(checker, ("<", a, 0) if negative else ("<", 0, a), names)
            if steps is not None:
                steps = renamed(steps, f"defined {len(told)}")
                checker.run(json.loads(json.dumps(steps)))
                before += steps
                told.append({"by": steps[-1]["name"], "negative": negative})
                break
        else:
            raise Reject("inadmissible", f"no sign was found for {a}")
    return before, told


WAYS = (_squares, _seams, _ball, _certificate, _laws, _cut)

__all__ = ["cells", "settle"]
