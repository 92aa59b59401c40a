"""Operators and Hessians: what their normal forms identify and what they do not, what a verdict rests on, models, words."""

from __future__ import annotations

from typing import Any

import pytest

from proofs import classes
from proofs.kernel.checker import Checker, check_theorem
from proofs.kernel.interpretation import check_model, refute
from proofs.kernel.normal import Letter
from proofs.kernel.syntax import Reject, freeze
from proofs.language import (
    IllTyped,
    function,
    functions,
    hess,
    index,
    inverse,
    norm,
    operator,
    positive,
    real,
    twice_differentiable,
    vector,
)
from proofs.printing import latex, plain
from proofs.reader import declarations, read
from proofs.sorts import sort_of
from proofs.writer import write
from tests.kernel.build import LETTERS, check, model, no_model, rejected, ring, statement
from tests.kernel.build import positive as certificate
from tests.kernel.operator_cases import EIGENVALUES, HESSIANS, RAYLEIGH, TAYLOR, TWICE, app, minus

H, G = ["hess", "f", "u"], ["hess", "f", "v"]
SYMMETRY = "axiom:symmetry of the second derivative"


def dot(u: Any, v: Any) -> list[Any]:
    return ["dot", u, v]


SAME = [
    (dot(app("A", "u"), "v"), dot("u", app("A", "v"))),
    (dot(app("A", app("D", "u")), "v"), dot("u", app("D", app("A", "v")))),
    (["sq", app("A", "u")], dot("u", app("A", app("A", "u")))),
    (app("A", ["+", "u", ["*", "a", "v"]]), ["+", app("A", "u"), ["*", "a", app("A", "v")]]),
    (app("A", ["*", 0, "u"]), ["*", 0, "v"]),
    (dot(app(H, "v"), "w"), dot("v", app(H, "w"))),
    (dot(app(["inv", "A"], "v"), "w"), dot("v", app(["inv", "A"], "w"))),
    (app(["hess", "f", ["+", "u", "u"]], "w"), app(["hess", "f", ["*", 2, "u"]], "w")),
    (app("A", ["sum", 1, "n", ["at", "x", ["b", 0]]]), ["sum", 1, "n", app("A", ["at", "x", ["b", 0]])]),
]
DIFFERENT = [
    (dot(app("A", app("D", "u")), "v"), dot("u", app("A", app("D", "v")))),        # a product is not self-adjoint
    (app("A", app("D", "u")), app("D", app("A", "u"))),
    (app("A", "u"), app("D", "u")),
    (app(H, "w"), app(G, "w")),                                                    # at another point
    (app(["hess", "f", "u"], "w"), app(["hess", "g", "u"], "w")),
    (app("A", app(["inv", "A"], "u")), "u"),                                       # A need not be invertible
    (dot(app(["hess", "f", "v"], "v"), "w"), dot("v", app(["hess", "f", "w"], "w"))),
]


def equal(a: Any, b: Any) -> Any:
    return check(None, ring(["==", a, b]))


@pytest.mark.parametrize("a, b", SAME)
def test_what_is_equal_by_linearity_and_self_adjointness(a, b):
    assert equal(a, b).facts


@pytest.mark.parametrize("a, b", DIFFERENT)
def test_what_is_not(a, b):
    rejected("identity", None, ring(["==", a, b]))


@pytest.mark.parametrize("term", [
    app("A", "a"), app("f", "u"), app("u", "v"), ["val", "A", "u"], ["hess", "f", "u"], ["hess", "A", "u"], ["inv", "f"], "A",
    ["+", "A", "D"], ["val", ["at", "x", 1], "u"], ["grad", ["at", "F", "a"], "u"], ["at", "F", 1], app(["hess", "f", "a"], "u"),
    ["floor", "u"], ["binom", "a", 1], ["sum", 1, "n", "A"], ["batches", "n", "a", "u"], ["int", 0, 1, "u"],
])
def test_sorts(term):
    rejected("sort", None, ring(["==", term, term]))


@pytest.mark.parametrize("term", [["app", "A"], ["hess", "f"], ["app", 3, "u"], ["at", ["at", "F", 1], 2], ["binom", 1], ["inv", "A", "u"]])
def test_shapes(term):
    rejected("shape", None, ring(["==", term, term]))


# --- what a verdict rests on -----------------------------------------------------------------------------------------


def rests_on(*steps: Any, hypotheses: Any = None) -> set[str]:
    found = check(hypotheses, *steps)
    return {u for name in found.facts for u in found.used[name] if u.startswith("axiom:")}


def test_symmetry_of_a_hessian_is_an_axiom_and_of_a_letter_is_not():
    assert rests_on(ring(["==", dot(app("A", "u"), "v"), dot("u", app("A", "v"))])) == set()
    assert rests_on(ring(["==", dot(app(H, "v"), "w"), dot("v", app(H, "w"))])) == {SYMMETRY}


