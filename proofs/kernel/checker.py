"""Facts in scope and the steps that add to them. Each step names a rule of ``proofs.kernel.rules`` and carries its data.

A theorem file is ``{"format": 1, "theorem": name, "letters": {name: [sort, sign]}, "hypotheses": {name: formula},
"proof": [step, ...]}``; a step is ``{"name": ..., "rule": ..., ...}`` and its conclusion becomes a fact of that name.
"""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from proofs.kernel.axioms import AXIOMS
from proofs.kernel.normal import Letter, Poly, Space, add
from proofs.kernel.syntax import (
    CONNECTIVES,
    QUANTIFIERS,
    RELATIONS,
    SIGNED,
    SIGNS,
    SORTS,
    Formula,
    Reject,
    Term,
    check_shape,
    free_letters,
    freeze,
    fresh,
    refusing,
    show,
    slacks,
    substitute,
)

FORMAT = 1
RELATES = ("positivity", "ring", "roots", "integer", "ball", "compute")  # rules whose claim a place that needs it supplies
Data = dict[str, Any]
Rule = Callable[["Checker", Data], Formula]


@dataclass(frozen=True)
class Verified:
    """A theorem whose proof was checked: its letters and hypotheses, its facts, and what each fact rests on.

    With ``gaps`` (statements that were assumed, here or in a theorem that is cited) none of its facts is proved.
    """

    name: str
    letters: dict[str, Letter]
    hypotheses: dict[str, Formula]
    facts: dict[str, Formula]
    used: dict[str, frozenset[str]]
    digest: str
    gaps: frozenset[str] = frozenset()


