"""Gradient descent finds nearly stationary points: the proof of "Theorem GD" and its rate.

Hegde, Foundations of Deep Learning, chapter 4. Legend: L loss, beta smoothness constant, eta step size, u, w points,
w[i] iterates, L_opt the smallest achievable loss, w_hat the iterate with the lowest gradient norm, t iterations.
"""

from proofs.classes import best_iterate, iterates, lipschitz_gradient
from proofs.language import (
    Letter, Power, Q, argmin, coordinate, eq, function, grad, index, infimum, lt, nabla, positive, positive_index, real, sequence, sq, total, vector,
)
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.methods import gradient_step
from proofs.steps import at, cite, generalise, have, least_mean, rewrite, telescope
from proofs.steps import infimum as infimum_of
from proofs.theorem import Theorem, at_most, equal

L = function("L")
beta, eta = positive("beta eta")
u, w_new, w_hat = vector("u w w_hat")
w = sequence("w")
i, k = index("i k")
t, = positive_index("t")
L_opt, = real("L_opt")
SOURCE = "Foundations of Deep Learning, chapter 4, Theorem GD"
READINGS = ("beta > 0: a smoothness constant", "eta > 0: a step size")
F = coordinate(1)**2/2 + coordinate(2)**2/4
EXAMPLE = {"L": F, "beta": 1, "eta": Q(1, 2), "u": [1, 1], "w": [Q(1, 2), Q(3, 4)]}
RUN = {"L": F, "beta": 1, "w": [1, 1], "w_hat": [0, Q(1, 4)], "t": 3, "L_opt": 0}
ONE_STEP = {"smooth": lipschitz_gradient(L, beta), "update": eq(w_new, gradient_step(u, grad(L)(u), eta))}
BOUND = (cite(quadratic_upper_bound, f=L, L=beta, w=w_new, u=u).named("upper bound"), rewrite("update"))
g = grad(L)(u)

one_step = Theorem(
    "gd_one_step", "One step of gradient descent", SOURCE, example=EXAMPLE, hypotheses=ONE_STEP, proof=BOUND, readings=READINGS,
    start=L(w_new), chain=(
        at_most(L(u) - eta*sq(g) + beta*eta**2/2*sq(g), "the upper bound", "upper bound", ids=("004-015",)),
        equal(L(u) - eta*(1 - beta*eta/2)*sq(g), "collect", ids=("004-016",))))

strict_progress = Theorem(
    "gd_strict_progress", "Either stationary, or the loss decreases", SOURCE,
    example=EXAMPLE, hypotheses=ONE_STEP | {"step": eta < 2/beta, "second situation": lt(0, sq(g))}, proof=BOUND,
    claim=L(w_new) < L(u), ids=("004-017",), using=("upper bound", "step", "second situation"), readings=READINGS)

subtracted = Theorem(
    "gd_subtracted_term", "In the second situation the quantity that is subtracted is strictly positive", SOURCE, example=EXAMPLE,
    hypotheses=strict_progress.hypotheses, ids=("004-017",), claim=lt(0, eta*(1 - beta*eta/2)*sq(g)),
    proof=(have(lt(0, 1 - beta*eta/2), "step").named("factor"),), using=("factor", "second situation"), readings=READINGS)

second_term = Theorem(
    "gd_second_term", "In the second situation the second term of the right side, with its sign, is strictly positive", SOURCE,
    hypotheses=strict_progress.hypotheses, ids=("004-017",),
    claim=lt(0, -(eta*(1 - beta*eta/2))*sq(g)), alternative=True, repaired=subtracted, expect="REFUTED",
    readings=(*READINGS, "'the second term' with the sign before it"), model={"L": coordinate(1)**2/2, "beta": 1, "eta": 1, "u": [1], "w": [0]})

FIXED = {"smooth": lipschitz_gradient(L, beta), "update": iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), 1/beta))}
FIXED_READING = ("beta > 0: a smoothness constant", "eta = 1/beta, as set in the text")

decrease = Theorem(
    "gd_decrease", "The decrease of one step with eta = 1/beta", SOURCE, example=RUN, hypotheses=FIXED,
    claim=1/(2*beta)*sq(grad(L)(w[i])) <= L(w[i]) - L(w[i + 1]), ids=("004-019",),
    proof=(cite(quadratic_upper_bound, f=L, L=beta, w=w[i + 1], u=w[i]).named("upper bound"),
           at("update", k=i).named("step"), rewrite("step")),
    using=("upper bound",), readings=FIXED_READING)

OPTIMUM = {"optimum": infimum(L, L_opt)}
SUMMED = (
    generalise(i, cite(decrease)).named("every step"),
    telescope("every step", i, 1/(2*beta)*sq(grad(L)(w[i])), L(w[i]), t - 1).named("telescoped"),
    infimum_of("optimum").named("lower bound"),
    at("lower bound", x=w[t]).named("at the end"))

telescoped = Theorem(
    "gd_telescoped", "Telescoping over t steps", SOURCE, example=RUN, hypotheses=FIXED | OPTIMUM, proof=SUMMED,
    start=1/(2*beta)*total(sq(grad(L)(w[i])), i, 0, t - 1), chain=(
        at_most(L(w[0]) - L(w[t]), "telescope", "telescoped"),
        at_most(L(w[0]) - L_opt, "L_opt is the smallest achievable loss", "at the end", ids=("004-020",))),
    claim=1/(2*beta)*total(sq(grad(L)(w[i])), i, 0, t - 1) <= L(w[0]) - L_opt, ids=("004-020",),
    readings=(*FIXED_READING, "L_opt is the infimum of L"))

best_index = Theorem(
    "gd_best_index", "The index of the estimate, as printed", SOURCE, hypotheses=FIXED, ids=("004-021",),
    claim=eq(Letter("i", "index", ">= 0"), argmin(nabla(sq(L(w[i]))), i, 0, t - 1)), expect="ILL_TYPED",
    reason="the nabla stands outside of the norm: meant is the least |grad L(w[i])|^2")

best_gradient = Theorem(
    "gd_best_gradient", "The lowest gradient norm among t iterates", SOURCE,
    example={"L": (coordinate(1)**2 + coordinate(2)**2)/4, "beta": 1, "w": Power(Q(1, 2), k), "w_hat": [0, 0], "t": 3, "L_opt": 0},
    hypotheses=FIXED | OPTIMUM | {"estimate": best_iterate(w_hat, L, w, t)}, ids=("004-022",),
    claim=t/(2*beta)*sq(grad(L)(w_hat)) <= L(w[0]) - L_opt,
    proof=(*SUMMED, least_mean("estimate", i, sq(grad(L)(w[i])), sq(grad(L)(w_hat)), 0, t - 1).named("least of the gradients")),
    using=("least of the gradients", "telescoped", "at the end"),
    readings=(*FIXED_READING, "L_opt is the infimum of L", "L_0 = L(w[0])",
              "the estimate is the iterate 'with lowest gradient norm', as the words say"))
