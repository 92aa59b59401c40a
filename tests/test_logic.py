"""Formulas with connectives and quantifiers, from the statement to the verdict: words, steps, models, existence claims."""

from __future__ import annotations

import pytest

from numerics.claims import claim as numeric_claim
from numerics.roles import read as read_roles
from proofs.classes import bounded_below, iterates, lipschitz_gradient
from proofs.kernel.checker import check_theorem
from proofs.language import (
    IllTyped,
    Q,
    both,
    coordinate,
    dot,
    either,
    eq,
    exists,
    forall,
    function,
    grad,
    iff,
    implies,
    index,
    le,
    letters_of,
    lt,
    members,
    negation,
    nonnegative,
    norm,
    positive,
    real,
    real_sequence,
    replace,
    sequence,
    sq,
    total,
    vector,
)
from proofs.library.descent.descent_lemma import descent_lemma
from proofs.library.limits.summable_terms import summable_terms_vanish
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.methods import gradient_step
from proofs.printing import latex, plain
from proofs.reader import read
from proofs.search.logic import NotFound
from proofs.search.prove import write_proof
from proofs.sorts import sort_of
from proofs.steps import (
    absurd,
    antisymmetry,
    apply,
    archimedes,
    at,
    by_cases,
    cite,
    combine,
    compute,
    contradiction,
    deny,
    generalise,
    have,
    obtain,
    opposite,
    part,
    suppose,
    telescope,
    witness,
)
from proofs.theorem import Theorem
from proofs.words import big_o, converges, diverges
from proofs.writer import write
from verify import exact
from verify.show import counterexample

a, b, c, m = real("a b c m")
epsilon, eta, L, p, q = positive("epsilon eta L p q")
C, = nonnegative("C")
k, n, t, T = index("k n t T")
x, y = vector("x y")
f, w, s = function("f"), sequence("w"), real_sequence("s")
LIBRARY = exact.load_library([quadratic_upper_bound, descent_lemma, summable_terms_vanish])


def judged(theorem: Theorem):
    data = write_proof(theorem, dict(LIBRARY.verified))
    verified = {**LIBRARY.verified, theorem.name: check_theorem(data, dict(LIBRARY.verified))}
    mine = exact.Library(certificates={**LIBRARY.certificates, theorem.name: data}, verified=verified)
    assert theorem.example is None or exact.check_example(theorem, mine) == ""
    return exact.judge(theorem, mine)[theorem.name]


def lemma(claim, *proof, hypotheses=None, **more):
    return Theorem("lemma", "a lemma", "a test", hypotheses or {}, claim, proof=proof, **more)


# --- words ---------------------------------------------------------------------------------------------------------

WORDS = [
    (both(a <= b, b <= c), "a <= b and b <= c", r"a \le b\text{ and }b \le c"),
    (either(a <= b, both(b <= a, a <= c)), "a <= b or (b <= a and a <= c)", r"a \le b\text{ or }(b \le a\text{ and }a \le c)"),
    (negation(eq(a, b)), "a != b", r"a \ne b"),
    (negation(both(a < b, b < a)), "not (a < b and b < a)", r"\text{not }(a < b\text{ and }b < a)"),
    (implies(a <= b, eq(a, b)), "a <= b implies a = b", r"a \le b\text{ implies }a = b"),
    (iff(a <= b, b <= a), "a <= b if and only if b <= a", r"a \le b\text{ if and only if }b \le a"),
    (exists(n, s[n] <= a, 3 <= n), "there is n >= 0 with 3 <= n such that s[n] <= a",
     r"\text{there is }n \ge 0\text{ with }3 \le n\text{ such that }s_{n} \le a"),
    (forall(epsilon, exists(n, s[n] <= epsilon)), "for all epsilon > 0: there is n >= 0 such that s[n] <= epsilon",
     r"\text{for all }\epsilon > 0: \text{there is }n \ge 0\text{ such that }s_{n} \le \epsilon"),
    (converges(w[k], k, x), "w[k] converges to x as k -> infinity", r"w_{k}\text{ converges to }x\text{ as }k \to \infty"),
    (diverges(s[k], k), "s[k] tends to infinity as k -> infinity", r"s_{k}\text{ tends to infinity as }k \to \infty"),
    (big_o(s[k], 1/p, k, p <= 1), "s[k] = O(1/p) for all k with p <= 1", r"s_{k} = O(\frac{1}{p})\text{ for all }k\text{ with }p \le 1"),
]


