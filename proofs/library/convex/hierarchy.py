"""The rates of gradient descent on smooth, convex and strongly convex losses, and the literal e^-t.

Hegde, Foundations of Deep Learning, chapter 4, "Another aside" and "the hierarchy".
Legend: L loss, beta smoothness constant, alpha modulus of strong convexity, w[t] iterates with step 1/beta, w_opt the minimiser.
"""

from proofs.classes import iterates, lipschitz_gradient, minimiser, strongly_convex
from proofs.language import (
    Power, Q, both, coordinate, dot, exists, exp, forall, function, grad, index, lt, nonnegative, positive, prose, sequence, sq, term, vector,
)
from proofs.library.polyak_lojasiewicz.linear_rate import exponential as pl_exponential
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.methods import gradient_step
from proofs.steps import archimedes, at, cite, combine, compute, exp_power, generalise, have, induction, obtain, part, witness
from proofs.theorem import NotCheckable, Theorem
from proofs.words import big_o

L, w = function("L"), sequence("w")
alpha, beta = positive("alpha beta")
w_opt, x, u = vector("w_opt x u")
k, n, t = index("k n t")
C, = nonnegative("C")
gap = L(w[t]) - L(w_opt)
tangent = L(u) + dot(grad(L)(u), x - u)
SOURCE = "Foundations of Deep Learning, chapter 4, Another aside"
HYPOTHESES = {"smooth": lipschitz_gradient(L, beta), "strongly convex": strongly_convex(L, alpha), "optimum": minimiser(L, w_opt),
              "update": iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), 1/beta))}
READINGS = ("eta = 1/beta, as before", "w_opt is the minimiser; the rate is that of the gap L(w_t) - L(w_opt)")
EXAMPLE = {"L": coordinate(1)**2/2 + coordinate(2)**2/4, "alpha": Q(1, 2), "beta": 1, "w": [1, 1], "w_opt": [0, 0], "t": 1}

exponential = Theorem(
    "strongly_convex_rate", "The rate exp(-(alpha/beta) t) under smoothness and strong convexity", SOURCE, example=EXAMPLE,
    hypotheses=HYPOTHESES, ids=("004-042",), alternative=True, claim=big_o(gap, exp(-(alpha/beta)*t), t),
    proof=(generalise(x, at("strongly convex", x=w_opt, y=x).named("below"),
                      have(2*alpha*(L(x) - L(w_opt)) <= sq(grad(L)(x)), "below", square=(grad(L)(x) + alpha*(w_opt - x),))).named("PL"),
           generalise(t, cite(pl_exponential).named("rate"),
                      have(gap <= (L(w[0]) - L(w_opt))*exp(-(alpha/beta)*t), "rate")).named("every t"),
           at("optimum", x=w[0]).named("gap at the start"),
           witness(big_o(gap, exp(-(alpha/beta)*t), t), "every t", "gap at the start", C=L(w[0]) - L(w_opt))),
    readings=(*READINGS, "'exponential': exp(-c t) with a c that depends on alpha and beta"))

# in the model L = x^2/8, w[t] = (3/4)^t: the gap (9/16)^t/8 against e^-t <= 2^-t
E, q = exp(term(-1)), Power(Q(3, 4), t)
SLOWER = (
    compute(E <= Q(1, 2)).named("e > 2"), compute(lt(0, E)).named("positive"),
    induction(t, 0, both(lt(0, Power(E, t)), (1 + t/8)*Power(E, t) <= q**2), base=(have(both(lt(0, Power(E, term(0))), (1 + term(0)/8)*Power(E, term(0)) <= 1)),),
              step=(part("hypothesis", 1).named("P"), part("hypothesis", 2).named("below"),
                    have(lt(0, Power(E, t + 1)), "P", "positive").named("next P"),
                    have((1 + (t + 1)/8)*Power(E, t + 1) <= Power(Q(3, 4), t + 1)**2, "P", "below", "e > 2", "positive", "range").named("next"),
                    combine("next P", "next"))).named("Bernoulli"),
    generalise(C, archimedes(8*(8*C), 1).named("enough"), obtain(
        "enough", n, at("Bernoulli", t=n).named("at n"), part("at n", 1).named("P"), part("at n", 2).named("below"),
        exp_power(-1, n).named("power"),
        have(lt(C*exp(-n), Power(Q(3, 4), n)**2/8), "obtained", "P", "below", "power", "sign of C").named("beaten"),
        witness(exists(t, lt(C*exp(-t), q**2/8)), "beaten", t=n))))
literal = Theorem(
    "strongly_convex_rate_literal", "The rate e^-t under smoothness and strong convexity", SOURCE, hypotheses=HYPOTHESES,
    ids=("004-042", "004-043"), claim=big_o(gap, exp(-t), t), repaired=exponential, expect="REFUTED",
    readings=(*READINGS, "e^-t: the gap is at most a constant times e^-t"),
    model={"L": coordinate(1)**2/8, "alpha": Q(1, 4), "beta": 1, "w": Power(Q(3, 4), k), "w_opt": [0], "t": 0, "proofs": {"claim": SLOWER}})

between = Theorem(
    "strongly_convex_between_quadratics", "L is both lower and upper bounded by quadratics", SOURCE, example={**EXAMPLE, "u": [1, 1]},
    hypotheses={name: HYPOTHESES[name] for name in ("smooth", "strongly convex")}, ids=("004-042",),
    claim=forall(x, both(tangent + alpha/2*sq(x - u) <= L(x), L(x) <= tangent + beta/2*sq(x - u))),
    proof=(generalise(x, at("strongly convex", x=x, y=u).named("below"), cite(quadratic_upper_bound, f=L, L=beta, w=x, u=u).named("above"),
                      combine("below", "above")),))

accelerated = Theorem(
    "accelerated_rate", "Momentum accelerated gradient descent: the rate 1/t^2, and that nothing is faster", SOURCE, hypotheses={},
    ids=("004-044",), claim=prose("momentum accelerated GD has the rate 1/t^2, and this is the best possible one can do with first-order methods"),
    not_checkable=NotCheckable.CITATION, expect="NOT_CHECKABLE",
    reason="Both are theorems of Nesterov's, which the text does not prove, and it names neither the class of losses nor the dimension for which "
           "they hold; the rate, for smooth convex losses, is judged beside this sentence.")
