"""Does gradient descent on a smooth convex loss converge to a minimiser? The theorem as printed, and what it says of the parameters.

Hegde, Foundations of Deep Learning, chapter 4, the theorem for convex L, and the remarks after its proof.
Legend: as in one_step.py; eta a fixed step size, z a minimiser or a limit point.
"""

from proofs.classes import bounded_below, iterates, minimiser
from proofs.language import (
    Power, Q, both, coordinate, derivative, either, eq, exists, forall, grad, le, lt, norm, positive, prose, real, real_sequence, sq, sqrt,
    term, vector,
)
from proofs.library.convex.convergence import values_converge
from proofs.library.convex.one_step import CONVEX, EXAMPLE, READINGS, RUN, SOURCE, L, nearer, w, w_star
from proofs.library.convex.rate import k, m, n
from proofs.methods import gradient_step
from proofs.steps import (
    absurd, at, by_cases, cauchy_schwarz, cite, combine, generalise, geometric_decay, have, induction, mean_value, obtain, root, roots, square, taylor, witness,
)
from proofs.theorem import NotCheckable, Theorem
from proofs.words import converges

eta, eps, epsilon = positive("eta eps epsilon")
x, z = vector("x z")

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


lower = exists(x_1, lt(tail_off(x_1), tail_off(z_1)))
away = exists(eps, forall(n, exists(k, lt(eps, norm(real_sequence("w.1")[k] - z_1)), n <= k)))
DECREASES = (generalise(
    z_1, root(1 + z_1**2).named("root at z"), root(1 + (z_1 + 1)**2, using=(square(z_1 + 1),)).named("root at z + 1"),
    by_cases(sqrt(1 + z_1**2) <= z_1, (absurd(lt(z_1, sqrt(1 + z_1**2)), "case", "root at z"),),
             (have(lt(z_1, sqrt(1 + z_1**2)), "case"),)).named("above z"),
    by_cases(sqrt(1 + z_1**2) + 1 <= sqrt(1 + (z_1 + 1)**2),
             (absurd(lt(tail_off(z_1 + 1), tail_off(z_1)), "case", "root at z", "root at z + 1", "above z"),),
             (have(lt(tail_off(z_1 + 1), tail_off(z_1)), "case"),)).named("lower"),
    witness(lower, "lower", x_1=z_1 + 1).named("no minimiser"), have(either(lower, away), "no minimiser")),)
POSITIVE = (root(1 + x_1**2).named("root"), roots(norm(x_1) <= sqrt(1 + x_1**2), "root").named("longer"),
            have(le(0, tail_off(x_1)), "longer"))

no_minimiser = Theorem(
    "convex_converges_without_minimiser", "Gradient descent with the step size 1/beta converges to a minimizer, none assumed to exist",
    SOURCE, ids=("004-029",), alternative=True,
    hypotheses=RUN | {"convex": CONVEX["convex"], "nonnegative loss": bounded_below(L, 0)}, expect="REFUTED", repaired=values_converge,
    claim=exists(z, both(minimiser(L, z), converges(w[k], k, z))),
    readings=(*READINGS[:2], READINGS[3], "L >= 0: a nonnegative loss, as the setup assumes", "the theorem does not say that a minimiser exists"),
    model={"L": tail_off(coordinate(1)), "beta": 1, "w": [0], "proofs": {
        "claim": DECREASES, "nonnegative loss": POSITIVE, "smooth": (mean_value(r, derivative(tail_off(r), r), 1, x_1, y_1),),
        "convex": (taylor(r, tail_off(r), 0, y_1, x_1),)}})

iterates_converge = Theorem(
    "convex_iterates_converge", "Gradient descent with the step size 1/beta converges to a minimizer, if there is one", SOURCE,
    ids=("004-029", "004-035"), alternative=True,
    hypotheses=CONVEX, claim=exists(z, both(minimiser(L, z), converges(w[k], k, z))), expect="OPEN", readings=READINGS,
    reason="it is true in R^d, and proved of a limit point of the iterates (convex_iterates_converge_to_limit_point); what is missing is the theorem of Bolzano and Weierstrass, "
           "that bounded iterates have one, which needs a finite dimension (in a space of infinite dimension they may have none)")


def half(k):
    """The first coordinate of the example."""
    return Power(Q(1, 2), k)


OFTEN_NEAR = generalise(epsilon, generalise(n, geometric_decay(1, Q(1, 2), epsilon).named("decay"), obtain(
    "decay", m, at("obtained", k=n + m).named("small"), roots(sqrt(half(n + m)**2) <= epsilon, "small"),
    witness(exists(k, sqrt(half(k)**2) <= epsilon, n <= k), k=n + m))))
