"""Whole parts, binomial coefficients, sums of vectors and sums over batches: normal forms, forgeries, values, words."""

from __future__ import annotations

from math import ceil as ceiling
from math import comb
from math import floor as whole
from typing import Any

import pytest

from proofs.kernel.checker import Checker
from proofs.kernel.exact import evaluate
from proofs.kernel.interpretation import check_model
from proofs.kernel.normal import Letter
from proofs.kernel.syntax import Reject
from proofs.language import (
    IllTyped,
    batch_total,
    binomial,
    ceil,
    floor,
    index,
    integer,
    real,
    real_sequence,
    sequence,
    total,
    vector,
)
from proofs.printing import latex, plain
from proofs.reader import declarations, read
from proofs.sorts import sort_of
from proofs.writer import write
from tests.kernel.build import LETTERS, check, model, positive, rejected, ring, statement

B, OUTER = ["b", 0], ["b", 1]
S_B, X_B = ["at", "s", B], ["at", "x", B]


def batches(n: Any, k: Any, body: Any) -> list[Any]:
    return ["batches", n, k, body]


def at(s: str, k: Any) -> list[Any]:
    return ["at", s, k]


SAME = [
    (["floor", ["/", 7, 2]], 3), (["floor", ["/", -7, 2]], -4), (["ceil", ["/", 7, 2]], 4), (["ceil", ["/", -7, 2]], -3), (["floor", 5], 5),
    (["binom", 5, 2], 10), (["binom", 5, -1], 0), (["binom", 5, 6], 0), (["binom", 0, 0], 1),
    (["floor", ["+", "a", "a"]], ["floor", ["*", 2, "a"]]),
    (batches(4, 2, S_B), ["*", 3, ["sum", 1, 4, S_B]]), (batches(3, 0, S_B), 0), (batches(-2, 1, S_B), 0), (batches(2, 3, S_B), 0),
    (batches("n", "m", ["*", "a", S_B]), ["*", "a", batches("n", "m", S_B)]),
    (batches("n", "m", ["+", X_B, "u"]), ["+", batches("n", "m", X_B), ["*", batches("n", "m", 1), "u"]]),
    (["sum", "n", "m", ["*", S_B, "u"]], ["*", ["sum", "n", "m", S_B], "u"]),
    (["dot", ["sum", "n", "m", ["*", S_B, X_B]], "u"], ["sum", "n", "m", ["*", S_B, ["dot", "u", X_B]]]),
    (["dot", ["sum", "n", "m", X_B], ["*", "a", "u"]], ["*", "a", ["sum", "n", "m", ["dot", X_B, "u"]]]),
    (["sum", 1, 0, "u"], ["*", 0, "v"]), (["sum", 1, 2, X_B], ["+", at("x", 1), at("x", 2)]),
    (["sq", ["sum", "n", "m", X_B]], ["dot", ["sum", "n", "m", X_B], ["sum", "n", "m", X_B]]),
]
DIFFERENT = [
    (["floor", ["+", "a", "b"]], ["+", ["floor", "a"], ["floor", "b"]]),
    (["floor", ["-", "a"]], ["-", ["floor", "a"]]),
    (["ceil", "a"], ["+", ["floor", "a"], 1]),                                      # not where a is an integer
    (["binom", "n", "m"], ["binom", "n", ["+", "n", ["-", "m"]]]),
    (["binom", -1, -1], 1),
    (batches("n", "m", S_B), batches("m", "n", S_B)),
    (batches("n", "m", S_B), ["*", ["binom", "n", "m"], ["sum", 1, "n", S_B]]),
    (batches(4, 2, S_B), ["*", 6, ["sum", 1, 4, S_B]]),
    (batches("n", 1, S_B), batches("n", 2, S_B)),
    (["sum", "n", "m", S_B], batches("n", "m", S_B)),
    (["sum", "n", "m", X_B], ["sum", "m", "n", X_B]),
    (["dot", ["sum", "n", "m", X_B], at("x", "n")], ["sum", "n", "m", ["sq", X_B]]),
    (["sq", ["sum", "n", "m", X_B]], ["sum", "n", "m", ["sq", X_B]]),
]


@pytest.mark.parametrize("a, b", SAME)
def test_what_is_equal(a, b):
    assert check(None, ring(["==", a, b])).facts


@pytest.mark.parametrize("a, b", DIFFERENT)
def test_what_is_not(a, b):
    rejected("identity", None, ring(["==", a, b]))


