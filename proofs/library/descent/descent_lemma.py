"""The descent lemma. Arora et al., Theory of Deep Learning, chapter 4, Lemma 4.1.4 and its proof.

Legend: f objective, L smoothness constant, eta learning rate, w[t] iterates, g the gradient at w[t].
"""

from proofs.classes import iterates, lipschitz_gradient
from proofs.language import Q, coordinate, dot, function, grad, index, positive, sequence, sq
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.methods import gradient_step
from proofs.steps import at, cite, rewrite
from proofs.theorem import Theorem, at_most, equal

f, w = function("f"), sequence("w")
L, eta = positive("L eta")
t, = index("t")
g = grad(f)(w[t])
SMOOTH = {"smooth": lipschitz_gradient(f, L), "update": iterates(w, lambda k: gradient_step(w[k], grad(f)(w[k]), eta))}
STEP = (at("update", k=t).named("step"), rewrite("step"))

EXAMPLE = {"f": coordinate(1)**2/2 + coordinate(2)**2/4, "L": 1, "eta": Q(1, 2), "w": [1, 1], "t": 1}

descent_lemma = Theorem(
    "descent_lemma", "Descent lemma", "Theory of Deep Learning, Lemma 4.1.4",
    example=EXAMPLE, hypotheses=SMOOTH | {"rate": eta <= 1/L},
    claim=f(w[t + 1]) <= f(w[t]) - eta/2*sq(g), ids=("001-029",),
    proof=(cite(quadratic_upper_bound, w=w[t + 1], u=w[t]).named("(4.9)"), *STEP),
    start=f(w[t + 1]), chain=(
        at_most(f(w[t]) + dot(g, -eta*g) + L/2*sq(eta*g), "(4.9) at the new point", "(4.9)", ids=("001-031",)),
        equal(f(w[t]) - eta*sq(g) + L*eta**2/2*sq(g), "expand", ids=("001-032",)),
        equal(f(w[t]) - eta*(1 - L*eta/2)*sq(g), "collect", ids=("001-033",)),
        at_most(f(w[t]) - eta/2*sq(g), "eta <= 1/L", "rate")),
    readings=("eta > 0: a learning rate", "L > 0: a smoothness constant"))

step_factor = Theorem(
    "step_factor", "The factor of the decrease", "Theory of Deep Learning, proof of Lemma 4.1.4",
    example=EXAMPLE, hypotheses={"rate": eta <= 1/L}, claim=1 - L*eta/2 >= Q(1, 2), ids=("001-034",), using=("rate",),
    readings=("eta > 0: a learning rate", "L > 0: a smoothness constant"))
