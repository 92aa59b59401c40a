"""The best iterate of gradient descent: Theorem 4.6.1 of Arora et al., Theory of Deep Learning, and the introduction of section 4.6.

Legend: f objective, L smoothness constant, w[t] iterates, counted from 1, T their number, g the gradient at w[t], tau the index of
the smallest gradient, M a bound on |f(w[t])| (twice it in the introduction), G the sum of the squared gradients.
"""

from proofs.classes import lipschitz_gradient
from proofs.language import (
    INDEX, Letter, absolute, both, coordinate, dot, eq, exists, forall, function, grad, index, members, nonnegative, norm, positive, positive_index, prose,
    sequence, sq, total, undeclared,
)
from proofs.library.limits.below_mean import below_mean_from_one
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.methods import gradient_step
from proofs.steps import at, cite, combine, generalise, have, obtain, rewrite, telescope, witness
from proofs.theorem import Definition, NotCheckable, Theorem, at_most, equal

f, w = function("f"), sequence("w")
L, = positive("L")
M, = nonnegative("M")
T, = positive_index("T")
t, tau, k = index("t tau k")
SOURCE = "Theory of Deep Learning, Theorem 4.6.1"
g = grad(f)(w[t])
G = total(sq(g), t, 1, T)
RUN = {"smooth": lipschitz_gradient(f, L), "algorithm": forall(t, eq(w[t + 1], gradient_step(w[t], g, 1/L)), 1 <= t)}
READINGS = ("L > 0: a smoothness constant", "the sums run over t = 1, ..., T", "eta_t = 1/L")
EXAMPLE = {"f": coordinate(1)/2, "L": 1, "w": -k/2, "T": 2, "M": 2, "tau": 2, "t": 1}

bounded = Theorem(
    "boundedness", "Boundedness", "Theory of Deep Learning, section 4.6", hypotheses={}, ids=("001-074",), definition=Definition.SETTING,
    expect="DEFINITION", claim=forall(t, absolute(f(w[t])) <= M/2, 1 <= t, t <= T))

needle = Theorem(
    "hidden_valley", "The needle in a haystack", "Theory of Deep Learning, section 4.6.1", hypotheses={}, ids=("001-076",),
    claim=prose("the number of value or gradient evaluations of this function must be exp(Omega(n)) to discover the valley"),
    not_checkable=NotCheckable.PICTURE, expect="NOT_CHECKABLE",
    reason="The function is only 'sketched in Figure 4.2': neither a formula nor the size of the valley nor the class of functions to be told apart is "
           "printed; of one given function the valley is found by a single evaluation, at its place.")

circumvent = Theorem(
    "require_smoothness", "Smoothness is required", "Theory of Deep Learning, section 4.6.1", hypotheses={}, ids=("001-077",),
    claim=prose("to circumvent such inherently difficult and degenerate cases, we require that the objective function be smooth"),
    not_checkable=NotCheckable.ADVICE, expect="NOT_CHECKABLE",
    reason="It announces which assumption the section makes; no statement about smooth functions is printed.")

initial_point = Theorem(
    "initial_point", "The initial point lies in K", "Theory of Deep Learning, Algorithm 2", hypotheses={}, ids=("001-078",),
    claim=eq(w[1], undeclared("K")), expect="ILL_TYPED",
    readings=("'w_1 in K' is displayed as w[1] = K: the language has no sets, and without a K neither has a meaning",),
    reason="'initial point w_1 in K' is printed, and the theorem is about unconstrained minimisation")

returned = Theorem(
    "algorithm_returns_smallest", "What the algorithm returns", "Theory of Deep Learning, Algorithm 2", hypotheses={}, ids=("001-079",),
    definition=Definition.UPDATE_RULE, expect="DEFINITION",
    claim=forall(t, norm(grad(f)(w[tau])) <= norm(g), 1 <= t, t <= T))

