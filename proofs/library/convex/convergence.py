"""Does gradient descent on a smooth convex loss converge to a minimiser? The theorem, and the argument by two situations.

Hegde, Foundations of Deep Learning, chapter 4, the theorem for convex L. Legend: as in one_step.py; eta a fixed step size, z a minimiser.
"""

from proofs.classes import bounded_below, convex, iterates, lipschitz_gradient, minimiser
from proofs.language import (
    Power, Q, both, coordinate, derivative, either, eq, exists, forall, grad, le, lt, norm, positive, prose, real, sq, sqrt, term, vector,
)
from proofs.library.convex.iterations import gap_rate
from proofs.library.convex.one_step import CONVEX, EXAMPLE, READINGS, RUN, SOURCE, L, L_opt, beta, i, nearer, w, w_star
from proofs.library.convex.rate import k, last_iterate, m, n, t
from proofs.methods import gradient_step
from proofs.steps import absurd, antisymmetry, archimedes, at, by_cases, cite, generalise, have, induction, mean_value, obtain, root, taylor, witness
from proofs.theorem import NotCheckable, Theorem
from proofs.words import converges

eta, eps, C = positive("eta eps C")
z, = vector("z")
values = converges(L(w[k]), k, L_opt)
BOUND = beta/2*sq(w[0] - w_star)

values_converge = Theorem(
    "convex_values_converge", "The losses converge to the least loss", SOURCE, example=EXAMPLE, hypotheses=CONVEX, claim=values,
    proof=(generalise(eps, archimedes(BOUND, eps, using=("sign of eps",)).named("enough"), obtain(
        "enough", n, generalise(
            k, have(lt(0, k), "late", "obtained.1").named("positive"), cite(last_iterate, t=k).named("last iterate"),
            at("minimiser", x=w[k]).named("gap"),
            have(k*(L(w[k]) - L_opt) <= BOUND, "last iterate", "positive").named("t times the gap"),
            have(BOUND <= k*eps, "obtained", "late", "sign of eps").named("far"),
            by_cases(L(w[k]) - L_opt <= eps, (have(L(w[k]) - L_opt <= eps, "case"),),
                     (absurd(L(w[k]) - L_opt <= eps, "case", "t times the gap", "far", "positive"),)).named("small"),
            have(norm(L(w[k]) - L_opt) <= eps, "small", "gap", "sign of eps"), late=n <= k).named("tail"),
        witness(exists(n, forall(k, norm(L(w[k]) - L_opt) <= eps, n <= k)), "tail", n=n))),),
    readings=READINGS)

situations = either(eq(L(w[i + 1]), L_opt), lt(sq(w[i + 1] - w_star), sq(w[i] - w_star)))
two_situations = Theorem(
    "convex_two_situations", "Either the loss is optimal, or the weight error decreases", SOURCE, example=EXAMPLE, hypotheses=CONVEX,
    ids=("004-035",), claim=situations,
    proof=(cite(nearer, "convex_step.chain").named("weight error"), at("minimiser", x=w[i + 1]).named("gap"),
           by_cases(L(w[i + 1]) <= L_opt, (antisymmetry(eq(L(w[i + 1]), L_opt), "case", "gap").named("optimal"), have(situations, "optimal")),
                    (have(lt(sq(w[i + 1] - w_star), sq(w[i] - w_star)), "weight error", "case").named("nearer"),
                     have(situations, "nearer")))),
    readings=READINGS)

# in the model w[k] = 1 + 2^-k: each step is nearer to 0, the limit is 1
def point(k):
    return 1 + Power(Q(1, 2), k)


NEARER = generalise(
    i, have(lt(point(i + 1)**2, point(i)**2)).named("nearer"),
    have(either(eq(point(i + 1)**2/2, 0), lt(point(i + 1)**2, point(i)**2)), "nearer"))
AWAY = (generalise(n, have(lt(Q(1, 4), point(n)**2/2)).named("value"), have(lt(Q(1, 4), norm(point(n)**2/2)), "value").named("far"),
                   witness(exists(k, lt(Q(1, 4), norm(point(k)**2/2)), n <= k), "far", k=n)).named("for every n"),
        witness(exists(eps, forall(n, exists(k, lt(eps, norm(point(k)**2/2)), n <= k))), "for every n", eps=Q(1, 4)))

