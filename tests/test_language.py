"""The statement language: trees as written, sorts, substitution, printing, and the way to the kernel and back."""

import pytest
import sympy

from proofs import language as lang
from proofs.kernel.syntax import freeze
from proofs.language import (
    IllTyped,
    Q,
    dot,
    eq,
    forall,
    function,
    grad,
    index,
    lost,
    nabla,
    norm,
    positive,
    real,
    replace,
    sequence,
    sq,
    sqrt,
    total,
    vector,
)
from proofs.printing import latex, plain
from proofs.reader import declarations, read
from proofs.sorts import sort_of
from proofs.writer import write
from verify import discover

f = function("f")
L, eta = positive("L eta")
x, y = vector("x y")
w = sequence("w")
k, t = index("k t")
a, b, c = real("a b c")


@pytest.mark.parametrize("tree, text", [
    (f(x) - eta*(1 - L*eta/2)*sq(grad(f)(x)), "f(x) - eta*(1 - L*eta/2)*|grad f(x)|^2"),
    (c + b + a, "c + b + a"),
    (a - (b - c), "a - (b - c)"),
    (a - b - c, "a - b - c"),
    (-(a + b), "-(a + b)"),
    (a/(b*c), "a/(b*c)"),
    (a/b/c, "a/b/c"),
    ((a + b)**2, "(a + b)^2"),
    (-a*b, "-a*b"),
    (a*(-b), "a*(-b)"),
    (Q(1, 2)*a, "1/2*a"),
    (2*a + 0*b, "2*a + 0*b"),
    (a/a, "a/a"),
    (dot(x, -eta*y), "<x, -eta*y>"),
    (total(sq(w[t]), t, 0, k - 1), "sum(|w[t]|^2, t = 0..k - 1)"),
])
def test_a_tree_prints_as_it_was_written(tree, text):
    assert plain(tree) == text


def test_latex_has_the_order_of_the_book():
    assert latex(f(w[t]) - eta/2*sq(grad(f)(w[t]))) == r"f(w_{t}) - \frac{\eta}{2} \lVert \nabla f(w_{t})\rVert^2"


@pytest.mark.parametrize("make, message", [
    (lambda: a + 0.5, "exact"), (lambda: a*sympy.Float(1), "exact"), (lambda: a + sympy.Symbol("q"), "no term"),
    (lambda: sort_of(f(a)), "a is a real, a vector belongs here"), (lambda: sort_of(x*y), "dot"),
    (lambda: sort_of(a + x), "adds a real and a vector"), (lambda: sort_of(x <= y), "compares"),
    (lambda: sort_of(a <= x), "compares a real and a vector"), (lambda: sort_of(a**b), "the exponent b is no integer"),
    (lambda: sort_of(w[a]), "index"), (lambda: sort_of(dot(x, a)), "vector"), (lambda: sort_of(sqrt(x)), "real"),
    (lambda: sort_of(eq(k, lang.argmin(nabla(sq(f(w[t]))), t, 0, k))), "is a vector"),
    (lambda: sort_of(lost(a, b)), "lost a sign"),
])
def test_what_has_no_meaning_is_refused_with_the_symbol(make, message):
    with pytest.raises(IllTyped, match=message):
        make()


def test_a_relation_has_no_truth_value():
    with pytest.raises(TypeError, match="truth value"):
        bool(a <= b)
    with pytest.raises(TypeError, match="truth value"):
        _ = a <= b <= c


def test_substitution_refuses_capture():
    body = total(dot(w[t], x), t, 0, k)
    with pytest.raises(IllTyped, match="capture"):
        replace(body, {x: w[t]})
    assert replace(body, {x: y}) == total(dot(w[t], y), t, 0, k)
    with pytest.raises(IllTyped, match="capture"):
        replace(forall(x, f(y) <= f(x)), {y: x})


def test_nothing_is_evaluated():
    assert (a/a) != 1 and (a - a) != 0
    assert isinstance(2*a, lang.Times)


