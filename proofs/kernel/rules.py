"""All inference rules, in one table. Each rule's docstring is its inference figure: premises above, conclusion below."""

from __future__ import annotations

from proofs.kernel import analysis, ball, calculus, finite, limits, logic, operators, quantifiers, roots, sequences
from proofs.kernel.checker import Checker, Data, Rule, read_letters
from proofs.kernel.normal import add
from proofs.kernel.syntax import (
    RELATIONS,
    Formula,
    Reject,
    Term,
    check_shape,
    free_letters,
    freeze,
    fresh,
    open_binder,
    show,
    substitute,
)


def ring(c: Checker, data: Data) -> Formula:
    """                    a - b = sum q_i e_i   (e_i = 0 facts; every denominator proved nonzero)
        ----------------------------------------------------------------------------------------
                                         a == b                      (reals or vectors)
    """
    claim: Formula = freeze(data["claim"])
    c.check_formula(claim)
    if claim[0] != "==":
        raise Reject("shape", f"ring proves equations, not {claim[0]}")
    if c.sort(claim[1]) != "vector":
        return positivity(c, {**data, "nonneg": 0})
    rest: Term = ("+", claim[2], ("-", claim[1]))
    for q, name in freeze(data.get("equations", [])):
        rest = ("+", rest, ("-", _multiple(c, q, name, "vector")))
    if not c.vector_vanishes(rest):
        raise Reject("identity", f"{show(claim)} is no vector identity")
    return claim


def positivity(c: Checker, data: Data) -> Formula:
    """     b - a = P + sum q_i e_i      P is visibly >= 0 (> 0)      e_i = 0 facts
        -----------------------------------------------------------------------------
                                 a <= b    (a < b)

    P is a sum of products of slacks of facts, squares, norms, letters with a sign; denominators proved positive.
    """
    claim: Formula = freeze(data["claim"])
    c.check_formula(claim)
    if claim[0] not in RELATIONS or c.sort(claim[1]) == "vector":
        raise Reject("shape", f"positivity proves relations between reals, not {show(claim)}")
    certificate = freeze(data["nonneg"])
    check_shape(certificate, slacks=True)
    c._want("positivity", certificate, "real")
    sign = c.sign(certificate)
    if claim[0] == "==" and certificate != 0:
        raise Reject("shape", "an equation has no positivity certificate")
    if not sign or (claim[0] == "<" and sign != "> 0"):
        raise Reject("sign", f"{show(certificate)} is not visibly {'> 0' if claim[0] == '<' else '>= 0'}")
    rest = add(c.slack(claim), c.real(certificate), -1)
    for q, name in freeze(data.get("equations", [])):
        rest = add(rest, c.real(_multiple(c, q, name, "real")), -1)
    if not c.vanishes(rest):
        raise Reject("identity", f"{show(claim)}: the certificate is not the difference of the sides")
    return claim


def _multiple(c: Checker, q: Term, name: str, sort: str) -> Term:
    """A multiple of the slack of an equation, of the sort that is wanted: it is zero."""
    check_shape(q, slacks=True)
    if c.slack_of(name)[0] != "==":
        raise Reject("sign", f"{name!r} is no equation")
    slack = ("slack", name)
    product = ("dot" if sort == "real" and c.sort(slack) == "vector" else "*", q, slack)
    c._want(product, product, sort)
    return product


def chain(c: Checker, data: Data) -> Formula:
    """   a R1 b      b R2 c   ...      (each link stores its right side only)
        ------------------------------------------------------------------
           a R z      R is == if all are, < if one is, <= (>=) otherwise
    """
    start = left = freeze(data["start"])
    relations = set()
    for link in data["links"]:
        right, rel = freeze(link["rhs"]), link["rel"]
        if rel not in (*RELATIONS, ">="):
            raise Reject("shape", f"{rel!r} relates no two sides of a chain")
        formula = ("<=", right, left) if rel == ">=" else (rel, left, right)
        outside, c.touched = c.touched, set()
        try:
            c.establish(formula, link["by"])
        except Reject as fault:
            raise Reject(fault.cause, f"link {link['name']}: {str(fault).removeprefix(fault.cause + ': ')}") from None
        c.assume(link["name"], formula, frozenset(c.touched))
        c.touched |= outside
        relations.add(rel)
        left = right
    if ">=" in relations and relations & {"<=", "<"}:
        raise Reject("shape", "a chain that goes up and down")
    if ">=" in relations:
        return ("<=", left, start)
    return ("<" if "<" in relations else "<=" if "<=" in relations else "==", start, left)