@pytest.mark.parametrize("formula, text, tex", WORDS)
def test_words_are_printed_and_read(formula, text, tex):
    assert (plain(formula), latex(formula)) == (text, tex)
    assert sort_of(formula) == "formula"
    letters = {v.name: v for v in letters_of(formula)}
    assert read(write(read(formula), letters)) == read(formula)


def test_a_word_means_its_definition():
    meant = forall(epsilon, exists(n, forall(k, norm(w[k] - x) <= epsilon, n <= k)))
    assert read(converges(w[k], k, x)) == read(meant)
    assert read(big_o(s[k], 1/p, k)) == read(exists(C, forall(k, s[k] <= C*(1/p))))
    assert read(diverges(s[k], k)) == read(forall(m, exists(n, forall(k, m <= s[k], n <= k))))


def test_a_definition_takes_letters_that_mean_nothing_else():
    assert letters_of(converges(epsilon*s[k], k, a)) == {epsilon, s, a}
    assert "epsilon_1" in plain(converges(epsilon*s[k], k, a).formula)
    with pytest.raises(IllTyped, match="depends on k"):
        converges(s[k], k, s[k])


def test_bound_letters_stay_bound():
    assert letters_of(exists(n, s[n] <= a)) == {s, a}
    assert replace(exists(n, s[n] <= a), {n: t, a: b}) == exists(n, s[n] <= b)
    with pytest.raises(IllTyped, match="capture"):
        replace(exists(n, s[n] <= a), {a: s[n]})
    with pytest.raises(IllTyped, match="capture"):
        replace(converges(s[k], k, a), {a: s[k]})


def test_formulas_join_formulas():
    for wrong in (both(a, b <= c), negation(a), forall(k, a), exists(k, a <= b, k)):
        with pytest.raises(IllTyped, match="a formula belongs here"):
            sort_of(wrong)


# --- steps ---------------------------------------------------------------------------------------------------------

AB, BC = {"ab": a <= b}, {"bc": b <= c}
PROOFS = {
    "parts": lemma(both(a <= c, either(c < a, a <= b)), have(both(a <= c, either(c < a, a <= b)), "ab", "bc"), hypotheses=AB | BC),
    "part": lemma(b <= c, part("both", 2), hypotheses={"both": both(a <= b, b <= c)}),
    "combine": lemma(both(b <= c, a <= b), combine("bc", "ab"), hypotheses=AB | BC),
    "cases": lemma(a*a <= 1, by_cases("or", (have(a*a <= 1, "case", square=()),), (have(a*a <= 1, "case"),)),
                   hypotheses={"or": either(eq(a, 1), eq(a, -1))}),
    "middle": lemma(0 <= a*a*a*a + a, by_cases(0 <= a, (have(a*a*a*a + a >= 0, "case", square=(a**2,)),), (
        absurd(a*a*a*a + a >= 0, "case", "h"),)), hypotheses={"h": a >= 0}),
    "suppose": lemma(implies(b <= c, a <= c), suppose(b <= c, have(a <= c, "supposed", "ab")), hypotheses=AB),
    "apply": lemma(b <= c, apply("if", "ab"), hypotheses=AB | {"if": implies(a <= b, b <= c)}),
    "deny": lemma(negation(b < a), deny(b < a, contradiction("denied", "ab")), hypotheses=AB),
    "opposite": lemma(b < a, opposite("no"), hypotheses={"no": negation(a <= b)}),
    "distinct": lemma(a < b, opposite("ne").named("sides"), by_cases("sides", (have(a < b, "case"),), (absurd(a < b, "case", "ab"),)),
                      hypotheses=AB | {"ne": negation(eq(a, b))}),
    "not equal": lemma(negation(eq(a, b)), have(negation(eq(a, b)), "less"), hypotheses={"less": a < b}),
    "antisymmetry": lemma(eq(a, b), antisymmetry(eq(a, b), "ab", "ba"), hypotheses=AB | {"ba": b <= a}),
    "witness": lemma(exists(m, both(a < m, m < b)), witness(exists(m, both(a < m, m < b)), "less", m=(a + b)/2), hypotheses={"less": a < b}),
    "obtain": lemma(exists(m, a + 1 <= m), obtain("some", c, witness(exists(m, a + 1 <= m), "obtained", m=c + 1)),
                    hypotheses={"some": exists(m, a <= m)}),
    "compute": lemma(lt(0, 1), compute(lt(0, 1))),
    "renamed": lemma(forall(p, exists(m, p <= m)), hypotheses={"h": forall(q, exists(c, q <= c))}),
    "vectors": lemma(exists(y, dot(x, y) <= -sq(x)), witness(exists(y, dot(x, y) <= -sq(x)), y=-x)),
    "iff": lemma(iff(a <= b, 2*a <= 2*b), have(iff(a <= b, 2*a <= 2*b))),
}


