"""Nesterov's accelerated gradient. Arora et al., Theory of Deep Learning, chapter 4, section 4.3.

Legend: f objective, w[t] iterates, v[t] velocities, eta learning rate, beta momentum coefficient, y[t] look-ahead points.
"""

from proofs.language import Q, both, coordinate, eq, forall, grad, prose, schema, sequence
from proofs.library.momentum.heavy_ball import COEFFICIENT, LETTERS, POSITION, SOURCE, beta, eta, f, k, t, v, w
from proofs.steps import at, rewrite
from proofs.theorem import Definition, NotCheckable, Theorem

y = sequence("y")
VELOCITY = forall(t, eq(v[t], beta*v[t - 1] + eta*grad(f)(w[t] - beta*v[t - 1])), 1 <= t)

definition = Theorem(
    "nesterov", "Nesterov accelerated gradient", SOURCE, hypotheses={}, ids=("001-047",), definition=Definition.UPDATE_RULE,
    expect="DEFINITION", claim=schema("nesterov", (w, v, f, eta, beta), both(VELOCITY, POSITION)),
    source_form=schema("Sutskever", (w, v, f, eta, beta), both(
        forall(k, eq(v[k], beta*v[k - 1] + eta*grad(f)(w[k] - beta*v[k - 1])), 1 <= k), forall(k, eq(w[k + 1], w[k] - v[k])))),
    readings=(*LETTERS, "the source is Sutskever et al. 2013, with the sign of the velocity turned"))

two_lines = Theorem(
    "nesterov_two_lines", "Nesterov accelerated gradient in the two lines of Nesterov", SOURCE, hypotheses=COEFFICIENT | {
        "velocity": VELOCITY, "position": POSITION, "look-ahead": forall(t, eq(y[t], w[t] + beta*(w[t] - w[t - 1])), 1 <= t),
        "from 1": 1 <= t},
    claim=eq(w[t + 1], y[t] - eta*grad(f)(y[t])),
    proof=(at("velocity", "from 1", t=t).named("velocity at t"), at("position", t=t).named("now"), at("position", t=t - 1).named("before"),
           at("look-ahead", "from 1", t=t).named("y"), rewrite("y"), rewrite("now"), rewrite("before"), rewrite("velocity at t")),
    readings=(*LETTERS, "y[t] = w[t] + beta (w[t] - w[t-1]) is the point w[t] - beta v[t-1] at which the gradient is taken"),
    example={"f": coordinate(1), "eta": 1, "beta": Q(1, 2), "w": -2*k, "v": 2, "y": -2*k - 1, "t": 1})

guarantees = Theorem(
    "nesterov_guarantees", "Stronger guarantees", SOURCE, hypotheses={}, ids=("001-048",), expect="NOT_CHECKABLE",
    claim=prose("NAG can react more quickly and correct its course, leading to stronger theoretical convergence guarantees for convex functions"),
    not_checkable=NotCheckable.CITATION,
    reason="Neither the guarantees that are compared nor their hypotheses are given; with the constant beta that is printed the known rate "
           "1/T^2 for convex functions needs another choice of beta in every step.")

practice = Theorem(
    "momentum_in_practice", "Improvement in practice", SOURCE, hypotheses={}, ids=("001-049",), expect="NOT_CHECKABLE",
    claim=prose("In practice, both methods improve significantly upon standard GD and SGD for minimizing convex functions"),
    not_checkable=NotCheckable.EXPERIMENT, reason="It sums up experience, and names no experiment.")