NEAR_Z = exists(k, norm(w[k] - z) <= epsilon, n <= k)
excess = L(z) - L(w_star)
slope = norm(grad(L)(z))
reach = excess/(3*(1 + slope))
STAYS = forall(m, norm(w[m] - z) <= eps, n <= m)
from_limit_point = Theorem(
    "convex_iterates_converge_to_limit_point", "The iterates converge to every limit point of theirs, which is a minimizer", SOURCE,
    ids=("004-029", "004-035"),
    alternative=True, hypotheses=CONVEX | {"limit point": forall(epsilon, forall(n, NEAR_Z))},
    claim=both(minimiser(L, z), converges(w[k], k, z)), proof=(
        cite(values_converge).named("values"), by_cases(
            excess <= 0, (have(excess <= 0, "case"),),
            (have(lt(0, 1 + slope)).named("divisor"), have(lt(0, excess/3), "case").named("a third"), have(lt(0, reach), "case", "divisor").named("reach"),
             at("values", "a third", epsilon=excess/3).named("late"),
             obtain("late", n, at("limit point", "reach", epsilon=reach).named("often"), at("often", n=n).named("once"), obtain(
                 "once", k, at("obtained", "obtained here.1", "obtained here.2", k=k).named("loss"), at("convex", x=w[k], y=z).named("tangent"),
                 cauchy_schwarz(-grad(L)(z), w[k] - z).named("Cauchy-Schwarz"),
                 have((1 + slope)*norm(w[k] - z) <= excess/3, "obtained here", "divisor").named("near"),
                 have(norm(w[k] - z)*slope <= excess/3, "near").named("little"),
                 have(L(z) - L(w[k]) <= norm(w[k] - z)*slope, "tangent", "Cauchy-Schwarz").named("below z"),
                 have(L(w[k]) - L(w_star) <= excess/3, "loss").named("above w_star"), have(3*excess <= 2*excess, "below z", "little", "above w_star").named("twice"),
                 absurd(excess <= 0, "twice", "case"), named="obtained here")))).named("optimal"),
        generalise(x, at("minimiser", x=x).named("least"), have(L(z) <= L(x), "least", "optimal")).named("z is a minimiser"),
        generalise(k, cite(nearer, "convex_step.chain", w_star=z, i=k, hypotheses={"minimiser": "z is a minimiser"}).named("error"),
                   at("z is a minimiser", x=w[k + 1]).named("gap"), have(sq(w[k + 1] - z) <= sq(w[k] - z), "error", "gap").named("squares"),
                   roots(norm(w[k + 1] - z) <= norm(w[k] - z), "squares")).named("every step"),
        generalise(eps, at("limit point", "sign of eps", epsilon=eps).named("often"), at("often", n=0).named("once"), obtain(
            "once", n, induction(m, n, norm(w[m] - z) <= eps, base=(have(norm(w[n] - z) <= eps, "obtained"),), step=(
                at("every step", k=m).named("next"), have(norm(w[m + 1] - z) <= eps, "hypothesis", "next"))).named("stays"),
            generalise(m, at("stays", "late", m=m), late=n <= m).named("tail"), witness(exists(n, STAYS), "tail", n=n))).named("converges"),
        combine("z is a minimiser", "converges")),
    example={"L": coordinate(1)**2/4 + coordinate(2)**2/2, "beta": 1, "w": (half(k), 0*k), "w_star": [0, 0], "z": [0, 0],
             "proofs": {"limit point": (OFTEN_NEAR,)}}, readings=READINGS)

after_n = sq(w[n] - w_star) <= sq(w[0] - w_star)
weight_error_bounded = Theorem(
    "convex_weight_error_bounded", "The weight error never exceeds that of the start", SOURCE, example={**EXAMPLE, "n": 2}, hypotheses=CONVEX,
    ids=("004-041",), alternative=True, claim=after_n,
    proof=(generalise(k, cite(nearer, "convex_step.chain", i=k).named("weight error"), at("minimiser", x=w[k + 1]).named("gap"),
                      have(sq(w[k + 1] - w_star) <= sq(w[k] - w_star), "weight error", "gap")).named("every step"),
           induction(m, 0, sq(w[m] - w_star) <= sq(w[0] - w_star), base=(have(sq(w[0] - w_star) <= sq(w[0] - w_star)),),
                     step=(at("every step", k=m).named("next"),
                           have(sq(w[m + 1] - w_star) <= sq(w[0] - w_star), "hypothesis", "next"))).named("every m"),
           at("every m", m=n).named("at n")),
    using=("at n",), readings=(*READINGS, "'parameter estimation guarantees': what the lines on the weight error yield"))

to_every_minimiser = Theorem(
    "convex_estimates_parameters", "The iterates converge to the parameters w_star", SOURCE, hypotheses=CONVEX, ids=("004-041",),
    alternative=True, claim=converges(w[k], k, w_star), repaired=weight_error_bounded, expect="REFUTED",
    readings=(*READINGS, "'parameter estimation guarantees': w_star is found, whichever minimiser it is"),
    model={"L": coordinate(1)**2/2, "beta": 1, "w": (0, 1), "w_star": [0, 0], "witnesses": {"epsilon": Q(1, 2), "k": n}})

guarantees = Theorem(
    "convex_parameter_estimation", "Convexity gives parameter estimation guarantees", SOURCE, hypotheses={}, ids=("004-041",),
    claim=prose("convexity gives us a 'last-iterate' bound, as well as parameter estimation guarantees"),
    not_checkable=NotCheckable.VAGUE, expect="NOT_CHECKABLE",
    reason="No guarantee about the parameters is stated: neither what is estimated nor how well.")