def test_inner_products_do_not_capture_the_letters_of_sums():
    """sum_t <sum_{i<=t} x_i, x_t> is no sum_t sum_{i<=t} |x_i|^2, and moving x_t under the inner sum keeps t."""
    inner = ["sum", 0, OUTER, ["at", "x", ["b", 0]]]
    double = ["sum", 0, "n", ["dot", ["sum", 0, B, X_B], ["at", "x", B]]]
    nested = ["sum", 0, "n", ["sum", 0, B, ["dot", X_B, at("x", OUTER)]]]
    squares = ["sum", 0, "n", ["sum", 0, B, ["sq", X_B]]]
    assert check(None, ring(["==", double, nested])).facts and inner
    rejected("identity", None, ring(["==", double, squares]))


def test_a_rewritten_letter_brings_no_capture():
    """u = sum_i x_i; then sum_k <u, x_k> is |u|^2, and no sum_k |x_k|^2: both sums have a letter of the same name inside."""
    u = {"u": ["==", "u", ["sum", 0, "n", X_B]]}
    rewrite = {"rule": "rewrite", "with": "u"}
    rejected("identity", u, rewrite, ring(["==", ["sum", 0, "n", ["dot", "u", X_B]], ["sum", 0, "n", ["sq", X_B]]]))
    assert check(u, rewrite, ring(["==", ["dot", "u", "v"], ["sum", 0, "n", ["dot", X_B, "v"]]])).facts


def test_capture_inside_a_sum_over_batches():
    letters = {**LETTERS, "k": ["index", ""]}
    rejected("capture", None, ring(["==", batches("n", "m", at("s", OUTER)), 0]))
    rejected("capture", None, ring(["==", batches("n", B, S_B), 0]))
    rejected("identity", None, ring(["==", batches("n", "m", S_B), batches("n", "m", at("s", "k"))]), letters=letters)


def test_signs():
    c = Checker({n: Letter(*kind) for n, kind in LETTERS.items()}, {})
    signs = {("floor", "p"): ">= 0", ("floor", "a"): "", ("floor", ("-", "p")): "", ("ceil", "p"): "> 0", ("ceil", "q"): ">= 0",
             ("ceil", ("-", "p")): "", ("binom", "n", "i"): ">= 0", ("batches", "n", "m", ("at", "r", ("b", 0))): ">= 0",
             ("batches", "n", "m", ("at", "s", ("b", 0))): ""}
    assert {t: c.sign(t) for t in signs} == signs


def test_the_floor_of_something_negative():
    rejected("sign", None, positive(["<=", 0, ["floor", "a"]], ["floor", "a"]))
    rejected("sign", {"h": ["<=", 0, "a"]}, positive(["<=", 0, ["floor", "a"]], ["floor", "a"]))  # true, but not visible
    below = {"rule": "whole", "a": ["-", "p"], "part": "floor", "side": "below", "name": "below"}
    rejected("identity", None, below, positive(["<=", 0, ["floor", ["-", "p"]]], ["slack", "below"]))


def test_a_floor_is_an_integer():
    floors = [{"name": f"floor {side}", "rule": "whole", "a": "a", "part": "floor", "side": side} for side in ("below", "above")]
    less = {"name": "less", **positive(["<", ["+", "n", -1], ["floor", "a"]], ["+", ["slack", "h"], ["slack", "floor above"]])}
    claim = {"rule": "integer", "claim": ["<=", "n", ["floor", "a"]], "by": "less"}
    assert check({"h": ["<=", "n", "a"]}, *floors, less, claim).facts
    rejected("sort", {"h": ["<=", "n", "a"]}, *floors, less, {**claim, "claim": ["<=", "n", "a"]})


def test_subsets_off_by_one():
    """T(N, K) is not T(N-1, K) + T(N-1, K-1) + binom(N-1, K) s(N)."""
    step = {"name": "step", "rule": "batches_step", "sum": batches("n", "m", S_B), "by": "large"}
    n1, m1 = ["+", "n", -1], ["+", "m", -1]
    parts = [batches(n1, "m", S_B), batches(n1, m1, S_B)]
    right = ["==", batches("n", "m", S_B), ["+", *parts, ["*", ["binom", n1, m1], at("s", "n")]]]
    wrong = ["==", batches("n", "m", S_B), ["+", *parts, ["*", ["binom", n1, "m"], at("s", "n")]]]
    assert check({"large": ["<=", 1, "n"]}, step, ring(right, equations=[[1, "step"]])).facts
    rejected("identity", {"large": ["<=", 1, "n"]}, step, ring(wrong, equations=[[1, "step"]]))


