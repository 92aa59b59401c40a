"""Does gradient descent converge to stationary points? "Theorem GD" as printed, its announcement, and the argument of its proof.

Hegde, Foundations of Deep Learning, chapter 4. Legend: as in stationary_convergence.py.
"""

from proofs.classes import stationary_point
from proofs.language import (
    Power, Q, both, coordinate, derivative, either, eq, exists, forall, le, lt, norm, real, real_sequence, replace, sq, term,
)
from proofs.library.descent.stationary_convergence import (
    EXAMPLE, READINGS, SHORT, SMOOTH, SOURCE, L, eps, g, gradients_vanish, k, n, s, w,
)
from proofs.steps import absurd, at, by_cases, cite, generalise, have, induction, mean_value, witness
from proofs.theorem import Theorem
from proofs.words import converges

flip = Power(term(-1), k)  # the iterates of x^2/2 with eta = 2
SWINGS = (induction(k, 0, eq(flip**2, 1), base=(have(eq(Power(term(-1), term(0))**2, 1)),),
                    step=(have(eq(Power(term(-1), k + 1)**2, 1), "hypothesis"),)).named("length"),
          generalise(n, at("length", k=n).named("length at n"),
                     by_cases(norm(Power(term(-1), n)) <= Q(1, 2), (absurd(lt(Q(1, 2), norm(Power(term(-1), n))), "case", "length at n"),),
                              (have(lt(Q(1, 2), norm(Power(term(-1), n))), "case"),)).named("long"),
                     witness(exists(k, lt(Q(1, 2), norm(flip)), n <= k), "long", k=n)).named("for every n"),
          witness(exists(eps, forall(n, exists(k, lt(eps, norm(flip)), n <= k))), "for every n", eps=Q(1, 2)))
SWING = {"L": coordinate(1)**2/2, "beta": 1, "eta": 2, "w": flip, "k": 0, "proofs": {"claim": SWINGS}}

any_step = Theorem(
    "gd_converges_any_step", "Gradient descent with fixed step size converges to stationary points", SOURCE, hypotheses=SMOOTH,
    ids=("004-004", "004-014"), claim=converges(g, k, 0), repaired=gradients_vanish, expect="REFUTED", model=SWING,
    readings=(*READINGS, "a fixed step size: any", "with exact gradients SGD is GD", "'converges to stationary points': the gradients tend to 0, the weakest reading"))

# in the model L = 1/(1 + x^2), whose only stationary point is 0, and w[0] = 1: the iterates increase
W, s_1, x_1, y_1, q = real_sequence("w.1"), *real("s_1 x_1 y_1 q")
witch = 1/(1 + coordinate(1)**2)


def slope(q):
    """The derivative of 1/(1 + q^2)."""
    return derivative(1/(1 + q**2), q)


far = exists(eps, forall(n, exists(k, lt(eps, norm(W[k] - s_1)), n <= k)))
elsewhere = either(either(lt(derivative(1/(1 + q**2), q, s_1)**2, 0), lt(0, derivative(1/(1 + q**2), q, s_1)**2)), far)
RUNS_AWAY = (
    induction(k, 0, le(1, W[k]), base=(have(le(1, W[0]), "w.1 starts"),), step=(
        at("w.1 goes on", k=k).named("next"), have(le(0, W[k]/(1 + W[k]**2)**2), "hypothesis").named("increment"),
        have(le(1, W[k + 1]), "next", "hypothesis", "increment"))).named("beyond 1"),
    generalise(s_1, by_cases(
        s_1 <= Q(1, 2),
        (generalise(n, at("beyond 1", k=n).named("at n"), have(lt(Q(1, 4), norm(W[n] - s_1)), "at n", "case").named("away"),
                    witness(exists(k, lt(Q(1, 4), norm(W[k] - s_1)), n <= k), "away", k=n)).named("for every n"),
         witness(far, "for every n", eps=Q(1, 4)).named("far"), have(elsewhere, "far")),
        (have(lt(0, s_1**2/(1 + s_1**2)**4), "case").named("steep"), have(elsewhere, "steep")))))