def test_a_sign_of_a_quantified_letter_becomes_a_condition():
    n, = lang.positive_index("n")
    assert read(forall(n, norm(w[n]) <= L)) == ("forall", (("n", "index"),), (("<", 0, "n"),), ("<=", ("norm", ("at", "w", "n")), "L"))


def test_a_bound_letter_beside_a_free_one_of_the_same_name_is_refused():
    k_real, = real("k")
    with pytest.raises(IllTyped, match="bound, and free with another meaning"):
        read(forall(k, sq(w[k]) <= k_real))


def test_a_name_with_two_meanings_is_refused():
    with pytest.raises(IllTyped, match="two meanings"):
        declarations(a <= 0*a, lang.positive("a")[0] <= b)


@pytest.mark.parametrize("found", discover.library(), ids=lambda f: f.name)
def test_the_kernel_reads_what_the_page_shows(found):
    """Reader and writer are inverse to each other, so that what is shown of a certificate is what was checked."""
    for o in found.theorem.obligations():
        if not o.sayable:
            continue
        statement = o.statement.body if isinstance(o.statement, lang.SomeInstance) else o.statement
        term = freeze(read(statement))
        letters = {name: lang.Letter(name, *kind) for name, kind in declarations(statement).items()}
        assert freeze(read(write(term, letters))) == term


WAVE = a**2 + 3*lang.sin(a)**2


@pytest.mark.parametrize("tree, text, tex, term", [
    (lang.sin(a) + lang.cos(lang.pi*b), "sin(a) + cos(pi*b)", r"\sin(a) + \cos(\pi b)", ("+", ("sin", "a"), ("cos", ("*", ("pi",), "b")))),
    (lang.absolute(a), "|a|", r"\lVert a\rVert", ("norm", "a")),
    (lang.maximum(a, b) - lang.minimum(a, 0), "max(a, b) - min(a, 0)", r"\max\{a, b\} - \min\{a, 0\}",
     ("+", ("max", "a", "b"), ("-", ("min", "a", 0)))),
    (2*lang.sign(a), "2*sign(a)", r"2 \operatorname{sign}(a)", ("*", 2, ("sgn", "a"))),
    (lang.piecewise(a <= b, a, 2)**2, "(a if a <= b else 2)^2", None, ("^", ("if", "a", "b", "a", 2), 2)),
    (lang.piecewise(a < b, a, 2), "(a if a < b else 2)", r"\begin{cases}a & \text{if } a < b\\ 2 & \text{otherwise}\end{cases}",
     ("if", "b", "a", 2, "a")),
    (lang.derivative(a**2, a), "(d/da (a^2))", r"\frac{d}{da}(a^{2})", ("*", 2, "a")),
    (lang.derivative(a**2, a, b + 1), "(d/da (a^2) at a = b + 1)", r"\left.\frac{d}{da}(a^{2})\right|_{a=b + 1}", ("*", 2, ("+", "b", 1))),
], ids=str)
def test_functions_of_real_numbers(tree, text, tex, term):
    assert plain(tree) == text and (tex is None or latex(tree) == tex)
    assert read(tree) == term and read(write(term, {})) == term


def test_a_derivative_binds_its_letter_in_the_body_only():
    at_b = lang.replace(lang.derivative(WAVE, a), {a: b})
    assert at_b == lang.derivative(WAVE, a, b) and lang.letters_of(at_b) == {b}
    with pytest.raises(IllTyped, match="substitution would capture a"):
        lang.replace(lang.derivative(a*b, a, b), {b: a + 1})
    for tree in (lang.derivative(lang.absolute(a), a), lang.derivative(lang.maximum(a, 0), a)):
        with pytest.raises(IllTyped, match="not differentiated"):
            read(tree)


@pytest.mark.parametrize("tree", [lang.sin(x), lang.maximum(a, x), lang.piecewise(a <= b, x, x), lang.derivative(sq(a*x), x), lang.sign(f),
                                  lang.piecewise(eq(a, b), a, b)], ids=str)
def test_what_is_no_function_of_real_numbers(tree):
    with pytest.raises(IllTyped):
        sort_of(tree)
