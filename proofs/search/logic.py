"""The steps of natural deduction: which rule an author's step means, and how a formula is proved by its parts.

Untrusted like all search: the kernel checks every step.
"""

from __future__ import annotations

from typing import Any

from sympy import Basic

from proofs.kernel.checker import Checker
from proofs.kernel.logic import opposite
from proofs.kernel.normal import Letter
from proofs.kernel.syntax import BINDERS, RELATIONS, Formula, fresh, substitute
from proofs.reader import read
from proofs.search.factors import denominator_facts
from proofs.search.linear import find
from proofs.theorem import Step

Data = dict[str, Any]
FALSE: Formula = ("<=", 1, 0)


class NotFound(Exception):
    """The search found no certificate; the message names the lemma, the line and what was missing."""


def _absolute(space: Checker, t: Any) -> list[Any]:
    """The real terms whose absolute values a formula mentions, outside of sums."""
    if not isinstance(t, tuple) or t[0] in BINDERS:
        return []
    own = [t[1]] if t[0] == "norm" and space.sort(t[1]) != "vector" else []
    return own + [a for part in t[1:] for a in _absolute(space, part)]


class Logic:
    """The part of `proofs.search.prove.Author` that deals with connectives and quantifiers."""

    checker: Checker
    theorem: Any
    witnesses: Data = {}  # terms to try for a letter of "there is", by its name

    # provided by the author: leaf, resolve, justify, add, steps, inside, words

    def goal(self, claim: Formula, using: Any, where: str) -> tuple[list[Data], Data]:
        """Steps, and the last step, that prove a formula: by a certificate, by a fact that says it, or by its parts."""
        before, names, _ = self.resolve(using)
        hints = (*names, *(u for u in using if isinstance(u, Step) and u.rule == "square"))
        if claim[0] in RELATIONS:
            steps, last = self._relation(claim, hints, where)
            return [*before, *steps], last
        for name in names:
            if self.checker.same(self.checker.facts[name], claim):
                return before, {"rule": "same_statement", "claim": claim, "fact": name}
        prove = getattr(self, "_prove_" + claim[0], None)
        if prove is None:
            raise NotFound(f"lemma {self.theorem.name}, {where}: no fact among {', '.join(names) or 'none'} says "
                           f"{self.words(claim)}, and it has no parts to prove")
        steps, last = prove(claim, hints, where)
        return [*before, *steps], last

    def _relation(self, claim: Formula, hints: Any, where: str) -> tuple[list[Data], Data]:
        """A certificate; else one after the signs of denominators are shown, and how absolute values bound their terms."""
        try:
            return self.leaf(claim, hints, where)
        except NotFound as fault:
            names = [n for n in hints if isinstance(n, str) and self.checker.facts[n][0] in RELATIONS]
            before = denominator_facts(self.checker, claim, names)
            names += [step["name"] for step in before]
            formulas = (claim, *(self.checker.facts[n] for n in names))
            for t in dict.fromkeys(t for f in formulas for t in _absolute(self.checker, f)):
                for side in (t, ("-", t)):
                    bound = ("<=", side, ("norm", t))
                    squares = {"rule": "positivity", "nonneg": 0}  # both squares are the same
                    before.append(self.add({"rule": "roots", "claim": bound, "squares": squares}))
                    names.append(before[-1]["name"])
            hints = (*names, *(u for u in hints if not isinstance(u, str)))
            if before:
                try:
                    steps, last = self.leaf(claim, hints, where)
                    return [*before, *steps], last
                except NotFound:
                    pass
            if claim[0] != "<=" or not isinstance(claim[1], tuple) or claim[1][0] != "norm" or self.checker.sort(
                    claim[1][1]) == "vector":
                raise fault from None
            steps, last = self._absolute_value(claim, hints, where)
            return [*before, *steps], last

    def _absolute_value(self, claim: Formula, hints: Any, where: str) -> tuple[list[Data], Data]:
        """|a| <= b from a <= b and -a <= b."""
        _, (_, a), b = claim
        first, above = self._proved(("<=", a, b), hints, where)
        second, below = self._proved(("<=", ("-", a), b), hints, where)
        strict = [n for n in hints if isinstance(n, str) and self.checker.facts[n][0] == "<"]
        steps, squares = self.leaf(("<=", ("^", claim[1], 2), ("^", b, 2)), (above, below, *strict), where)
        sign = {} if self.checker.sign(b) else {"b": self.justify(("<=", 0, b), (above, below), where)}
        return [*first, *second, *steps], {
            "rule": "roots", "claim": claim, "squares": {k: v for k, v in squares.items() if k != "claim"}, "nonnegative": sign}

    def _proved(self, claim: Formula, using: Any, where: str) -> tuple[list[Data], str]:
        """The same, with the last step added as a fact; returns its name."""
        before, step = self.goal(claim, using, where)
        data = self.add(step)
        return [*before, data], data["name"]

    def _scope(self, letters: dict[str, Letter], assumed: dict[str, Formula]) -> Any:
        inner = self.inside(self.checker.child(letters))
        for name, formula in assumed.items():
            inner.checker.assume(name, formula, frozenset())
        return inner

    def _unused(self, name: str) -> str:
        while name in self.checker.facts:
            name += "'"
        return name

    def _prove_and(self, claim: Formula, using: Any, where: str) -> tuple[list[Data], Data]:
        steps, names = [], []
        for part in claim[1:]:
            more, name = self._proved(part, using, where)
            steps += more
            names.append(name)
        return steps, {"rule": "conjunction", "of": names}

    def _prove_or(self, claim: Formula, using: Any, where: str) -> tuple[list[Data], Data]:
        fault = None
        for i, part in enumerate(claim[1:], 1):
            try:
                steps, name = self._proved(part, using, where)
                return steps, {"rule": "disjunction", "claim": claim, "part": i, "by": name}
            except NotFound as why:
                fault = fault or why
        raise fault or NotFound(where)

    def _prove_implies(self, claim: Formula, using: Any, where: str) -> tuple[list[Data], Data]:
        name = self._unused("supposed")
        proof, _ = self._scope({}, {name: claim[1]})._proved(claim[2], (*using, name), where)
        return [], {"rule": "implication", "assume": claim[1], "as": name, "proof": proof}

    def _prove_not(self, claim: Formula, using: Any, where: str) -> tuple[list[Data], Data]:
        steps, name = self._proved(opposite(self.checker, claim[1]), using, where)
        return steps, {"rule": "negated", "of": name, "claim": claim}

    def _prove_exists(self, claim: Formula, using: Any, where: str) -> tuple[list[Data], Data]:
        _, letters, conditions, body = claim
        if not all(n in self.witnesses for n, _ in letters):
            raise NotFound(f"lemma {self.theorem.name}, {where}: say which: witness({self.words(claim)}, ...)")
        values = {n: self.witnesses[n] for n, _ in letters}
        shown = [self._condition(substitute(c, values), using, where) for c in conditions]
        steps, by = self._proved(substitute(body, values), using, where)
        return steps, {"rule": "witness", "claim": claim, "at": values, "conditions": shown, "by": by}

    def _prove_forall(self, claim: Formula, using: Any, where: str) -> tuple[list[Data], Data]:
        _, letters, conditions, body = claim
        new = fresh([n for n, _ in letters], tuple(self.checker.letters), conditions, body) if any(
            n in self.checker.letters for n, _ in letters) else [n for n, _ in letters]
        values: Data = {old: n for (old, _), n in zip(letters, new, strict=True)}
        sorts = [sort for _, sort in letters]
        assumed = {self._unused(f"condition {i}"): substitute(part, values) for i, part in enumerate(conditions, 1)}
        inner = self._scope({n: Letter(sort) for n, sort in zip(new, sorts, strict=True)}, assumed)
        proof, _ = inner._proved(substitute(body, values), (*using, *assumed), where)
        step = {"rule": "generalise", "letters": [list(pair) for pair in zip(new, sorts, strict=True)], "conditions": assumed,
                "proof": proof}
        if new == [n for n, _ in letters]:
            return [], step
        data = self.add(step)
        return [data], {"rule": "same_statement", "claim": claim, "fact": data["name"]}

    # --- one method a rule -----------------------------------------------------------------------------------------

    def _conjunction(self, step: Step, d: Data):
        return [], {"rule": "conjunction", "of": list(d["of"])}

    def _conjunct(self, step: Step, d: Data):
        return [], {"rule": "conjunct", **d}

    def _branches(self, step: Step, d: Data):
        before, of = [], d["of"]
        if isinstance(of, Basic):
            before = [self.add({"rule": "excluded_middle", "claim": read(of)})]
            of = before[0]["name"]
        parts = self._known(of, "or")[1:]
        proofs = [self._scope({}, {d["as"]: part}).steps(case) for part, case in zip(parts, d["cases"], strict=True)]
        return before, {"rule": "branches", "of": of, "as": d["as"], "branches": proofs}

    def _known(self, name: str, head: str) -> Formula:
        fact = self.checker.facts.get(name)
        if fact is None or fact[0] != head:
            raise NotFound(f"lemma {self.theorem.name}: {name!r} is no fact of the form {head!r} that could be used here")
        return fact

    def _implication(self, step: Step, d: Data):
        a = read(d["assume"])
        return [], {"rule": step.rule, "assume": a, "as": d["as"], "proof": self._scope({}, {d["as"]: a}).steps(d["proof"])}

    _negation = _implication

    def _modus_ponens(self, step: Step, d: Data):
        left = self._known(d["of"], "implies")[1]
        steps, name = self._proved(left, d["using"] or tuple(self.checker.facts), f"apply {d['of']}")
        return steps, {"rule": "modus_ponens", "of": d["of"], "by": name}

    def _contradiction(self, step: Step, d: Data):
        before, names, squares = self.resolve(d["using"] or tuple(self.checker.facts))
        found = find(self.checker, FALSE, names, squares)
        if found is not None:
            return before, found
        for name in names:  # l < h, and the others give h <= l
            relation, low, high = self.checker.facts[name] if self.checker.facts[name][0] in ("<", "<=") else ("", 0, 0)
            if relation:
                others = [n for n in names if n != name]
                found = find(self.checker, ("<=" if relation == "<" else "<", high, low), others, squares)
            if found is not None:
                back = self.add(found)
                slacks = ("+", ("slack", name), ("slack", back["name"]))
                return [*before, back], {"rule": "positivity", "claim": ("<", 0, 0), "nonneg": slacks}
        raise NotFound(f"lemma {self.theorem.name}: no contradiction was found among {', '.join(names)}")

    def _absurd(self, step: Step, d: Data):
        claim, (before, names, _) = read(d["claim"]), self.resolve(d["using"])
        for name in names:
            for against in names:
                if self.checker.same(self.checker.facts[against], ("not", self.checker.facts[name])):
                    return before, {"rule": "absurd", "claim": claim, "of": name, "against": against}
        steps, false = self._contradiction(step, {"using": tuple(names)})
        data = self.add(false)
        return [*before, *steps, data], {"rule": "absurd", "claim": claim, "of": data["name"]}

    def _negated(self, step: Step, d: Data):
        return [], {"rule": "negated", **d}

    def _witness(self, step: Step, d: Data):
        claim, where = read(d["claim"]), step.name or "a witness"
        values = {name: read(v) for name, v in d["values"].items()}
        if claim[0] != "exists" or {n for n, _ in claim[1]} != set(values):
            raise NotFound(f"lemma {self.theorem.name}, {where}: {self.words(claim)} needs a value for each of its letters")
        before, names, _ = self.resolve(d["using"])
        hints = (*names, *(u for u in d["using"] if isinstance(u, Step) and u.rule == "square"))
        conditions = [self._condition(substitute(c, values), hints, where) for c in claim[2]]
        steps, by = self._proved(substitute(claim[3], values), hints, where)
        return [*before, *steps], {"rule": "witness", "claim": claim, "at": values, "conditions": conditions, "by": by}

    def _condition(self, claim: Formula, using: Any, where: str) -> str | Data:
        """A side condition from the facts named, else from all in scope."""
        try:
            return self.justify(claim, using, where)
        except NotFound:
            return self.justify(claim, (), where)

    def _obtain(self, step: Step, d: Data):
        _, letters, conditions, body = self._known(d["of"], "exists")
        new = [v.name for v in d["letters"]]
        values: Data = dict(zip((n for n, _ in letters), new, strict=True))
        names = [*(f"{d['as']}.{i}" for i in range(1, len(conditions) + 1)), d["as"]]
        parts = [substitute(part, values) for part in (*conditions, body)]
        sorts = {n: Letter(sort) for n, (_, sort) in zip(new, letters, strict=True)}
        inner = self._scope(sorts, dict(zip(names, parts, strict=True)))
        return [], {"rule": "obtain", "of": d["of"], "letters": new, "as": names, "proof": inner.steps(d["proof"])}

    def _antisymmetry(self, step: Step, d: Data):
        _, a, b = claim = read(d["claim"])
        return [], {"rule": "antisymmetry", "claim": claim, "above": self.justify(("<=", a, b), d["using"], "a <= b"),
                    "below": self.justify(("<=", b, a), d["using"], "b <= a")}

    def _compute(self, step: Step, d: Data):
        return [], {"rule": "compute", "claim": read(d["claim"])}

    def _archimedes(self, step: Step, d: Data):
        eps = read(d["eps"])
        positive = self.justify(("<", 0, eps), d["using"], "eps > 0")
        return [], {"rule": "archimedes", "c": read(d["c"]), "eps": eps, "by": positive}

    def _geometric_decay(self, step: Step, d: Data):
        q, eps = read(d["q"]), read(d["eps"])
        return [], {"rule": "geometric_decay", "C": read(d["C"]), "q": q, "eps": eps,
                    "q_nonnegative": self.justify(("<=", 0, q), d["using"], "q >= 0"),
                    "q_below_one": self.justify(("<", q, 1), d["using"], "q < 1"),
                    "eps_positive": self.justify(("<", 0, eps), d["using"], "eps > 0")}

    def _monotone_convergence(self, step: Step, d: Data):
        return [], {"rule": "monotone_convergence", "of": d["of"], "bounded": d["bounded"], "V": self._body(d, "V"),
                    "m": read(d["m"])}


__all__ = ["Logic", "NotFound"]
