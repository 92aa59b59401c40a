"""Self-adjoint operators and second derivatives: eigenvalues, Taylor's theorem, derivatives of quadratics.

Where an operator occurs, the space of vectors is R^d. Legend: A an operator (a letter, a Hessian, an inverse); f a function;
x, y, u, v points and directions; t a number; a, b bounds.
"""

from __future__ import annotations

from proofs.kernel.checker import Checker, Data, Rule, read_letters
from proofs.kernel.syntax import Formula, Reject, Term, free_letters, show


def image(c: Checker, data: Data) -> Formula:
    """     u == v
        ----------------
         A(u) == A(v)
    """
    operator, fact = c.term(data["A"], "operator"), c.fact(data["of"])
    if fact[0] != "==" or c.sort(fact[1]) != "vector":
        raise Reject("shape", f"{data['of']!r} is no equation between vectors")
    return ("==", *(("app", operator, side) for side in fact[1:]))


def same_point(c: Checker, data: Data) -> Formula:
    """  |u - v|^2 <= 0
        ----------------
             u == v
    """
    u, v = c.term(data["u"], "vector"), c.term(data["v"], "vector")
    c.establish(("<=", ("sq", ("+", u, ("-", v))), 0), data["by"])
    return ("==", u, v)


def rayleigh(c: Checker, data: Data) -> Formula:
    """  lam <= b  for all lam, v with A(v) == lam v and |v|^2 > 0          (or b <= lam)
        --------------------------------------------------------------------------------
                  <A(v), v> <= b |v|^2  for all v                            (or >=)
    """
    fact, operator, b = c.fact(data["of"]), c.term(data["A"], "operator"), c.term(data["b"], "real")
    if fact[0] != "forall" or tuple(sort for _, sort in fact[1]) != ("real", "vector"):
        raise Reject("shape", f"{data['of']!r} does not speak of all eigenvalues and eigenvectors")
    (lam, _), (v, _) = fact[1]
    if {lam, v} & (free_letters(operator) | free_letters(b)):
        raise Reject("capture", f"{show(operator)} and {show(b)} must not depend on {lam} or {v}")
    if fact[2] != (("==", ("app", operator, v), ("*", lam, v)), ("<", 0, ("sq", v))):
        raise Reject("range", f"{data['of']!r} does not speak of every eigenvalue of {show(operator)}")
    sides = {("<=", lam, b): 1, ("<=", b, lam): -1}
    if fact[3] not in sides:
        raise Reject("mismatch", f"{show(fact[3])} is no bound {show(b)} on {lam}")
    c.axiom("spectral theorem")
    value, bound = ("dot", ("app", operator, v), v), ("*", b, ("sq", v))
    return ("forall", ((v, "vector"),), (), ("<=", value, bound) if sides[fact[3]] > 0 else ("<=", bound, value))


def _twice(c: Checker, data: Data) -> Term:
    """A function that a fact says to be twice differentiable."""
    fact, f = c.fact(data["twice"]), c.term(data["f"], "function")
    if fact != ("twice", f):
        raise Reject("axiom", f"{show(f)} is not known to be twice differentiable")
    return f


def _for_fresh(c: Checker, data: Data, expected: Formula, conditions: dict[str, Formula]) -> None:
    """Check that the inner steps prove a relation for a fresh real letter under conditions."""
    inner = c.child(read_letters(((data["letter"], "real"),)))
    for name, condition in conditions.items():
        inner.assume(name, condition, frozenset())
    found = inner.run(data["proof"])
    if not inner.same(found, expected):
        raise Reject("mismatch", f"{show(found)} was proved where {show(expected)} is needed")
    c.touched |= inner.touched


def hessian_taylor(c: Checker, data: Data) -> Formula:
    """  f twice differentiable      0 <= t <= 1 |- <hess f(x + t d) d, d> <= b      t fresh, d = y - x
        -------------------------------------------------------------------------------------------
                   f(y) <= f(x) + <grad f(x), d> + b/2                   (>= from >=, by data "lower")
    """
    f, x, y, b = _twice(c, data), c.term(data["x"], "vector"), c.term(data["y"], "vector"), c.term(data["b"], "real")
    t, d = data["letter"], ("+", y, ("-", x))
    curvature = ("dot", ("app", ("hess", f, ("+", x, ("*", t, d))), d), d)
    lower = data.get("lower") is True
    _for_fresh(c, data, ("<=", b, curvature) if lower else ("<=", curvature, b),
                {"above": ("<=", 0, t), "below": ("<=", t, 1)})
    c.axiom("Taylor's theorem along a segment")
    model = ("+", ("val", f, x), ("dot", ("grad", f, x), d), ("/", b, 2))
    return ("<=", model, ("val", f, y)) if lower else ("<=", ("val", f, y), model)


def hessian_mean_value(c: Checker, data: Data) -> Formula:
    """  f twice differentiable      0 <= t <= 1 |- <v, hess f(x + t d) d> <= b      t fresh, d = y - x
        -------------------------------------------------------------------------------------------
                               <v, grad f(y) - grad f(x)> <= b
    """
    f, x, y, b = _twice(c, data), c.term(data["x"], "vector"), c.term(data["y"], "vector"), c.term(data["b"], "real")
    v, t, d = c.term(data["v"], "vector"), data["letter"], ("+", y, ("-", x))
    _for_fresh(c, data, ("<=", ("dot", v, ("app", ("hess", f, ("+", x, ("*", t, d))), d)), b),
                {"above": ("<=", 0, t), "below": ("<=", t, 1)})
    c.axiom("mean value theorem along a segment")
    return ("<=", ("dot", v, ("+", ("grad", f, y), ("-", ("grad", f, x)))), b)


