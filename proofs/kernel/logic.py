"""Natural deduction for connectives, and the order of the reals in place of negated relations.

Legend: A, B, S formulas. In a scope of its own an assumption has the name that the step gives it; it is discharged when the
scope ends. Logic is classical.
"""

from __future__ import annotations

from typing import Any

from proofs.kernel.checker import Checker, Data, Rule, read_letters
from proofs.kernel.normal import ONE, Letter
from proofs.kernel.syntax import QUANTIFIERS, RELATIONS, Formula, Reject, freeze, show


def formula_of(c: Checker, data: Any) -> Formula:
    formula: Formula = freeze(data)
    c.check_formula(formula)
    return formula


def under(c: Checker, letters: dict[str, Letter], assumed: dict[str, Formula], proof: list[Data]) -> Formula:
    """What steps prove in a scope with fresh letters and assumptions."""
    inner = c.child(letters)
    for name, formula in assumed.items():
        inner.assume(name, formula, frozenset())
    conclusion = inner.run(proof)
    c.touched |= inner.touched
    return conclusion


def opposite(c: Checker, formula: Formula) -> Formula:
    """The negation, pushed inside: to the relations, whose negations are relations."""
    head, *args = formula
    if head in ("<=", "<"):
        return ("<" if head == "<=" else "<=", args[1], args[0])
    if head == "==":
        a, b = args
        return ("<", 0, ("sq", ("+", a, ("-", b)))) if c.sort(a) == "vector" else ("or", ("<", a, b), ("<", b, a))
    if head == "not":
        return args[0]  # type: ignore[no-any-return]
    if head in ("and", "or"):
        return ("or" if head == "and" else "and", *(opposite(c, a) for a in args))
    if head == "implies":
        return ("and", args[0], opposite(c, args[1]))
    if head in QUANTIFIERS:
        inner = Checker({**c.letters, **read_letters(args[0])}, c.library)
        return ("exists" if head == "forall" else "forall", args[0], args[1], opposite(inner, args[2]))
    return ("not", formula)


def is_false(c: Checker, formula: Formula) -> bool:
    """Whether a formula is a false relation between numbers, such as 1 <= 0."""
    if formula[0] not in RELATIONS or c.sort(formula[1]) == "vector":
        return False
    slack = c.slack(formula)
    if set(slack) - {ONE}:
        return False
    value = slack.get(ONE, 0)
    return bool({"<=": value < 0, "<": value <= 0, "==": value != 0}[formula[0]])


def conjunction(c: Checker, data: Data) -> Formula:
    """   A      B   ...
        ----------------
         A and B and ...
    """
    return ("and", *(c.fact(name) for name in data["of"]))


def conjunct(c: Checker, data: Data) -> Formula:
    """  A and B
        ---------
            A           (or B)
    """
    return _part(c.fact(data["of"]), "and", data["part"])


def _part(formula: Formula, head: str, i: Any) -> Formula:
    if formula[0] != head or not isinstance(i, int) or isinstance(i, bool) or not 1 <= i < len(formula):
        raise Reject("shape", f"{show(formula)} has no part {i} joined by {head!r}")
    return formula[i]  # type: ignore[no-any-return]


def disjunction(c: Checker, data: Data) -> Formula:
    """     A
        ---------
         A or B         (also from B)
    """
    claim = formula_of(c, data["claim"])
    c.establish(_part(claim, "or", data["part"]), data["by"])
    return claim


def branches(c: Checker, data: Data) -> Formula:
    """  A or B      A |- S      B |- S
        -------------------------------
                      S
    """
    fact = c.fact(data["of"])
    if fact[0] != "or" or len(data["branches"]) != len(fact) - 1:
        raise Reject("shape", f"{data['of']!r} does not have {len(data['branches'])} cases")
    found = [under(c, {}, {data["as"]: part}, proof) for part, proof in zip(fact[1:], data["branches"], strict=True)]
    if not all(c.same(found[0], other) for other in found[1:]):
        raise Reject("mismatch", "the cases prove different statements")
    return found[0]


def excluded_middle(c: Checker, data: Data) -> Formula:
    """  ------------
          A or not A        (the negation pushed inside)
    """
    a = formula_of(c, data["claim"])
    return ("or", a, opposite(c, a))


def implication(c: Checker, data: Data) -> Formula:
    """    A |- B
        -------------
         A implies B
    """
    a = formula_of(c, data["assume"])
    return ("implies", a, under(c, {}, {data["as"]: a}, data["proof"]))


def modus_ponens(c: Checker, data: Data) -> Formula:
    """  A implies B      A
        --------------------
                 B
    """
    fact = c.fact(data["of"])
    if fact[0] != "implies":
        raise Reject("shape", f"{data['of']!r} is no implication")
    c.establish(fact[1], data["by"])
    return fact[2]  # type: ignore[no-any-return]


def negation(c: Checker, data: Data) -> Formula:
    """  A |- a false relation between numbers
        ---------------------------------------
                        not A
    """
    a = formula_of(c, data["assume"])
    found = under(c, {}, {data["as"]: a}, data["proof"])
    if not is_false(c, found):
        raise Reject("mismatch", f"{show(found)} is no contradiction")
    return ("not", a)


def absurd(c: Checker, data: Data) -> Formula:
    """  a false relation between numbers             A      not A
        ----------------------------------          ---------------
                       S                                   S
    """
    claim = formula_of(c, data["claim"])
    fact = c.fact(data["of"])
    if "against" in data:
        against = c.fact(data["against"])
        if not c.same(against, ("not", fact)) and not c.same(against, opposite(c, fact)):
            raise Reject("mismatch", f"{show(against)} is not the negation of {show(fact)}")
    elif not is_false(c, fact):
        raise Reject("mismatch", f"{show(fact)} is no contradiction")
    return claim


def negated(c: Checker, data: Data) -> Formula:
    """      not A                            the opposite of A
        -------------------                  -------------------
         the opposite of A                          not A            (not a <= b: b < a; not for all: there is one with not)
    """
    fact = c.fact(data["of"])
    if "claim" not in data:
        if fact[0] != "not":
            raise Reject("shape", f"{data['of']!r} is no negation")
        return opposite(c, fact[1])
    claim = formula_of(c, data["claim"])
    if claim[0] != "not" or not c.same(opposite(c, claim[1]), fact):
        raise Reject("mismatch", f"{show(fact)} is not what {show(claim)} means")
    return claim


RULES: dict[str, Rule] = {
    "conjunction": conjunction, "conjunct": conjunct, "disjunction": disjunction, "branches": branches,
    "excluded_middle": excluded_middle, "implication": implication, "modus_ponens": modus_ponens, "negation": negation,
    "absurd": absurd, "negated": negated,
}