class Checker(Space):
    """A scope: letters, facts, and what is proved nonzero in it."""

    def __init__(self, letters: dict[str, Letter], library: dict[str, Verified]) -> None:
        super().__init__(letters)
        self.library = library
        self.used: dict[str, frozenset[str]] = {}  # fact -> hypotheses, axioms and theorems under it
        self.outer: Checker | None = None  # the scope around this one
        self.ambient: frozenset[str] = frozenset()  # ... under what is used without being named (rewriting, nonzero)
        self.touched: set[str] = set()
        self.gaps: set[str] | None = None  # assumptions of a theorem file, shared by the scopes inside; a model may make none

    def child(self, letters: dict[str, Letter]) -> Checker:
        """A scope inside this one, with fresh letters."""
        for name in letters:
            if name in self.letters:
                raise Reject("capture", f"the letter {name!r} is in use outside")
        inner = copy.copy(self)
        inner.letters = {**self.letters, **letters}
        for field in ("facts", "nonzero", "rooted", "rewrites", "squares", "continuous", "natural", "used"):
            setattr(inner, field, copy.copy(getattr(self, field)))
        inner.memo, inner.touched, inner.outer = {}, set(), self
        return inner

    # --- formulas --------------------------------------------------------------------------------------------------

    def check_formula(self, formula: Formula) -> None:
        """Refuse a formula that is ill-formed or ill-sorted here."""
        if not isinstance(formula, tuple) or not formula:
            raise Reject("shape", f"{show(formula)} is no formula")
        head = formula[0]
        if head in RELATIONS and len(formula) == 3:
            for t in formula[1:]:
                check_shape(t)
            sorts = {"vector" if self.sort(t) == "vector" else self._want(formula, t, "real") and "real" for t in formula[1:]}
            if len(sorts) > 1 or ("vector" in sorts and head != "=="):
                raise Reject("sort", f"{show(formula)} compares a {' and a '.join(sorted(sorts))}")
        elif head in CONNECTIVES and (len(formula) > 1 if head in ("and", "or") else len(formula) == 2 + (head == "implies")):
            for part in formula[1:]:
                self.check_formula(part)
        elif head in QUANTIFIERS and len(formula) == 4:
            if any(len(pair) != 2 for pair in formula[1]):
                raise Reject("letter", f"{show(formula)}: what is known of a quantified letter is a condition, not a sign")
            inner = Checker({**self.letters, **read_letters(formula[1])}, self.library)
            for part in (*formula[2], formula[3]):
                inner.check_formula(part)
        elif head == "linear" and len(formula) == 2:
            self.body(formula[1])
        elif head == "inf" and len(formula) == 3:
            self.term(formula[1], "function")
            self.term(formula[2], "real")
        elif head == "twice" and len(formula) == 2:
            self.term(formula[1], "function")
        else:
            raise Reject("shape", f"{show(formula)} is no formula")

    def term(self, data: Any, *sorts: str) -> Term:
        """A term of one of the sorts, as it stands in a certificate; it speaks of letters in scope only."""
        t = freeze(data)
        check_shape(t)
        if self._want(t, t, *sorts) == "operator":
            self._operator(t)  # it stands for a letter, which is self-adjoint: for a Hessian that is an axiom
        return t

    def body(self, data: Any) -> Term:
        """A real term in one bound letter, ("b", 0), as it stands in a certificate."""
        return self.term(("sum", 0, 0, data), "real")[3]

    def slack(self, relation: Formula) -> Poly:
        return add(self.real(relation[2]), self.real(relation[1]), -1)

    def same(self, a: Formula, b: Formula) -> bool:
        """Whether two formulas say the same: equal as written, or with equal normal forms and other bound letters."""
        if a == b:
            return True
        if a[0] != b[0] or len(a) != len(b):
            return False
        if a[0] in CONNECTIVES:
            return all(self.same(x, y) for x, y in zip(a[1:], b[1:], strict=True))
        if a[0] in QUANTIFIERS:
            return self._same_quantified(a, b)
        if a[0] not in RELATIONS:
            return False
        if "vector" in (self.sort(a[1]), self.sort(b[1])):
            return a[0] == "==" and self.sort(a[1]) == self.sort(b[1]) == "vector" and self.vector_vanishes(
                ("+", a[2], ("-", a[1]), ("-", b[2]), b[1]))
        return self.vanishes(add(self.slack(a), self.slack(b), -1))

    def _same_quantified(self, a: Formula, b: Formula) -> bool:
        """Formulas with quantifiers say the same if they do after their letters are renamed to the same fresh ones."""
        sorts = [sort for _, sort in a[1]]
        if sorts != [sort for _, sort in b[1]] or len(a[2]) != len(b[2]):
            return False
        names = fresh([name for name, _ in a[1]], tuple(self.letters), a, b)
        inner = self.child({name: Letter(sort) for name, sort in zip(names, sorts, strict=True)})
        parts = []
        for formula in (a, b):
            values: dict[str, Term] = dict(zip((name for name, _ in formula[1]), names, strict=True))
            parts.append([substitute(part, values) for part in (*formula[2], formula[3])])
        found = all(inner.same(x, y) for x, y in zip(*parts, strict=True))
        self.touched |= inner.touched
        self.ambient |= inner.ambient
        return found

    def vector_vanishes(self, t: Term) -> bool:
        return all(self.vanishes(p) for p in self.vector(t).values())

    # --- facts -----------------------------------------------------------------------------------------------------

    def fact(self, name: str) -> Formula:
        if name not in self.facts:
            raise Reject("fact", f"{name!r} is no fact in scope")
        self.touched |= self.used.get(name, frozenset())
        return self.facts[name]

    def slack_of(self, name: str) -> Formula:
        self.touched |= self.used.get(name, frozenset())
        return super().slack_of(name)

    def rests_on(self, t: Term) -> None:
        """What is recorded for good rests on the facts whose slacks the term mentions, also where no later step names them."""
        for name in slacks(t):
            self.ambient |= self.used.get(name, frozenset())

    def assume(self, name: str, formula: Formula, under: frozenset[str]) -> None:
        """Add a fact. A strict one makes its slack a denominator that may be cancelled."""
        if not isinstance(name, str) or not name or not name.isprintable() or name in self.facts:
            raise Reject("fact", f"the name {name!r} is taken, empty or not printable")
        self.check_formula(formula)
        self.facts[name], self.used[name] = formula, under | self.ambient
        if formula[0] == "<":
            self.set_nonzero(self.slack(formula))
            self.ambient |= under
        if formula[0] in ("<=", "<") and isinstance(formula[2], str) and self.sign(formula[1]) \
                and self.sort(formula[2]) == "index":
            self.natural.add(formula[2])
            self.ambient |= under
            self.memo.clear()
        if is_lipschitz_gradient(formula):
            f = formula[3][1][1][1][1]
            self.continuous |= {f, self.function(f)[0]}
            self.ambient |= under

    def axiom(self, name: str) -> None:
        if name not in AXIOMS:
            raise Reject("axiom", f"{name!r} is no axiom")
        self.touched.add("axiom:" + name)

    def uses(self, axiom: str) -> None:
        """A normal form is computed once and used in many steps, so all facts from here on rest on the axiom."""
        scope: Checker | None = self
        while scope is not None:
            scope.axiom(axiom)
            scope.ambient |= {"axiom:" + axiom}
            scope = scope.outer

    def conclude(self, step: Data) -> Formula:
        """The conclusion of one step, well-formed in this scope; refuses what its rule refuses."""
        from proofs.kernel.rules import RULES
        rule = step.get("rule") if isinstance(step, dict) else step
        if not isinstance(rule, str) or rule not in RULES:
            raise Reject("rule", f"{rule!r} is no rule")
        with refusing(f"rule {rule}"):
            conclusion = RULES[rule](self, step)
            self.check_formula(conclusion)
        return conclusion

    def establish(self, formula: Formula, by: str | Data) -> None:
        """Check that a fact (by name) or a step proves this very formula."""
        self.check_formula(formula)
        if isinstance(by, dict) and "claim" not in by and by.get("rule") in RELATES:
            by = {**by, "claim": formula}
        found = self.fact(by) if isinstance(by, str) else self.conclude(by)
        if not self.same(found, formula) and not (found[0] == "<" and self.same(("<=", *found[1:]), formula)):
            raise Reject("mismatch", f"{show(found)} was proved where {show(formula)} is needed")

    def run(self, steps: list[Data]) -> Formula:
        """Check steps in order, adding their conclusions; returns the last."""
        conclusion: Formula | None = None
        outside, self.touched = self.touched, set()
        for step in steps:
            self.touched = set()
            name = step.get("name", "") if isinstance(step, dict) else ""
            try:
                conclusion = self.conclude(step)
                with refusing("the conclusion"):
                    self.assume(name, conclusion, frozenset(self.touched))
            except Reject as fault:
                raise Reject(fault.cause, f"step {name or '?'}: {str(fault).removeprefix(fault.cause + ': ')}") from None
            outside |= self.touched
        if conclusion is None:
            raise Reject("shape", "a proof without steps")
        self.touched = outside
        return conclusion


