"""Whole parts, binomial coefficients, sums compared term by term, and sums over all batches of K of N things.

Legend: a a number; n, N, k, K integers; s a term with the index as bound letter ("b", 0); T(N, K) = ("batches", N, K, s).
"""

from __future__ import annotations

from proofs.kernel.checker import Checker, Data, Rule, read_letters
from proofs.kernel.syntax import Formula, Reject, Term, bind, open_binder, show


def whole(c: Checker, data: Data) -> Formula:
    """  ----------------     --------------------     ---------------     -----------------
          floor a <= a         a < floor a + 1          a <= ceil a         ceil a < a + 1
    """
    a, part, side = c.term(data["a"], "real"), data["part"], data["side"]
    conclusions: dict[tuple[str, str], Formula] = {
        ("floor", "below"): ("<=", ("floor", a), a), ("floor", "above"): ("<", a, ("+", ("floor", a), 1)),
        ("ceil", "above"): ("<=", a, ("ceil", a)), ("ceil", "below"): ("<", ("ceil", a), ("+", a, 1))}
    if (part, side) not in conclusions:
        raise Reject("shape", f"{part!r}, {side!r}: floor or ceil, below or above")
    return conclusions[part, side]


def _pair(c: Checker, data: Data) -> tuple[Term, Term]:
    return c.term(data["n"], "index"), c.term(data["k"], "index")


def pascal(c: Checker, data: Data) -> Formula:
    """                    1 <= n
        -----------------------------------------------
         binom(n, k) == binom(n-1, k) + binom(n-1, k-1)
    """
    n, k = _pair(c, data)
    c.establish(("<=", 1, n), data["by"])
    less = ("+", n, -1)
    return ("==", ("binom", n, k), ("+", ("binom", less, k), ("binom", less, ("+", k, -1))))


def binomial_end(c: Checker, data: Data) -> Formula:
    """       0 <= n                   0 <= n                 k < 0               0 <= n < k
        ------------------      ------------------     -----------------     -----------------
         binom(n, 0) == 1        binom(n, n) == 1       binom(n, k) == 0      binom(n, k) == 0
    """
    n, k = _pair(c, data)
    if data["case"] == "below":
        c.establish(("<", k, 0), data["by"])
        return ("==", ("binom", n, k), 0)
    c.establish(("<=", 0, n), data["nonnegative"])
    if data["case"] == "above":
        c.establish(("<", n, k), data["by"])
        return ("==", ("binom", n, k), 0)
    if not (c.same(("==", k, 0), ("==", 0, 0)) or c.same(("==", k, n), ("==", 0, 0))):
        raise Reject("range", f"{show(k)} is neither 0 nor {show(n)}")
    return ("==", ("binom", n, k), 1)


def binomial_positive(c: Checker, data: Data) -> Formula:
    """   0 <= k <= n
        -----------------
         0 < binom(n, k)
    """
    n, k = _pair(c, data)
    c.establish(("<=", 0, k), data["nonnegative"])
    c.establish(("<=", k, n), data["by"])
    return ("<", 0, ("binom", n, k))


def _batches(c: Checker, data: Data) -> tuple[Term, Term, Term, Term]:
    t = c.term(data["sum"], "real", "vector")
    if not isinstance(t, tuple) or t[0] != "batches":
        raise Reject("shape", f"{show(t)} is no sum over batches")
    return t, t[1], t[2], t[3]


def batches_empty(c: Checker, data: Data) -> Formula:
    """     N <= 0                     K <= 0
        --------------            --------------
         T(N, K) == 0              T(N, K) == 0
    """
    t, n, k, _ = _batches(c, data)
    c.establish(("<=", n if data["part"] == "N" else k, 0), data["by"])
    return ("==", t, 0 if c.sort(t) == "real" else ("*", 0, t))


def batches_step(c: Checker, data: Data) -> Formula:
    """                                1 <= N
        ----------------------------------------------------------------------
         T(N, K) == T(N-1, K) + T(N-1, K-1) + binom(N-1, K-1) s(N)

    The batches without N, and those with N: K-1 of the others beside it.
    """
    t, n, k, body = _batches(c, data)
    c.establish(("<=", 1, n), data["by"])
    n1, k1 = ("+", n, -1), ("+", k, -1)
    return ("==", t, ("+", ("batches", n1, k, body), ("batches", n1, k1, body), ("*", ("binom", n1, k1), open_binder(body, n))))


def sum_compare(c: Checker, data: Data) -> Formula:
    """  lo <= k <= hi |- a(k) R b(k)      k fresh      R is <= or ==
        -----------------------------------------------------------
                   sum_lo^hi a  R  sum_lo^hi b
    """
    k, lo, hi = data["letter"], c.term(data["lo"], "index"), c.term(data["hi"], "index")
    inner = c.child(read_letters(((k, "index"),)))
    inner.assume("above", ("<=", lo, k), frozenset())
    inner.assume("below", ("<=", k, hi), frozenset())
    relation = inner.run(data["proof"])
    c.touched |= inner.touched
    if relation[0] not in ("<=", "=="):
        raise Reject("shape", "the terms of two sums must be compared by <= or ==")
    return (relation[0], *(("sum", lo, hi, bind(side, k)) for side in relation[1:]))


RULES: dict[str, Rule] = {"whole": whole, "pascal": pascal, "binomial_end": binomial_end,
                          "binomial_positive": binomial_positive, "batches_empty": batches_empty,
                          "batches_step": batches_step, "sum_compare": sum_compare}
