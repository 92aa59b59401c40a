"""Strongly convex functions satisfy an error bound, with subgradients.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Strongly convex functions satisfy error bound"
(both versions of the lecture). Legend: f sigma-strongly convex, g = f - (sigma/2)|.|^2 convex, s a subgradient of g at x,
x_star the solution, y any point.
"""

from proofs.classes import strongly_convex_split, subgradient
from proofs.language import coordinate, dot, eq, forall, function, lost, positive, sq, vector
from proofs.steps import at, generalise, have
from proofs.theorem import Theorem, at_least, equal

f, g = function("f"), function("g")
sigma, = positive("sigma")
s, x, x_star, y = vector("s x x_star y")
X = coordinate(1)
SOURCE = "Stochastic Gradient Descent, Strongly convex functions satisfy error bound"
HYPOTHESES = {"split": strongly_convex_split(f, g, sigma), "subgradient": subgradient(s, g, x)}
READINGS = ("sigma > 0: a modulus of strong convexity",)
EXAMPLE = {"f": (X - 1)**2 + coordinate(2)**2, "g": 1 - 2*X, "sigma": 2, "s": [-2, 0], "x": [2, 1], "x_star": [1, 0]}
SPLIT = (at("split", x=x).named("split at x"), at("split", x=x_star).named("split at the solution"))

subgradient_of_sum = Theorem(
    "subgradient_of_strongly_convex", "s + sigma x is a subgradient of f", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES, ids=("000-083",),
    claim=forall(y, f(x) + dot(s + sigma*x, y - x) <= f(y)),
    proof=(at("split", x=x).named("split at x"),
           generalise(y, at("subgradient", y=y).named("below"), at("split", x=y).named("split at y"),
                      have(f(x) + dot(s + sigma*x, y - x) <= f(y), "below", "split at x", "split at y",
                           square=(y - x,))).named("for every y")),
    readings=READINGS)

split_003 = Theorem(
    "strongly_convex_split_003", "The convex part, as the second version has it", SOURCE, hypotheses={}, ids=("003-083",),
    claim=eq(g(x), lost(f(x), sigma/2*sq(x))), expect="ILL_TYPED",
    reason="the minus of g = f - (sigma/2)|.|^2, printed in the first version, is lost in the text of the second")

chain = Theorem(
    "strongly_convex_error_bound", "Strongly convex functions satisfy an error bound", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES,
    proof=(at("subgradient", y=x_star).named("subgradient at x"), *SPLIT),
    start=sq(s + sigma*x), chain=(
        equal(sq(s) + 2*sigma*dot(s, x) + sigma**2*sq(x), "expand", ids=("000-084", "003-084")),
        at_least(sq(s) + 2*sigma*dot(s, x_star) + 2*sigma*(g(x) - g(x_star)) + sigma**2*sq(x), "subgradient definition",
                 "subgradient at x", ids=("000-085", "003-085")),
        equal(sq(s) + 2*sigma*dot(s, x_star) + sigma*sq(x_star) + 2*sigma*(f(x) - f(x_star)), "g = f - (sigma/2)|.|^2",
              "split at x", "split at the solution", ids=("000-086", "003-086"), expect="REFUTED",
              repaired=sq(s) + 2*sigma*dot(s, x_star) + sigma**2*sq(x_star) + 2*sigma*(f(x) - f(x_star)),
              model={"f": (X - 1)**2, "g": 1 - 2*X, "sigma": 2, "s": [-2], "x": [2], "x_star": [1]}),
        equal(sq(s + sigma*x_star) + 2*sigma*(f(x) - f(x_star)), "complete the square", ids=("000-087", "003-087"),
              expect="REFUTED",
              model={"f": (X - 1)**2, "g": 1 - 2*X, "sigma": 2, "s": [-2], "x": [2], "x_star": [1]}),
        at_least(2*sigma*(f(x) - f(x_star)), "nonnegativity of norms", ids=("000-088", "003-088"))),
    readings=READINGS)