by_two_situations = Theorem(
    "convex_convergence_by_situations", "'Therefore, we get convergence'", SOURCE, example=EXAMPLE, hypotheses=CONVEX, ids=("004-035",),
    claim=values, proof=(cite(values_converge).named("converges"),), cited={"one of two situations": forall(i, situations)},
    reason="therefore", repaired=values_converge, expect="TRUE_BUT_NOT_BY_THIS_ARGUMENT",
    readings=(*READINGS, "convergence of the losses to the least one, the weaker reading"),
    model={"L": coordinate(1)**2/2, "beta": 1, "w": point(k), "w_star": [0],
           "proofs": {"one of two situations": (NEARER,), "claim": AWAY}})

# in the model L = x^2/2, eta = 2 and w[k] = (-1)^k: of two iterates in a row one is far from s
flip, s_1, x_1 = Power(term(-1), k), *real("s_1 x_1")
swing = exists(k, lt(Q(1, 2), norm(flip - s_1)), n <= k)
FLIPS = (
    induction(k, 0, eq(flip**2, 1), base=(have(eq(Power(term(-1), term(0))**2, 1)),),
              step=(have(eq(Power(term(-1), k + 1)**2, 1), "hypothesis"),)).named("length"),
    generalise(s_1, generalise(n, at("length", k=n).named("at n"), by_cases(
        norm(Power(term(-1), n) - s_1) <= Q(1, 2),
        (by_cases(norm(Power(term(-1), n + 1) - s_1) <= Q(1, 2), (absurd(swing, "case", "next", "at n"),),
                  (witness(swing, "next", k=n + 1),), named="next"),),
        (witness(swing, "case", k=n),))).named("for every n"),
        witness(exists(eps, forall(n, exists(k, lt(eps, norm(flip - s_1)), n <= k))), "for every n", eps=Q(1, 2)).named("away"),
        have(either(exists(x_1, lt(x_1**2/2, s_1**2/2)), exists(eps, forall(n, exists(k, lt(eps, norm(flip - s_1)), n <= k)))), "away")))

ANY_STEP = {"smooth": CONVEX["smooth"], "convex": CONVEX["convex"], "nonnegative loss": bounded_below(L, 0),
            "update": iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), eta))}
to_a_minimiser = Theorem(
    "convex_converges_to_minimiser", "Gradient descent with fixed step size converges to a minimizer", SOURCE, hypotheses=ANY_STEP,
    ids=("004-029",), claim=exists(z, both(minimiser(L, z), converges(w[k], k, z))), repaired=values_converge, expect="REFUTED",
    readings=("beta > 0: a smoothness constant", "eta > 0: a fixed step size, any", "L >= 0: a nonnegative loss, as the setup assumes"),
    model={"L": coordinate(1)**2/2, "beta": 1, "eta": 2, "w": flip, "proofs": {"claim": FLIPS}})

# sqrt(1 + x^2) - x is convex and positive, and decreases for ever
x_1, y_1, z_1, r = real("x_1 y_1 z_1 r")


def tail_off(r):
    return sqrt(1 + r**2) - r


DECREASES = (generalise(
    z_1, root(1 + z_1**2).named("root at z"), root(1 + (z_1 + 1)**2).named("root at z + 1"), have(lt(tail_off(z_1 + 1), tail_off(z_1)), "root at z", "root at z + 1"),
    ),)

no_minimiser = Theorem(
    "convex_converges_without_minimiser", "... with the step size 1/beta, and no minimiser assumed", SOURCE, ids=("004-029",), alternative=True,
    hypotheses=RUN | {"convex": CONVEX["convex"], "nonnegative loss": bounded_below(L, 0)}, expect="REFUTED", repaired=values_converge,
    claim=exists(z, both(minimiser(L, z), converges(w[k], k, z))),
    readings=(*READINGS[:2], READINGS[3], "L >= 0: a nonnegative loss, as the setup assumes", "the theorem does not say that a minimiser exists"),
    model={"L": tail_off(coordinate(1)), "beta": 1, "w": [0], "proofs": {
        "claim": DECREASES, "smooth": (mean_value(r, derivative(tail_off(r), r), 1, x_1, y_1),),
        "convex": (taylor(r, tail_off(r), 0, y_1, x_1),)}})
