"""Induction, telescoping, contraction, means, and the ends of finite sums.

Legend: k, n indices; V, a real terms with the index as bound letter ("b", 0); q a contraction factor. All of them are
terms of the scope in which the rule is used, where the letter k of a statement for all k does not exist.
"""

from __future__ import annotations

from proofs.kernel.checker import Checker, Data, Rule, read_letters
from proofs.kernel.syntax import Formula, Reject, Term, free_letters, freeze, open_binder, show, substitute


def at(body: Term, value: Term) -> Term:
    return open_binder(body, value)


def induction(c: Checker, data: Data) -> Formula:
    """  S(lo)      n >= lo, S(n) |- S(n+1)      n fresh
        ----------------------------------------------
                 S(n) for all n >= lo
    """
    name, lo, claim = data["letter"], c.term(data["from"], "index"), freeze(data["claim"])
    letters = ((name, "index"),)
    inner = c.child(read_letters(letters))
    inner.check_formula(claim)
    base = c.child({})
    found = base.run(data["base"])
    if not base.same(found, substitute(claim, {name: lo})):
        raise Reject("mismatch", f"the base case proves {show(found)}")
    inner.assume("range", ("<=", lo, name), frozenset())
    inner.assume("hypothesis", claim, frozenset())
    found = inner.run(data["step"])
    if not inner.same(found, substitute(claim, {name: ("+", name, 1)})):
        raise Reject("mismatch", f"the step proves {show(found)}")
    c.touched |= base.touched | inner.touched
    return ("forall", letters, (("<=", lo, name),), claim)


def _for_all_from(c: Checker, name: str) -> tuple[str, Term, Formula]:
    """A fact "S(k) for all k >= lo": the letter, lo, S."""
    fact = c.fact(name)
    if fact[0] != "forall" or len(fact[1]) != 1 or fact[1][0][1] != "index" or len(fact[2]) != 1:
        raise Reject("range", f"{name!r} is no statement for all k >= lo")
    k, condition = fact[1][0][0], fact[2][0]
    if condition[0] != "<=" or condition[2] != k or k in free_letters(condition[1]) or c.sort(condition[1]) != "index":
        raise Reject("range", f"{name!r} is no statement for all k >= lo")
    return k, condition[1], fact[3]


def _inside(c: Checker, k: str, lo: Term) -> Checker:
    inner = c.child(read_letters(((k, "index"),)))
    inner.assume("range", ("<=", lo, k), frozenset())
    return inner


def telescope(c: Checker, data: Data) -> Formula:
    """  a(k) <= V(k) - V(k+1) + e  for all k >= lo        lo <= hi + 1
        ---------------------------------------------------------------
          sum_{k=lo}^{hi} a(k) <= V(lo) - V(hi+1) + (hi - lo + 1) e
    """
    k, lo, fact = _for_all_from(c, data["of"])
    inner = _inside(c, k, lo)
    a, v, e, hi = c.body(data["a"]), c.body(data["V"]), c.term(data["e"], "real"), c.term(data["hi"], "index")
    expected = ("<=", at(a, k), ("+", at(v, k), ("-", at(v, ("+", k, 1))), e))
    if not inner.same(expected, fact):
        raise Reject("mismatch", f"{data['of']!r} is not {show(expected)}")
    c.establish(("<=", lo, ("+", hi, 1)), data["range"])
    count = ("+", hi, ("-", lo), 1)
    return ("<=", ("sum", lo, hi, a), ("+", at(v, lo), ("-", at(v, ("+", hi, 1))), ("*", count, e)))


def contraction(c: Checker, data: Data) -> Formula:
    """  V(k+1) <= q V(k) + e  for all k >= lo      0 <= q < 1      0 <= e
        ------------------------------------------------------------------
              V(n) <= q^(n-lo) V(lo) + e/(1 - q)  for all n >= lo

    With e = 0, q < 1 is not needed and the last summand is absent.
    """
    k, lo, fact = _for_all_from(c, data["of"])
    inner = _inside(c, k, lo)
    v, q, e = c.body(data["V"]), c.term(data["q"], "real"), c.term(data["e"], "real")
    expected = ("<=", at(v, ("+", k, 1)), ("+", ("*", q, at(v, k)), e))
    if not inner.same(expected, fact):
        raise Reject("mismatch", f"{data['of']!r} is not {show(expected)}")
    c.establish(("<=", 0, q), data["q_nonnegative"])
    bound: Term = ("*", ("pow", q, ("+", k, ("-", lo))), at(v, lo))
    if e != 0:
        c.establish(("<", q, 1), data["q_below_one"])
        try:
            c.establish(("<=", 0, e), data["e_nonnegative"])
        except Reject as fault:
            raise Reject("sign", f"contraction: the constant {show(e)} must be nonnegative ({fault})") from None
        bound = ("+", bound, ("/", e, ("+", 1, ("-", q))))
    return ("forall", ((k, "index"),), (("<=", lo, k),), ("<=", at(v, k), bound))


