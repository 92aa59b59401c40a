"""Which functions have the Kurdyka-Lojasiewicz property, and what is said to follow from it.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Kurdyka-Lojasiewicz" (both versions of the lecture).
Legend: f = g + (sigma/2)|.|^2 with g convex, s a subgradient of g at x, z any point; f, w[k], gamma[k] a descent method on a
function with an error bound, x_star its solution, delta the error-bound constant.
"""

from proofs.classes import error_bound, iterates, minimiser, strongly_convex_split, subgradient
from proofs.language import (
    Q, coordinate, eq, forall, function, grad, index, linear_rate, lt, norm, positive, prose, real_sequence, sequence, sq, sqrt, vector,
)
from proofs.library.descent.error_bound_rate import linear
from proofs.library.error_bound.strongly_convex import chain
from proofs.methods import gradient_step
from proofs.steps import cite, generalise, have, root, roots
from proofs.theorem import NotCheckable, Theorem

f, g, gamma, w = function("f"), function("g"), real_sequence("gamma"), sequence("w")
sigma, delta = positive("sigma delta")
s, x, z, x_star = vector("s x z x_star")
k, = index("k")
X, Y = coordinate(1), coordinate(2)
SOURCE = "Stochastic Gradient Descent, Kurdyka-Lojasiewicz"

semialgebraic = Theorem(
    "semialgebraic_is_kl", "Continuous semialgebraic functions are KL", SOURCE, hypotheses={}, ids=("000-079", "003-079"),
    claim=prose("continuous (on closed domain) semialgebraic functions are KL; the graph is a union of intersections of sets where "
                "polynomials are 0 or negative"),
    not_checkable=NotCheckable.CITATION, expect="NOT_CHECKABLE",
    reason="It is a theorem of Bolte, Daniilidis and Lewis (2007); the lecture prints no inequality that says what KL is, nor at which points, and "
           "the formula for the graph defines 'semialgebraic'.")

piecewise_polynomial = Theorem(
    "piecewise_polynomial_is_kl", "Continuous piecewise polynomials are KL", SOURCE, hypotheses={}, ids=("000-080", "003-080"),
    claim=prose("continuous piece-wise polynomials (some DL training problems) are KL"),
    not_checkable=NotCheckable.CITATION, expect="NOT_CHECKABLE",
    reason="It is a case of the theorem reported before it, whose inequality is not printed, if the pieces are finitely many, which is not said "
           "either; with infinitely many flat pieces a staircase that climbs from 0 is not KL at 0.")

strongly_convex = Theorem(
    "strongly_convex_is_kl", "Strongly convex functions are KL, with exponent 1/2", SOURCE, ids=("000-081", "003-081"),
    hypotheses={"split": strongly_convex_split(f, g, sigma), "subgradient": subgradient(s, g, x)},
    claim=forall(z, sqrt(f(x) - f(z)) <= 1/sqrt(2*sigma)*norm(s + sigma*x), f(z) < f(x)),
    proof=(generalise(
        z, cite(chain, fact="strongly_convex_error_bound.chain", x_star=z).named("error bound"),
        root(f(x) - f(z), using=("above",)).named("root of the gap"),
        have(f(x) - f(z) <= 1/(2*sigma)*sq(s + sigma*x), "error bound").named("divided"),
        roots(sqrt(f(x) - f(z)) <= 1/sqrt(2*sigma)*norm(s + sigma*x), "divided", "root of the gap"), above=f(z) < f(x)),),
    example={"f": (X - 1)**2 + Y**2, "g": 1 - 2*X, "sigma": 2, "s": [-2, 0], "x": [2, 1]},
    readings=("sigma > 0: a modulus of strong convexity; s + sigma x is a subgradient of f at x",
              "KL with exponent 1/2 at every point z, with the constant 1/sqrt(2 sigma), on the whole space"))

POSITIVE = (have(lt(0, k + 1)).named("k+1"), have(lt(0, k + 2)).named("k+2"))  # in the model w_k = 1 + 1/(k + 1)
descent_methods = Theorem(
    "descent_methods_converge_linearly", "Descent methods on KL functions with exponent 1/2 converge linearly", SOURCE,
    ids=("000-082", "003-082"),
    hypotheses={"error bound": error_bound(f, delta, f(x_star)), "solution": minimiser(f, x_star),
                "update": iterates(w, lambda k: gradient_step(w[k], grad(f)(w[k]), gamma[k])),
                "steps": forall(k, lt(0, gamma[k])), "descent": forall(k, f(w[k + 1]) < f(w[k]))},
    claim=linear_rate(f(w[k]) - f(x_star), k), expect="REFUTED", repaired=linear,
    readings=("'descent method': each step decreases the objective; here along the negative gradient",
              "alpha = 1/2, the error bound, with a solution x_star; 'linearly': f(w_k) - f(x_star) <= C q^k for some C and q < 1",
              "the theorems of this kind (Attouch, Bolte, Svaiter 2013) need a sufficient decrease and steps that are not too short",
              "'sublinearly if alpha in (1/2, 1)' is as unconditional, and not judged apart"),
    model={"f": X**2/2, "delta": 2, "x_star": [0], "gamma": 1/(k + 2)**2, "w": 1 + 1/(k + 1), "bounded_away": Q(1, 2), "proofs": {
        "steps": (*POSITIVE, have(lt(0, 1/(k + 2)**2), "k+2")),
        "update": (*POSITIVE, have(eq(1 + 1/(k + 2), 1 + 1/(k + 1) - 1/(k + 2)**2*(1 + 1/(k + 1))), "k+1", "k+2")),
        "descent": (*POSITIVE, have((1 + 1/(k + 2))**2/2 < (1 + 1/(k + 1))**2/2, "k+1", "k+2"))}})
