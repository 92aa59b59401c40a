"""Every rule of the kernel: a use that it accepts, and forgeries that it refuses, each for the right reason.

Each case has hypotheses, one accepted step, and altered steps with the cause of their refusal. The letters are those of
``tests.kernel.build``: a, b, c real; p > 0; q >= 0; n, m >= 0 and i indices; u, v, w vectors; s, r, x sequences.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from proofs.kernel.rules import RULES
from tests.kernel import calculus_cases, finite_cases, logic_cases, operator_cases
from tests.kernel.build import SMOOTH, Data, check, for_all, positive, rejected, ring

B = ["b", 0]
DECREASE = for_all(["<=", ["at", "s", "k"], ["+", ["at", "r", "k"], ["-", ["at", "r", ["+", "k", 1]]], "q"]])
SHRINK = for_all(["<=", ["at", "s", ["+", "k", 1]], ["+", ["*", "q", ["at", "s", "k"]], "c"]])
RATE = for_all(["<=", ["at", "s", "k"], ["*", ["pow", "q", "k"], "p"]])
SUM = ["sum", "n", "m", ["at", "s", B]]
TRIANGLE = ["==", ["sum", 1, "j", B], ["/", ["*", "j", ["+", "j", 1]], 2]]


@dataclass
class Case:
    """One accepted step, with what it needs, and its forgeries: (changes, cause)."""

    rule: str
    step: Data
    forgeries: list[tuple[Data, str]]
    hypotheses: Data = field(default_factory=dict)
    before: list[Data] = field(default_factory=list)
    library: Data = field(default_factory=dict)


def lemma() -> Data:
    """A theorem to cite: p, q >= 0 give a <= a + q from the hypothesis "0 <= b" (unused) for a positive p."""
    return {"lemma": check({"h": ["<=", "a", "b"], "all": for_all(["<=", 0, ["at", "r", "k"]])},
                           {"name": "fact", **positive(["<=", ["*", "p", "a"], ["*", "p", "b"]], ["*", "p", ["slack", "h"]])},
                           letters={"a": ["real", ""], "b": ["real", ""], "p": ["real", "> 0"], "r": ["real sequence", ">= 0"]})}


LEMMA = lemma()
CITE = {"rule": "cite", "theorem": "lemma", "digest": LEMMA["lemma"].digest, "fact": "fact",
        "letters": {"a": "c", "b": ["+", "c", "q"], "p": ["+", "p", 1], "r": "r"},
        "hypotheses": {"h": positive(["<=", "c", ["+", "c", "q"]], "q"), "all": "all"}}


def induction_step(**more: Any) -> Data:
    return {"rule": "induction", "letter": "j", "from": 0, "claim": TRIANGLE,
            "base": [{"name": "zero", **ring(["==", ["sum", 1, 0, B], 0])}],
            "step": [{"name": "last", "rule": "split_sum", "sum": ["sum", 1, ["+", "j", 1], B],
                      "range": positive(["<=", 1, ["+", "j", 1]], ["slack", "range"])},
                     {"name": "next", **ring(["==", ["sum", 1, ["+", "j", 1], B],
                                              ["/", ["*", ["+", "j", 1], ["+", "j", 2]], 2]],
                                             equations=[[1, "last"], [1, "hypothesis"]])}], **more}


CASES = [
    Case("ring", ring(["==", ["*", ["+", "a", "b"], ["+", "a", ["-", "b"]]], ["+", ["^", "a", 2], ["-", ["^", "b", 2]]]]), [
        ({"claim": ["==", ["^", ["+", "a", "b"], 2], ["+", ["^", "a", 2], ["^", "b", 2]]]}, "identity"),
        ({"claim": ["==", ["/", "a", "a"], 1]}, "identity"),                      # a may be 0
        ({"claim": ["==", ["*", "a", ["^", "a", -1]], 1]}, "identity"),
        ({"claim": ["==", ["/", 1, ["+", "a", ["-", "a"]]], 0]}, "denominator"),
        ({"claim": ["==", ["^", ["sqrt", "a"], 2], "a"]}, "identity"),            # a may be negative
        ({"claim": ["==", ["norm", "a"], "a"]}, "identity"),
        ({"claim": ["==", ["pow", "a", ["+", "i", 1]], ["*", "a", ["pow", "a", "i"]]]}, "identity"),  # i may be -1
        ({"claim": ["==", "u", "a"]}, "sort"),
        ({"claim": ["==", "u", "v"]}, "identity"),
        ({"claim": ["==", ["dot", "u", "v"], ["dot", "u", "w"]]}, "identity"),
        ({"claim": ["==", "a", "b"], "equations": [[1, "h"]]}, "sign"),           # h is an inequality
        ({"claim": ["==", "a", "b"], "equations": [[1, "nothing"]]}, "fact"),
        ({"claim": ["<=", "a", "a"]}, "shape"),
        ({"claim": ["==", "nobody", "nobody"]}, "letter"),
        ({"claim": ["==", ["b", 0], ["b", 0]]}, "capture"),
        ({"claim": ["==", "#0", "#0"]}, "capture"),
        ({"claim": ["==", ["slack", "h"], ["slack", "h"]]}, "shape"),
    ], {"h": ["<=", "a", "b"]}),
    Case("positivity", positive(["<=", ["*", "p", "a"], ["*", "p", "b"]], ["*", "p", ["slack", "h"]]), [
        ({"nonneg": ["*", "q", ["slack", "h"]]}, "identity"),
        ({"nonneg": ["*", "a", ["slack", "h"]]}, "sign"),
        ({"nonneg": ["-", ["*", "p", ["slack", "h"]]]}, "sign"),
        ({"nonneg": ["*", "p", ["slack", "nothing"]]}, "fact"),
        ({"nonneg": ["*", "p", ["slack", "all"]]}, "fact"),                       # no relation
        ({"nonneg": ["/", ["slack", "h"], "q"]}, "sign"),                         # q may be 0
        ({"nonneg": ["/", ["slack", "h"], "p"]}, "identity"),
        ({"claim": ["<", ["*", "p", "a"], ["*", "p", "b"]]}, "sign"),             # < proved as <=
        ({"claim": ["<=", ["*", "p", "b"], ["*", "p", "a"]]}, "identity"),
        ({"claim": ["==", ["*", "p", "a"], ["*", "p", "b"]]}, "shape"),
        ({"claim": ["<=", "u", "v"]}, "sort"),
        ({"claim": ["==", "u", "u"]}, "shape"),
        ({"nonneg": "u"}, "sort"),
        ({"nonneg": ["*", "p", ["slack", "h"]], "equations": [[1, "h"]]}, "sign"),
    ], {"h": ["<=", "a", "b"], "all": for_all(["<=", 0, ["at", "s", "k"]])}),
    Case("chain", {"rule": "chain", "start": "a", "links": [
        {"name": "one", "rel": "<=", "rhs": "b", "by": "ab"}, {"name": "two", "rel": "<", "rhs": "c", "by": "bc"}]}, [
        ({"links": [{"name": "one", "rel": "<=", "rhs": "c", "by": "bc"}]}, "mismatch"),           # the middle is missing
        ({"links": [{"name": "two", "rel": "<", "rhs": "c", "by": "bc"}]}, "mismatch"),
        ({"links": [{"name": "one", "rel": "<", "rhs": "b", "by": "ab"}]}, "mismatch"),            # < proved as <=
        ({"links": [{"name": "one", "rel": "==", "rhs": "b", "by": "ab"}]}, "mismatch"),
        ({"links": [{"name": "one", "rel": ">=", "rhs": "b", "by": "ab"}]}, "mismatch"),
        ({"links": [{"name": "one", "rel": "<=", "rhs": "b", "by": "ab"},
                    {"name": "two", "rel": ">=", "rhs": "a", "by": "ab"}]}, "shape"),              # up and down
        ({"links": [{"name": "one", "rel": "~", "rhs": "b", "by": "ab"}]}, "shape"),
        ({"links": [{"name": "one", "rel": "<=", "rhs": "b", "by": "nothing"}]}, "fact"),
        ({"links": [{"name": "ab", "rel": "<=", "rhs": "b", "by": "ab"}]}, "fact"),                # the name is taken
        ({"links": [{"name": "one", "rel": "<=", "rhs": "b", "by": {"rule": "positivity", "nonneg": 1}}]}, "identity"),
        ({"start": "f", "links": []}, "sort"),
    ], {"ab": ["<=", "a", "b"], "bc": ["<", "b", "c"]}),
    Case("instance", {"rule": "instance", "of": "all", "at": {"k": ["+", "n", 1]},
                      "conditions": [positive(["<=", 0, ["+", "n", 1]], ["+", "n", 1])]}, [
        ({"at": {"k": "i"}, "conditions": [positive(["<=", 0, "i"], 0)]}, "range"),
        ({"at": {"k": "i"}, "conditions": ["n"]}, "fact"),
        ({"conditions": []}, "range"),
        ({"conditions": ["h"]}, "range"),
        ({"at": {"k": "a"}}, "sort"),
        ({"at": {"k": "u"}}, "sort"),
        ({"at": {"k": ["b", 0]}}, "capture"),
        ({"at": {}}, "shape"),
        ({"at": {"k": "n", "l": "n"}}, "shape"),
        ({"at": {"k": "nobody"}}, "letter"),
        ({"of": "h"}, "shape"),
        ({"of": "nothing"}, "fact"),
    ], {"all": for_all(["<=", 0, ["at", "s", "k"]]), "h": ["<=", "a", "b"]}),
    Case("generalise", {"rule": "generalise", "letters": [["y", "vector"]], "conditions": {"far": ["<=", 1, ["sq", "y"]]},
                        "proof": [{"name": "t", **positive(["<=", 0, ["+", ["sq", "y"], -1]], ["slack", "far"])}]}, [
        ({"letters": [["a", "real"]]}, "capture"),                                # a is not fresh: a hypothesis speaks of it
        ({"letters": [["y", "vector"], ["y", "vector"]]}, "letter"),
        ({"letters": [["y", "thing"]]}, "letter"),
        ({"letters": [["#0", "vector"]]}, "capture"),
        ({"letters": [["y", "vector", ">= 0"]]}, "letter"),
        ({"letters": [["y", "real", ">= 0"]], "conditions": {}, "proof": [{"name": "t", **positive(["<=", 0, "y"], "y")}]}, "letter"),
        ({"conditions": {}}, "fact"),
        ({"proof": []}, "shape"),
        ({"proof": [{"name": "t", **positive(["<=", 1, ["sq", "y"]], ["sq", "y"])}]}, "identity"),
    ], {"h": ["<=", "a", "b"]}),
    Case("cite", CITE, [
        ({"theorem": "nothing"}, "cite"), ({"digest": "0"*16}, "cite"), ({"fact": "h"}, "cite"), ({"fact": "nothing"}, "cite"),
        ({"letters": {**CITE["letters"], "p": "q"}}, "sign"),                     # q may be 0
        ({"letters": {**CITE["letters"], "p": "q"}, "signs": {"p": positive(["<", 0, "p"], "p")}}, "mismatch"),
        ({"letters": {**CITE["letters"], "r": "s"}}, "sign"),
        ({"letters": {**CITE["letters"], "r": "x"}}, "sort"),
        ({"letters": {**CITE["letters"], "a": "u"}}, "sort"),
        ({"letters": {**CITE["letters"], "a": "nobody"}}, "letter"),
        ({"letters": {**CITE["letters"], "a": ["b", 0]}}, "capture"),
        ({"letters": {"a": "c"}}, "cite"),
        ({"letters": {**CITE["letters"], "a": "b"}}, "mismatch"),                 # the hypothesis proved is about c
        ({"hypotheses": {"all": "all"}}, "cite"),
        ({"hypotheses": {"h": positive(["<=", "c", ["+", "c", "q"]], 0), "all": "all"}}, "identity"),
        ({"hypotheses": {"h": CITE["hypotheses"]["h"], "all": "some"}}, "mismatch"),
    ], {"all": for_all(["<=", 0, ["at", "r", "k"]]), "some": for_all(["<=", 0, ["at", "r", "k"]], lo=1)}, library=LEMMA),
    Case("rewrite", {"rule": "rewrite", "with": "e"}, [
        ({"with": "h"}, "shape"), ({"with": "nothing"}, "fact"), ({"with": "quotient"}, "shape"), ({"with": "all"}, "shape"),
    ], {"e": ["==", "a", ["+", "b", 1]], "h": ["<=", "a", "b"], "quotient": ["==", ["/", "a", 2], "b"],
        "all": for_all(["==", ["at", "s", "k"], 0])}),
    Case("assume", {"rule": "assume", "claim": ["<=", "a", "b"]}, [
        ({"claim": ["<=", "a", "nobody"]}, "letter"), ({"claim": ["<=", "a", "u"]}, "sort"),
        ({"claim": ["<=", 0, ["slack", "h"]]}, "shape")]),
    Case("known", {"rule": "known", "fact": "h"}, [
        ({"fact": "nothing"}, "fact"), ({"fact": "H"}, "fact"), ({"fact": 5}, "fact"), ({"fact": ["h"]}, "shape"),
    ], {"h": ["<=", "a", "b"]}),
    Case("cases", {"rule": "cases", "split": ["a", 0], "as": "case",
                   "first": [{"name": "t", **positive(["<=", "a", ["norm", "a"]], ["+", ["norm", "a"], ["slack", "case"]])}],
                   "second": [{"name": "root", "rule": "roots", "claim": ["==", ["norm", "a"], "a"],
                               "nonnegative": {"b": "case"}, "squares": ring(["==", ["^", ["norm", "a"], 2], ["^", "a", 2]])},
                              {"name": "t", **positive(["<=", "a", ["norm", "a"]], equations=[[-1, "root"]])}]}, [
        ({"second": [{"name": "t", **positive(["<=", 0, 1], 1)}]}, "mismatch"),
        ({"as": "h"}, "fact"),
        ({"split": ["u", "v"]}, "sort"),
        ({"split": ["a", "nobody"]}, "letter"),
        ({"first": []}, "shape"),
        ({"second": [{"name": "t", **positive(["<=", 0, "a"], ["slack", "case"])}]}, "mismatch"),
        ({"first": [{"name": "t", **positive(["<=", 0, "a"], ["slack", "case"])}]}, "identity"),   # there a <= 0
    ], {"h": ["<=", "a", "b"]}),
    Case("infimum", {"rule": "infimum", "of": "inf", "lower_bound": "below"}, [
        ({"of": "below"}, "shape"), ({"lower_bound": "inf"}, "shape"), ({"lower_bound": "moving"}, "shape"),
        ({"lower_bound": "other"}, "shape"), ({"lower_bound": "somewhere"}, "shape"), ({"lower_bound": "above"}, "shape"),
        ({"of": "nothing"}, "fact"), ({"lower_bound": "nothing"}, "fact"),
    ], {"inf": ["inf", "f", "c"], "below": ["forall", [["y", "vector"]], [], ["<=", "a", ["val", "f", "y"]]],
        "moving": ["forall", [["y", "vector"]], [], ["<=", ["val", "g", "y"], ["val", "f", "y"]]],
        "other": ["forall", [["y", "vector"]], [], ["<=", "a", ["val", "g", "y"]]],
        "somewhere": ["forall", [["y", "vector"]], [["<=", 0, ["val", "f", "y"]]], ["<=", "a", ["val", "f", "y"]]],
        "above": ["forall", [["y", "vector"]], [], ["<=", ["val", "f", "y"], "a"]]}),
    Case("roots", {"rule": "roots", "claim": ["<=", "a", "q"], "squares": "squares"}, [
        ({"claim": ["<=", "a", "b"], "squares": "ab"}, "sign"),                   # b may be negative
        ({"claim": ["<=", "a", "b"], "squares": "ab", "nonnegative": {"b": "squares"}}, "mismatch"),
        ({"claim": ["==", "a", "q"], "squares": "same"}, "sign"),                 # a may be -q
        ({"claim": ["<", "a", "q"]}, "shape"),
        ({"claim": ["<=", "q", "a"]}, "sign"),
        ({"claim": ["==", ["norm", "u"], "v"]}, "sort"), ({"claim": ["==", "u", "v"]}, "sign"),
        ({"squares": "ab"}, "mismatch"),
        ({"squares": "nothing"}, "fact"),
        ({"squares": {"rule": "positivity", "nonneg": 0}}, "identity"),
    ], {"squares": ["<=", ["^", "a", 2], ["^", "q", 2]], "ab": ["<=", ["^", "a", 2], ["^", "b", 2]],
        "same": ["==", ["^", "a", 2], ["^", "q", 2]]}),
    Case("root", {"rule": "root", "of": ["+", "b", ["-", "a"]], "by": "h"}, [
        ({"of": "a"}, "mismatch"), ({"of": "a", "by": positive(["<=", 0, "a"], 0)}, "identity"),
        ({"by": "nothing"}, "fact"), ({"of": "u"}, "sort"), ({"of": "nobody"}, "letter"), ({"of": ["slack", "h"]}, "shape"),
    ], {"h": ["<=", "a", "b"]}),
    Case("cauchy_schwarz", {"rule": "cauchy_schwarz", "u": ["+", "u", "v"], "v": "w"}, [
        ({"u": "a"}, "sort"), ({"v": "nobody"}, "letter"), ({"u": ["b", 0]}, "capture"), ({"v": ["slack", "e"]}, "shape"),
    ], {"e": ["==", "u", "v"]}),
    Case("induction", induction_step(), [
        ({"base": [{"name": "zero", **positive(["<=", ["sum", 1, 0, B], 0])}]}, "mismatch"),        # the wrong base
        ({"base": []}, "shape"),
        ({"from": ["-", 2]}, "mismatch"),                                         # the base proves 0 only
        ({"from": "a"}, "sort"), ({"from": "j"}, "letter"),
        ({"letter": "n"}, "capture"),
        ({"claim": ["==", ["sum", 1, "j", B], ["*", "j", "j"]]}, "identity"),
        ({"step": [{"name": "next", "rule": "known", "fact": "hypothesis"}]}, "mismatch"),
        ({"step": [{"name": "next", "rule": "known", "fact": "range"}]}, "mismatch"),
        ({"claim": ["<=", 0, "nobody"]}, "letter"),
        ({"claim": ["<=", 0, ["slack", "h"]]}, "shape"),
    ], {"h": ["<=", "a", "b"]}),
    Case("telescope", {"rule": "telescope", "of": "all", "a": ["at", "s", B], "V": ["at", "r", B], "e": "q", "hi": "n",
                       "range": positive(["<=", 0, ["+", "n", 1]], ["+", 1, "n"])}, [
        ({"V": ["at", "s", B]}, "mismatch"), ({"V": ["-", ["at", "r", B]]}, "mismatch"), ({"a": ["at", "r", B]}, "mismatch"),
        ({"e": 0}, "mismatch"), ({"e": "k"}, "letter"), ({"V": ["at", "r", "k"]}, "letter"), ({"V": ["b", 1]}, "capture"),
        ({"hi": "i", "range": positive(["<=", 0, ["+", "i", 1]], 0)}, "identity"),               # the range may be empty
        ({"hi": "a"}, "sort"), ({"hi": "k"}, "letter"),
        ({"of": "h"}, "range"), ({"of": "unbounded"}, "range"), ({"of": "reals"}, "range"), ({"of": "nothing"}, "fact"),
        ({"e": ["slack", "h"]}, "shape"),
    ], {"all": DECREASE, "h": ["<=", "a", "b"], "unbounded": ["forall", [["k", "index"]], [], DECREASE[3]],
        "reals": ["forall", [["k", "real"]], [["<=", 0, "k"]], ["<=", 0, 0]]}),
    Case("contraction", {"rule": "contraction", "of": "all", "V": ["at", "s", B], "q": "q", "e": "c",
                         "q_nonnegative": positive(["<=", 0, "q"], "q"), "q_below_one": "below one", "e_nonnegative": "c >= 0"}, [
        ({"q": "a"}, "mismatch"), ({"V": ["at", "r", B]}, "mismatch"), ({"e": 0}, "mismatch"), ({"e": "k"}, "letter"),
        ({"q_below_one": "c >= 0"}, "mismatch"), ({"q_below_one": positive(["<", "q", 1], 1)}, "identity"),
        ({"q_nonnegative": positive(["<=", 0, "q"], 0)}, "identity"),
        ({"e_nonnegative": "below one"}, "sign"),                                 # a negative constant
        ({"e_nonnegative": positive(["<=", 0, "c"], 0)}, "sign"),
        ({"V": ["at", "s", "k"]}, "letter"), ({"of": "h"}, "range"), ({"of": "moving"}, "range"),
    ], {"all": SHRINK, "below one": ["<", "q", 1], "c >= 0": ["<=", 0, "c"], "h": ["<=", "a", "b"],
        "moving": for_all(SHRINK[3], lo=["*", 2, "k"])}),
    Case("contraction", {"rule": "contraction", "of": "all", "V": ["at", "s", B], "q": "q", "e": 0,
                         "q_nonnegative": positive(["<=", 0, "q"], "q")}, [
        ({"q": "a", "of": "any"}, "mismatch"),                                    # a may be negative
        ({"q": "a", "of": "any", "q_nonnegative": positive(["<=", 0, "a"], 0)}, "identity"),
        ({"e": "c"}, "mismatch"), ({"q": ["*", 2, "q"]}, "mismatch"),
    ], {"all": for_all(["<=", ["at", "s", ["+", "k", 1]], ["*", "q", ["at", "s", "k"]]]),
        "any": for_all(["<=", ["at", "s", ["+", "k", 1]], ["*", "a", ["at", "s", "k"]]])}),
    Case("linear_rate", {"rule": "linear_rate", "of": "all", "V": ["at", "s", B], "q": "q", "C": "p",
                         "q_nonnegative": positive(["<=", 0, "q"], "q"), "q_below_one": "below one",
                         "C_nonnegative": positive(["<=", 0, "p"], "p")}, [
        ({"of": "late"}, "range"), ({"q": "p"}, "mismatch"), ({"C": ["*", 2, "p"]}, "mismatch"), ({"C": "k"}, "letter"),
        ({"q": ["b", 0]}, "capture"), ({"V": ["at", "r", B]}, "mismatch"),
        ({"q_below_one": positive(["<", "q", 1], 1)}, "identity"), ({"q_below_one": "h"}, "mismatch"),
        ({"q_nonnegative": "h"}, "mismatch"), ({"C_nonnegative": "h"}, "mismatch"), ({"of": "h"}, "range"),
    ], {"all": RATE, "late": for_all(RATE[3], lo=1), "below one": ["<", "q", 1], "h": ["<=", "a", "b"]}),
    Case("least_mean", {"rule": "least_mean", "of": "all", "m": "a", "a": ["at", "s", B], "lo": 0, "hi": "n",
                        "conditions": ["lo"], "range": positive(["<=", 0, ["+", "n", 1]], ["+", 1, "n"])}, [
        ({"lo": ["-", 1]}, "mismatch"),                                           # the fact starts at 0
        ({"m": "b"}, "mismatch"), ({"m": "k"}, "letter"), ({"a": ["at", "r", B]}, "mismatch"),
        ({"hi": "i", "range": positive(["<=", 0, ["+", "i", 1]], 0)}, "identity"),
        ({"hi": "a"}, "sort"), ({"conditions": []}, "shape"), ({"conditions": ["hi"]}, "mismatch"), ({"of": "h"}, "range"),
    ], {"all": for_all(["<=", "a", ["at", "s", "k"]]), "h": ["<=", "a", "b"]}),
    Case("split_sum", {"rule": "split_sum", "sum": SUM, "range": "range"}, [
        ({"range": "h"}, "mismatch"), ({"range": positive(["<=", "n", "m"], 0)}, "identity"),       # the sum may be empty
        ({"sum": ["sum", "n", "a", B]}, "sort"), ({"sum": "a"}, "shape"), ({"sum": ["int", 0, 1, B]}, "shape"),
        ({"sum": ["sum", "n", "m", ["b", 1]]}, "capture"), ({"sum": ["sum", "n", "m", "nobody"]}, "letter"),
    ], {"range": ["<=", "n", "m"], "h": ["<=", "a", "b"]}),
    Case("integer", {"rule": "integer", "claim": ["<=", ["+", "n", 1], "m"], "by": "h"}, [
        ({"claim": ["<=", ["+", "n", 2], "m"]}, "mismatch"), ({"claim": ["<", "n", "m"]}, "shape"),
        ({"claim": ["<=", ["+", "a", 1], "b"], "by": "reals"}, "sort"), ({"claim": ["<=", ["/", "n", 2], "m"]}, "sort"),
        ({"by": "weak"}, "mismatch"), ({"by": "nothing"}, "fact"),
    ], {"h": ["<", "n", "m"], "reals": ["<", "a", "b"], "weak": ["<=", "n", "m"]}),
    Case("line_integral", {"rule": "line_integral", "x": "u", "y": "v", "f": "f"}, [
        ({"f": "g"}, "axiom"),                                                    # nothing is known of grad g
        ({"f": "u"}, "sort"), ({"x": "a"}, "sort"), ({"y": "nobody"}, "letter"), ({"x": ["b", 0]}, "capture"),
    ], {"smooth": SMOOTH}),
    Case("integral_monotone", {"rule": "integral_monotone", "letter": "t", "lo": 0, "hi": 1, "range": positive(["<=", 0, 1], 1),
                               "proof": [{"name": "t", **positive(["<=", ["*", "q", "t"], "q"], ["*", "q", ["slack", "below"]])}]}, [
        ({"letter": "a"}, "capture"), ({"letter": "#0"}, "letter"),               # a captured letter
        ({"range": "h"}, "mismatch"), ({"lo": "u"}, "sort"), ({"lo": "t"}, "letter"),
        ({"proof": [{"name": "t", **positive(["<=", "q", ["*", "q", "t"]], ["*", "q", ["slack", "below"]])}]}, "identity"),
        ({"proof": [{"name": "t", **ring(["==", "t", "t"])}]}, "shape"),
        ({"proof": [{"name": "t", **positive(["<=", ["log", "t"], ["log", "t"]])}]}, "axiom"),      # not known to be continuous
        ({"proof": [{"name": "t", **positive(["<=", ["/", 1, "t"], ["/", 1, "t"]])}]}, "axiom"),
        ({"proof": [{"name": "t", **positive(["<=", ["val", "f", ["*", "t", "u"]], ["val", "f", ["*", "t", "u"]]])}]}, "axiom"),
        ({"proof": [{"name": "t", **positive(["<=", *[["dot", "u", ["grad", "g", ["*", "t", "u"]]]]*2])}]}, "axiom"),
        ({"proof": []}, "shape"),
    ], {"h": ["<=", "a", "b"], "smooth": SMOOTH}),
    Case("log_tangent", {"rule": "log_tangent", "u": "p", "by": positive(["<", 0, "p"], "p")}, [
        ({"u": "q", "by": positive(["<=", 0, "q"], "q")}, "mismatch"), ({"u": "q", "by": positive(["<", 0, "q"], "q")}, "sign"),
        ({"u": "a", "by": "h"}, "mismatch"), ({"u": "u"}, "sort"), ({"by": "nothing"}, "fact"),
    ], {"h": ["<", "a", "b"]}),
    Case("log_quotient", {"rule": "log_quotient", "a": "p", "b": ["+", "b", ["-", "a"]], "a_positive": positive(["<", 0, "p"], "p"),
                          "b_positive": "h"}, [
        ({"a": "a"}, "mismatch"), ({"b": "b"}, "mismatch"), ({"a_positive": "h"}, "mismatch"), ({"b_positive": "weak"}, "mismatch"),
        ({"a": "u"}, "sort"), ({"b": "q", "b_positive": positive(["<", 0, "q"], "q")}, "sign"),
    ], {"h": ["<", "a", "b"], "weak": ["<=", "a", "b"]}),
    Case("exp_tangent", {"rule": "exp_tangent", "x": ["-", "a"]}, [
        ({"x": "u"}, "sort"), ({"x": "nobody"}, "letter"), ({"x": ["b", 0]}, "capture"),
    ]),
    Case("exp_power", {"rule": "exp_power", "x": "a", "n": "n"}, [
        ({"n": "a"}, "sort"), ({"n": ["/", "n", 2]}, "sort"), ({"x": "u"}, "sort"), ({"n": "nobody"}, "letter"),
    ]),
    Case("exp_below_one", {"rule": "exp_below_one", "x": ["-", "p"], "by": positive(["<", ["-", "p"], 0], "p")}, [
        ({"x": ["-", "q"], "by": positive(["<=", ["-", "q"], 0], "q")}, "mismatch"),                # q may be 0
        ({"x": "p"}, "mismatch"), ({"x": ["-", "q"], "by": positive(["<", ["-", "q"], 0], "q")}, "sign"), ({"x": "u"}, "sort"),
    ]),
]
CASES += [Case(*case) for case in (
    *logic_cases.CASES, *calculus_cases.CASES, *operator_cases.CASES, *finite_cases.CASES)]
FORGERIES = [pytest.param(case, changes, cause, id=f"{case.rule}-{i}")
             for case in CASES for i, (changes, cause) in enumerate(case.forgeries)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_accepted(case):
    assert case.step["rule"] == case.rule
    found = check(case.hypotheses, *case.before, case.step, library=case.library)
    assert found.facts


@pytest.mark.parametrize("case, changes, cause", FORGERIES)
def test_forgeries_are_refused_for_the_right_reason(case, changes, cause):
    rejected(cause, case.hypotheses, *case.before, {**case.step, **changes}, library=case.library)


def test_every_rule_has_an_accepted_use_and_forgeries():
    counted = {case.rule: len(case.forgeries) for case in CASES}
    assert set(counted) == set(RULES)
    assert all(number >= 3 for number in counted.values()), counted


def test_every_rule_shows_its_inference_figure():
    """Premises above a line, the conclusion below, before any words."""
    for name, rule in RULES.items():
        lines = (rule.__doc__ or "").splitlines()
        assert any(line.strip().startswith("-----") for line in lines[:4]), name


# --- forgeries with a name -------------------------------------------------------------------------------------------


def test_the_nested_sum_does_not_capture():
    """sum_t sum_{i<=t} <x_i, x_t> is not sum_t sum_{i<=t} |x_i|^2."""
    mixed = ["sum", 1, "n", ["sum", 1, ["b", 0], ["dot", ["at", "x", ["b", 0]], ["at", "x", ["b", 1]]]]]
    square = ["sum", 1, "n", ["sum", 1, ["b", 0], ["sq", ["at", "x", ["b", 0]]]]]
    assert check(None, ring(["==", mixed, mixed])).facts
    rejected("identity", None, ring(["==", mixed, square]))


def test_a_contraction_needs_a_nonnegative_constant():
    """V(k+1) <= q V(k) + c with c < 0 does not give V(n) <= q^n V(0) + c/(1 - q): q = 0, c = -1 and n = 0."""
    step = next(case for case in CASES if case.rule == "contraction").step
    message = rejected("sign", {"all": SHRINK, "below one": ["<", "q", 1], "c < 0": ["<", "c", 0]}, {**step, "e_nonnegative": "c < 0"})
    assert "must be nonnegative" in message


def test_a_chain_with_a_missing_middle():
    message = rejected("mismatch", {"ab": ["<=", "a", "b"], "cd": ["<=", "c", "p"]}, {"rule": "chain", "start": "a", "links": [
        {"name": "one", "rel": "<=", "rhs": "b", "by": "ab"}, {"name": "two", "rel": "<=", "rhs": "p", "by": "cd"}]})
    assert "link two" in message


def test_strict_is_not_weak():
    rejected("sign", {"h": ["<=", "a", "b"]}, positive(["<", "a", "b"], ["slack", "h"]))
    assert check({"h": ["<", "a", "b"]}, positive(["<=", "a", "b"], ["slack", "h"])).facts


def test_a_denominator_is_proved_nonzero():
    claim = ["==", ["/", ["*", "a", "b"], "a"], "b"]
    rejected("identity", None, ring(claim))
    rejected("identity", {"weak": ["<=", 0, "a"]}, ring(claim))
    assert check({"strict": ["<", 0, "a"]}, ring(claim)).facts
    rejected("identity", None, ring(["==", ["/", ["*", ["at", "s", "n"], "b"], ["at", "s", "n"]], "b"]))


def test_a_radicand_is_proved_nonnegative():
    claim = ["==", ["*", ["sqrt", "a"], ["sqrt", "a"]], "a"]
    rejected("identity", None, ring(claim))
    rejected("identity", {"h": ["<=", 0, "a"]}, ring(claim))  # the rule "root" makes it known
    assert check({"h": ["<=", 0, "a"]}, {"rule": "root", "of": "a", "by": "h"}, ring(claim)).facts


def test_what_a_case_assumes_stays_in_it():
    """0 < a in one scope makes a a denominator there, not in the scope around it, nor beside it."""
    inside = {"rule": "generalise", "letters": [["y", "real"]], "conditions": {"h": ["<", 0, "a"]},
              "proof": [{"name": "t", **ring(["==", ["/", "a", "a"], 1])}]}
    assert check(None, inside).facts
    rejected("identity", None, inside, ring(["==", ["/", "a", "a"], 1]))
    rejected("identity", None, inside, {**inside, "conditions": {}})
    root = {**inside, "conditions": {"h": ["<=", 0, "a"]}, "proof": [
        {"name": "r", "rule": "root", "of": "a", "by": "h"}, {"name": "t", **ring(["==", ["^", ["sqrt", "a"], 2], "a"])}]}
    assert check(None, root).facts
    rejected("identity", None, root, ring(["==", ["^", ["sqrt", "a"], 2], "a"]))


def test_what_is_rewritten_in_a_scope_stays_in_it():
    inside = {"rule": "generalise", "letters": [["y", "real"]], "conditions": {"h": ["==", "a", "b"]},
              "proof": [{"name": "r", "rule": "rewrite", "with": "h"}, {"name": "t", **ring(["==", ["+", "a", "y"], ["+", "b", "y"]])}]}
    assert check(None, inside).facts
    rejected("identity", None, inside, ring(["==", "a", "b"]))


def test_a_letter_of_one_scope_is_another_in_the_next():
    """y > 0 in the first scope, any real in the second: the shared table of atoms keeps no knowledge."""
    first = {"rule": "generalise", "letters": [["y", "real"]], "conditions": {"h": ["<", 0, "y"]},
             "proof": [{"name": "t", **ring(["==", ["/", "y", "y"], 1])}]}
    second = {**first, "conditions": {}}
    assert check(None, first).facts
    rejected("identity", None, first, second)
    vector = {**first, "letters": [["y", "vector"]], "conditions": {}, "proof": [{"name": "t", **positive(["<=", 0, "y"], "y")}]}
    rejected("sort", None, first, vector)


def test_circular_rewriting_is_refused():
    rejected("shape", {"ab": ["==", "a", "b"], "ba": ["==", "b", "a"]}, {"rule": "rewrite", "with": "ab"},
             {"rule": "rewrite", "with": "ba"}, ring(["==", "a", "c"]))


def test_an_integral_with_a_captured_letter():
    """int_0^1 t dt with t taken for a letter outside: 1/2, not t."""
    letters = {"t": ["real", ""]}
    assert check(None, ring(["==", ["int", 0, 1, ["b", 0]], ["/", 1, 2]]), letters=letters).facts
    rejected("identity", None, ring(["==", ["int", 0, 1, ["b", 0]], "t"]), letters=letters)
    rejected("capture", None, {"rule": "integral_monotone", "letter": "t", "lo": 0, "hi": 1, "range": positive(["<=", 0, 1], 1),
                               "proof": [{"name": "s", **positive(["<=", "t", "t"])}]}, letters=letters)


def test_an_induction_with_the_wrong_base():
    """S(1) and the step from n >= 0 on do not give S(n) for all n >= 0."""
    claim = ["<=", 1, "j"]
    step = [{"name": "t", **positive(["<=", 1, ["+", "j", 1]], ["+", 1, ["slack", "hypothesis"]])}]
    base = [{"name": "one", **positive(["<=", 1, 1])}]
    assert check(None, {"rule": "induction", "letter": "j", "from": 1, "claim": claim, "base": base, "step": step}).facts
    rejected("mismatch", None, {"rule": "induction", "letter": "j", "from": 0, "claim": claim, "base": base, "step": step})


def test_a_reversed_cauchy_schwarz():
    cs = {"name": "cs", "rule": "cauchy_schwarz", "u": "u", "v": "v"}
    norms = ["*", ["norm", "u"], ["norm", "v"]]
    assert check(None, cs, positive(["<=", ["dot", "u", "v"], norms], ["slack", "cs"])).facts
    rejected("identity", None, cs, positive(["<=", norms, ["dot", "u", "v"]], ["slack", "cs"]))


def test_substitution_does_not_capture():
    """A theorem with "f is smooth with the constant p" is not cited with a constant that the points of the schema change."""
    letters = {"f": ["function", ""], "p": ["real", ""]}
    smooth = ["forall", SMOOTH[1], [], ["<=", SMOOTH[3][1], ["*", "p", ["norm", ["+", "y", ["-", "z"]]]]]]
    theorem = check({"smooth": smooth}, {"name": "fact", "rule": "known", "fact": "smooth"}, letters=letters)
    rejected("capture", {"smooth": smooth}, {
        "rule": "cite", "theorem": "test", "digest": theorem.digest, "fact": "fact", "letters": {"f": "f", "p": ["norm", "y"]},
        "hypotheses": {"smooth": "smooth"}}, letters={**letters, "y": ["vector", ""]}, library={"test": theorem})


def test_a_fact_is_not_used_before_it_is_proved():
    rejected("fact", None, {"name": "first", "rule": "known", "fact": "second"}, {"name": "second", **positive(["<=", 0, 1], 1)})
    rejected("fact", None, {"name": "self", "rule": "known", "fact": "self"})
    rejected("fact", None, {"name": "twice", **positive(["<=", 0, 1], 1)}, {"name": "twice", **positive(["<=", 0, 2], 2)})


def test_a_theorem_does_not_cite_itself():
    step = next(case for case in CASES if case.rule == "cite").step
    rejected("cite", {"all": for_all(["<=", 0, ["at", "r", "k"]])}, {**step, "theorem": "test"}, library=LEMMA)


def test_an_unknown_rule():
    rejected("rule", None, {"rule": "believe", "claim": ["<=", 1, 0]})
    rejected("rule", None, {"claim": ["<=", 1, 0]})
