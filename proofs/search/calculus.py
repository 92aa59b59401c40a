"""The steps about real functions: what an author leaves to the search (trees, cells, side conditions).

Untrusted like all search: the kernel checks every step.
"""

from __future__ import annotations

from typing import Any

from proofs.kernel.syntax import free_letters, substitute
from proofs.reader import read
from proofs.search.logic import NotFound
from proofs.search.realline import cells, renamed, settle
from proofs.theorem import Step

Data = dict[str, Any]


class Calculus:
    """The part of `proofs.search.prove.Author` that deals with functions of a real letter."""

    checker: Any
    theorem: Any

    # provided by the author: resolve, justify, add, inside, words

    def _ball(self, step: Step, d: Data):
        claim = read(d["claim"])
        before, names, hints = self.resolve(d["using"])
        steps = settle(self.checker, claim, names, hints)
        if steps is None:
            raise NotFound(f"lemma {self.theorem.name}, {step.name or 'a fact'}: no proof by enclosures or squares of "
                           f"{self.words(claim)}; it is false, or too near to an equality that is not at a simple point")
        steps = renamed(steps, self.name())
        return [*before, *(self.add(data) for data in steps[:-1])], {k: v for k, v in steps[-1].items() if k != "name"}

    def _cells(self, d: Data, order: int, goals: Any) -> Data:
        x, t = d["letter"].name, read(d["body"])
        ends = {part: read(d[part]) for part in ("lo", "hi") if d[part] is not None}

        def prepare(scope: Any) -> list[Data]:
            return self.inside(scope).steps(d["proof"])

        found = cells(self.checker, t, x, order, goals, ends.get("lo"), ends.get("hi"), prepare)
        if found is None:
            raise NotFound(f"lemma {self.theorem.name}: the derivative of {d['body']} was not bounded as claimed on every cell")
        points = {part: read(d[part]) for part in ("a", "b")}
        sides: Data = {}
        for part, point in points.items():
            if "lo" in ends:
                sides[part + "_above"] = self.justify(("<=", ends["lo"], point), d["using"], "the range of a point")
            if "hi" in ends:
                sides[part + "_below"] = self.justify(("<=", point, ends["hi"]), d["using"], "the range of a point")
        return {"letter": x, "term": t, "cells": found, **ends, **points, **sides}

    def _mean_value(self, step: Step, d: Data):
        bound = read(d["bound"])
        found = self._cells(d, 1, lambda slope: {"lower": ("<=", ("-", bound), slope), "upper": ("<=", slope, bound)})
        return [], {"rule": "mean_value", "bound": bound, **found}

    def _taylor(self, step: Step, d: Data):
        bound, lower = read(d["bound"]), d["side"] == "lower"
        found = self._cells(d, 2, lambda slope: {"goal": ("<=", bound, slope) if lower else ("<=", slope, bound)})
        return [], {"rule": "taylor", "bound": bound, "side": d["side"], **found}

    def _monotone(self, step: Step, d: Data):
        found = self._cells(d, 1, lambda slope: {"goal": ("<=", 0, slope)})
        order = self.justify(("<=", found["a"], found["b"]), d["using"], "the order of the points")
        return [], {"rule": "monotone", "order": order, **found}

    def _intermediate_value(self, step: Step, d: Data):
        x, t, lo, hi = d["letter"].name, read(d["body"]), read(d["lo"]), read(d["hi"])
        found = cells(self.checker, t, x, 0, lambda value: {}, lo, hi, lambda scope: self.inside(scope).steps(d["proof"]))
        at_lo, at_hi = substitute(t, {x: lo}), substitute(t, {x: hi})
        sides = {"order": ("<=", lo, hi), "below": ("<=", at_lo, 0), "above": ("<=", 0, at_hi)}
        return [], {"rule": "intermediate_value", "letter": x, "term": t, "lo": lo, "hi": hi, "cells": found,
                    **{part: self._side(claim, d["using"]) for part, claim in sides.items()}}

    def _side(self, claim: Any, using: Any) -> Any:
        """A side condition; between numbers without letters by their values."""
        if free_letters(claim):
            return self.justify(claim, using, "a side condition")
        return {"rule": "compute", "claim": claim}

    def _branch(self, step: Step, d: Data):
        t = read(d["term"])
        first, second = (("<", 0, t[1]), ("<", t[1], 0)) if t[0] == "sgn" else (("<=", t[1], t[2]), ("<", t[2], t[1]))
        try:
            return [], {"rule": "branch", "term": t, "first": 1, "by": self.justify(first, d["using"], "a condition")}
        except NotFound:
            return [], {"rule": "branch", "term": t, "first": 0, "by": self.justify(second, d["using"], "a condition")}

    def _trigonometry(self, step: Step, d: Data):
        return [], {"rule": "trigonometry", "law": d["law"], "of": [read(a) for a in d["of"]]}


