"""The gradients of gradient descent tend to 0. Arora et al., Theory of Deep Learning, chapter 4, Corollary 4.1.5.

Legend: as in the descent lemma; f_low a lower bound of f, S(n) the sum of the first squared gradients.
"""

from proofs.classes import bounded_below, stationary_point
from proofs.language import Power, Q, both, coordinate, eq, exists, exp, forall, grad, index, le, log, members, norm, positive, real, sq, total, vector
from proofs.library.descent.descent_lemma import SMOOTH, L, descent_lemma, eta, f, g, t, w
from proofs.library.limits.summable_terms import summable_terms_vanish
from proofs.steps import absurd, antisymmetry, at, by_cases, cite, generalise, geometric_decay, have, log_quotient, log_tangent, obtain, telescope, witness
from proofs.theorem import Theorem
from proofs.words import converges

f_low, = real("f_low")
w_limit, = vector("w_limit")
G = grad(f)(w_limit)
a = norm(G)
i, k, n = index("i k n")
SOURCE = "Theory of Deep Learning, Corollary 4.1.5"
BELOW = SMOOTH | {"rate": eta <= 1/L, "bounded below": bounded_below(f, f_low)}
x_1, = real("x_1")
u = 1 + exp(-x_1)
epsilon, = positive("epsilon")
halves, halves_at_t = Power(Q(1, 2), k), Power(Q(1, 2), t)
READINGS = ("eta > 0: a learning rate, the same in every step", "L > 0: a smoothness constant",
            "the hypotheses of the Descent Lemma: f is L-smooth, the step is at most 1/L")
EXAMPLE = {"f": coordinate(1)**2/2 + coordinate(2)**2/4, "L": 1, "eta": Q(1, 2), "w": [1, 1], "f_low": 0, "t": 1}

gradients_vanish = Theorem(
    "gradients_vanish", "The squared gradients tend to 0", SOURCE, example=EXAMPLE, hypotheses=BELOW, ids=("001-035",),
    claim=converges(sq(g), t, 0),
    proof=(
        generalise(t, cite(descent_lemma).named("one step"), have(sq(g) <= 2/eta*f(w[t]) - 2/eta*f(w[t + 1]), "one step")).named("every step"),
        generalise(n, telescope("every step", t, sq(g), 2/eta*f(w[t]), n).named("telescoped"),
                   at("bounded below", x=w[n + 1]).named("at the end"),
                   have(total(sq(g), t, 0, n) <= 2/eta*(f(w[0]) - f_low), "telescoped", "at the end")).named("bounded sums"),
        generalise(t, have(le(0, sq(g)))).named("no sign"),
        cite(summable_terms_vanish, a=members(sq(g), t), C=2/eta*(f(w[0]) - f_low),
             hypotheses={"nonnegative": "no sign", "bounded": "bounded sums"}).named("vanish")),
    readings=READINGS)

to_a_point = Theorem(
    "limit_is_stationary", "If the iterates converge, then to a stationary point", SOURCE, hypotheses=BELOW | {
        "converges": converges(w[t], t, w_limit)},
    claim=stationary_point(f, w_limit), example={
        "f": coordinate(1)**2/2, "L": 1, "eta": Q(1, 2), "w": halves, "w_limit": [0], "f_low": 0, "proofs": {"converges": (generalise(
            epsilon, geometric_decay(1, Q(1, 2), epsilon, using=("sign of epsilon",)).named("decay"), obtain("decay", n, generalise(
                t, at("obtained", "late", "sign of t", k=t).named("now"), have(norm(halves_at_t) <= epsilon, "now"), late=n <= t).named("tail"),
                witness(exists(n, forall(t, norm(halves_at_t) <= epsilon, n <= t)), "tail", n=n))),)}},
    proof=(
        cite(gradients_vanish).named("gradients vanish"),
        by_cases(
            a <= 0, (have(le(0, a)).named("a norm"), have(sq(G) <= 0, "case", "a norm").named("none"), antisymmetry(eq(sq(G), 0), "none")),
            (at("converges", epsilon=a/(3*L)).named("near"), at("gradients vanish", epsilon=a**2/9).named("flat"),
             obtain("near", n, obtain(
                 "flat", k, at("from n", t=n + k).named("near there"), at("from k", t=n + k).named("flat there"),
                 at("smooth", x=w[n + k], y=w_limit).named("smooth there"),
                 have(sq(grad(f)(w[n + k]) - G) <= a**2/9, "smooth there", "near there", "case").named("gradients near"),
                 have(sq(G) <= 4*a**2/9, "gradients near", "flat there", square=(2*grad(f)(w[n + k]) - G,)).named("too small"),
                 absurd(eq(sq(G), 0), "too small", "case"), named="from k"), named="from n")))),
    readings=READINGS)

to_stationary_point = Theorem(
    "converges_to_stationary_point", "Gradient descent converges to a stationary point", SOURCE, hypotheses=BELOW, ids=("001-036",),
    claim=exists(w_limit, both(converges(w[t], t, w_limit), stationary_point(f, w_limit).formula)), expect="REFUTED",
    repaired=to_a_point, readings=READINGS,
    model={"f": log(1 + exp(-coordinate(1))), "L": 1, "eta": 1, "w": [0], "f_low": 0, "proofs": {"bounded below": (
        log_tangent(1/u).named("tangent"), log_quotient(1, 1).named("log 1"), log_quotient(1, u).named("quotient"),
        have(1 - 1/u <= log(u), "tangent", "quotient", "log 1").named("below the logarithm"),
        have(le(0, 1 - 1/u)).named("positive"), have(le(0, log(u)), "below the logarithm", "positive"))}})
