"""What the language cannot derive about limits: the Archimedean property, geometric decay, monotone convergence.

Legend: V a real term with the index as bound letter; c, C, m, q, eps reals; names of letters in a conclusion are chosen here.
"""

from __future__ import annotations

from proofs.kernel.checker import Checker, Data, Rule
from proofs.kernel.sequences import _for_all_from, _inside, at
from proofs.kernel.syntax import Formula, Reject, Term, fresh, show

INDEX, REAL = "index", "real"


def converges(v: Term, limit: Term, *avoid: Term) -> Formula:
    """For every eps > 0 there is n such that |V(k) - limit| <= eps for all k >= n."""
    eps, n, k = fresh(["epsilon", "n", "k"], v, limit, *avoid)
    near = ("<=", ("norm", ("+", at(v, k), ("-", limit))), eps)
    tail = ("forall", ((k, INDEX),), (("<=", 0, k), ("<=", n, k)), near)
    return ("forall", ((eps, REAL),), (("<", 0, eps),), ("exists", ((n, INDEX),), (("<=", 0, n),), tail))


def archimedes(c: Checker, data: Data) -> Formula:
    """                 0 < eps
        -----------------------------------------
         there is n >= 1 such that c <= n eps
    """
    bound, eps = c.term(data["c"], REAL), c.term(data["eps"], REAL)
    c.establish(("<", 0, eps), data["by"])
    c.axiom("Archimedean property")
    n, = fresh(["n"], bound, eps)
    return ("exists", ((n, INDEX),), (("<=", 1, n),), ("<=", bound, ("*", n, eps)))


def geometric_decay(c: Checker, data: Data) -> Formula:
    """               0 <= q < 1      0 < eps
        ---------------------------------------------------
         there is n >= 0 such that C q^k <= eps for all k >= n
    """
    factor, q, eps = (c.term(data[part], REAL) for part in ("C", "q", "eps"))
    c.establish(("<=", 0, q), data["q_nonnegative"])
    c.establish(("<", q, 1), data["q_below_one"])
    c.establish(("<", 0, eps), data["eps_positive"])
    c.axiom("geometric decay")
    n, k = fresh(["n", "k"], factor, q, eps)
    tail = ("forall", ((k, INDEX),), (("<=", 0, k), ("<=", n, k)), ("<=", ("*", factor, ("pow", q, k)), eps))
    return ("exists", ((n, INDEX),), (("<=", 0, n),), tail)


def monotone_convergence(c: Checker, data: Data) -> Formula:
    """  V(k+1) <= V(k) for all k >= lo      m <= V(k) for all k >= lo
        ----------------------------------------------------------------------------------
         there is l with m <= l such that l <= V(k) for all k >= lo, and V converges to l
    """
    k, lo, decreasing = _for_all_from(c, data["of"])
    j, low, bounded = _for_all_from(c, data["bounded"])
    v, m = c.body(data["V"]), c.term(data["m"], REAL)
    if not _inside(c, k, lo).same(("<=", at(v, ("+", k, 1)), at(v, k)), decreasing):
        raise Reject("mismatch", f"{data['of']!r} does not say that {show(v)} is nonincreasing")
    if not _inside(c, j, low).same(("<=", m, at(v, j)), bounded) or not c.same(("<=", lo, 0), ("<=", low, 0)):
        raise Reject("mismatch", f"{data['bounded']!r} does not bound {show(v)} from below")
    c.axiom("monotone convergence")
    limit, i = fresh(["l", "k"], v, m, lo)
    below = ("forall", ((i, INDEX),), (("<=", lo, i),), ("<=", limit, at(v, i)))
    return ("exists", ((limit, REAL),), (("<=", m, limit),), ("and", below, converges(v, limit)))


RULES: dict[str, Rule] = {
    "archimedes": archimedes, "geometric_decay": geometric_decay, "monotone_convergence": monotone_convergence,
}
