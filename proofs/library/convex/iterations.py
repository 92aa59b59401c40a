"""How many iterations gradient descent needs on a smooth convex loss: a gap of O(1/t) after t, hence O(beta/eps).

Hegde, Foundations of Deep Learning, chapter 4, after the proof of the theorem for convex L.
Legend: as in one_step.py; t iterations, eps accuracy, R the bound on the squared distance of the start from the minimiser.
"""

from proofs.language import ceil, exists, grad, lt, nonnegative, norm, positive, sq
from proofs.library.convex.one_step import CONVEX, READINGS, SOURCE, L, L_opt, beta, w, w_star
from proofs.library.convex.rate import RUN_EXAMPLE, k, last_iterate, t
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.steps import absurd, at, by_cases, cauchy_schwarz, ceil_above, ceil_below, cite, generalise, have, roots, witness
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
