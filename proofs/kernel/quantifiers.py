"""There is: by a witness, and what follows from one that is obtained. Statements in another form, and relations of numbers.

Legend: A, B, S formulas; x letters, C(x) conditions on them; t witness terms; a, b reals.
"""

from __future__ import annotations

from typing import Any

from proofs.kernel.checker import Checker, Data, Rule, read_letters
from proofs.kernel.exact import compare, evaluate
from proofs.kernel.logic import formula_of, under
from proofs.kernel.syntax import RELATIONS, Formula, Reject, free_letters, freeze, show, substitute


def witness(c: Checker, data: Data) -> Formula:
    """       C(t)      S(t)
        ----------------------------------
         there is x with C(x) such that S(x)
    """
    claim = formula_of(c, data["claim"])
    if claim[0] != "exists" or set(data["at"]) != {name for name, _ in claim[1]}:
        raise Reject("shape", f"{show(claim)} needs a value for each of its letters")
    values = {name: c.term(data["at"][name], sort) for name, sort in claim[1]}
    if len(data["conditions"]) != len(claim[2]):
        raise Reject("range", f"{len(claim[2])} conditions, {len(data['conditions'])} are proved")
    for condition, by in zip((*claim[2], claim[3]), (*data["conditions"], data["by"]), strict=True):
        c.establish(substitute(condition, values), by)
    return claim


def obtain(c: Checker, data: Data) -> Formula:
    """  there is x with C(x) such that S(x)      C(x), S(x) |- B      x fresh, not in B
        ---------------------------------------------------------------------------------
                                               B
    """
    fact = c.fact(data["of"])
    if fact[0] != "exists" or len(data["letters"]) != len(fact[1]):
        raise Reject("shape", f"{data['of']!r} does not give {len(data['letters'])} letters")
    letters = read_letters([(name, sort) for name, (_, sort) in zip(freeze(data["letters"]), fact[1], strict=True)])
    values = dict(zip((name for name, _ in fact[1]), letters, strict=True))
    if set(letters) & set(c.letters):
        raise Reject("capture", f"{', '.join(letters)}: a letter is in use outside")
    parts = [substitute(part, values) for part in (*fact[2], fact[3])]
    conclusion = under(c, letters, dict(zip(_names(data["as"], len(parts)), parts, strict=True)), data["proof"])
    if free_letters(conclusion) & set(letters):
        raise Reject("capture", f"{show(conclusion)} mentions what was only obtained")
    return conclusion


def _names(names: Any, count: int) -> list[str]:
    if not isinstance(names, list) or len(set(names)) != count or len(names) != count:
        raise Reject("shape", f"{count} names are needed for what is obtained")
    return names


def antisymmetry(c: Checker, data: Data) -> Formula:
    """  a <= b      b <= a
        --------------------
               a == b
    """
    claim = formula_of(c, data["claim"])
    if claim[0] != "==" or c.sort(claim[1]) == "vector":
        raise Reject("shape", f"{show(claim)} is no equation of reals")
    c.establish(("<=", claim[1], claim[2]), data["above"])
    c.establish(("<=", claim[2], claim[1]), data["below"])
    return claim


def same_statement(c: Checker, data: Data) -> Formula:
    """         A
        --------------------
         A with its bound letters renamed, its terms in another form
    """
    claim = formula_of(c, data["claim"])
    c.establish(claim, data["fact"])
    return claim


def compute(c: Checker, data: Data) -> Formula:
    """  a, b numbers without letters; their exact values (or enclosures) compare
        --------------------------------------------------------------------------
                              a <= b    (a < b, a == b)
    """
    claim = formula_of(c, data["claim"])
    if claim[0] not in RELATIONS or compare(claim[0], evaluate(claim[1]), evaluate(claim[2])) is not True:
        raise Reject("identity", f"{show(claim)} is not seen from the values of its sides")
    return claim


RULES: dict[str, Rule] = {
    "witness": witness, "obtain": obtain, "antisymmetry": antisymmetry, "same_statement": same_statement, "compute": compute,
}
