"""Rules about whole parts, binomial coefficients and finite sums: accepted steps and forgeries, as ``test_rules`` reads them."""

from __future__ import annotations

from typing import Any

from tests.kernel.build import positive

B = ["b", 0]
BATCHES = ["batches", "n", "m", ["at", "s", B]]
N_AT_LEAST_1 = {"n large": ["<=", 1, "n"]}
BELOW = {"letter": "k", "lo": 0, "hi": "n", "rule": "sum_compare",
         "proof": [{"name": "t", "rule": "instance", "of": "all", "at": {"k": "k"}, "conditions": ["above", "below"]}]}
ALL = ["forall", [["k", "index"]], [["<=", 0, "k"], ["<=", "k", "n"]], ["<=", ["at", "s", "k"], ["at", "r", "k"]]]

# (rule, step, forgeries: (changes, cause), hypotheses)
CASES: list[tuple[str, Any, Any, Any]] = [
    ("whole", {"rule": "whole", "a": "a", "part": "floor", "side": "above"}, [
        ({"part": "round"}, "shape"), ({"side": "beside"}, "shape"), ({"a": "u"}, "sort"), ({"a": "f"}, "sort"),
    ], {}),
    ("pascal", {"rule": "pascal", "n": "n", "k": "i", "by": "n large"}, [
        ({"n": "m"}, "mismatch"),                                                 # binom(0, 0) = 1, and above it there is nothing
        ({"by": positive(["<=", 0, "n"], "n")}, "mismatch"), ({"k": "a"}, "sort"), ({"n": ["/", "n", 2]}, "sort"), ({"by": "nothing"}, "fact"),
    ], N_AT_LEAST_1),
    ("binomial_end", {"rule": "binomial_end", "n": "n", "k": "n", "case": "end", "nonnegative": positive(["<=", 0, "n"], "n")}, [
        ({"k": "m"}, "range"), ({"k": ["+", "n", -1]}, "range"), ({"n": "i", "k": "i"}, "mismatch"),   # binom(-1, -1) is 0
        ({"case": "above", "by": "n large"}, "mismatch"), ({"case": "below", "by": "n large"}, "mismatch"), ({"k": "a"}, "sort"),
        ({"nonnegative": positive(["<=", 0, "n"], 0)}, "identity"), ({"nonnegative": "n large"}, "mismatch"),
    ], N_AT_LEAST_1),
    ("binomial_end", {"rule": "binomial_end", "n": "n", "k": "m", "case": "above", "by": "n < m", "nonnegative": positive(["<=", 0, "n"], "n")}, [
        ({"by": "n <= m"}, "mismatch"), ({"n": "m", "k": "n", "nonnegative": positive(["<=", 0, "m"], "m")}, "mismatch"),
        ({"n": "i", "by": "i < m"}, "mismatch"), ({"nonnegative": positive(["<=", 0, "n"], 0)}, "identity"), ({"by": "nothing"}, "fact"),
    ], {"n < m": ["<", "n", "m"], "n <= m": ["<=", "n", "m"], "i < m": ["<", "i", "m"]}),
    ("binomial_end", {"rule": "binomial_end", "n": "n", "k": "i", "case": "below", "by": "negative"}, [
        ({"k": "m"}, "mismatch"), ({"by": positive(["<", "i", 0], 1)}, "identity"), ({"case": "above", "nonnegative": "negative"}, "mismatch"),
    ], {"negative": ["<", "i", 0]}),
    ("binomial_positive", {"rule": "binomial_positive", "n": "n", "k": "m", "by": "in range", "nonnegative": positive(["<=", 0, "m"], "m")}, [
        ({"n": "m", "k": "n"}, "mismatch"), ({"k": "i"}, "mismatch"), ({"by": "nothing"}, "fact"), ({"n": "a"}, "sort"),
    ], {"in range": ["<=", "m", "n"]}),
    ("batches_empty", {"rule": "batches_empty", "sum": BATCHES, "part": "K", "by": "no members"}, [
        ({"part": "N"}, "mismatch"), ({"sum": ["sum", "n", "m", ["at", "s", B]]}, "shape"), ({"by": positive(["<=", "m", 0])}, "identity"),
        ({"sum": ["batches", "n", "p", ["at", "s", B]]}, "sort"),
    ], {"no members": ["<=", "m", 0]}),
    ("batches_empty", {"rule": "batches_empty", "sum": BATCHES, "part": "N", "by": "nothing there"}, [
        ({"part": "K"}, "mismatch"), ({"by": "at most one"}, "mismatch"), ({"by": "nothing"}, "fact"),
    ], {"nothing there": ["<=", "n", 0], "at most one": ["<=", "n", 1]}),
    ("batches_step", {"rule": "batches_step", "sum": BATCHES, "by": "n large"}, [
        ({"by": positive(["<=", 0, "n"], "n")}, "mismatch"), ({"sum": ["batches", "m", "n", ["at", "s", B]]}, "mismatch"),
        ({"sum": ["at", "s", "n"]}, "shape"), ({"sum": ["batches", "n", "m", ["at", "s", ["b", 1]]]}, "capture"),
    ], N_AT_LEAST_1),
    ("sum_compare", BELOW, [
        ({"lo": ["-", 1]}, "range"), ({"hi": ["+", "n", 1]}, "range"),            # beyond the range in which the terms compare
        ({"letter": "n"}, "capture"), ({"hi": "a"}, "sort"), ({"proof": []}, "shape"),
        ({"proof": [{"name": "t", **positive(["<", ["at", "s", "k"], ["+", ["at", "s", "k"], 1]], 1)}]}, "shape"),  # an empty sum is not < another
    ], {"all": ALL}),
]
