"""The search: what it finds, and that what it cannot find is said in one sentence."""

import dataclasses

import pytest

from proofs.kernel.checker import check_theorem
from proofs.language import Q, function, index, lt, nonnegative, positive, real, sq, vector
from proofs.search import candidates
from proofs.search.prove import NotFound, statement, write_proof
from proofs.steps import have
from proofs.theorem import Theorem
from verify import discover, exact

LIBRARY = {f.name: f.theorem for f in discover.library()}
VERIFIED = exact.load_library(list(LIBRARY.values())).verified
L, mu, gamma = positive("L mu gamma")
c, = nonnegative("c")
a, b, d = real("a b d")
x, y, g = vector("x y g")
f = function("f")
n, = index("n")


def theorem(claim, *using, **hypotheses):
    return Theorem("mine", "", "", hypotheses=hypotheses, claim=claim, using=using)


@pytest.mark.parametrize("claim, using, hypotheses", [
    (2*a*b <= a**2 + b**2, (have(2*a*b <= a**2 + b**2, square=(a - b,)),), {}),
    (a*c <= b*c, ("h",), {"h": a <= b}),
    (a/L <= b/L, ("h",), {"h": a <= b}),
    (1/L <= 1/mu, ("h",), {"h": mu <= L}),
    (lt(a, d), ("p", "q"), {"p": a < b, "q": b <= d}),
    (lt(0, 1/(a + 2)), ("p",), {"p": lt(0, a + 2)}),  # a denominator that is a multiple of its primitive part
    (gamma*(1 - gamma*mu)*sq(g)/(L - mu) >= 0*a, ("p", "q"), {"p": gamma*mu <= 1 + 0*a, "q": mu < L}),
    (sq(x + y) <= 2*sq(x) + 2*sq(y), (have(sq(x + y) <= 2*sq(x) + 2*sq(y), square=(x - y,)),), {}),
])
def test_textbook_steps_are_found(claim, using, hypotheses):
    data = write_proof(theorem(claim, *using, **hypotheses), {})
    assert "mine" in check_theorem(data, {}).facts


def test_what_is_not_found_is_said_with_the_lemma_and_what_to_do():
    with pytest.raises(NotFound, match=r"lemma mine.*a <= b.*name a further fact"):
        write_proof(theorem(a <= b, "h", h=a <= d), {})


def test_an_unknown_fact_is_named():
    with pytest.raises(NotFound, match=r"'nothing' is no fact here \(known: h\)"):
        write_proof(theorem(a <= b, "nothing", h=a <= d), {})


@pytest.mark.parametrize("name", ["control_51_100", "control_no_rate", "descent_range_at_its_word"])
def test_z3_proposes_a_counterexample_that_the_kernel_accepts(name):
    from proofs.reader import read
    t = LIBRARY[name]
    import json
    head = json.loads(json.dumps(statement(t)))
    assert candidates.search(head, read(t.claim)) is not None


def test_no_counterexample_to_a_true_statement():
    import json

    from proofs.reader import read
    t = LIBRARY["descent_lemma"]
    assert candidates.search(json.loads(json.dumps(statement(t))), read(t.claim)) is None


@pytest.mark.parametrize("factor", [Q(51, 100), Q(1), Q(3, 4)])
def test_a_mutated_descent_lemma_is_refuted_never_proved(factor):
    from proofs.library.descent.descent_lemma import eta, f, g, t, w
    mutant = dataclasses.replace(LIBRARY["control_51_100"], claim=f(w[t + 1]) <= f(w[t]) - factor*eta*sq(g))
    data = write_proof(mutant, VERIFIED)
    assert mutant.name in data["refutations"] and mutant.name not in check_theorem(data, VERIFIED).facts
