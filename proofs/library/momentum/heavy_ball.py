"""The heavy-ball method and its velocity form. Arora et al., Theory of Deep Learning, chapter 4, section 4.3.

Legend: f objective, w[t] iterates, v[t] velocities, eta learning rate, beta momentum coefficient; where the starts are chosen apart,
w_before and v_before are the iterate and the velocity before w[0] and v[0]; u a direction, b a bound on gradients along it.
"""

from proofs.language import (
    Power, Q, coordinate, dot, eq, forall, function, grad, iff, index, nonnegative, positive, real, schema, sequence, vector,
)
from proofs.steps import at, combine, contraction, generalise, have, rewrite, suppose
from proofs.theorem import Definition, Theorem

f, w, v = function("f"), sequence("w"), sequence("v")
eta, = positive("eta")
beta, = nonnegative("beta")
b, = real("b")
u, w_before, v_before = vector("u w_before v_before")
j, k, m, n, t = index("j k m n t")
g = grad(f)(w[t])
SOURCE = "Theory of Deep Learning, section 4.3"
COEFFICIENT = {"coefficient": beta < 1}
LETTERS = ("eta > 0: a learning rate; v: the velocities", "beta in [0, 1), as printed")

step = eq(w[t + 1], w[t] - eta*g + beta*(w[t] - w[t - 1]))
HEAVY_BALL = forall(t, step, 1 <= t)
VELOCITY = forall(t, eq(v[t], beta*v[t - 1] + eta*g), 1 <= t)
POSITION = forall(t, eq(w[t + 1], w[t] - v[t]))

definition = Theorem(
    "heavy_ball", "The heavy-ball method", SOURCE, hypotheses={}, ids=("001-044",), definition=Definition.UPDATE_RULE,
    expect="DEFINITION", claim=schema("heavy_ball", (w, f, eta, beta), HEAVY_BALL),
    source_form=schema("Polyak", (w, f, eta, beta), forall(
        k, eq(w[k + 1], w[k] - eta*grad(f)(w[k]) + beta*(w[k] - w[k - 1])), 1 <= k)),
    readings=(*LETTERS, "from t = 1 on: how the first step is made is not printed", "Polyak 1964 prints the same rule"))

velocity_form = Theorem(
    "heavy_ball_velocity_form", "The velocity form is the heavy-ball method", SOURCE, ids=("001-045",),
    hypotheses=COEFFICIENT | {"position": POSITION}, claim=iff(HEAVY_BALL, VELOCITY),
    proof=(
        suppose(HEAVY_BALL, generalise(
            t, at("supposed", "from 1", t=t).named("step"), at("position", t=t).named("now"), at("position", t=t - 1).named("before"),
            rewrite("before"), rewrite("now"), have(eq(v[t], beta*v[t - 1] + eta*g), "step"), **{"from 1": 1 <= t})).named("there"),
        suppose(VELOCITY, generalise(
            t, at("supposed", "from 1", t=t).named("velocity"), at("position", t=t).named("now"), at("position", t=t - 1).named("before"),
            rewrite("before"), rewrite("now"), have(step, "velocity"), **{"from 1": 1 <= t})).named("back"),
        combine("there", "back")),
    readings=(*LETTERS, "v[t] is the velocity: w[t+1] = w[t] - v[t], the second line, holds from the first iterate on"),
    example={"f": coordinate(1), "eta": 1, "beta": Q(1, 2), "w": -2*k, "v": 2})

velocity_form_any_start = Theorem(
    "heavy_ball_velocity_form_any_start", "The velocity form is the heavy-ball method, with a velocity at the start of one's own choice",
    SOURCE, ids=("001-045",),
    hypotheses=COEFFICIENT | {"velocity": eq(v[0], beta*v_before + eta*grad(f)(w[0])), "position": eq(w[1], w[0] - v[0])},
    claim=eq(w[1], w[0] - eta*grad(f)(w[0]) + beta*(w[0] - w_before)), expect="REFUTED", alternative=True, repaired=velocity_form,
    readings=(*LETTERS, "v_before, w_before: the velocity and the iterate before w[0], which are chosen apart; the first step is compared"),
    model={"f": coordinate(1), "eta": 1, "beta": Q(1, 2), "w": [[2], [0]], "w_before": [2], "v": [[2], [2]], "v_before": [2]})

FROM_REST = COEFFICIENT | {"at rest": eq(v[0], eta*grad(f)(w[0])), "position": POSITION,
                           "velocity": forall(t, eq(v[t + 1], beta*v[t] + eta*grad(f)(w[t + 1])))}
ONE_SIDE = {"on one side": forall(j, dot(u, grad(f)(w[j])) <= b)}
AVERAGE = (*LETTERS, "the velocity before the first step is zero; past includes the current gradient",
           "weighted average: the weights are not negative and add up to 1, so that a number b that bounds all gradients along u bounds it along u")
MODEL = {"f": coordinate(1), "eta": 1, "beta": Q(1, 2), "v": 2 - Power(Q(1, 2), k), "w": 2 - 2*k - 2*Power(Q(1, 2), k), "n": 1, "u": [1], "b": 1}
excess = dot(u, v[m]) - eta*b/(1 - beta)

weighted_sum = Theorem(
    "momentum_weighted_sum", "The velocity is a multiple of a weighted average of the gradients", SOURCE,
    hypotheses=FROM_REST | ONE_SIDE, claim=dot(u, v[n]) <= eta*(1 - beta**(n + 1))/(1 - beta)*b, example=MODEL,
    proof=(
        generalise(m, at("velocity", t=m).named("next"), at("on one side", j=m + 1).named("gradient"), rewrite("next"),
                   have(dot(u, v[m + 1]) - eta*b/(1 - beta) <= beta*excess, "gradient", "coefficient")).named("every step"),
        contraction("every step", m, excess, beta).named("iterated"), at("iterated", m=n).named("at n"),
        at("on one side", j=0).named("first"), rewrite("at rest"),
        have(dot(u, v[0]) - eta*b/(1 - beta) <= -beta*eta*b/(1 - beta), "first", "coefficient").named("start")),
    using=("at n", "start", "coefficient"),
    readings=(*AVERAGE, "the weights eta beta^(n-j) add up to eta (1 - beta^(n+1))/(1 - beta)"))

weighted_average = Theorem(
    "momentum_weighted_average", "The update is a weighted average of past gradients", SOURCE, ids=("001-046",),
    hypotheses=FROM_REST | ONE_SIDE, claim=dot(u, v[n]) <= b, expect="REFUTED", repaired=weighted_sum, readings=AVERAGE, model=MODEL)
