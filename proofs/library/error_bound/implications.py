"""What an error bound in a ball says of stationary points there.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Implications of error bound" (both versions of the lecture,
with different questions and answers). Legend: f objective, x_star a solution, delta error-bound constant, r radius of the ball X
around x_star, x_bar a point of X, rho how near another point is.
"""

from proofs.classes import local_error_bound, minimiser
from proofs.language import both, coordinate, eq, exists, forall, function, grad, norm, piecewise, positive, sq, vector
from proofs.steps import antisymmetry, at, generalise, have
from proofs.theorem import Theorem

f, (x, x_star, x_bar) = function("f"), vector("x x_star x_bar")
delta, r, rho = positive("delta r rho")
SOURCE = "Stochastic Gradient Descent, Implications of error bound"
X = coordinate(1)
BALL = {"error bound": local_error_bound(f, delta, x_star, r), "x_bar in X": norm(x_bar - x_star) <= r}
STATIONARY = {"stationary": eq(sq(grad(f)(x_bar)), 0)}
GLOBAL = both(eq(f(x_bar), f(x_star)), forall(x, f(x_bar) <= f(x)))
READINGS = ("delta > 0; X is the ball of radius r > 0 around x_star",
            "a local minimum or a saddle point of a differentiable function is a stationary point (Fermat), as the text says")

stationary = Theorem(
    "stationary_is_global", "Non-global minima and saddle points cannot exist in X", SOURCE, ids=("000-089",),
    hypotheses=BALL | STATIONARY | {"solution": minimiser(f, x_star)}, claim=GLOBAL,
    proof=(at("error bound", x=x_bar).named("bound"), at("solution", x=x_bar).named("minimum"),
           have(f(x_bar) <= f(x_star), "bound", "stationary").named("no more"), antisymmetry(eq(f(x_bar), f(x_star)), "no more", "minimum").named("equal"),
           generalise(x, at("solution", x=x).named("above"), have(f(x_bar) <= f(x), "above", "no more")).named("global"),
           have(GLOBAL, "equal", "global")),
    example={"f": X**2/2, "delta": 2, "x_star": [0, 0], "x_bar": [0, 1], "r": 1},
    readings=(*READINGS, "solution: x_star minimises f"))

local_solution = Theorem(
    "stationary_is_global_local", "Non-global minima and saddle points cannot exist in a ball X around a local minimum", SOURCE,
    ids=("000-089",), alternative=True, expect="REFUTED",
    hypotheses=BALL | STATIONARY | {"solution": forall(x, f(x_star) <= f(x), norm(x - x_star) <= rho)}, claim=eq(f(x_bar), f(x_star)),
    repaired=stationary, readings=(*READINGS, "solution: x_star is a local minimum"),
    model={"f": piecewise(X <= 0, 0, 2*X**3 - 3*X**2), "delta": 1, "r": 2, "rho": 1, "x_star": [-1], "x_bar": [1]})

none = Theorem(
    "no_local_minima", "There are no local minima in X", SOURCE, ids=("003-089",), expect="REFUTED", repaired=stationary,
    hypotheses=BALL | {"solution": minimiser(f, x_star)},
    claim=forall(rho, exists(x, f(x) < f(x_bar), norm(x - x_bar) <= rho)),
    readings=("delta > 0; X is the ball of radius r > 0 around x_star, itself one of its points", "solution: x_star minimises f",
              "the second version asks about local minima, not about non-global ones; of saddle points it is true"),
    model={"f": X**2/2, "delta": 2, "r": 1, "x_star": [0], "x_bar": [0], "witnesses": {"rho": 1}})
