"""The Kurdyka-Lojasiewicz property with exponent 1/2 and the error bound.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Kurdyka-Lojasiewicz" (both versions of the lecture).
Legend: f objective, x_star a solution, r, rho radii, delta error-bound constant, C, eta constant and range of KL, 0 the solution of the example.
"""

from proofs.classes import local_error_bound, minimiser
from proofs.language import (
    coordinate, exists, forall, function, grad, iff, lt, norm, positive, real, sq, sqrt, vector,
)
from proofs.steps import at, by_cases, combine, generalise, have, obtain, root, roots, suppose, witness
from proofs.theorem import Theorem

f, (x, x_star) = function("f"), vector("x x_star")
C, eta, r, rho, delta = positive("C eta r rho delta")
SOURCE = "Stochastic Gradient Descent, Kurdyka-Lojasiewicz"
gap = f(x) - f(x_star)


def kl_half(C, eta, r):
    """KL at x_star with exponent 1/2. Attouch, Bolte, Svaiter 2013, Definition 2.4, with phi(s) = 2 C sqrt(s)."""
    return forall(x, sqrt(gap) <= C*norm(grad(f)(x)), norm(x - x_star) <= r, f(x_star) < f(x), f(x) < f(x_star) + eta)


def stays_below(eta, rho):
    return forall(x, f(x) < f(x_star) + eta, norm(x - x_star) <= rho)


BOUND = exists((delta, r), local_error_bound(f, delta, x_star, r))
KL = exists((C, eta, r), kl_half(C, eta, r))

x_1, x_2 = real("x_1 x_2")


def close(rho):
    """Continuity at 0 of the example |x|^2 in the plane."""
    return forall((x_1, x_2), x_1**2 + x_2**2 < 0 + eta, sqrt(x_1**2 + x_2**2) <= rho)


CONTINUOUS = generalise(
    eta, have(lt(0, 1 + eta), "sign of eta").named("divisor"), have(lt(0, eta/(1 + eta)), "sign of eta", "divisor").named("rho"),
    have((eta/(1 + eta))**2 < eta, "sign of eta", "divisor").named("square"), generalise(
        (x_1, x_2), have(x_1**2 + x_2**2 <= (eta/(1 + eta))**2, "near", "rho", "divisor").named("squared"),
        have(x_1**2 + x_2**2 < 0 + eta, "squared", "square", "divisor"),
        near=sqrt(x_1**2 + x_2**2) <= eta/(1 + eta)).named("for every point"),
    witness(exists(rho, close(rho)), "for every point", "rho", rho=eta/(1 + eta)))

error_bound_is_kl = Theorem(
    "error_bound_is_kl", "The error bound is the KL property with exponent 1/2", SOURCE, ids=("000-078", "003-078"),
    hypotheses={"solution": minimiser(f, x_star), "continuous": forall(eta, exists(rho, stays_below(eta, rho)))},
    claim=iff(BOUND, KL),
    proof=(
        suppose(BOUND, obtain(
            "supposed", (delta, r), have(lt(0, 1 + 1/delta), "obtained.1").named("constant"),
            generalise(
                x, at("obtained", "near", x=x).named("bound"), root(gap, using=("above",)).named("root of the gap"),
                have(gap <= 1/delta*sq(grad(f)(x)), "bound", "obtained.1").named("divided"),
                have(1/delta*sq(grad(f)(x)) <= (1 + 1/delta)**2*sq(grad(f)(x)), "obtained.1").named("more"),
                roots(sqrt(gap) <= (1 + 1/delta)*norm(grad(f)(x)), "divided", "more", "root of the gap"),
                near=norm(x - x_star) <= r, above=f(x_star) < f(x), below=f(x) < f(x_star) + 1).named("for every x"),
            witness(KL, "for every x", "constant", "obtained.2", C=1 + 1/delta, eta=1, r=r))).named("error bound to KL"),
        suppose(KL, obtain(
            "supposed", (C, eta, r), at("continuous", eta=eta).named("f is close"), obtain(
                "f is close", rho, have(lt(0, r + rho), "obtained.3", "close.1").named("sum"),
                have(lt(0, r*rho/(r + rho)), "obtained.3", "close.1", "sum").named("radius"),
                have(r*rho/(r + rho) <= r, "obtained.3", "close.1", "sum").named("at most r"),
                have(r*rho/(r + rho) <= rho, "obtained.3", "close.1", "sum").named("at most rho"),
                generalise(
                    x, have(norm(x - x_star) <= r, "near", "at most r").named("in the ball of KL"),
                    have(norm(x - x_star) <= rho, "near", "at most rho").named("close to x_star"),
                    at("close", "close to x_star", x=x).named("below"), at("solution", x=x).named("minimum"),
                    by_cases(
                        f(x) <= f(x_star),
                        (have(1/C**2*gap <= sq(grad(f)(x)), "case", "obtained.1"),),
                        (at("obtained", "in the ball of KL", "case", "below", x=x).named("KL at x"),
                         root(gap, using=("case",)).named("root of the gap"),
                         have(gap <= C**2*sq(grad(f)(x)), "KL at x", "root of the gap", "obtained.1").named("squared"),
                         have(1/C**2*gap <= sq(grad(f)(x)), "squared", "obtained.1"))),
                    near=norm(x - x_star) <= r*rho/(r + rho)).named("for every x"),
                have(lt(0, 1/C**2), "obtained.1").named("constant"),
                witness(BOUND, "for every x", "constant", "radius", delta=1/C**2, r=r*rho/(r + rho)),
                named="close"))).named("KL to error bound"),
        combine("error bound to KL", "KL to error bound")),
    readings=("solution: x_star minimises f; delta, C, eta, r > 0: 'locally' is in a ball of some radius",
              "f is continuous at x_star, since it is differentiable where its gradient is written",
              "KL with exponent 1/2: (f(x) - f_star)^(1/2) <= C |grad f(x)| near x_star where f_star < f(x) < f_star + eta",
              "'KL property has exponent alpha' says what the words KL with exponent alpha mean; the exponent of a function need not exist"),
    example={"f": coordinate(1)**2 + coordinate(2)**2, "x_star": [0, 0], "proofs": {"continuous": (CONTINUOUS,)}})
