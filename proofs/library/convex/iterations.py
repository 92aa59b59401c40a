"""How many iterations gradient descent needs on a smooth convex loss: a gap of O(1/t) after t, hence O(beta/eps).

Hegde, Foundations of Deep Learning, chapter 4, after the proof of the theorem for convex L.
Legend: as in one_step.py; t iterations, eps accuracy, R the bound on the squared distance of the start from the minimiser.
"""

from proofs.language import Power, Q, both, ceil, exists, forall, grad, le, lt, nonnegative, norm, positive, sq
from proofs.library.convex.one_step import CONVEX, READINGS, SOURCE, L, L_opt, beta, w, w_star
from proofs.library.convex.rate import RUN_EXAMPLE, k, last_iterate, t
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.steps import (
    absurd, at, by_cases, cauchy_schwarz, ceil_above, ceil_below, cite, combine, generalise, have, induction, part, roots, square, witness,
)
from proofs.theorem import Theorem
from proofs.words import big_o

eps, = positive("eps")
R, = nonnegative("R")
EXAMPLE = {**RUN_EXAMPLE, "eps": 1, "R": 2}
NEAR = CONVEX | {"start": sq(w[0] - w_star) <= R}
g_star = grad(L)(w_star)

gap_rate = Theorem(
    "convex_gap_rate", "The gap decreases as 1/t", SOURCE, example=RUN_EXAMPLE, hypotheses=CONVEX, ids=("004-039", "004-043"),
    claim=big_o(L(w[t]) - L_opt, 1/t, t),
    proof=(generalise(t, cite(last_iterate).named("last iterate"),
                      have(L(w[t]) - L_opt <= beta/2*sq(w[0] - w_star)*(1/t), "last iterate")).named("every t"),
           witness(big_o(L(w[t]) - L_opt, 1/t, t), "every t", C=beta/2*sq(w[0] - w_star))),
    readings=(*READINGS, "decreases as 1/t: at most a constant times 1/t, for all t >= 1"))

at_start = Theorem(
    "convex_gap_at_start", "The gap at the start", SOURCE, example=RUN_EXAMPLE, hypotheses=CONVEX, readings=READINGS,
    claim=L(w[0]) - L_opt <= beta/2*sq(w[0] - w_star),
    proof=(cite(quadratic_upper_bound, f=L, L=beta, w=w_star - 1/beta*g_star, u=w_star).named("a step from the minimiser"),
           at("minimiser", x=w_star - 1/beta*g_star).named("least"),
           roots(norm(g_star) <= 0, "a step from the minimiser", "least").named("no gradient"),
           cauchy_schwarz(g_star, w[0] - w_star).named("in no direction"),
           cite(quadratic_upper_bound, f=L, L=beta, w=w[0], u=w_star).named("above")),
    using=("no gradient", "in no direction", "above"))

x = R*beta/(2*eps)
found = exists(k, L(w[k]) - L_opt <= eps, k <= R*beta/eps)
iterations = Theorem(
    "convex_iterations", "O(beta/eps) iterations to a gap of eps", SOURCE, example=EXAMPLE, hypotheses=NEAR, ids=("004-039",), claim=found,
    proof=(by_cases(
        x <= 1,
        (cite(at_start).named("gap at the start"), have(R*beta/2 <= eps, "case").named("small"),
         witness(found, "gap at the start", "start", "small", k=0)),
        (ceil_above(x).named("not below"), ceil_below(x).named("less than one above"), have(lt(0, ceil(x)), "case", "not below").named("positive"),
         cite(last_iterate, t=ceil(x)).named("last iterate"),
         have(ceil(x) <= R*beta/eps, "case", "less than one above").named("not more"),
         have(ceil(x)*(L(w[ceil(x)]) - L_opt) <= beta/2*R, "last iterate", "start", "positive").named("t times the gap"),
         have(beta/2*R <= ceil(x)*eps, "not below").named("enough"),
         by_cases(L(w[ceil(x)]) - L_opt <= eps, (witness(found, "case'", "not more", k=ceil(x)),),
                  (absurd(found, "t times the gap", "enough", "positive", "case'"),), named="case'"))),),
    readings=(*READINGS, "'somewhere reasonable': the squared distance of w_0 from w_star is at most R, as in the bound before; the constant "
              "is R, which depends on none of beta, eps, L", "an eps-approximate point: its gap is at most eps"))

# the losses lam x^2/2 with 0 < lam <= 1 and w_0^2 = 2/lam: beta = 1 and L_0 = 1, and GD has the losses (1 - lam)^(2 k)
K, lam = nonnegative("K")[0], positive("lam")[0]
many = forall(k, lt(Q(1, 2), Power(1 - lam, k)**2), k <= 2*K)
flat = 1/(8*K + 8)
SLOW = (
    generalise(lam, induction(
        k, 0, both(le(0, Power(1 - lam, k)), 1 - k*lam <= Power(1 - lam, k)), base=(have(both(le(0, 1), 1 - 0*lam <= 1)),),
        step=(part("hypothesis", 1).named("power"), part("hypothesis", 2).named("below"),
              have(le(0, Power(1 - lam, k + 1)), "power", "at most 1").named("next power"),
              have(1 - (k + 1)*lam <= Power(1 - lam, k + 1), "below", "at most 1", "range", square(lam)).named("next"),
              combine("next power", "next"))), **{"at most 1": lam <= 1}).named("Bernoulli"),
    generalise(K, have(lt(0, 8*K + 8), "sign of K").named("divisor"), have(lt(0, flat), "divisor").named("positive"),
               have(flat <= 1, "divisor", "sign of K").named("at most 1"), at("Bernoulli", "positive", "at most 1", lam=flat).named("powers"),
               generalise(k, at("powers", k=k).named("both"), part("both", 2).named("below"),
                          have(k*flat <= Q(1, 4), "early", "divisor", "sign of K").named("little"),
                          have(le(Q(3, 4), Power(1 - flat, k)), "below", "little").named("large"),
                          have(lt(Q(1, 2), Power(1 - flat, k)**2), "large"), early=k <= 2*K).named("far"),
               witness(exists(lam, many, lam <= 1), "far", "positive", "at most 1", lam=flat)))

bounded_loss = Theorem(
    "convex_iterations_bounded_loss", "The number of iterations for the convex rate, if only the loss at the start is bounded", SOURCE,
    hypotheses={}, ids=("004-039",),
    claim=exists(K, forall(lam, exists(k, Power(1 - lam, k)**2 <= Q(1, 2), k <= 2*K), lam <= 1)), alternative=True,
    repaired=iterations, expect="REFUTED", model={"proofs": {"claim": SLOW}},
    readings=("'somewhere reasonable' as the text explains it for smooth losses: L_0 is bounded, and the constant K depends on that bound only",
              "for the losses lam |w|^2/2 in one dimension, 0 < lam <= 1, from w_0 with w_0^2 = 2/lam: beta = 1, L_0 = 1, L_opt = 0, and after k "
              "steps of size 1/beta the loss is (1 - lam)^(2 k); beta/eps = 2"))
