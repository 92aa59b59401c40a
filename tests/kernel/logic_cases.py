"""The rules of natural deduction and of limits: for each an accepted step and its forgeries, as ``test_rules`` reads them."""

from __future__ import annotations

from typing import Any

from tests.kernel.build import for_all, positive, ring

B = ["b", 0]
A_LE_B, B_LE_C, A_LE_C = ["<=", "a", "b"], ["<=", "b", "c"], ["<=", "a", "c"]
ONE_LE_ZERO = ["<=", 1, 0]
ALL = {"rule": "generalise", "letters": [["k", "index"]], "conditions": {"k": ["<=", 0, "k"]}}
SOME = ["exists", [["y", "real"]], [["<=", 0, "y"]], ["<=", "a", "y"]]
WITNESS = {"rule": "witness", "claim": SOME, "at": {"y": "p"}, "conditions": [positive(["<=", 0, "p"], "p")], "by": "a below p"}
OBTAIN = {"rule": "obtain", "of": "some", "letters": ["z"], "as": ["z >= 0", "body"]}
BRANCHES = {"rule": "branches", "of": "either", "as": "case", "branches": [
    [{"name": "t", **positive(A_LE_C, ["slack", "case"])}],
    [{"name": "t", **positive(A_LE_C, ["+", ["slack", "case"], ["slack", "bc"]])}]]}
EITHER = {"either": ["or", A_LE_C, A_LE_B], "bc": B_LE_C}
IMPLIES = {"rule": "implication", "assume": A_LE_B, "as": "ab", "proof": [
    {"name": "t", **positive(A_LE_C, ["+", ["slack", "ab"], ["slack", "bc"]])}]}
NEGATION = {"rule": "negation", "assume": ["<", "b", "a"], "as": "ba", "proof": [
    {"name": "t", **positive(["<", 0, 0], ["+", ["slack", "ba"], ["slack", "h"]])}]}
DECREASING = for_all(["<=", ["at", "s", ["+", "k", 1]], ["at", "s", "k"]])
BOUNDED = for_all(["<=", "a", ["at", "s", "k"]])

