"""Minimising the quadratic upper bound is a step of gradient descent.

Hegde, Foundations of Deep Learning, chapter 4, "Gradient descent": the function B(w) and its minimiser.
Legend: L loss, beta smoothness constant, u the current point, B the upper bound at u, p, q, v points, lam in [0, 1].
"""

from proofs.classes import iterates, lipschitz_gradient
from proofs.language import (
    Q, both, coordinate, dot, eq, forall, function, grad, index, nonnegative, positive, prose, sequence, sq, vector,
)
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.methods import gradient_step
from proofs.steps import at, cite, combine, generalise, have, rewrite
from proofs.theorem import NotCheckable, Theorem

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
    "bound_minimiser_unique", "The minimiser of the upper bound is the only one: B grows quadratically from it", SOURCE, hypotheses={},
    ids=("004-011",),
    readings=POSITIVE, claim=eq(B(v, u), B(step, u) + beta/2*sq(v - step)))

EXAMPLE = {"L": coordinate(1)**2/2 + coordinate(2)**2/4, "beta": 1, "eta": Q(1, 2), "w": [1, 1], "k": 1}
FIXED = {"smooth": lipschitz_gradient(L, beta), "update": iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), 1/beta))}
minimises = forall(v, B(w[k + 1], w[k]) <= B(v, w[k]))
above = forall(v, L(v) <= B(v, w[k]))
successive_optimisation = Theorem(
    "successive_optimisation", "Gradient descent minimises an upper bound in every iteration", SOURCE, ids=("004-012",),
    hypotheses=FIXED, claim=both(above, minimises), example=EXAMPLE,
    proof=(generalise(v, cite(quadratic_upper_bound, f=L, L=beta, w=v, u=w[k]).named("upper bound")).named("above"),
           at("update", k=k).named("step"), rewrite("step"),
           generalise(v, have(B(w[k + 1], w[k]) <= B(v, w[k]), square=(v - w[k + 1],))).named("minimised"),
           combine("above", "minimised").named("both")),
    readings=(*POSITIVE, "the step size is 1/beta: 'in other words' continues the sentence about that step",
              "a 'Lipschitz upper bound' is an upper bound with a Lipschitz gradient; of L: the text lost this letter"))

eta, = positive("eta")


def model_at(v, u, eta):
    """The quadratic whose least point is a gradient step of size eta from u."""
    return L(u) + dot(grad(L)(u), v - u) + 1/(2*eta)*sq(v - u)


some_model = Theorem(
    "successive_optimisation_short_steps", "Gradient descent minimises an upper bound, for every step size up to 1/beta", SOURCE, example=EXAMPLE,
    hypotheses={"smooth": lipschitz_gradient(L, beta), "update": iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), eta)),
                "short": eta <= 1/beta},
    claim=both(forall(v, L(v) <= model_at(v, w[k], eta)), forall(v, model_at(w[k + 1], w[k], eta) <= model_at(v, w[k], eta))),
    proof=(generalise(v, cite(quadratic_upper_bound, f=L, L=beta, w=v, u=w[k]).named("upper bound"),
                      have(beta/2*sq(v - w[k]) <= 1/(2*eta)*sq(v - w[k]), "short").named("wider"),
                      have(L(v) <= model_at(v, w[k], eta), "upper bound", "wider")).named("above"),
           at("update", k=k).named("step"), rewrite("step"),
           generalise(v, have(model_at(w[k + 1], w[k], eta) <= model_at(v, w[k], eta), square=(v - w[k + 1],))).named("minimised"),
           combine("above", "minimised").named("both")),
    readings=(*POSITIVE, "eta > 0: a step size"))

any_step = Theorem(
    "successive_optimisation_any_step", "Gradient descent minimises an upper bound, for any fixed step size", SOURCE, ids=("004-012",),
    expect="REFUTED",
    hypotheses={"smooth": lipschitz_gradient(L, beta), "update": some_model.hypotheses["update"]}, alternative=True,
    claim=minimises, repaired=some_model,
    readings=("'gradient descent' with any fixed step size",),
    model={"L": coordinate(1)**2/2, "beta": 1, "eta": Q(3, 2), "w": [1], "k": 0, "at": {"v": [0]}})

follow_the_leader = Theorem(
    "follow_the_leader", "The name of the strategy", "Foundations of Deep Learning, chapter 4, footnote 6", hypotheses={}, ids=("004-013",),
    claim=prose("an entire literature on online optimization uses this interpretation of gradient descent and calls it the "
                "'Follow-the-leader' strategy"),
    not_checkable=NotCheckable.HISTORY, expect="NOT_CHECKABLE",
    reason="The footnote says how other authors call the method; it states nothing about the method itself.")
