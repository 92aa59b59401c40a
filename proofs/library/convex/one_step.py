"""One step of gradient descent on a smooth convex loss brings the iterate nearer to a minimiser.

Hegde, Foundations of Deep Learning, chapter 4, the theorem for convex L and its proof.
Legend: L loss, beta smoothness constant, w[i] iterates with step 1/beta, w_star a minimiser, L_opt its loss.
"""

from proofs.classes import convex, iterates, lipschitz_gradient, minimiser
from proofs.language import coordinate, dot, function, grad, index, positive, sequence, sq, vector
from proofs.library.descent.stationary import decrease
from proofs.methods import gradient_step
from proofs.steps import at, cite, rewrite
from proofs.theorem import Theorem, at_most, equal

L, w = function("L"), sequence("w")
beta, = positive("beta")
w_star, = vector("w_star")
i, = index("i")
g = grad(L)(w[i])
L_opt = L(w_star)
SOURCE = "Foundations of Deep Learning, chapter 4, Theorem (convex)"
RUN = {"smooth": lipschitz_gradient(L, beta), "update": iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), 1/beta))}
CONVEX = RUN | {"convex": convex(L), "minimiser": minimiser(L, w_star)}
READINGS = ("beta > 0: a smoothness constant", "eta = 1/beta, as set in the proof", "L_opt = L(w_star), w_star a minimiser",
            "convex: above its tangents, as displayed before the theorem")
EXAMPLE = {"L": coordinate(1)**2/2 + coordinate(2)**2/4, "beta": 1, "w": [1, 1], "w_star": [0, 0], "i": 1}

weight_error = Theorem(
    "convex_weight_error", "The error in weight space", SOURCE, example=EXAMPLE, hypotheses={"update": RUN["update"]}, readings=READINGS[:2],
    proof=(at("update", k=i).named("step"), rewrite("step")),
    start=sq(w[i + 1] - w_star), chain=(
        equal(sq(w[i] - 1/beta*g - w_star), "the step", ids=("004-030",)),
        equal(sq(w[i] - w_star) - 2/beta*dot(g, w[i] - w_star) + 1/beta**2*sq(g), "expand", ids=("004-030",))))

gradient_bound = Theorem(
    "convex_gradient_bound", "The gradient is bounded by the decrease", SOURCE, example=EXAMPLE, hypotheses=RUN, ids=("004-031",),
    claim=sq(g) <= 2*beta*(L(w[i]) - L(w[i + 1])), proof=(cite(decrease).named("decrease"),), using=("decrease",),
    reason="from the smoothness proof above", readings=READINGS[:2])

tangent = Theorem(
    "convex_tangent_at_minimiser", "The tangent at an iterate, at the minimiser", SOURCE, example=EXAMPLE, ids=("004-032",),
    hypotheses=CONVEX, claim=dot(g, w_star - w[i]) <= L_opt - L(w[i]),
    proof=(at("convex", x=w_star, y=w[i]).named("tangent"),), using=("tangent",),
    reason="plugging in u = w_i and w = w_star in the convexity lower bound", readings=READINGS)

nearer = Theorem(
    "convex_step", "The weight error decreases by the gap", SOURCE, example=EXAMPLE, hypotheses=CONVEX, readings=READINGS,
    proof=(cite(gradient_bound).named("gradient"), cite(tangent).named("tangent"),
           at("update", k=i).named("step"), rewrite("step")),
    start=sq(w[i + 1] - w_star), chain=(
        at_most(sq(w[i] - w_star) + 2/beta*(L(w[i]) - L(w[i + 1]) + L_opt - L(w[i])), "bound both the rightmost terms",
                "gradient", "tangent", ids=("004-033",)),
        equal(sq(w[i] - w_star) - 2/beta*(L(w[i + 1]) - L_opt), "collect", ids=("004-034",))))

rearranged = Theorem(
    "convex_gap_bound", "The gap is bounded by the decrease of the weight error", SOURCE, example=EXAMPLE, hypotheses=CONVEX,
    ids=("004-036",), claim=L(w[i + 1]) - L_opt <= beta/2*(sq(w[i] - w_star) - sq(w[i + 1] - w_star)),
    proof=(cite(nearer, "convex_step.chain").named("weight error"),), using=("weight error",), reason="rearrange terms",
    readings=READINGS)