# (rule, step, forgeries: (changes, cause), hypotheses)
CASES: list[tuple[str, Any, Any, Any]] = [
    ("conjunction", {"rule": "conjunction", "of": ["h", "bc"]}, [
        ({"of": ["h", "nothing"]}, "fact"), ({"of": []}, "shape"), ({"of": [["h"]]}, "shape")],
     {"h": A_LE_B, "bc": B_LE_C}),
    ("conjunct", {"rule": "conjunct", "of": "both", "part": 2}, [
        ({"part": 0}, "shape"), ({"part": 3}, "shape"), ({"part": True}, "shape"), ({"part": -1}, "shape"), ({"of": "either"}, "shape"),
    ], {"both": ["and", A_LE_B, B_LE_C], **EITHER}),
    ("disjunction", {"rule": "disjunction", "claim": ["or", ONE_LE_ZERO, A_LE_B], "part": 2, "by": "h"}, [
        ({"part": 1}, "mismatch"), ({"claim": ["and", ONE_LE_ZERO, A_LE_B]}, "shape"), ({"claim": ["or"]}, "shape"), ({"part": 0}, "shape"),
    ], {"h": A_LE_B}),
    ("branches", BRANCHES, [
        ({"branches": BRANCHES["branches"][:1]}, "shape"),                       # a case is left out
        ({"branches": BRANCHES["branches"][::-1]}, "identity"),                  # what holds in the other case
        ({"branches": [BRANCHES["branches"][0], [{"name": "t", "rule": "known", "fact": "case"}]]}, "mismatch"),
        ({"as": "bc"}, "fact"), ({"of": "bc"}, "shape"),
    ], EITHER),
    ("excluded_middle", {"rule": "excluded_middle", "claim": A_LE_B}, [
        ({"claim": ["<=", "a", "nobody"]}, "letter"), ({"claim": ["not", A_LE_B, A_LE_B]}, "shape"), ({"claim": ["<=", "u", "v"]}, "sort")], {}),
    ("implication", IMPLIES, [
        ({"assume": ["<=", "b", "a"]}, "identity"), ({"as": "bc"}, "fact"), ({"assume": ["<=", "a", "nobody"]}, "letter"), ({"proof": []}, "shape"),
    ], {"bc": B_LE_C}),
    ("modus_ponens", {"rule": "modus_ponens", "of": "if", "by": "h"}, [
        ({"by": "bc"}, "mismatch"), ({"of": "h"}, "shape"), ({"of": "back"}, "mismatch"),
    ], {"if": ["implies", A_LE_B, B_LE_C], "h": A_LE_B, "bc": B_LE_C, "back": ["implies", A_LE_C, A_LE_B]}),
    ("negation", NEGATION, [
        ({"assume": ["<=", "b", "a"]}, "sign"), ({"proof": [{"name": "t", "rule": "known", "fact": "ba"}]}, "mismatch"),
        ({"proof": [{"name": "t", **positive(["<=", 0, 0])}]}, "mismatch"), ({"proof": [{"name": "t", **ring(["==", "u", "u"])}]}, "mismatch"),
    ], {"h": A_LE_B}),
    ("absurd", {"rule": "absurd", "claim": ONE_LE_ZERO, "of": "h", "against": "not h"}, [
        ({"against": "not bc"}, "mismatch"), ({"of": "not h", "against": "not h"}, "mismatch"), ({"claim": ["<=", 1, "nobody"]}, "letter"),
        ({"against": "weak"}, "mismatch"),                                       # b <= a does not contradict a <= b
    ], {"h": A_LE_B, "not h": ["not", A_LE_B], "not bc": ["not", B_LE_C], "weak": ["<=", "b", "a"]}),
    ("absurd", {"rule": "absurd", "claim": A_LE_B, "of": "false"}, [
        ({"of": "h"}, "mismatch"), ({"of": "true"}, "mismatch"), ({"of": "nothing"}, "fact"), ({"of": "all false"}, "mismatch"),
    ], {"false": ONE_LE_ZERO, "h": B_LE_C, "true": ["<=", 0, 0], "all false": for_all(ONE_LE_ZERO)}),
    ("negated", {"rule": "negated", "of": "no"}, [
        ({"of": "h"}, "shape"), ({"claim": ["not", A_LE_C], "of": "h"}, "mismatch"), ({"claim": A_LE_B, "of": "no"}, "mismatch"),
        ({"claim": ["not", ["forall", [["y", "real"]], [], ["<=", "y", "a"]]], "of": "some"}, "mismatch"),
    ], {"no": ["not", A_LE_B], "h": A_LE_B, "some": ["exists", [["y", "real"]], [], ["<=", "a", "y"]]}),
    ("witness", WITNESS, [
        ({"at": {"y": "c"}}, "mismatch"),                                         # nothing shows that c >= 0
        ({"at": {"y": "c"}, "conditions": ["c >= 0"]}, "mismatch"), ({"at": {}}, "shape"), ({"at": {"y": "u"}}, "sort"),
        ({"conditions": []}, "range"), ({"by": "c >= 0"}, "mismatch"), ({"at": {"y": "nobody"}}, "letter"),
        ({"claim": ["forall", *SOME[1:]]}, "shape"),
    ], {"a below p": ["<=", "a", "p"], "c >= 0": ["<=", 0, "c"]}),
    ("obtain", {**OBTAIN, "proof": [{"name": "t", **positive(["<=", "a", "b"], ["slack", "z >= 0"], equations=[[1, "body"]])}]}, [
        ({"letters": ["a"]}, "capture"), ({"letters": ["#0"]}, "capture"), ({"letters": []}, "shape"), ({"of": "h"}, "shape"),
        ({"proof": [{"name": "t", "rule": "known", "fact": "body"}]}, "capture"),  # the letter leaks
        ({"proof": [{"name": "t", **positive(["<=", 0, ["*", 2, "z"]], ["*", 2, ["slack", "z >= 0"]])}]}, "capture"),
        ({"as": ["body"]}, "shape"), ({"as": ["body", "body"]}, "shape"), ({"as": ["h", "body"]}, "fact"),
    ], {"some": ["exists", [["y", "real"]], [["<=", 0, "y"]], ["==", ["+", "a", "y"], "b"]], "h": A_LE_B}),
    ("antisymmetry", {"rule": "antisymmetry", "claim": ["==", "a", "b"], "above": "h", "below": "back"}, [
        ({"below": "h"}, "mismatch"), ({"claim": A_LE_B}, "shape"), ({"claim": ["==", "u", "v"]}, "shape"), ({"above": "strict"}, "mismatch"),
    ], {"h": A_LE_B, "back": ["<=", "b", "a"], "strict": ["<", "b", "a"]}),
    ("same_statement", {"rule": "same_statement", "fact": "all", "claim": ["forall", [["z", "real"]], [["<=", 0, "z"]], ["<=", ["+", "a", 0], "z"]]}, [
        ({"claim": ["forall", [["z", "real"]], [], ["<=", "a", "z"]]}, "mismatch"),
        ({"claim": ["exists", [["z", "real"]], [["<=", 0, "z"]], ["<=", "a", "z"]]}, "mismatch"),
        ({"claim": ["forall", [["z", "index"]], [["<=", 0, "z"]], ["<=", "a", "z"]]}, "mismatch"),
        ({"claim": ["forall", [["a", "real"]], [["<=", 0, "a"]], ["<=", "a", "a"]]}, "mismatch"),  # a is captured
    ], {"all": ["forall", [["y", "real"]], [["<=", 0, "y"]], ["<=", "a", "y"]]}),
    ("compute", {"rule": "compute", "claim": ["<", ["sqrt", 2], ["/", 3, 2]]}, [
        ({"claim": ["<", ["/", 3, 2], ["sqrt", 2]]}, "identity"), ({"claim": ["<=", "a", "a"]}, "letter"),
        ({"claim": ["==", ["sqrt", 2], ["sqrt", 2]]}, "identity"), ({"claim": ["==", ["/", 1, 0], 0]}, "inadmissible"),
        ({"claim": ["and", ["<=", 0, 1]]}, "identity"),
    ], {}),
    ("archimedes", {"rule": "archimedes", "c": "a", "eps": "p", "by": positive(["<", 0, "p"], "p")}, [
        ({"eps": "q"}, "mismatch"), ({"eps": "q", "by": positive(["<", 0, "q"], "q")}, "sign"), ({"c": "u"}, "sort"), ({"c": "nobody"}, "letter"),
    ], {}),
    ("geometric_decay", {"rule": "geometric_decay", "C": "a", "q": "q", "eps": "p", "q_nonnegative": positive(["<=", 0, "q"], "q"),
                         "q_below_one": "q<1", "eps_positive": positive(["<", 0, "p"], "p")}, [
        ({"q": "b"}, "mismatch"), ({"q_below_one": positive(["<", "q", 1], "q")}, "sign"), ({"eps": 0}, "mismatch"), ({"q_below_one": "q<=1"}, "mismatch"),
    ], {"q<1": ["<", "q", 1], "q<=1": ["<=", "q", 1]}),
    ("monotone_convergence", {"rule": "monotone_convergence", "of": "down", "bounded": "bounded", "V": ["at", "s", B], "m": "a"}, [
        ({"of": "bounded"}, "mismatch"), ({"bounded": "down"}, "mismatch"), ({"of": "up"}, "mismatch"), ({"m": "b"}, "mismatch"),
        ({"bounded": "later"}, "mismatch"), ({"bounded": "h"}, "range"), ({"of": "h"}, "range"), ({"V": ["at", "r", B]}, "mismatch"),
    ], {"down": DECREASING, "bounded": BOUNDED, "up": for_all(["<=", ["at", "s", "k"], ["at", "s", ["+", "k", 1]]]),
        "later": for_all(["<=", "a", ["at", "s", "k"]], lo=1), "h": A_LE_B}),
]
