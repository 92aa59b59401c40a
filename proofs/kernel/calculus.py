"""Real functions of a real letter: what bounds on a derivative say, pieces, and the laws of sine and cosine.

Legend: x a letter, t a term in x (other letters are constants), t', t'' its formal derivatives; I all reals, or lo <= x <= hi.
A term with seams is cut into cells (see ``differentiate``); the premises are checked on each cell, where it is one formula.
"""

from __future__ import annotations

from collections.abc import Callable

from proofs.kernel.checker import Checker, Data, Rule
from proofs.kernel.differentiate import Pieces, assemble, derivative, number, pieces
from proofs.kernel.normal import Letter
from proofs.kernel.syntax import Formula, Reject, Term, free_letters, show, substitute


def _bounded(c: Checker, data: Data, order: int, goals: Callable[[Term], dict[str, Formula]]) -> tuple[str, Term, Pieces]:
    """Check on every cell that t is smooth there, and the goals about its derivative of an order.

    ``data["cells"]`` has an entry a cell: steps ("proof"), proofs that denominators and the like are not 0 ("defined"), and
    one proof a goal. In them the facts "lo", "hi" (ends of I) and "from", "to" (ends of the cell) are at hand.
    """
    x, t = _function(c, data)
    ends = {part: c.term(data[part], "real") for part in ("lo", "hi") if part in data}
    found = pieces(t, (x,), max(order - 1, 0))
    if len(found.cells) != len(data["cells"]):
        raise Reject("cover", f"{show(t)} has {len(found.cells)} cells, {len(data['cells'])} are treated")
    for (((start, end),), formula), part in zip(found.cells.items(), data["cells"], strict=True):
        inner = c.child({x: Letter("real")})
        limits = {"lo": ends.get("lo"), "hi": ends.get("hi"), "from": start if start is None else number(start),
                  "to": end if end is None else number(end)}
        for name, limit in limits.items():
            if limit is not None:
                inner.assume(name, ("<=", limit, x) if name in ("lo", "from") else ("<=", x, limit), frozenset())
        if part.get("proof"):
            inner.run(part["proof"])
        proofs = list(part.get("defined", []))
        for a, positive in singularities(formula, x):
            if inner.sign(a) == "> 0":
                inner.rests_on(a)
            elif not proofs:
                raise Reject("inadmissible", f"{show(a)} is not shown to be {'positive' if positive else 'nonzero'}")
            else:
                inner.establish(("<", 0, a) if positive or not proofs[0].get("negative") else ("<", a, 0), proofs.pop(0)["by"])
        derivative(formula, x)  # refused where it is made of functions that need not be continuous, also where order = 0
        slope = formula
        for _ in range(order):
            slope = derivative(slope, x)
        for goal, formula in goals(slope).items():
            inner.establish(formula, part[goal])
        c.touched |= inner.touched
    return x, t, found


def _function(c: Checker, data: Data) -> tuple[str, Term]:
    """The letter x and the term t. All letters of t are numbers: two formulas are compared as terms in real letters."""
    x = data["letter"]
    inner = c.child({x: Letter("real")})
    t = inner.term(data["term"], "real")
    for name in free_letters(t):
        if inner.letters[name].sort not in ("real", "index"):
            raise Reject("sort", f"{name!r} is a {inner.letters[name].sort}: {show(t)} must be a term in numbers")
    return x, t


def singularities(t: Term, x: str) -> list[tuple[Term, bool]]:
    """What must not be 0 (or, if marked, must be positive) for a term to be smooth in x."""
    if not isinstance(t, tuple) or x not in free_letters(t):
        return []
    out = [found for a in t[1:] for found in singularities(a, x)]
    if t[0] == "/" and x in free_letters(t[2]):
        out.append((t[2], False))
    if t[0] == "^" and t[2] < 0:
        out.append((t[1], False))
    if t[0] in ("log", "sqrt"):
        out.append((t[1], True))
    return out


def _points(c: Checker, data: Data) -> tuple[Term, Term]:
    """The points a and b, in I."""
    a, b = c.term(data["a"], "real"), c.term(data["b"], "real")
    for part, point in (("a", a), ("b", b)):
        if "lo" in data:
            c.establish(("<=", c.term(data["lo"], "real"), point), data[part + "_above"])
        if "hi" in data:
            c.establish(("<=", point, c.term(data["hi"], "real")), data[part + "_below"])
    return a, b


def mean_value(c: Checker, data: Data) -> Formula:
    """  -L <= t'(x), t'(x) <= L for x in I      t continuous      a, b in I
        -------------------------------------------------------------------
                          |t(a) - t(b)| <= L |a - b|
    """
    bound = c.term(data["bound"], "real")
    x, t, _ = _bounded(c, data, 1, lambda slope: {"lower": ("<=", ("-", bound), slope), "upper": ("<=", slope, bound)})
    a, b = _points(c, data)
    c.axiom("mean value theorem on the line")
    at_a, at_b = substitute(t, {x: a}), substitute(t, {x: b})
    return ("<=", ("norm", ("+", at_a, ("-", at_b))), ("*", bound, ("norm", ("+", a, ("-", b)))))


