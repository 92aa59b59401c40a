"""The rate 1/t of gradient descent on a smooth convex loss, and what the telescoped line says.

Hegde, Foundations of Deep Learning, chapter 4, the proof of the theorem for convex L.
Legend: as in one_step.py; t iterations, g_star the gradient at the minimiser.
"""

from proofs.language import Power, Q, coordinate, forall, grad, norm, index, positive_index, sq, total
from proofs.library.convex.one_step import (
    CONVEX, EXAMPLE, READINGS, RUN, SOURCE, L, L_opt, beta, g, gradient_bound, i, rearranged, w, w_star,
)
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.steps import at, cauchy_schwarz, cite, generalise, have, induction, least_mean, rewrite, roots, square, telescope
from proofs.theorem import Theorem, at_most

t, = positive_index("t")
k, m, n = index("k m n")
RUN_EXAMPLE = {**EXAMPLE, "t": 3}
losses = total(L(w[i]), i, 0, t - 1)
g_star = grad(L)(w_star)

gap_now = Theorem(
    "convex_gap_bound_now", "The gap at the old iterate is bounded by the decrease of the weight error", SOURCE, example=EXAMPLE,
    hypotheses=CONVEX, claim=L(w[i]) - L_opt <= beta/2*(sq(w[i] - w_star) - sq(w[i + 1] - w_star)),
    proof=(
        cite(quadratic_upper_bound, f=L, L=beta, w=w_star - 1/beta*g_star, u=w_star).named("a step from the minimiser"),
        at("minimiser", x=w_star - 1/beta*g_star).named("least"),
        roots(norm(g_star) <= 0, "a step from the minimiser", "least").named("no gradient"),
        cauchy_schwarz(g_star, g).named("nor along g"),
        cite(quadratic_upper_bound, f=L, L=beta, w=w_star + 1/beta*g, u=w_star).named("above"),
        at("convex", x=w_star + 1/beta*g, y=w[i]).named("below"),
        at("update", k=i).named("step"), rewrite("step")),
    using=("no gradient", "nor along g", "above", "below"), readings=READINGS)

telescoped_at_new = Theorem(
    "convex_telescoped_meant", "What telescoping gives", SOURCE, example=RUN_EXAMPLE, hypotheses=CONVEX,
    claim=total(L(w[i + 1]), i, 0, t - 1) - t*L_opt <= beta/2*(sq(w[0] - w_star) - sq(w[t] - w_star)),
    proof=(generalise(i, cite(rearranged).named("gap"),
                      have(L(w[i + 1]) <= beta/2*sq(w[i] - w_star) - beta/2*sq(w[i + 1] - w_star) + L_opt, "gap")).named("every step"),
           telescope("every step", i, L(w[i + 1]), beta/2*sq(w[i] - w_star), t - 1, L_opt).named("telescoped")),
    using=("telescoped",), readings=READINGS)

telescoped = Theorem(
    "convex_telescoped", "The sum of the gaps, as printed", SOURCE, example=RUN_EXAMPLE, hypotheses=CONVEX, ids=("004-037",),
    claim=losses - t*L_opt <= beta/2*(sq(w[0] - w_star) - sq(w[t] - w_star)),
    proof=(generalise(i, cite(gap_now).named("gap"),
                      have(L(w[i]) <= beta/2*sq(w[i] - w_star) - beta/2*sq(w[i + 1] - w_star) + L_opt, "gap")).named("every step"),
           telescope("every step", i, L(w[i]), beta/2*sq(w[i] - w_star), t - 1, L_opt).named("telescoped")),
    using=("telescoped",), cited={"the line before": forall(i, rearranged.claim)}, reason="telescope i from 0 to t-1",
    repaired=telescoped_at_new, expect="TRUE_BUT_NOT_BY_THIS_ARGUMENT",
    readings=(*READINGS, "the line before bounds the losses at w_1, ..., w_t, this one those at w_0, ..., w_{t-1}"),
    model={"L": coordinate(1)**2/2, "beta": 1, "w": 2*Power(Q(1, 2), k), "w_star": [0], "t": 1})

monotone = Theorem(
    "gd_monotone", "The loss never increases", SOURCE, example={**RUN_EXAMPLE, "n": 2}, hypotheses=RUN, claim=L(w[i + n]) <= L(w[i]),
    proof=(generalise(k, cite(gradient_bound, i=k).named("decrease"), have(L(w[k + 1]) <= L(w[k]), "decrease")).named("every step"),
           induction(m, 0, L(w[i + m]) <= L(w[i]), base=(have(L(w[i]) <= L(w[i])),), step=(
               at("every step", k=i + m).named("next"), have(L(w[i + m + 1]) <= L(w[i]), "hypothesis", "next"))).named("every m"),
           at("every m", m=n).named("at n")),
    using=("at n",), readings=READINGS[:2])

NEVER_LESS = (generalise(i, cite(monotone, n=t - i).named("later"), index=i <= t - 1).named("later losses"),
              least_mean("later losses", i, L(w[i]), L(w[t]), 0, t - 1).named("least"))
two_links = Theorem(
    "convex_two_links", "The last loss, the mean, and the rate 1/t", SOURCE, example=RUN_EXAMPLE, hypotheses=CONVEX,
    proof=(*NEVER_LESS, cite(telescoped).named("the line before")), readings=READINGS,
    start=L(w[t]), chain=(
        at_most(1/t*losses, "the losses decrease", "least"),
        at_most(L_opt + beta/(2*t)*sq(w[0] - w_star), "the line before", "the line before", square(w[t] - w_star),
                ids=("004-038",))))

last_below_mean = Theorem(
    "convex_last_below_mean", "The last loss is at most the mean, by the line before", SOURCE, example=RUN_EXAMPLE, hypotheses=CONVEX,
    ids=("004-038",), claim=L(w[t]) <= 1/t*losses, proof=NEVER_LESS, using=("least",),
    cited={"the line before": telescoped.claim}, reason="which gives", expect="TRUE_BUT_NOT_BY_THIS_ARGUMENT",
    repaired=Theorem("convex_last_below_mean_meant", "The last loss is at most the mean, as the losses decrease", SOURCE,
                     example=RUN_EXAMPLE, hypotheses=CONVEX, claim=L(w[t]) <= 1/t*losses, proof=NEVER_LESS, using=("least",),
                     readings=READINGS),
    readings=(*READINGS, "'which gives' names the line before only, not that the losses decrease"),
    model={"L": coordinate(1)**2/2 + coordinate(2)**2/32, "beta": 1, "w": [[0, 2], [1, 0]], "w_star": [0, 0], "t": 1})

last_iterate = Theorem(
    "convex_last_iterate", "The rate 1/t of the last iterate", SOURCE, example=RUN_EXAMPLE, hypotheses=CONVEX,
    ids=("004-038", "004-040"), claim=L(w[t]) - L_opt <= beta/(2*t)*sq(w[0] - w_star),
    proof=(cite(two_links, "convex_two_links.chain").named("chain"),), using=("chain",),
    readings=(*READINGS, "a bound for the last of t iterates, w_t"))
