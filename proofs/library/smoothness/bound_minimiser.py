"""Minimising the quadratic upper bound is a step of gradient descent.

Hegde, Foundations of Deep Learning, chapter 4, "Gradient descent": the function B(w) and its minimiser.
Legend: L loss, beta smoothness constant, u the current point, B the upper bound at u, p, q, v points, lam in [0, 1].
"""

from proofs.classes import iterates
from proofs.language import Q, coordinate, dot, eq, forall, function, grad, index, nonnegative, positive, sequence, sq, vector
from proofs.methods import gradient_step
from proofs.steps import at, generalise, have, rewrite
from proofs.theorem import Theorem

L = function("L")
beta, = positive("beta")
lam, = nonnegative("lam")
u, v, p, q = vector("u v p q")
w = sequence("w")
k, = index("k")
SOURCE = "Foundations of Deep Learning, chapter 4, the upper bound B(w)"


def B(v, u):
    return L(u) + dot(grad(L)(u), v - u) + beta/2*sq(v - u)


step = u - 1/beta*grad(L)(u)
POSITIVE = ("beta > 0: a smoothness constant",)

convex_bound = Theorem(
    "bound_is_convex", "B is convex", SOURCE, hypotheses={}, ids=("004-010",), readings=POSITIVE,
    claim=forall((p, q, lam), B(lam*p + (1 - lam)*q, u) <= lam*B(p, u) + (1 - lam)*B(q, u), lam <= 1),
    proof=(generalise(
        (p, q, lam),
        have(B(lam*p + (1 - lam)*q, u) <= lam*B(p, u) + (1 - lam)*B(q, u), "fraction", "sign of lam", square=(p - q,)),
        fraction=lam <= 1).named("on every segment"),))

bound_minimiser = Theorem(
    "bound_minimiser", "The minimiser of B is the gradient step", SOURCE, hypotheses={}, ids=("004-011",), readings=POSITIVE,
    claim=forall(v, B(step, u) <= B(v, u)),
    proof=(generalise(v, have(B(step, u) <= B(v, u), square=(v - step,))).named("for every v"),))

unique_minimiser = Theorem(
    "bound_minimiser_unique", "... and the only one: B grows quadratically from it", SOURCE, hypotheses={}, ids=("004-011",),
    readings=POSITIVE, claim=eq(B(v, u), B(step, u) + beta/2*sq(v - step)))

successive_optimisation = Theorem(
    "successive_optimisation", "Gradient descent minimises the bound in every iteration", SOURCE, ids=("004-012",),
    hypotheses={"update": iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), 1/beta))},
    claim=forall(v, B(w[k + 1], w[k]) <= B(v, w[k])),
    example={"L": coordinate(1)**2/2 + coordinate(2)**2/4, "beta": 1, "w": [1, 1], "k": 1},
    proof=(at("update", k=k).named("step"), rewrite("step"),
           generalise(v, have(B(w[k + 1], w[k]) <= B(v, w[k]), square=(v - w[k + 1],))).named("for every v")),
    readings=(*POSITIVE, "the step size is 1/beta: the sentence continues the one about that step"))

eta, = positive("eta")
any_step = Theorem(
    "successive_optimisation_any_step", "... for any fixed step size", SOURCE, ids=("004-012",), expect="REFUTED",
    hypotheses={"update": iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), eta))}, alternative=True,
    claim=forall(v, B(w[k + 1], w[k]) <= B(v, w[k])), repaired=successive_optimisation,
    readings=("beta > 0, eta > 0", "'gradient descent' with any fixed step size"),
    model={"L": coordinate(1)**2/2, "beta": 1, "eta": Q(1, 2), "w": [1], "k": 0, "at": {"v": [0]}})
