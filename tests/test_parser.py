"""Text to trees: what is read, how exactly, and what each refusal says."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofs.kernel.exact import evaluate
from proofs.kernel.syntax import substitute
from proofs.language import Letter, Q, positive, real, vector
from proofs.parser import MAX_DEPTH, MAX_TEXT, ParseError, names, parse, relation
from proofs.printing import plain
from proofs.reader import read
from proofs.sorts import sort_of

L, eta = positive("L eta")
f, lam = real("f lambda")
x, y, g = vector("x y g")
SCOPE = {v.name: v for v in (L, eta, f, lam, x, y, g)}


@pytest.mark.parametrize(("text", "shown"), [
    ("f - eta*(1 - L*eta/2)*sq(g)", "f - eta*(1 - L*eta/2)*|g|^2"),
    ("1/2*L*sq(x-y) + ip(g, x)", "1/2*L*|x - y|^2 + <g, x>"),
    ("dot(x - g/L, y)", "<x - g/L, y>"),
    ("norm(g)*sqrt(L)", "|g|*sqrt(L)"),
    ("0.51*L", "51/100*L"), ("1e-3", "1/1000"), (".5", "1/2"), ("2.", "2"), ("1.5E+2", "150"),
    ("L**-2", "L^(-2)"), ("L**(-2)", "L^(-2)"), ("L**+2", "L^2"), ("L**2.0", "L^2"), ("-L**2", "-L^2"),
    ("lambda*f", "lambda*f"), ("a_b", "a_b"), ("μ", "μ"), ("\n L\t+\n f ", "L + f"),
    ("(x + y) - (x - y)", "x + y - (x - y)"), ("L - -f", "L - (-f)"), ("+L", "L"), ("2*x/L*f", "2*x/L*f"),
])
def test_what_is_read(text, shown):
    scope = {**SCOPE, "a_b": Letter("a_b"), "μ": Letter("μ")}
    assert plain(parse(text, scope).tree) == shown


def test_the_sort_is_the_one_of_the_language():
    for text in ("x - g/L", "sq(x)", "sq(L)", "1/2", "f*x", "norm(x)*g"):
        found = parse(text, SCOPE)
        assert found.sort == {"index": "real"}.get(sort_of(found.tree), sort_of(found.tree))


def test_a_name_stands_for_its_tree():
    z = parse("y - g/L", SCOPE)
    assert parse("sq(z)", {**SCOPE, "z": z}).tree == parse("sq(y - g/L)", SCOPE).tree
    assert parse("z", {"z": x - y}).sort == "vector"


@pytest.mark.parametrize(("text", "shown"), [
    ("eta <= 1/L", "eta <= 1/L"), ("L >= 0.5", "1/2 <= L"), ("L > f", "f < L"), ("L < 1", "L < 1"), ("x == y - g", "x = y - g"),
])
def test_relations(text, shown):
    assert plain(relation(text, SCOPE)) == shown


@pytest.mark.parametrize(("text", "column", "words"), [
    ("", 1, ["empty", "write an expression"]),
    ("   ", 1, ["empty"]),
    ("L +", 4, ["ends where a term belongs"]),
    ("* L", 1, ["stands where a term belongs"]),
    ("et*L", 1, ["'et' is not declared", "did you mean eta?"]),
    ("f + qqq", 5, ["'qqq' is not declared", "declared: L, eta"]),
    ("l", 1, ["not declared", "did you mean L"]),
    ("x*y", 2, ["multiplies two vectors", "dot(u, v)"]),
    ("x + L", 3, ["adds a vector and a scalar"]),
    ("L/x", 2, ["the denominator is a vector, a scalar belongs here"]),
    ("x**2", 2, ["the base of the power is a vector", "sq(u)"]),
    ("dot(L, x)", 5, ["argument of dot is a scalar, a vector belongs here"]),
    ("sqrt(x)", 6, ["argument of sqrt is a vector"]),
    ("dot(x)", 1, ["dot takes 2 arguments, and 1 stand here"]),
    ("sq()", 1, ["sq takes 1 argument, and 0 stand"]),
    ("norm(x, y)", 1, ["norm takes 1 argument, and 2"]),
    ("norm", 1, ["'norm' is a call and needs arguments"]),
    ("exp(L)", 1, ["'exp' is no call of the language", "dot(u, v)"]),
    ("__import__('os')", 12, ["''' is no part of an expression"]),
    ("L(x)", 1, ["'L' is a name, no call", "L*(...)"]),
    ("L**0.5", 4, ["the exponent is no integer", "sqrt(a)"]),
    ("L**(1/2)", 4, ["the exponent is no integer"]),
    ("L**f", 4, ["the exponent is no integer"]),
    ("L**65", 4, ["65 is beyond 64"]),
    ("L**-65", 4, ["-65 is beyond 64"]),
    ("L**2**3", 5, ["a power of a power needs parentheses"]),
    ("L/0", 2, ["divides by zero"]),
    ("0**-1", 2, ["negative power of zero"]),
    ("L^2", 2, ["write **"]),
    ("x.T", 2, ["attributes"]),
    ("'L'", 1, ["quoted text"]),
    ("L[0]", 2, ["round parentheses"]),
    ("lambda: 0", 7, ["':' is no part"]),
    ("2L", 2, ["an operator is missing", "2*L"]),
    ("1.2.3", 4, ["'1.2.3' is no number"]),
    ("L f", 3, ["an operator is missing before 'f'"]),
    ("L, f", 2, ["a comma stands between the arguments"]),
    ("(L", 1, ["never closed"]),
    ("L)", 2, ["closes none"]),
    ("L <= f", 3, ["makes a relation", "expression belongs here"]),
    ("(L <= f)", 4, ["inside parentheses"]),
    ("1e999999999", 1, ["more than 400 digits"]),
    ("9"*5000, 1, ["more than 400 digits"]),
    ("L := 1", 3, ["':' is no part"]),
])
def test_refusals(text, column, words):
    with pytest.raises(ParseError) as fault:
        parse(text, SCOPE)
    assert fault.value.column == column, fault.value
    for word in (*words, f"column {column}"):
        assert word in str(fault.value)
    assert len(str(fault.value)) < 400 and "\n" not in str(fault.value)


@pytest.mark.parametrize(("text", "words"), [
    ("L", ["this is an expression", "add <="]),
    ("L <= f <= 1", ["cannot be chained", "two relations"]),
    ("L = f", ["write =="]),
    ("x <= y", ["vectors have no order"]),
    ("x == L", ["compares a vector and a scalar"]),
    ("L <= ", ["ends where a term belongs"]),
    ("L != f", ["'!' is no part"]),
])
def test_refused_relations(text, words):
    with pytest.raises(ParseError) as fault:
        relation(text, SCOPE)
    for word in words:
        assert word in str(fault.value)


@pytest.mark.parametrize(("text", "words"), [
    ("L + "*300_000 + "L", [f"{MAX_TEXT:,} are read at most"]),
    ("("*10_000 + "L" + ")"*10_000, [f"nest more than {MAX_DEPTH} deep"]),
    ("-"*10_000 + "L", [f"nest more than {MAX_DEPTH} deep"]),
    ("L/"*10_000 + "L", [f"nest more than {MAX_DEPTH} deep"]),
    ("sq("*10_000, [f"nest more than {MAX_DEPTH} deep"]),
])
def test_what_is_too_large_is_refused_at_once(text, words):
    start = time.perf_counter()
    with pytest.raises(ParseError) as fault:
        parse(text, SCOPE)
    assert time.perf_counter() - start < 2 and len(str(fault.value)) < 400
    for word in words:
        assert word in str(fault.value)


def test_names_that_double_are_refused_before_they_explode():
    scope = {"a0": Letter("a0")}
    with pytest.raises(ParseError, match="more than 100,000 parts"):
        for i in range(60):
            scope[f"a{i + 1}"] = parse(f"a{i}*a{i} + a{i}", scope)


def test_a_long_flat_sum_is_read():
    tree = parse(" + ".join(f"{i}*sq(x)" for i in range(10_000)), SCOPE).tree
    assert len(read(tree)) == 10_001


def test_the_deepest_term_that_is_read_is_read_by_all_who_come_after():
    for text in ("-("*(MAX_DEPTH - 1) + "L" + ")"*(MAX_DEPTH - 1), "f*(1 + "*(MAX_DEPTH//2 - 1) + "L" + ")"*(MAX_DEPTH//2 - 1)):
        tree = parse(text, SCOPE).tree
        assert read(tree) and plain(tree)


def test_names():
    assert names("f - eta*dot(x, y) <= sq(z)*f") == ["f", "eta", "x", "y", "z"]


# --- exactness --------------------------------------------------------------------------------------------------------

VALUES = {"a": Fraction(2, 3), "b": Fraction(-5, 7), "c": Fraction(11)}
LETTERS = {name: Letter(name) for name in VALUES}


def _leaf():
    whole = st.integers(0, 99).map(lambda n: (str(n), Fraction(n)))
    decimal = st.tuples(st.integers(0, 9), st.integers(0, 999)).map(lambda p: (f"{p[0]}.{p[1]:03}", p[0] + Fraction(p[1], 1000)))
    tiny = st.integers(-4, 4).map(lambda n: (f"3e{n}", 3*Fraction(10)**n))
    return st.one_of(whole, decimal, tiny, st.sampled_from([(n, v) for n, v in VALUES.items()]))


def _larger(inner):
    def join(p):
        (s, a), op, (t, b) = p
        if op == "/" and b == 0:
            op = "*"
        return f"({s}) {op} ({t})", {"+": a + b, "-": a - b, "*": a*b, "/": a/b if b else a}[op]

    def power(p):
        (s, a), n = p
        n = abs(n) if a == 0 else n
        return f"({s})**{n}", a**n
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(join), st.tuples(inner, st.integers(-3, 3)).map(power),
        inner.map(lambda p: (f"-({p[0]})", -p[1])), inner.map(lambda p: (f"sq({p[0]})", p[1]**2)))


@settings(max_examples=300, deadline=None)
@given(st.recursive(_leaf(), _larger, max_leaves=12))
def test_the_tree_has_the_value_of_the_text(pair):
    """The kernel's value of the tree is the value that fractions give, digit for digit."""
    text, value = pair
    term = substitute(read(parse(text, LETTERS).tree), VALUES)
    if isinstance(term, tuple):
        term = _squares_written_out(term)
    try:
        found = evaluate(term)
    except Exception as fault:
        assert "too l" in str(fault)  # a number beyond the kernel's limits
        return
    assert found == (value, value)


def _squares_written_out(t):
    if not isinstance(t, tuple):
        return t
    parts = tuple(_squares_written_out(a) for a in t[1:])
    return ("^", parts[0], 2) if t[0] == "sq" else (t[0], *parts)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="abcxL019.,+-*/()<>=e ^'\"_ \n", max_size=30))
def test_any_text_is_read_or_refused_with_a_sentence(text):
    try:
        parse(text, {**SCOPE, **LETTERS})
    except ParseError as fault:
        assert fault.column >= 1 and "column" in str(fault)


def test_numbers_are_exact():
    assert parse("0.1 + 0.2", {}).tree.args == (Q(1, 10), Q(1, 5))