@pytest.mark.parametrize("name", PROOFS)
def test_steps_of_natural_deduction(name):
    assert judged(PROOFS[name]).verdict is exact.Exact.PROVED


def test_an_existence_needs_a_witness():
    with pytest.raises(NotFound, match="witness"):
        write_proof(lemma(exists(m, a <= m), have(exists(m, a <= m))), {})
    with pytest.raises(NotFound, match="no certificate"):
        write_proof(lemma(exists(m, a <= m), witness(exists(m, a <= m), m=b)), {})


# --- a corollary of the descent lemma ------------------------------------------------------------------------------

g = grad(f)(w[t])
GD = {"smooth": lipschitz_gradient(f, L), "update": iterates(w, lambda j: gradient_step(w[j], grad(f)(w[j]), eta)), "rate": eta <= 1/L}

def corollary(claim, end):
    return lemma(
        claim,
        generalise(t, cite(descent_lemma).named("descent"), have(eta/2*sq(g) <= f(w[t]) - f(w[t + 1]), "descent")).named("every step"),
        generalise(T, telescope("every step", t, eta/2*sq(g), f(w[t]), T).named("sum"), at("below", x=w[T + 1]).named("end"),
                   have(total(sq(g), t, 0, T) <= 2/eta*(f(w[0]) - m), "sum", "end")).named("bounded"),
        have(forall(k, le(0, sq(grad(f)(w[k]))))).named("nonnegative"), end,
        hypotheses=GD | {"below": bounded_below(f, m)},
        example={"f": coordinate(1)**2/2 + coordinate(2)**2/4, "L": 1, "eta": Q(1, 2), "w": [1, 1], "m": 0})


def test_gradients_of_gradient_descent_tend_to_zero():
    proved = judged(corollary(converges(sq(grad(f)(w[k])), k, 0),
                              cite(summable_terms_vanish, a=members(sq(grad(f)(w[k])), k), C=2/eta*(f(w[0]) - m))))
    assert proved.verdict is exact.Exact.PROVED
    assert set(proved.uses) >= {"descent_lemma", "summable_terms_vanish"} and "Archimedean property" in proved.axioms


def test_the_hypotheses_of_what_is_cited_are_needed():
    with pytest.raises(NotFound, match="hypothesis nonnegative"):
        write_proof(corollary(converges(f(w[k]), k, 0), cite(summable_terms_vanish, a=members(f(w[k]), k), C=0)), dict(LIBRARY.verified))


# --- models --------------------------------------------------------------------------------------------------------