def taylor(c: Checker, data: Data) -> Formula:
    """  m <= t''(x) for x in I (or: t''(x) <= m)      t' continuous      a, b in I
        --------------------------------------------------------------------------
              t(a) + t'(a) (b - a) + m/2 (b - a)^2 <= t(b)       (or: >=)
    """
    bound, lower = c.term(data["bound"], "real"), data["side"] == "lower"
    x, t, found = _bounded(c, data, 2, lambda slope: {"goal": ("<=", bound, slope) if lower else ("<=", slope, bound)})
    a, b = _points(c, data)
    c.axiom("Taylor's theorem on the line")
    step = ("+", b, ("-", a))
    slope = substitute(assemble(found.map(x), (x,)), {x: a})
    near = ("+", substitute(t, {x: a}), ("*", slope, step), ("*", ("/", bound, 2), ("^", step, 2)))
    far = substitute(t, {x: b})
    return ("<=", near, far) if lower else ("<=", far, near)


def monotone(c: Checker, data: Data) -> Formula:
    """  0 <= t'(x) for x in I      t continuous      a, b in I      a <= b
        ------------------------------------------------------------------
                             t(a) <= t(b)
    """
    x, t, _ = _bounded(c, data, 1, lambda slope: {"goal": ("<=", 0, slope)})
    a, b = _points(c, data)
    c.establish(("<=", a, b), data["order"])
    c.axiom("mean value theorem on the line")
    return ("<=", substitute(t, {x: a}), substitute(t, {x: b}))


def intermediate_value(c: Checker, data: Data) -> Formula:
    """  t continuous on [lo, hi]      lo <= hi      t(lo) <= 0      0 <= t(hi)
        ---------------------------------------------------------------------
              there is x with lo <= x, x <= hi such that t(x) == 0
    """
    x, t, _ = _bounded(c, data, 0, lambda value: {})
    lo, hi = c.term(data["lo"], "real"), c.term(data["hi"], "real")
    c.establish(("<=", lo, hi), data["order"])
    c.establish(("<=", substitute(t, {x: lo}), 0), data["below"])
    c.establish(("<=", 0, substitute(t, {x: hi})), data["above"])
    c.axiom("intermediate value theorem")
    return ("exists", ((x, "real"),), (("<=", lo, x), ("<=", x, hi)), ("==", t, 0))


def branch(c: Checker, data: Data) -> Formula:
    """          a <= b                        b < a                    0 < a (a < 0)
        ------------------------      -----------------------      -------------------
         (u if a <= b else v) == u     (u if a <= b else v) == v     sign a == 1 (-1)
    """
    t, first = c.term(data["term"], "real"), data["first"] == 1
    if not isinstance(t, tuple) or t[0] not in ("if", "sgn"):
        raise Reject("shape", f"{show(t)} has no branches")
    if t[0] == "sgn":
        c.establish(("<", 0, t[1]) if first else ("<", t[1], 0), data["by"])
        return ("==", t, 1 if first else -1)
    _, a, b, u, v = t
    c.establish(("<=", a, b) if first else ("<", b, a), data["by"])
    return ("==", t, u if first else v)


def piece(c: Checker, data: Data) -> Formula:
    """  t continuous, with the formula u between its seams s and s'      s <= a      a <= s'
        ----------------------------------------------------------------------------------
                                       t(a) == u(a)
    """
    (x, t), a = _function(c, data), c.term(data["a"], "real")
    cells = list(pieces(t, (x,)).cells.items())
    if type(data["cell"]) is not int or not 1 <= data["cell"] <= len(cells):
        raise Reject("cover", f"{show(t)} has {len(cells)} cells")
    ((start, end),), formula = cells[data["cell"] - 1]
    if start is not None:
        c.establish(("<=", number(start), a), data["above"])
    if end is not None:
        c.establish(("<=", a, number(end)), data["below"])
    return ("==", substitute(t, {x: a}), substitute(formula, {x: a}))


def _sin(a: Term) -> Term: return ("sin", a)
def _cos(a: Term) -> Term: return ("cos", a)


LAWS: dict[str, Callable[..., Formula]] = {
    "pythagoras": lambda a: ("==", ("+", ("^", _sin(a), 2), ("^", _cos(a), 2)), 1),
    "sine above -1": lambda a: ("<=", -1, _sin(a)),
    "sine below 1": lambda a: ("<=", _sin(a), 1),
    "cosine above -1": lambda a: ("<=", -1, _cos(a)),
    "cosine below 1": lambda a: ("<=", _cos(a), 1),
    "sine of a sum": lambda a, b: ("==", _sin(("+", a, b)), ("+", ("*", _sin(a), _cos(b)), ("*", _cos(a), _sin(b)))),
    "cosine of a sum": lambda a, b: ("==", _cos(("+", a, b)), ("+", ("*", _cos(a), _cos(b)), ("-", ("*", _sin(a), _sin(b))))),
    "sine of pi": lambda: ("==", _sin(("pi",)), 0),
    "cosine of pi": lambda: ("==", _cos(("pi",)), -1),
}


def trigonometry(c: Checker, data: Data) -> Formula:
    """  ------------------------------
          sin^2 a + cos^2 a == 1             (and the other laws in the table above)
    """
    law = LAWS.get(data["law"])
    if law is None:
        raise Reject("axiom", f"{data['law']!r} is no law of sine and cosine")
    c.axiom("laws of sine and cosine")
    return law(*(c.term(a, "real") for a in data["of"]))


RULES: dict[str, Rule] = {"mean_value": mean_value, "taylor": taylor, "monotone": monotone, "piece": piece, "branch": branch,
                          "intermediate_value": intermediate_value, "trigonometry": trigonometry}
