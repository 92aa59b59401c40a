"""How many iterations gradient descent needs for a small gradient: sqrt(beta/t) after t, hence O(beta/eps^2).

Hegde, Foundations of Deep Learning, chapter 4, after the proof of "Theorem GD", and the remark "Fourth".
Legend: L loss, beta smoothness constant, w[i] iterates with step 1/beta, C the bound on the first loss, t iterations, eps accuracy.
"""

from proofs.classes import bounded_below
from proofs.language import exists, floor, forall, grad, le, lt, members, nonnegative, norm, positive, sq, sqrt, total
from proofs.library.descent.stationary import FIXED, FIXED_READING, RUN, L, beta, decrease, i, t, w
from proofs.library.limits.below_mean import below_mean
from proofs.steps import absurd, at, by_cases, cite, floor_above, floor_below, generalise, have, obtain, root, roots, telescope, witness
from proofs.theorem import Theorem

C, K = nonnegative("C K")
eps, = positive("eps")
SOURCE = "Foundations of Deep Learning, chapter 4, Theorem GD, the number of iterations"
STARTED = FIXED | {"nonnegative loss": bounded_below(L, 0), "start": L(w[0]) <= C}
READINGS = (*FIXED_READING, "L >= 0: a nonnegative loss, as the setup assumes", "L_0 = L(w_0) is bounded: by C, the only thing that the "
            "constants depend on")
EXAMPLE = {**RUN, "C": 1, "eps": 1}


def g(k):
    return grad(L)(w[k])


SUM = (
    generalise(i, cite(decrease).named("decrease"), have(sq(g(i)) <= 2*beta*L(w[i]) - 2*beta*L(w[i + 1]), "decrease")).named("every step"),
    telescope("every step", i, sq(g(i)), 2*beta*L(w[i]), t - 1).named("telescoped"),
    at("nonnegative loss", x=w[t]).named("at the end"),
    have(total(sq(g(i)), i, 0, t - 1) <= 2*beta*C, "telescoped", "at the end", "start").named("bounded sum"),
    cite(below_mean, a=members(sq(g(i)), i), n=t - 1).named("least"))

best_squared = Theorem(
    "gd_best_squared_gradient", "One of t squared gradients is at most 2 beta C/t", SOURCE, example=EXAMPLE, hypotheses=STARTED,
    claim=exists(i, t*sq(g(i)) <= 2*C*beta, i <= t - 1), readings=READINGS,
    proof=(*SUM, obtain("least", i, witness(exists(i, t*sq(g(i)) <= 2*C*beta, i <= t - 1), "obtained", "obtained.1", "bounded sum", i=i))))

size = sqrt(2*C)*sqrt(beta/t)
best_norm = Theorem(
    "gd_best_gradient_norm", "Within t iterations the gradient norm is at most a constant times sqrt(beta/t)", SOURCE, ids=("004-023",),
    example=EXAMPLE, hypotheses=STARTED, claim=exists(i, norm(g(i)) <= size, i <= t - 1),
    proof=(cite(best_squared).named("best"), root(2*C).named("root of 2 C"), root(beta/t).named("root of beta/t"),
           obtain("best", i, have(sq(g(i)) <= 2*C*beta/t, "obtained").named("squared"),
                  roots(norm(g(i)) <= size, "squared", "root of 2 C", "root of beta/t").named("norm"),
                  witness(exists(i, norm(g(i)) <= size, i <= t - 1), "norm", "obtained.1", i=i))),
    readings=(*READINGS, "<~: at most a constant times"))


x = 2*C*beta/eps**2
found = exists(i, norm(g(i)) <= eps, i <= x)
iterations = Theorem(
    "gd_iterations", "O(beta/eps^2) iterations to a gradient of norm eps", SOURCE, ids=("004-023",), example=EXAMPLE, hypotheses=STARTED,
    claim=found,
    proof=(floor_below(x).named("not above"), floor_above(x).named("less than one below"), have(le(0, x)).named("x >= 0"),
           have(lt(0, floor(x) + 1), "less than one below", "x >= 0").named("at least one"),
           cite(best_squared, t=floor(x) + 1).named("best"), obtain(
               "best", i, have((floor(x) + 1)*sq(g(i)) <= (floor(x) + 1)*eps**2, "obtained", "less than one below").named("multiplied"),
               by_cases(sq(g(i)) <= eps**2, (have(sq(g(i)) <= eps**2, "case"),), (
                   absurd(sq(g(i)) <= eps**2, "case", "multiplied", "at least one"),)).named("squared"),
               roots(norm(g(i)) <= eps, "squared").named("norm"),
               witness(found, "norm", "obtained.1", "not above", i=i))),
    readings=(*READINGS, "an eps-stationary point: the gradient norm is at most eps", "needs O(...): so many suffice, with the constant 2 C, "
              "which depends on none of beta, eps, L"))


def error(bound):
    return exists(i, norm(g(i)) <= bound, i <= t - 1)


best_error = Theorem(
    "gd_best_error", "One of t gradient norms is at most sqrt(2 beta C)/sqrt(t)", SOURCE, example=EXAMPLE, hypotheses=STARTED,
    claim=error(sqrt(2*C*beta)/sqrt(t)), readings=READINGS,
    proof=(root(2*C*beta).named("root of 2 C beta"), root(t).named("root of t"), cite(best_squared).named("best"), obtain(
        "best", i, have(sq(g(i)) <= 2*C*beta/t, "obtained").named("squared"),
        roots(norm(g(i)) <= sqrt(2*C*beta)/sqrt(t), "squared", "root of 2 C beta", "root of t").named("norm"),
        witness(error(sqrt(2*C*beta)/sqrt(t)), "norm", "obtained.1", i=i))))

rate = Theorem(
    "gd_gradient_rate", "An error of 1/sqrt(t) after t iterations", SOURCE, ids=("004-027", "004-043"), example=EXAMPLE, hypotheses=STARTED,
    claim=exists(K, forall(t, error(K/sqrt(t)))),
    proof=(generalise(t, cite(best_error)).named("every t"), root(2*C*beta).named("a constant"),
           witness(exists(K, forall(t, error(K/sqrt(t)))), "every t", K=sqrt(2*C*beta))),
    readings=(*READINGS, "the error is the least gradient norm of the first t iterates, as the remark before says; at most K/sqrt(t)",
              "'sub-linear' names such a rate"))
