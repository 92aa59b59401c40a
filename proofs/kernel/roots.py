"""Roots, norms and the Cauchy-Schwarz inequality."""

from __future__ import annotations

from proofs.kernel.checker import Checker, Data, Rule
from proofs.kernel.normal import key
from proofs.kernel.syntax import Formula, Reject, freeze, show


def roots(c: Checker, data: Data) -> Formula:
    """  0 <= b      a^2 <= b^2             0 <= a      0 <= b      a^2 == b^2
        -------------------------           ------------------------------------
                a <= b                                   a == b
    """
    claim = freeze(data["claim"])
    c.check_formula(claim)
    relation, a, b = claim
    if relation not in ("<=", "=="):
        raise Reject("shape", "roots proves <= and ==")
    for t in (b,) if relation == "<=" else (a, b):
        if not c.sign(t):
            by = data.get("nonnegative", {}).get("a" if t == a else "b")
            if by is None:
                raise Reject("sign", f"{show(t)} is not visibly >= 0")
            c.establish(("<=", 0, t), by)
    c.establish((relation, ("^", a, 2), ("^", b, 2)), data["squares"])
    return claim  # type: ignore[no-any-return]


def root(c: Checker, data: Data) -> Formula:
    """        0 <= a
        --------------------
          sqrt(a)^2 == a          (from here on, in normal forms too)
    """
    a = c.term(data["of"], "real")
    outside, c.touched = c.touched, set()
    c.establish(("<=", 0, a), data["by"])
    c.ambient |= frozenset(c.touched)
    c.touched |= outside
    c.rooted.add(key(c.real(a)))
    c.memo.clear()
    c.real(("sqrt", a))
    return ("==", ("^", ("sqrt", a), 2), a)


def cauchy_schwarz(c: Checker, data: Data) -> Formula:
    """  ------------------
          <u, v> <= |u| |v|
    """
    u, v = c.term(data["u"], "vector"), c.term(data["v"], "vector")
    return ("<=", ("dot", u, v), ("*", ("norm", u), ("norm", v)))


RULES: dict[str, Rule] = {"roots": roots, "root": root, "cauchy_schwarz": cauchy_schwarz}