def instance(c: Checker, data: Data) -> Formula:
    """  S(x) for all x with C(x)        C(a)
        -------------------------------------
                      S(a)
    """
    schema = c.fact(data["of"])
    if schema[0] != "forall":
        raise Reject("shape", f"{data['of']!r} is no statement for all")
    if set(data["at"]) != {name for name, _ in schema[1]}:
        raise Reject("shape", f"{data['of']!r} needs values for {', '.join(name for name, _ in schema[1])}")
    values = {name: c.term(data["at"][name], sort) for name, sort in schema[1]}
    conditions = tuple(substitute(condition, values) for condition in schema[2])
    proofs = data.get("conditions", [])
    if len(proofs) != len(conditions):
        raise Reject("range", f"{data['of']!r} holds under {len(conditions)} conditions, {len(proofs)} are proved")
    for condition, by in zip(conditions, proofs, strict=True):
        try:
            c.establish(condition, by)
        except Reject as fault:
            raise Reject("range" if fault.cause in ("identity", "sign", "mismatch") else fault.cause,
                         f"condition {show(condition)}: {fault}") from None
    return substitute(schema[3], values)  # type: ignore[no-any-return]


def generalise(c: Checker, data: Data) -> Formula:
    """  C(x) |- S(x)     x fresh (free in no hypothesis)
        -----------------------------------------------
              S(x) for all x with C(x)
    """
    letters = freeze(data["letters"])
    inner = c.child(read_letters(letters))
    conditions = {name: freeze(f) for name, f in data.get("conditions", {}).items()}
    for name, condition in conditions.items():
        inner.assume(name, condition, frozenset())
    conclusion = inner.run(data["proof"])
    c.touched |= inner.touched
    return ("forall", letters, tuple(conditions.values()), conclusion)


def cite(c: Checker, data: Data) -> Formula:
    """  H |- S  (a theorem already checked)      H[a]
        -----------------------------------------------
                          S[a]
    """
    theorem = c.library.get(data["theorem"])
    if theorem is None:
        raise Reject("cite", f"{data['theorem']!r} is no theorem checked before this one")
    if data["digest"] != theorem.digest:
        raise Reject("cite", f"{data['theorem']!r} no longer states what was cited")
    if data["fact"] not in theorem.facts:
        raise Reject("cite", f"{data['theorem']!r} has no fact {data['fact']!r}")
    values: dict[str, Term] = {}
    for name, (sort, sign) in theorem.letters.items():
        if name not in data["letters"]:
            raise Reject("cite", f"no value for the letter {name!r} of {data['theorem']}")
        values[name] = value = data["letters"][name]
        if isinstance(value, (list, tuple)) and value[:1] in (["members"], ("members",)):
            values[name] = _members(c, value[1], sort, sign, data.get("signs", {}).get(name))
            continue
        values[name] = c.term(value, sort)
        if "sequence" in sort or sort == "function":
            if sign and c.letters[values[name]].sign not in (sign, "> 0"):
                raise Reject("sign", f"the sequence {values[name]!r} has not the sign {sign}")
        elif sign and c.sign(values[name]) not in (sign, "> 0"):
            by = data.get("signs", {}).get(name)
            if by is None:
                raise Reject("sign", f"{show(values[name])} for {name!r} is not visibly {sign}")
            c.establish(("<" if sign == "> 0" else "<=", 0, values[name]), by)
    for name, formula in theorem.hypotheses.items():
        by = data["hypotheses"].get(name)
        if by is None:
            raise Reject("cite", f"the hypothesis {name!r} of {data['theorem']} is not supplied")
        c.establish(substitute(formula, values), by)
    c.touched |= {u for u in theorem.used[data["fact"]] if not u.startswith("hypothesis:")} | {"theorem:" + theorem.name}
    if theorem.gaps and c.gaps is None:
        raise Reject("cite", f"{data['theorem']!r} rests on an assumption")
    if c.gaps is not None:
        c.gaps |= theorem.gaps
    return substitute(theorem.facts[data["fact"]], values)  # type: ignore[no-any-return]