def hessian_limit(c: Checker, data: Data) -> Formula:
    """  f twice differentiable      0 < t |- <v, grad f(x + t u) - grad f(x)> <= t b      t fresh
        --------------------------------------------------------------------------------------
                                    <v, hess f(x) u> <= b
    """
    f, x, u, v = _twice(c, data), *(c.term(data[part], "vector") for part in "xuv")
    b, t = c.term(data["b"], "real"), data["letter"]
    change = ("+", ("grad", f, ("+", x, ("*", t, u))), ("-", ("grad", f, x)))
    _for_fresh(c, data, ("<=", ("dot", v, change), ("*", t, b)), {"above": ("<", 0, t)})
    c.axiom("definition of the Hessian")
    return ("<=", ("dot", v, ("app", ("hess", f, x), u)), b)


def quadratic(c: Checker, data: Data) -> Formula:
    """  f(x) == a + <b, x> + s/2 |x|^2 + 1/2 <A(x), x>  for all x             (each summand may be absent)
        -----------------------------------------------------------------------------------------
         grad f(x) == b + s x + A(x) for all x,   hess f(x)(u) == s u + A(u) for all x, u,   f twice differentiable
    """
    fact, f = c.fact(data["of"]), c.term(data["f"], "function")
    if fact[0] != "forall" or fact[2] or len(fact[1]) != 1 or fact[1][0][1] != "vector":
        raise Reject("shape", f"{data['of']!r} is no equation for all points")
    x = fact[1][0][0]
    inner = c.child(read_letters(((x, "vector"),)))
    terms = {name: c.term(data[name], sort) for name, sort in
             (("a", "real"), ("b", "vector"), ("s", "real"), ("A", "operator")) if name in data}

    def image_of(u: Term) -> list[Term]:
        return [*([("*", terms["s"], u)] if "s" in terms else []), *([("app", terms["A"], u)] if "A" in terms else [])]

    constant, linear = ([terms[name]] if name in terms else [] for name in "ab")
    value = ("+", 0, *constant, *(("dot", b, x) for b in linear),
             *(("*", ("/", 1, 2), ("dot", part, x)) for part in image_of(x)))
    if not inner.same(fact[3], ("==", ("val", f, x), value)):
        raise Reject("mismatch", f"{data['of']!r} is not {show(('==', ('val', f, x), value))}")
    c.axiom("derivatives of a quadratic")
    if data["part"] == "twice":
        return ("twice", f)
    if data["part"] == "gradient":
        return ("forall", ((x, "vector"),), (), ("==", ("grad", f, x), _sum([*linear, *image_of(x)], x)))
    u = data["letter"]
    inner.child(read_letters(((u, "vector"),)))  # another letter than x, and none in use
    return ("forall", ((x, "vector"), (u, "vector")), (), ("==", ("app", ("hess", f, x), u), _sum(image_of(u), u)))


def gradient_of(c: Checker, data: Data) -> Formula:
    """  a(x) == b(x)  for all x      a, b linear in values of functions at x
        --------------------------------------------------------------------
                     grad a(x) == grad b(x)  for all x
    """
    fact = c.fact(data["of"])
    if fact[0] != "forall" or fact[2] or len(fact[1]) != 1 or fact[1][0][1] != "vector" or fact[3][0] != "==":
        raise Reject("shape", f"{data['of']!r} is no equation for all points")
    x = fact[1][0][0]
    c.axiom("linearity of the gradient")
    return ("forall", fact[1], (), ("==", *(_gradient(side, x) for side in fact[3][1:])))


def _gradient(t: Term, x: str) -> Term:
    """The gradient of a sum of multiples of values of functions at x."""
    if x not in free_letters(t):
        return ("*", 0, x)
    if isinstance(t, tuple):
        head, args = t[0], t[1:]
        if head == "val" and args[1] == x and x not in free_letters(args[0]):
            return ("grad", *args)
        if head in ("+", "-"):
            return (head, *(_gradient(a, x) for a in args))
        if head in ("sum", "batches") and not any(x in free_letters(end) for end in args[:2]):
            return (head, *args[:2], _gradient(args[2], x))
        inside = [a for a in args if x in free_letters(a)]
        if (head == "*" or (head == "/" and inside == [args[0]])) and len(inside) == 1:
            return (head, *(_gradient(a, x) if a is inside[0] else a for a in args))
    raise Reject("shape", f"{show(t)} is not linear in values of functions at {x}")


def _sum(vectors: list[Term], u: Term) -> Term:
    return ("*", 0, u) if not vectors else vectors[0] if len(vectors) == 1 else ("+", *vectors)


RULES: dict[str, Rule] = {"image": image, "same_point": same_point, "rayleigh": rayleigh,
                          "quadratic": quadratic, "gradient_of": gradient_of,
                          "hessian_taylor": hessian_taylor, "hessian_mean_value": hessian_mean_value,
                          "hessian_limit": hessian_limit}