def test_a_normal_form_inside_a_scope_is_recorded_outside():
    """The only use of the symmetry is in a statement that is generalised, and the conclusion speaks of no Hessian."""
    step = {"rule": "generalise", "letters": [["z", "vector"]], "conditions": {}, "proof": [
        {"name": "symmetric", **ring(["==", dot(app(H, "z"), "w"), dot("z", app(H, "w"))])},
        {"name": "plain", **certificate(["<=", 0, ["sq", "z"]], ["sq", "z"])}]}
    assert SYMMETRY in rests_on(step)


def test_the_spectral_theorem_is_recorded():
    assert "axiom:spectral theorem" in rests_on(RAYLEIGH, hypotheses={"eigenvalues": EIGENVALUES})


def test_no_rule_about_hessians_without_twice_differentiability():
    rejected("fact", {"hessians": HESSIANS}, TAYLOR)
    assert "axiom:Taylor's theorem along a segment" in rests_on(TAYLOR, hypotheses=TWICE)


def test_a_quadratic_is_twice_differentiable():
    form = ["forall", [["y", "vector"]], [], ["==", ["val", "f", "y"], ["/", dot(app("A", "y"), "y"), 2]]]
    step = {"rule": "quadratic", "of": "form", "f": "f", "A": "A"}
    found = check({"form": form}, {**step, "part": "twice"}, {**step, "part": "hessian", "letter": "z"}, {**step, "part": "gradient"})
    assert found.facts["s1"] == ("twice", "f")
    assert found.facts["s3"] == ("forall", (("y", "vector"),), (), ("==", ("grad", "f", "y"), ("app", "A", "y")))


def test_the_gradient_of_an_average():
    average = ["forall", [["y", "vector"]], [], ["==", ["val", "f", "y"], ["/", ["sum", 1, "n", ["val", ["at", "F", ["b", 0]], "y"]], "n"]]]
    fact = check({"average": average}, {"rule": "gradient_of", "of": "average"}).facts["s1"]
    assert fact[3] == ("==", ("grad", "f", "y"), ("/", ("sum", 1, "n", ("grad", ("at", "F", ("b", 0)), "y")), "n"))


def test_a_theorem_about_an_operator_is_cited_for_a_hessian():
    letters = {"A": ["operator", ""], "p": ["real", ""]}
    below = ["forall", [["y", "vector"]], [], ["<=", dot(app("A", "y"), "y"), ["*", "p", ["sq", "y"]]]]
    lemma = check({"below": below}, {"name": "fact", "rule": "known", "fact": "below"}, letters=letters)
    here = {"name": "here", "rule": "generalise", "letters": [["y", "vector"]], "conditions": {}, "proof": [
        {"name": "t", "rule": "instance", "of": "hessians", "at": {"y": "u", "z": "y"}}]}
    cite = {"rule": "cite", "theorem": "test", "digest": lemma.digest, "fact": "fact", "letters": {"A": H, "p": "p"},
            "hypotheses": {"below": "here"}}
    assert check({"hessians": HESSIANS}, here, cite, library={"test": lemma}).facts
    rejected("mismatch", {"hessians": HESSIANS}, here, {**cite, "letters": {"A": G, "p": "p"}}, library={"test": lemma})
    rejected("capture", {"hessians": HESSIANS}, here, {**cite, "letters": {"A": ["hess", "f", "y"], "p": "p"}},
             letters={**LETTERS, "y": ["vector", ""], "z": ["vector", ""]}, library={"test": lemma})


def test_a_family_member_chosen_by_the_point_has_no_lipschitz_gradient():
    """|grad F_i(y) - grad F_i(z)| <= p |y - z| with i = floor |y| says nothing of the gradient of one function."""
    chosen = ["at", "F", ["floor", ["norm", "y"]]]
    smooth = ["forall", [["y", "vector"], ["z", "vector"]], [],
              ["<=", ["norm", minus(["grad", chosen, "y"], ["grad", chosen, "z"])], ["*", "p", ["norm", minus("y", "z")]]]]
    c = Checker({n: Letter(*kind) for n, kind in LETTERS.items()}, {})
    c.assume("smooth", freeze(smooth), frozenset())
    assert not c.continuous


# --- models ----------------------------------------------------------------------------------------------------------

KINDS = {"A": ["operator", ""], "f": ["function", ""], "u": ["vector", ""], "v": ["vector", ""], "a": ["real", ""],
         "F": ["function sequence", ""], "n": ["index", ">= 0"]}
MODEL = model(dimension=2, reals={"a": 3, "n": 2}, vectors={"u": [1, 0], "v": [0, 1]}, operators={"A": [[2, 1], [1, 2]]},
              functions={"f": ["+", ["*", "x1", "x2"], ["^", "x1", 3]]}, families={"F": {"values": ["x1", ["^", "x2", 2]]}})


def test_operators_are_matrices_and_hessians_second_derivatives():
    hypotheses = {"image": ["==", app("A", "u"), ["+", ["*", 2, "u"], "v"]], "inverse": ["==", app("A", app(["inv", "A"], "u")), "u"],
                  "hessian": ["==", app(["hess", "f", "u"], "u"), ["+", ["*", 6, "u"], "v"]], "twice": ["twice", "f"],
                  "family": ["==", ["sum", 1, "n", ["grad", ["at", "F", ["b", 0]], "v"]], ["+", "u", ["*", 2, "v"]]]}
    assert check_model(statement(hypotheses, letters=KINDS), MODEL)
    assert refute(statement({}, letters=KINDS), ["==", app("A", "u"), "u"], MODEL)


