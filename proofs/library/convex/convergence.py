"""Does gradient descent on a smooth convex loss converge to a minimiser? The theorem, and the argument by two situations.

Hegde, Foundations of Deep Learning, chapter 4, the theorem for convex L. Legend: as in one_step.py; eta a fixed step size, z a minimiser.
"""

from proofs.language import (
    Power, Q, coordinate, either, eq, exists, forall, lt, norm, positive, sq, vector,
)
from proofs.library.convex.one_step import CONVEX, EXAMPLE, READINGS, SOURCE, L, L_opt, beta, i, nearer, w, w_star
from proofs.library.convex.rate import k, last_iterate, n
from proofs.steps import absurd, antisymmetry, archimedes, at, by_cases, cite, generalise, have, obtain, witness
from proofs.theorem import Theorem
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
