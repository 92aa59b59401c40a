"""Integrals, logarithms and exponentials: the rules that rest on axioms."""

from __future__ import annotations

from proofs.kernel.checker import Checker, Data, Rule, read_letters
from proofs.kernel.syntax import Formula, Reject, Term, bind, show


def _term(c: Checker, data: Data, part: str, sort: str = "real") -> Term:
    return c.term(data[part], sort)


def line_integral(c: Checker, data: Data) -> Formula:
    """             grad f is Lipschitz
        ------------------------------------------------------------
         f(y) - f(x) == integral_0^1 <grad f(x + t (y - x)), y - x> dt
    """
    x, y = _term(c, data, "x", "vector"), _term(c, data, "y", "vector")
    f = _term(c, data, "f", "function")
    if f not in c.continuous:
        raise Reject("axiom", f"the gradient of {f!r} is not known to be continuous")
    c.axiom("fundamental theorem of calculus")
    step = ("+", y, ("-", x))
    body = ("dot", ("grad", f, ("+", x, ("*", ("b", 0), step))), step)
    return ("==", ("+", ("val", f, y), ("-", ("val", f, x))), ("int", 0, 1, body))


def integral_monotone(c: Checker, data: Data) -> Formula:
    """  lo <= t <= hi |- a(t) <= b(t)     t fresh     lo <= hi     a, b continuous
        --------------------------------------------------------------------------
                        integral_lo^hi a <= integral_lo^hi b
    """
    t, lo, hi = data["letter"], _term(c, data, "lo"), _term(c, data, "hi")
    c.establish(("<=", lo, hi), data["range"])
    inner = c.child(read_letters(((t, "real"),)))
    inner.assume("above", ("<=", lo, t), frozenset())
    inner.assume("below", ("<=", t, hi), frozenset())
    relation = inner.run(data["proof"])
    c.touched |= inner.touched
    if relation[0] not in ("<=", "<"):
        raise Reject("shape", "the integrands must be compared by <= or <")
    bodies = [bind(side, t) for side in relation[1:]]
    for body in bodies:
        if not _continuous(c, body):
            raise Reject("axiom", f"{show(body)} is not known to be continuous in the variable of integration")
    c.axiom("monotonicity of the integral")
    return ("<=", *(("int", lo, hi, body) for body in bodies))


def _continuous(c: Checker, body: Term) -> bool:
    """Whether a body is a polynomial in the bound letter and in gradients known to be continuous at linear arguments."""
    if not isinstance(body, tuple) or body[0] == "b":
        return True
    head = body[0]
    if head == "grad":
        return body[1] in c.continuous and _continuous(c, body[2])
    if head == "/":
        return _continuous(c, body[1]) and not _mentions(body[2])
    if head in ("+", "-", "*", "dot", "sq", "norm"):
        return all(_continuous(c, a) for a in body[1:])
    if head == "^" and body[2] >= 0:
        return _continuous(c, body[1])
    return not _mentions(body)


def _mentions(t: Term) -> bool:
    return isinstance(t, tuple) and (t[0] == "b" or any(_mentions(a) for a in t[1:]))


def log_tangent(c: Checker, data: Data) -> Formula:
    """        0 < u
        -----------------
         log u <= u - 1
    """
    u = _term(c, data, "u")
    c.establish(("<", 0, u), data["by"])
    c.axiom("tangent of the logarithm")
    return ("<=", ("log", u), ("+", u, -1))


def log_quotient(c: Checker, data: Data) -> Formula:
    """     0 < a     0 < b
        ---------------------------
         log(a/b) == log a - log b
    """
    a, b = _term(c, data, "a"), _term(c, data, "b")
    c.establish(("<", 0, a), data["a_positive"])
    c.establish(("<", 0, b), data["b_positive"])
    c.axiom("logarithm of a quotient")
    return ("==", ("log", ("/", a, b)), ("+", ("log", a), ("-", ("log", b))))


def exp_tangent(c: Checker, data: Data) -> Formula:
    """  ----------------
         1 + x <= exp x
    """
    x = _term(c, data, "x")
    c.axiom("tangent of the exponential")
    return ("<=", ("+", 1, x), ("exp", x))


def exp_power(c: Checker, data: Data) -> Formula:
    """     n an index
        ----------------------
         exp(n x) == exp(x)^n
    """
    x, n = _term(c, data, "x"), _term(c, data, "n", "index")
    c.axiom("power of an exponential")
    return ("==", ("exp", ("*", n, x)), ("pow", ("exp", x), n))


def exp_below_one(c: Checker, data: Data) -> Formula:
    """    x < 0
        ------------
         exp x < 1
    """
    x = _term(c, data, "x")
    c.establish(("<", x, 0), data["by"])
    c.axiom("an exponential of a negative number")
    return ("<", ("exp", x), 1)


RULES: dict[str, Rule] = {
    "line_integral": line_integral, "integral_monotone": integral_monotone, "log_tangent": log_tangent,
    "log_quotient": log_quotient, "exp_tangent": exp_tangent, "exp_power": exp_power, "exp_below_one": exp_below_one,
}