@pytest.mark.parametrize("cause, parts", [
    ("sort", {"operators": {"A": [[2, 1], [0, 2]]}}), ("shape", {"operators": {"A": [[2, 1]]}}), ("letter", {"operators": {}}),
    ("sort", {"operators": {"A": [[["sqrt", 2], 0], [0, 1]]}}), ("letter", {"operators": {"A": [["a", 0], [0, 1]]}}),
])
def test_a_matrix_that_is_no_self_adjoint_operator(cause, parts):
    no_model(cause, KINDS, {"h": ["==", app("A", "u"), app("A", "u")]}, {**MODEL, **parts})


def test_a_singular_operator_has_no_inverse():
    no_model("inadmissible", KINDS, {"h": ["==", app(["inv", "A"], "u"), app(["inv", "A"], "u")]},
             {**MODEL, "operators": {"A": [[1, 1], [1, 1]]}})


def test_a_function_that_is_not_twice_differentiable():
    """|x1| x1 is differentiable, its derivative 2 |x1| is not."""
    no_model("derivative", KINDS, {"twice": ["twice", "f"]}, {**MODEL, "functions": {"f": ["*", ["norm", "x1"], "x1"]}})


def test_a_member_beyond_those_that_the_model_gives():
    no_model("range", KINDS, {"h": ["==", ["val", ["at", "F", 3], "u"], 0]}, MODEL)


def test_a_range_of_indices_is_written_out():
    every = ["forall", [["i", "index"]], [["<=", 1, "i"], ["<=", "i", "n"]], ["<=", ["val", ["at", "F", "i"], "u"], 1]]
    proof = [{"name": "one", "rule": "compute", "claim": ["<=", 1, 1]}, {"name": "two", "rule": "compute", "claim": ["<=", ["^", 0, 2], 1]},
             {"name": "both", "rule": "conjunction", "of": ["one", "two"]}]
    assert check_model(statement({"every": every}, letters=KINDS), {**MODEL, "proofs": {"every": proof}})
    hidden = ["forall", [["i", "index"], ["n", "index"]], every[2], every[3]]  # this n is another one
    no_model("letter", KINDS, {"every": hidden}, {**MODEL, "proofs": {"every": proof}})


# --- words -----------------------------------------------------------------------------------------------------------

A, D, f, F = operator("A"), operator("D"), function("f"), functions("F")
x, u, v = vector("x u v")
L, = positive("L")
a, = real("a")
i, = index("i")


@pytest.mark.parametrize("tree, text, tex", [
    (A(u), "A(u)", r"A u"), (A(D(u + v)), "A(D(u + v))", r"A(D(u + v))"), (inverse(A)(u), "A^-1(u)", r"A^{-1} u"),
    (hess(f)(x)(u), "hess f(x)(u)", r"\nabla^2 f(x) u"), (inverse(hess(f)(x))(u), "(hess f(x))^-1(u)", r"(\nabla^2 f(x))^{-1} u"),
    (hess(F[i])(x)(u), "hess F[i](x)(u)", r"\nabla^2 F_{i}(x) u"), (F[i](x), "F[i](x)", r"F_{i}(x)"),
    (twice_differentiable(f), "f is twice differentiable", r"f\text{ is twice differentiable}"),
])
def test_printing_and_reading_back(tree, text, tex):
    assert (plain(tree), latex(tree)) == (text, tex)
    letters = {n: next(t for t in (A, D, f, F, x, u, v, i) if t.name == n) for n in declarations(tree)}
    assert write(read(tree), letters) == tree


@pytest.mark.parametrize("make, names", [
    (lambda: A(a), "a is a real"), (lambda: hess(f)(a), "a is a real"), (lambda: inverse(f)(u), "f is a function"),
    (lambda: F[a](x), "a is a real"), (lambda: u[i](x), "u is a vector"), (lambda: A(u) + a, "adds a real and a vector"),
    (lambda: twice_differentiable(A), "A is an operator"), (lambda: norm(A), "A is an operator"),
])
def test_words_without_a_meaning_name_the_symbol(make, names):
    with pytest.raises(IllTyped, match=names):
        sort_of(make())


def test_a_class_does_not_capture_the_letters_of_its_operator():
    """The quantified direction of a bound on hess f(v) is no v."""
    bound = read(classes.loewner_below(hess(f)(v), L))
    assert bound[1][0][0] != "v" and read(classes.eigenvalues_at_most(hess(f)(v), L))[1][1][0] != "v"


def test_nothing_is_known_of_an_undeclared_operator():
    with pytest.raises(Reject, match="letter"):
        check_theorem(statement({}, [{"name": "s", **ring(["==", app("Z", "u"), app("Z", "u")])}]), {})
