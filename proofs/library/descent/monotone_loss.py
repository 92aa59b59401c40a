"""What gradient methods reach: the introduction of section 4.6 of Arora et al., Theory of Deep Learning.

Legend: f objective, L smoothness constant, eta learning rate, w[k] iterates, s a point, c a gap that stays.
"""

from proofs.classes import iterates, lipschitz_gradient, stationary_point
from proofs.language import Q, both, coordinate, exists, exp, forall, function, grad, index, log, lt, positive, sequence, sq, vector
from proofs.library.descent.corollary import gradients_vanish
from proofs.library.descent.descent_range import descent_range
from proofs.methods import gradient_step
from proofs.steps import cite
from proofs.theorem import Theorem
from proofs.words import converges

f, w = function("f"), sequence("w")
L, eta, c = positive("L eta c")
s, v = vector("s v")
t, k = index("t k")
SOURCE = "Theory of Deep Learning, section 4.6"
g = grad(f)(w[t])
RUN = {"smooth": lipschitz_gradient(f, L), "update": iterates(w, lambda k: gradient_step(w[k], grad(f)(w[k]), eta))}
SMALL = {"rate": eta < 2/L}
READINGS = ("L > 0: a smoothness constant", "eta > 0: a learning rate")

decreases = Theorem(
    "loss_decreases", "The loss decreases so long as the gradient is nonzero", SOURCE, hypotheses=RUN | SMALL | {"nonzero": lt(0, sq(g))},
    ids=("001-072",), claim=f(w[t + 1]) < f(w[t]), proof=(cite(descent_range, hypotheses={"not stationary": "nonzero"}).named("descent"),),
    using=("descent",), readings=(*READINGS, "suitably small: below 2/L"),
    example={"f": coordinate(1)**2/2 + coordinate(2)**2/4, "L": 1, "eta": Q(1, 2), "w": [1, 1], "t": 1})

ends_stationary = Theorem(
    "process_ends_stationary", "The process ends up with a stationary point", SOURCE, hypotheses=RUN | SMALL, ids=("001-073",),
    claim=exists(s, both(converges(w[k], k, s), stationary_point(f, s).formula)), expect="REFUTED", repaired=gradients_vanish,
    readings=(*READINGS, "suitably small: below 2/L", "ends up: converges"),
    model={"f": log(1 + exp(-coordinate(1))), "L": 1, "eta": 1, "w": [0]})

local_minimum = Theorem(
    "gradient_descent_misses_optimum", "Gradient methods cannot in general find the optimum of a low-degree polynomial", SOURCE,
    hypotheses={"update": RUN["update"]}, ids=("001-073b",), existence=True,
    claim=exists(v, forall(k, f(v) + c <= f(w[k]))), model={
        "f": (coordinate(1)**2 - 1)**2, "eta": Q(1, 2), "w": 0, "c": 1, "witnesses": {"v_1": 1}},
    readings=("gradient descent on a polynomial of degree 4, from a start at which it stays", "the text says 'as mentioned earlier': footnote 2"))