def test_a_claim_of_convergence_is_refuted():
    """A bounded sequence need not tend to 0."""
    refuted = judged(lemma(converges(s[k], k, 0), hypotheses={"bounded": forall(k, norm(s[k]) <= 1)},
                           model={"s": 1, "witnesses": {"epsilon": Q(1, 2), "k": n}}, expect="REFUTED"))
    assert refuted.verdict is exact.Exact.REFUTED and refuted.counterexample["points"] == {"s[k]": "1"}


def test_a_claim_of_order_is_refuted():
    beyond = exists(k, lt(C, k))
    steps = (generalise(C, archimedes(C + 1, 1).named("n"), obtain("n", n, witness(beyond, "obtained", k=n))),)
    refuted = judged(lemma(big_o(s[k], 1, k), model={"s": k, "proofs": {"claim": steps}}, expect="REFUTED"))
    assert refuted.verdict is exact.Exact.REFUTED and "Archimedean property" in refuted.axioms


def test_a_refuted_formula_is_shown():
    from verify.join import join
    theorem = lemma(converges(s[k], k, 0), model={"s": 1, "witnesses": {"epsilon": Q(1, 2), "k": n}}, expect="REFUTED")
    shown = join(theorem, {"lemma": judged(theorem)}, {}, {}).claims[0]
    assert list(counterexample(shown)) == [
        "counterexample:", "  take s[k] = 1",
        "  in which the negation of the claim is proved: for every n with 0 <= n: take k = n; take epsilon = 1/2"]


EXISTENCE = [
    (lemma(q <= p, hypotheses={"h": p <= q}, existence=True, model={"p": 1, "q": 1}), "PROVED"),
    (lemma(converges(s[k], k, 0), hypotheses={"s": forall(k, lt(0, s[k]))}, existence=True, model={
        "s": 1/(k + 1), "proofs": {"claim": (generalise(epsilon, archimedes(1, epsilon).named("enough"), obtain("enough", n, witness(
            exists(n, forall(k, norm(1/(k + 1)) <= epsilon, n <= k)), "obtained", "obtained.1", n=n))),)}}), "PROVED"),
    (lemma(q < p, hypotheses={"h": p <= q}, existence=True, using=("h",), expect="REFUTED"), "REFUTED"),
    (lemma(q < p, hypotheses={"h": p <= q}, existence=True, expect="OPEN"), "OPEN"),
]


@pytest.mark.parametrize("theorem, verdict", EXISTENCE)
def test_existence_claims(theorem, verdict):
    assert judged(theorem).verdict.name == verdict


def test_an_existence_claim_is_printed_as_one():
    o = EXISTENCE[0][0].claimed()
    assert plain(o.statement) == "there are p, q as in the hypotheses such that q <= p"
    with pytest.raises(IllTyped):
        read(o.statement)  # a proof of the claim for all letters is no instance: nothing may vanish


@pytest.mark.parametrize("part", ["model", "claim", "letters"])
def test_an_instance_is_of_this_very_claim(part):
    theorem = EXISTENCE[0][0]
    data = write_proof(theorem, {})
    entry = data["instances"]["lemma"]
    if part == "model":
        entry["model"]["reals"]["q"] = 2
    elif part == "claim":
        entry["claim"] = ["<=", "p", "q"]
    else:
        data["letters"]["p"] = ["real", ""]
    mine = exact.Library(certificates={"lemma": data}, verified={})
    assert exact.judge(theorem, mine)["lemma"].verdict is exact.Exact.OPEN


# --- numbers -------------------------------------------------------------------------------------------------------


LIMITS = [word for word, _, _ in WORDS if any(f" {tends} " in plain(word) for tends in ("converges", "tends"))]


@pytest.mark.parametrize("formula", LIMITS, ids=plain)
def test_numbers_say_what_they_cannot_run(formula):
    """No finite run decides a limit; formulas joined from relations are run (tests/numerics/test_formulas.py)."""
    assert numeric_claim("name", formula).why_not
    assert read_roles({"h": formula}).refused


def test_an_implication_is_run_under_its_left_side():
    run = numeric_claim("name", implies(both(a <= b, b <= c), a <= c))
    assert run.conditions == (a <= b, b <= c) and run.body == (a <= c) and not run.why_not
