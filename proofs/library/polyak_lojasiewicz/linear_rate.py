"""Gradient descent under smoothness and PL. Hegde, Foundations of Deep Learning, chapter 4, the PL theorem and its proof.

Legend: L loss, beta smoothness constant, alpha PL constant, w[t] iterates with step 1/beta, w_opt a minimiser.
"""

from proofs.classes import iterates, lipschitz_gradient, minimiser, polyak_lojasiewicz
from proofs.language import (
    Power, Q, coordinate, eq, exists, exp, function, grad, index, le, linear_rate, lt, nonnegative, positive, real, sequence, sq, term, vector,
)
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.methods import gradient_step
from proofs.steps import (
    at, cite, contraction, exp_below_one, exp_power, exp_tangent, generalise, geometric_decay, have, induction, linear_convergence, obtain,
    rewrite, witness,
)
from proofs.theorem import Theorem

L, w = function("L"), sequence("w")
alpha, beta = positive("alpha beta")
w_opt, = vector("w_opt")
t, k = index("t k")
L_opt = L(w_opt)
SOURCE = "Foundations of Deep Learning, chapter 4, Theorem (PL)"
HYPOTHESES = {"smooth": lipschitz_gradient(L, beta), "PL": polyak_lojasiewicz(L, alpha, L_opt), "optimum": minimiser(L, w_opt),
              "update": iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), 1/beta))}
READINGS = ("eta = 1/beta, as set in the proof", "L_opt = L(w_opt), w_opt a minimiser")

EXAMPLE = {"L": coordinate(1)**2/2 + coordinate(2)**2/4, "alpha": Q(1, 2), "beta": 1, "w": [1, 1], "w_opt": [0, 0], "t": 1}

upper_bound = Theorem(
    "pl_descent", "The decrease of one step", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES, ids=("004-051",),
    claim=L(w[t + 1]) <= L(w[t]) - 1/(2*beta)*sq(grad(L)(w[t])),
    proof=(cite(quadratic_upper_bound, f=L, L=beta, w=w[t + 1], u=w[t]).named("upper bound"),
           at("update", k=t).named("step"), rewrite("step")),
    using=("upper bound",), reason="plug the step into the smoothness upper bound", readings=READINGS)

PL_STEP = (cite(upper_bound).named("decrease"), at("PL", x=w[t]).named("PL at w[t]"))
second_line = Theorem(
    "pl_second_line", "The decrease by the PL condition, with the gap at the new point", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES,
    claim=L(w[t + 1]) <= L(w[t]) - alpha/beta*(L(w[t + 1]) - L(w_opt)), ids=("004-052",),
    proof=PL_STEP, using=("decrease", "PL at w[t]"), reason="since L satisfies PL", readings=READINGS)

second_line_at_old_point = Theorem(
    "pl_second_line_meant", "The decrease by the PL condition, with the gap at the old point", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES,
    claim=L(w[t + 1]) <= L(w[t]) - alpha/beta*(L(w[t]) - L(w_opt)), proof=PL_STEP, using=("decrease", "PL at w[t]"),
    readings=READINGS)

third_line = Theorem(
    "pl_contraction", "The gap contracts", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES, ids=("004-053",),
    claim=L(w[t + 1]) - L_opt <= (1 - alpha/beta)*(L(w[t]) - L_opt), proof=PL_STEP, using=("decrease", "PL at w[t]"),
    cited={"the line before": second_line.claim}, reason="simplifying notation, we get", repaired=second_line_at_old_point,
    expect="TRUE_BUT_NOT_BY_THIS_ARGUMENT", readings=READINGS,
    model={"L": coordinate(1)**2/2, "alpha": 1, "beta": 1, "w": [[2], [1]], "w_opt": [0], "t": 0})

q = exp(-(alpha/beta))
gap = L(w[k]) - L_opt
DECAY = (
    exp_tangent(-(alpha/beta)).named("tangent"),
    generalise(k, cite(third_line, t=k).named("contraction"), at("optimum", x=w[k]).named("gap"),
               have(L(w[k + 1]) - L_opt <= q*gap, "contraction", "gap", "tangent")).named("every step"),
    contraction("every step", k, gap, q).named("iterated"))

exponential = Theorem(
    "pl_exponential", "The rate exp(-alpha t/beta)", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES, ids=("004-054",),
    claim=L(w[t]) - L_opt <= exp(-(alpha/beta)*t)*(L(w[0]) - L_opt),
    proof=(*DECAY, at("iterated", k=t).named("at t"), exp_power(-(alpha/beta), t).named("power")), using=("at t", "power"),
    readings=(*READINGS, "rate: an upper bound for the gap after t steps"))

linear = Theorem(
    "pl_linear", "Exponential convergence to the optimum", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES, ids=("004-050",),
    claim=linear_rate(gap, k),
    proof=(*DECAY, exp_below_one(-(alpha/beta)).named("below one"), at("optimum", x=w[0]).named("gap at the start"),
           linear_convergence("iterated", k, gap, q, L(w[0]) - L_opt, using=("below one", "gap at the start")).named("rate")),
    readings=(*READINGS, "converges to the optimum: in function values"))

# in the model L = x^2/2, eta = 2 and w[k] = (-1)^k: the gap is 1/2 for ever
C, n, r, flip, eta = *nonnegative("C"), *index("n"), *real("r"), Power(term(-1), k), *positive("eta")
STUCK = (
    induction(k, 0, eq(flip**2, 1), base=(have(eq(Power(term(-1), term(0))**2, 1)),),
              step=(have(eq(Power(term(-1), k + 1)**2, 1), "hypothesis"),)).named("length"),
    generalise((C, r), geometric_decay(C, r, Q(1, 4)).named("small"), obtain(
        "small", n, at("obtained", k=n).named("at n"), at("length", k=n).named("length at n"),
        have(lt(C*Power(r, n), Power(term(-1), n)**2/2), "at n", "length at n").named("left behind"),
        witness(exists(k, lt(C*Power(r, k), flip**2/2)), "left behind", k=n)), start=le(0, r), below=r < 1))
any_step = Theorem(
    "pl_linear_any_step", "Exponential convergence to the optimum, for any fixed step size", SOURCE,
    hypotheses={**HYPOTHESES, "update": iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), eta))}, ids=("004-050",), alternative=True,
    claim=linear_rate(gap, k), repaired=linear, expect="REFUTED",
    readings=("the theorem names no step size: any fixed one", *READINGS[1:], "converges to the optimum: in function values"),
    model={"L": coordinate(1)**2/2, "alpha": 1, "beta": 1, "eta": 2, "w": flip, "w_opt": [0], "proofs": {"claim": STUCK}})