def linear_rate(c: Checker, data: Data) -> Formula:
    """  V(k) <= q^k C  for all k >= 0      0 <= q < 1      0 <= C
        -----------------------------------------------------------
                  V converges linearly to 0
    """
    k, lo, fact = _for_all_from(c, data["of"])
    if lo != 0:
        raise Reject("range", "a rate holds from k = 0 on")
    inner = _inside(c, k, lo)
    v, q, bound = c.body(data["V"]), c.term(data["q"], "real"), c.term(data["C"], "real")
    if not inner.same(("<=", at(v, k), ("*", ("pow", q, k), bound)), fact):
        raise Reject("mismatch", f"{data['of']!r} is no rate {show(q)} for {show(v)}")
    c.establish(("<=", 0, q), data["q_nonnegative"])
    c.establish(("<", q, 1), data["q_below_one"])
    c.establish(("<=", 0, bound), data["C_nonnegative"])
    return ("linear", v)


def least_mean(c: Checker, data: Data) -> Formula:
    """  m <= a(k) for all k with lo <= k, k <= hi        lo <= hi + 1
        ---------------------------------------------------------------
                    (hi - lo + 1) m <= sum_{k=lo}^{hi} a(k)
    """
    fact = c.fact(data["of"])
    if fact[0] != "forall" or len(fact[1]) != 1 or fact[1][0][1] != "index":
        raise Reject("range", f"{data['of']!r} is no statement for all indices of a range")
    k = fact[1][0][0]
    inner = c.child(read_letters(((k, "index"),)))
    a, m, lo, hi = c.body(data["a"]), c.term(data["m"], "real"), c.term(data["lo"], "index"), c.term(data["hi"], "index")
    if not inner.same(("<=", m, at(a, k)), fact[3]):
        raise Reject("mismatch", f"{data['of']!r} is not {show(m)} <= {show(at(a, k))}")
    inner.assume("lo", ("<=", lo, k), frozenset())
    inner.assume("hi", ("<=", k, hi), frozenset())
    for condition, by in zip(fact[2], data["conditions"], strict=True):
        inner.establish(condition, by)
    c.touched |= inner.touched
    c.establish(("<=", lo, ("+", hi, 1)), data["range"])
    return ("<=", ("*", ("+", hi, ("-", lo), 1), m), ("sum", lo, hi, a))


def split_sum(c: Checker, data: Data) -> Formula:
    """                  lo <= hi
        ---------------------------------------------
         sum_{lo}^{hi} a == sum_{lo}^{hi-1} a + a(hi)
    """
    t = c.term(data["sum"], "real", "vector")
    if not isinstance(t, tuple) or t[0] != "sum":
        raise Reject("shape", f"{show(t)} is no sum")
    _, lo, hi, body = t
    c.establish(("<=", lo, hi), data["range"])
    return ("==", t, ("+", ("sum", lo, ("+", hi, -1), body), at(body, hi)))


def integer(c: Checker, data: Data) -> Formula:
    """  a - 1 < b      a, b integers
        ------------------------------
                   a <= b
    """
    claim = freeze(data["claim"])
    c.check_formula(claim)
    if claim[0] != "<=":
        raise Reject("shape", "integer proves <=")
    if any(c.sort(t) != "index" for t in claim[1:]):
        raise Reject("sort", f"{show(claim)} does not compare integers")
    c.establish(("<", ("+", claim[1], -1), claim[2]), data["by"])
    return claim  # type: ignore[no-any-return]


RULES: dict[str, Rule] = {"induction": induction, "telescope": telescope, "contraction": contraction,
                          "linear_rate": linear_rate, "least_mean": least_mean, "split_sum": split_sum,
                          "integer": integer}