def _members(c: Checker, data: Data, sort: str, sign: str, by: str | Data | None) -> Term:
    """A body in one bound letter as the sequence of its values."""
    body = c.term(("sum", 0, 0, data), "real", "vector")[3]
    if sort != f"{c.sort(('sum', 0, 0, body))} sequence":
        raise Reject("sort", f"{show(body)} gives no {sort}")
    if sign and c.sign(c.opened(("sum", 0, 0, body))[1]) not in (sign, "> 0"):
        if by is None:
            raise Reject("sign", f"the members {show(body)} are not visibly {sign}")
        k, = fresh(["k"], tuple(c.letters), body)
        c.establish(("forall", ((k, "index"),), (), ("<" if sign == "> 0" else "<=", 0, open_binder(body, k))), by)
    return ("members", body)


def assume(c: Checker, data: Data) -> Formula:
    """  -----
          S        and from here on nothing in this file, or in one that cites it, is proved
    """
    claim = freeze(data["claim"])
    c.check_formula(claim)
    if c.gaps is None:
        raise Reject("rule", "nothing may be assumed here")
    c.gaps.add(show(claim))
    return claim  # type: ignore[no-any-return]


def rewrite(c: Checker, data: Data) -> Formula:
    """     x == t  (x a letter or a member of a sequence)
        --------------------------------------------------
          x and t have the same normal form from here on
    """
    formula = c.fact(data["with"])
    if formula[0] != "==":
        raise Reject("shape", f"{data['with']!r} is no equation")
    left = formula[1]
    if isinstance(left, str):
        k: tuple[object, ...] = ("letter", left)
    elif isinstance(left, tuple) and left[0] == "at":
        k = ("at", left[1], tuple(sorted(c.real(left[2]).items())))
    else:
        raise Reject("shape", f"{show(left)} is neither a letter nor a member of a sequence")
    c.rewrites[k] = formula[2]
    c.ambient |= c.used[data["with"]]
    c.memo.clear()
    return formula


def known(c: Checker, data: Data) -> Formula:
    """  S (a fact)
        ------------
             S           under another name
    """
    return c.fact(data["fact"])


def cases(c: Checker, data: Data) -> Formula:
    """  a <= b |- S      b <= a |- S
        ------------------------------
                     S
    """
    a, b = freeze(data["split"])
    conclusions = []
    for branch, condition in (("first", ("<=", a, b)), ("second", ("<=", b, a))):
        inner = c.child({})
        inner.assume(data["as"], condition, frozenset())
        conclusions.append(inner.run(data[branch]))
        c.touched |= inner.touched
    if conclusions[0] != conclusions[1]:
        raise Reject("mismatch", "the two cases prove different statements")
    return conclusions[0]


def infimum(c: Checker, data: Data) -> Formula:
    """  m = inf f                      m = inf f     a <= f(x) for all x
        ----------------------          ----------------------------------
         m <= f(x) for all x                        a <= m
    """
    formula = c.fact(data["of"])
    if formula[0] != "inf":
        raise Reject("shape", f"{data['of']!r} states no infimum")
    _, f, m = formula
    if "x" in free_letters(formula):
        raise Reject("capture", f"{show(formula)} speaks of a letter x of its own")
    if "lower_bound" not in data:
        return ("forall", (("x", "vector"),), (), ("<=", m, ("val", f, "x")))
    bound = c.fact(data["lower_bound"])
    if bound[0] != "forall" or bound[2] or len(bound[1]) != 1 or bound[1][0][1] != "vector":
        raise Reject("shape", "a lower bound is a statement for all points")
    x = bound[1][0][0]
    body = bound[3]
    if body[0] != "<=" or body[2] != ("val", f, x) or x in free_letters(body[1]):
        raise Reject("shape", f"{show(body)} is no lower bound of {f}")
    return ("<=", body[1], m)


RULES: dict[str, Rule] = {
    "ring": ring, "positivity": positivity, "chain": chain, "instance": instance, "generalise": generalise, "cite": cite,
    "rewrite": rewrite, "known": known, "assume": assume, "cases": cases,
    "infimum": infimum,
    **roots.RULES, **sequences.RULES, **logic.RULES, **quantifiers.RULES, **limits.RULES, **analysis.RULES,
    **calculus.RULES, **ball.RULES, **operators.RULES, **finite.RULES,
}
