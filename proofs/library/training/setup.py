"""The loss that training minimises, and the recursions by which it does.

Hegde, Foundations of Deep Learning, chapter 4, "Setup".
Legend: L loss, ell[i](w) = l(y_i, f_w(x_i)) the label fit of data point i, n data points, w weights, w[k] iterates,
eta step size, g[k] stochastic approximations of the gradient at w[k].
"""

from proofs.classes import iterates
from proofs.language import both, eq, forall, function, functions, grad, index, positive, positive_index, prose, sequence, total, vector
from proofs.methods import gradient_step
from proofs.theorem import Definition, NotCheckable, Theorem

L, ell = function("L"), functions("ell")
u, = vector("u")
w, g = sequence("w"), sequence("g")
eta, = positive("eta")
n, = positive_index("n")
i, = index("i")
SOURCE = "Foundations of Deep Learning, chapter 4, Setup"

empirical_risk = Theorem(
    "empirical_risk", "The loss", SOURCE, hypotheses={}, ids=("004-001",), definition=Definition.SETTING, expect="DEFINITION",
    claim=both(forall(u, eq(L(u), 1/n*total(ell[i](u), i, 1, n))), forall((i, u), 0 <= ell[i](u))),
    readings=("ell[i](w) is l(y_i, f_w(x_i)), the label fit of one data point", "n >= 1: the number of data points"))

gradient_descent = Theorem(
    "gradient_descent", "Gradient descent on the loss", SOURCE, hypotheses={}, ids=("004-002",), definition=Definition.UPDATE_RULE,
    claim=iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), eta)), expect="DEFINITION",
    readings=("eta > 0: a step size", "w <- ... is the next iterate"))

stochastic_gradient_descent = Theorem(
    "stochastic_gradient_descent", "Stochastic gradient descent on the loss", SOURCE, hypotheses={}, ids=("004-002",),
    claim=iterates(w, lambda k: gradient_step(w[k], g[k], eta)), definition=Definition.UPDATE_RULE, expect="DEFINITION",
    readings=("eta > 0: a step size", "g_k is the 'properly defined' approximation of grad L(w_k); Properties 1 and 2 say later what is meant"))

nonconvex = Theorem(
    "networks_extremely_nonconvex", "Losses of neural networks are extremely non-convex", "Foundations of Deep Learning, chapter 4",
    hypotheses={}, ids=("004-003",), not_checkable=NotCheckable.VAGUE, expect="NOT_CHECKABLE",
    claim=prose("for anything beyond the simplest neural networks, the loss function L(w) is extremely non-convex; therefore the "
                "loss landscape has many peaks, valleys, and ridges"),
    reason="Neither 'beyond the simplest' nor 'extremely' is given a meaning, so no network and no degree of non-convexity is named.")