def is_lipschitz_gradient(formula: Formula) -> bool:
    """Whether a formula is exactly: |grad f(x) - grad f(y)| <= L |x - y| for all x, y."""
    if formula[0] != "forall" or formula[2] or len(formula[1]) != 2:
        return False
    (x, sx), (y, sy) = formula[1]
    body = formula[3]
    shape = ("norm", ("+", ("grad", "f", x), ("-", ("grad", "f", y))))
    if body[0] != "<=" or (sx, sy) != ("vector", "vector") or x == y:
        return False
    left, right = body[1], body[2]
    try:
        f = left[1][1][1]
    except (IndexError, TypeError):
        return False
    constants = right[1:-1] if isinstance(right, tuple) and right[0] == "*" else ()
    return (left == ("norm", ("+", ("grad", f, x), ("-", ("grad", f, y)))) and len(shape) == 2 and len(constants) > 0
            and right[-1] == ("norm", ("+", x, ("-", y))) and not {x, y} & free_letters(("*", f, *constants)))


def read_letters(pairs: Any) -> dict[str, Letter]:
    """Declarations ``((name, sort), ...)`` or ``((name, sort, sign), ...)``."""
    out = {}
    for name, sort, *sign in pairs:
        if not isinstance(name, str) or not name or name[0] == "#" or name in out or sort not in SORTS or len(sign) > 1 \
                or (sign and sign[0] not in (SIGNS if sort in SIGNED else ("",))):
            raise Reject("letter", f"{name!r} of sort {sort!r} cannot be declared")
        out[name] = Letter(sort, sign[0] if sign else "")
    return out


def statement_digest(data: Data) -> str:
    """The hash by which a theorem's statement is cited."""
    text = json.dumps([data["letters"], data["hypotheses"]], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def open_theorem(data: Data, library: dict[str, Verified]) -> Checker:
    """The scope of a theorem file: its letters, and its hypotheses as facts."""
    if data.get("format") != FORMAT:
        raise Reject("shape", f"format {data.get('format')!r}, this kernel reads format {FORMAT}")
    checker = Checker(read_letters(freeze([[n, *s] for n, s in data["letters"].items()])), library)
    for name, formula in data["hypotheses"].items():
        checker.assume(name, freeze(formula), frozenset(["hypothesis:" + name]))
    return checker


def check_theorem(data: Data, library: dict[str, Verified]) -> Verified:
    """Check a theorem file against the theorems already checked."""
    with refusing("theorem file"):
        checker = open_theorem(data, library)
        checker.gaps = set()
        if not isinstance(data["theorem"], str) or not data["theorem"].isprintable():
            raise Reject("shape", "the name of a theorem is text")
        if data["proof"]:
            checker.run(data["proof"])
        hypotheses = {name: checker.facts[name] for name in data["hypotheses"]}
        facts = {name: formula for name, formula in checker.facts.items() if name not in hypotheses}
        letters = {name: letter for name, letter in checker.letters.items() if name in data["letters"]}
        return Verified(data["theorem"], letters, hypotheses, facts, checker.used, statement_digest(data),
                        frozenset(checker.gaps))