iterates_converge = Theorem(
    "gd_iterates_converge", "The iterates converge to a stationary point", SOURCE, hypotheses=SHORT,
    ids=("004-004", "004-014", "004-018"), claim=exists(s, both(stationary_point(L, s), converges(w[k], k, s))), repaired=gradients_vanish, expect="REFUTED",
    readings=(*READINGS, "eta < 2/beta, as the proof supposes", "'converges to stationary points': the iterates converge to one"),
    model={"L": witch, "beta": 2, "eta": Q(1, 2), "w": [1], "k": 0,
           "proofs": {"claim": RUNS_AWAY, "smooth": (mean_value(q, slope(q), 2, x_1, y_1),)}})

steep = lt(0, derivative(1/(1 + q**2), q, s_1)**2)
not_near = either(either(lt(derivative(1/(1 + q**2), q, s_1)**2, 0), steep), lt(Q(1, 4), norm(W[k] - s_1)))
NOWHERE_NEAR = (
    RUNS_AWAY[0], generalise(k, at("beyond 1", k=k).named("at k"), generalise(s_1, by_cases(
        s_1 <= Q(1, 2),
        (have(lt(Q(1, 4), norm(W[k] - s_1)), "at k", "case").named("away"), have(not_near, "away")),
        (have(lt(0, s_1**2/(1 + s_1**2)**4), "case").named("steep"), have(not_near, "steep"))))).named("for every k"),
    witness(exists(eps, forall(k, forall(s_1, replace(not_near, {Q(1, 4): eps})))), "for every k", eps=Q(1, 4)))

some_point_is_near = Theorem(
    "gd_comes_near", "Some point along the trajectory is close to a stationary point", SOURCE + ", Third", hypotheses=SHORT, ids=("004-026",),
    claim=forall(eps, exists(k, exists(s, both(stationary_point(L, s), norm(w[k] - s) <= eps)))), repaired=gradients_vanish,
    expect="REFUTED", alternative=True,
    readings=(*READINGS, "eta < 2/beta, as the proof supposes", "the parenthesis of the remark, 'close' as a distance: only the gradient becomes small"),
    model={"L": witch, "beta": 2, "eta": Q(1, 2), "w": [1], "k": 0,
           "proofs": {"claim": NOWHERE_NEAR, "smooth": (mean_value(q, slope(q), 2, x_1, y_1),)}})

# in the model L = x^2 and w[k] = 1 + 2^-k: the losses decrease, the gradients tend to 2
NOT_STATIONARY = (generalise(n, have(lt(1, norm(2*(1 + Power(Q(1, 2), n))))).named("long"),
                             witness(exists(k, lt(1, norm(2*(1 + Power(Q(1, 2), k)))), n <= k), "long", k=n)).named("for every n"),
                  witness(exists(eps, forall(n, exists(k, lt(eps, norm(2*(1 + Power(Q(1, 2), k)))), n <= k))), "for every n", eps=1))
SITUATIONS = {"either stationary or decreasing": forall(k, either(eq(sq(g), 0), lt(L(w[k + 1]), L(w[k])))),
              "nonnegative loss": SHORT["nonnegative loss"]}
by_situations = Theorem(
    "gd_convergence_by_situations", "Convergence by the two situations, and since L is lower bounded", SOURCE, example=EXAMPLE,
    hypotheses=SHORT, ids=("004-018",), claim=converges(g, k, 0), proof=(cite(gradients_vanish).named("vanish"),), cited=SITUATIONS,
    reason="since L is lower bounded by 0, we get convergence", repaired=gradients_vanish, alternative=True,
    expect="TRUE_BUT_NOT_BY_THIS_ARGUMENT", readings=(*READINGS, "eta < 2/beta, as the proof supposes", "convergence of the gradients to 0"),
    model={"L": coordinate(1)**2, "w": 1 + Power(Q(1, 2), k), "k": 0, "proofs": {"claim": NOT_STATIONARY}})