@pytest.mark.parametrize("n", range(5))
@pytest.mark.parametrize("k", range(-1, 6))
def test_the_recursions_hold_for_numbers(n, k):
    """What the rules for binomial coefficients and batches say agrees with the counts that the normal form has."""
    if n >= 1:
        pascal = {"rule": "pascal", "n": n, "k": k, "by": positive(["<=", 1, n], n - 1)}
        step = {"rule": "batches_step", "sum": batches(n, k, S_B), "by": positive(["<=", 1, n], n - 1)}
        for fact in check(None, pascal, step).facts.values():
            assert check(None, ring(fact)).facts
    assert check(None, ring(["==", ["binom", n, k], comb(n, k) if k >= 0 else 0])).facts


# --- exact values ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("p, q", [(7, 2), (-7, 2), (6, 2), (0, 1), (-1, 3)])
def test_whole_parts_of_numbers(p, q):
    assert evaluate(("floor", ("/", p, q))) == (whole(p/q),)*2 and evaluate(("ceil", ("/", p, q))) == (ceiling(p/q),)*2


def test_whole_parts_that_are_not_seen():
    assert evaluate(("floor", ("sqrt", 2))) == (1, 1)
    with pytest.raises(Reject, match="inadmissible"):
        evaluate(("floor", ("^", ("sqrt", 2), 2)))  # an enclosure of 2


def test_values_in_a_model():
    letters = {"s": ["real sequence", ""], "x": ["vector sequence", ""], "n": ["index", ">= 0"], "a": ["real", ""], "u": ["vector", ""]}
    data = model(dimension=2, reals={"n": 3, "a": ["/", 5, 2]}, vectors={"u": [6, 4]},
                 sequences={"s": {"values": [1, 2, 4], "from": 1}, "x": {"term": ["k", 1]}})
    hypotheses = {"batches": ["==", batches("n", 2, S_B), 14], "floor": ["==", at("s", ["floor", "a"]), 2],
                  "binom": ["==", ["binom", "n", 2], 3], "vectors": ["==", ["sum", 1, "n", X_B], ["+", "u", ["*", -1, at("x", 0)]]],
                  "vector batches": ["==", batches(2, 2, X_B), ["+", at("x", 1), at("x", 2)]]}
    assert check_model(statement(hypotheses, letters=letters), data)


# --- words -----------------------------------------------------------------------------------------------------------

s, x = real_sequence("s"), sequence("x")
i, N, K = index("i N K")
k, = integer("k")
a, = real("a")
u, = vector("u")


@pytest.mark.parametrize("tree, text, tex", [
    (floor(a/2) + 1, "floor(a/2) + 1", r"\lfloor \frac{a}{2}\rfloor + 1"), (ceil(a), "ceil(a)", r"\lceil a\rceil"),
    (binomial(N - 1, k), "binom(N - 1, k)", r"\binom{N - 1}{k}"),
])
def test_printing_and_reading_back(tree, text, tex):
    assert (plain(tree), latex(tree)) == (text, tex)
    letters = {n: next(t for t in (a, N, k) if t.name == n) for n in declarations(tree)}
    assert write(read(tree), letters) == tree


def test_sums_are_printed_with_their_ranges():
    assert plain(total(x[i], i, 1, N)) == "sum(x[i], i = 1..N)"
    assert plain(batch_total(s[i]*u, i, N, K)/2) == "sum(s[i]*u, i in B, over all B of K among 1..N)/2"
    assert r"\sum_{B\subseteq\{1,\dots,N\},\,|B|=K}" in latex(batch_total(s[i], i, N, K))
    assert read(batch_total(x[i], i, N, K)) == ("batches", "N", "K", ("at", "x", ("b", 0)))


@pytest.mark.parametrize("make, names", [
    (lambda: floor(u), "u is a vector"), (lambda: binomial(a, 1), "a is a real"), (lambda: total(x[i], i, 1, a), "a is a real"),
    (lambda: batch_total(s[i], i, a, K), "a is a real"), (lambda: s[a], "a is a real"), (lambda: total(s, i, 1, N), "s is a real sequence"),
])
def test_words_without_a_meaning_name_the_symbol(make, names):
    with pytest.raises(IllTyped, match=names):
        sort_of(make())


def test_a_floor_is_an_index():
    assert sort_of(s[floor(a)]) == "real" and sort_of(floor(a) + 1) == "index"