STEP = (cite(quadratic_upper_bound, w=w[t + 1], u=w[t]).named("smoothness"), at("algorithm", t=t).named("step"), rewrite("step"))
change = f(w[t + 1]) - f(w[t])
one_step = Theorem(
    "best_of_average_step", "One step of Algorithm 2", SOURCE, hypotheses=RUN | {"t": 1 <= t}, proof=STEP, readings=READINGS, example=EXAMPLE,
    start=change, chain=(
        at_most(dot(g, w[t + 1] - w[t]) + L/2*sq(w[t + 1] - w[t]), "L-smoothness", "smoothness", ids=("001-081",)),
        equal(-(1/L)*sq(g) + L/2*(1/L)**2*sq(g), "algorithm definition", ids=("001-082",)),
        equal(-(1/(2*L))*sq(g), "choice of the step size", ids=("001-083",))),
    claim=1/(2*L)*sq(g) <= f(w[t]) - f(w[t + 1]), using=("smoothness",))

n = Letter("n", INDEX)  # of no sign: all that is known of it is 1 <= n
SUMMED = (generalise(n, have(0 <= n, "from 1").named("sign"), cite(one_step, hypotheses={"t": "from 1"}, t=n).named("one step"),
                     **{"from 1": 1 <= n}).named("every step"),
          telescope("every step", n, 1/(2*L)*sq(grad(f)(w[n])), f(w[n]), T).named("telescoped"))
ALL = {"M": forall(t, absolute(f(w[t])) <= M, 1 <= t, t <= T + 1)}
ENDS = (*SUMMED, at("M", t=1).named("first"), at("M", t=T + 1).named("last"))
M_READING = "M: the largest |f(w_t)| for t = 1, ..., T + 1: the algorithm computes w_{T+1}"

summed = Theorem(
    "best_of_average_sum", "The sum over the iterations, f at w_{t+1} understood", SOURCE, hypotheses=RUN | ALL, ids=("001-084",),
    proof=ENDS, claim=1/(2*L)*G <= 2*M, using=("telescoped", "first", "last"), readings=(*READINGS, M_READING), example=EXAMPLE)

summed_printed = Theorem(
    "best_of_average_sum_printed", "The sum over the iterations, as printed", SOURCE, hypotheses=RUN | ALL, ids=("001-084",),
    claim=1/(2*L)*G <= total(f(w[t]) - f[w[t + 1]], t, 1, T), expect="ILL_TYPED", repaired=summed,
    reason="f_{w_{t+1}} is printed for f(w_{t+1})")

mean = 1/T*G
LEAST = exists(tau, sq(grad(f)(w[tau])) <= mean, 1 <= tau, tau <= T)
BOUND = both(LEAST, mean <= 4*M*L/T)
best = Theorem(
    "best_of_average", "The best of T iterates of gradient descent", SOURCE, hypotheses=RUN | ALL, ids=("001-080",), claim=BOUND,
    proof=(cite(summed).named("sum"), cite(below_mean_from_one, a=members(sq(g), t), n=T).named("below the mean"),
           obtain("below the mean", k, witness(LEAST, "obtained", "obtained.1", "obtained.2", tau=k)).named("least"),
           have(mean <= 4*M*L/T, "sum").named("mean"), combine("least", "mean")),
    readings=(*READINGS, M_READING), example=EXAMPLE)

best_of_first = Theorem(
    "best_of_average_of_first", "The best of T iterates, with M over the first T iterates only", SOURCE, ids=("001-080",), claim=BOUND,
    expect="REFUTED",
    hypotheses=RUN | {"M": forall(t, absolute(f(w[t])) <= M, 1 <= t, t <= T)}, alternative=True, repaired=best,
    readings=(*READINGS, "M: the largest |f(w_t)| for t = 1, ..., T"),
    model={"f": coordinate(1), "L": 1, "w": 1 - k, "T": 1, "M": 0})
