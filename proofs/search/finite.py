"""The steps about operators, Hessians, whole parts, binomial coefficients and sums: what they leave to search.

Untrusted like all search: the kernel checks every step.
"""

from __future__ import annotations

from typing import Any

from proofs.kernel.checker import Checker
from proofs.kernel.normal import Letter
from proofs.kernel.syntax import Formula, Term
from proofs.reader import read
from proofs.search.logic import NotFound
from proofs.theorem import Step

Data = dict[str, Any]
Made = tuple[list[Data], Data]


def _inline(step: Data) -> Data:
    """A step that proves a side condition: the rule that needs it says what its claim is."""
    return {k: v for k, v in step.items() if k != "claim"}


class Finite:
    """The part of `proofs.search.prove.Author` that deals with linear algebra and finite sums."""

    checker: Checker
    theorem: Any

    # provided by the author: leaf, justify, steps, inside

    def _image(self, step: Step, d: Data) -> Made:
        return [], {"rule": "image", "of": d["of"], "A": read(d["A"])}

    def _same_point(self, step: Step, d: Data) -> Made:
        u, v = read(d["u"]), read(d["v"])
        before, by = self.leaf(("<=", ("sq", ("+", u, ("-", v))), 0), d["using"], "the square of the difference")
        return before, {"rule": "same_point", "u": u, "v": v, "by": _inline(by)}

    def _rayleigh(self, step: Step, d: Data) -> Made:
        return [], {"rule": "rayleigh", "of": d["of"], "A": read(d["A"]), "b": read(d["b"])}

    def _twice(self, f: Term) -> str:
        for name, fact in self.checker.facts.items():
            if fact == ("twice", f):
                return name
        raise NotFound(f"lemma {self.theorem.name}: no fact says that {f} is twice differentiable")

    def _proved_under(self, letter: Any, conditions: dict[str, Formula], steps: Any) -> list[Data]:
        inner = self.inside(self.checker.child({letter.name: Letter(letter.sort)}))
        for name, condition in conditions.items():
            inner.checker.assume(name, condition, frozenset())
        return inner.steps(steps)

    def _hessian(self, step: Step, d: Data) -> Made:
        data: Data = {"rule": step.rule, **{part: read(d[part]) for part in ("f", "x", "y", "u", "v", "b") if part in d}}
        t = data["letter"] = d["letter"].name
        conditions: dict[str, Formula] = {"above": ("<", 0, t)} if step.rule == "hessian_limit" else {
            "above": ("<=", 0, t), "below": ("<=", t, 1)}
        data |= {"twice": self._twice(data["f"]), "proof": self._proved_under(d["letter"], conditions, d["proof"])}
        return [], data | ({"lower": True} if d.get("lower") else {})

    _hessian_taylor = _hessian_mean_value = _hessian_limit = _hessian

    def _quadratic(self, step: Step, d: Data) -> Made:
        data = {"rule": "quadratic", "of": d["of"], "part": d["part"]}
        data |= {part: read(d[part]) for part in ("f", "a", "b", "s", "A") if d[part] is not None}
        return [], data | ({"letter": d["letter"].name} if d["part"] == "hessian" else {})

    def _gradient_of(self, step: Step, d: Data) -> Made:
        return [], {"rule": "gradient_of", "of": d["of"]}

    def _whole(self, step: Step, d: Data) -> Made:
        return [], {"rule": "whole", "a": read(d["a"]), "part": d["part"], "side": d["side"]}

    def _pascal(self, step: Step, d: Data) -> Made:
        n, k = read(d["n"]), read(d["k"])
        return [], {"rule": "pascal", "n": n, "k": k, "by": self.justify(("<=", 1, n), d["using"], "n >= 1")}

    def _binomial_end(self, step: Step, d: Data) -> Made:
        n, k, case = read(d["n"]), read(d["k"]), d["case"]
        data = {"rule": "binomial_end", "n": n, "k": k, "case": case}
        if case != "below":
            data["nonnegative"] = self.justify(("<=", 0, n), d["using"], "n >= 0")
        if case != "end":
            data["by"] = self.justify(("<", k, 0) if case == "below" else ("<", n, k), d["using"], f"k {case} its range")
        return [], data

    def _binomial_positive(self, step: Step, d: Data) -> Made:
        n, k = read(d["n"]), read(d["k"])
        return [], {"rule": "binomial_positive", "n": n, "k": k, "by": self.justify(("<=", k, n), d["using"], "k <= n"),
                    "nonnegative": self.justify(("<=", 0, k), d["using"], "k >= 0")}

    def _batches_empty(self, step: Step, d: Data) -> Made:
        t = read(d["sum"])
        small = t[1] if d["part"] == "N" else t[2]
        return [], {"rule": "batches_empty", "sum": t, "part": d["part"],
                    "by": self.justify(("<=", small, 0), d["using"], f"{d['part']} <= 0")}

    def _batches_step(self, step: Step, d: Data) -> Made:
        t = read(d["sum"])
        return [], {"rule": "batches_step", "sum": t, "by": self.justify(("<=", 1, t[1]), d["using"], "N >= 1")}

    def _sum_compare(self, step: Step, d: Data) -> Made:
        k, lo, hi = d["letter"].name, read(d["lo"]), read(d["hi"])
        proof = self._proved_under(d["letter"], {"above": ("<=", lo, k), "below": ("<=", k, hi)}, d["proof"])
        return [], {"rule": "sum_compare", "letter": k, "lo": lo, "hi": hi, "proof": proof}
