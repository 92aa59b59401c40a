"""Why f_star = 0 is an assumption: the rate is lost for a loss with another infimum.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Convergence - Error bound and semi-smoothness" (both
versions of the lecture). Legend: f loss with the minimiser x_star, c, beta semi-smoothness constants, delta error-bound constant,
gamma step size, x[k] iterates.
"""

from proofs.classes import error_bound, iterates, minimiser, semi_smooth
from proofs.language import Q, absolute, coordinate, eq, function, grad, index, le, linear_rate, nonnegative, piecewise, positive, real, real_sequence, sequence, sqrt, vector
from proofs.library.semi_smooth.linear_rate import geometric
from proofs.methods import gradient_step
from proofs.steps import antisymmetry, at, branch, by_cases, have, induction, mean_value, root, roots
from proofs.theorem import Theorem

f, x = function("f"), sequence("x")
c, = nonnegative("c")
beta, delta, gamma = positive("beta delta gamma")
x_star, = vector("x_star")
k, n = index("k n")
x_1, y_1, s = real("x_1 y_1 s")
W = real_sequence("x.1")
SOURCE = "Stochastic Gradient Descent, Convergence - Error bound and semi-smoothness"
t = coordinate(1)


def huber(t):
    """Quadratic up to 1, with slope 3 beyond."""
    return piecewise(absolute(t) <= 1, 3*(t**2 + 1)/2, 3*absolute(t))


def slope_of(t):
    """The derivative of the loss; without the Huber part it would be t."""
    return piecewise(t <= -1, t - 3, middle(t))


def middle(t):
    return piecewise(t <= 1, 4*t, t + 3)


def loss(t):
    return 576 + t**2/2 + huber(t)


slope, MIDDLE = slope_of(y_1), middle(y_1)
STEEP = by_cases(
    y_1 <= -1, (branch(slope, using=("case",)).named("left"), have((slope - y_1)**2 <= 9, "left")),
    (branch(slope, using=("case",)).named("not left"), by_cases(
        y_1 <= 1, (branch(MIDDLE, using=("inner",)).named("middle"), have((slope - y_1)**2 <= 9, "not left", "middle", "case", "inner")),
        (branch(MIDDLE, using=("inner",)).named("right"), have((slope - y_1)**2 <= 9, "not left", "right")), named="inner")))
SEMI_SMOOTH = (
    mean_value(s, huber(s), 3, x_1, y_1).named("growth"), STEEP.named("steep"),
    roots((y_1 - slope)*(x_1 - y_1) <= 3*absolute(x_1 - y_1), "steep").named("linear"),
    have(le(24**2, loss(y_1))).named("large"), root(loss(y_1), using=("large",)).named("root"),
    roots(le(24, sqrt(loss(y_1))), "large", "root").named("root is large"),
    have(6*absolute(x_1 - y_1) <= Q(1, 4)*absolute(x_1 - y_1)*sqrt(loss(y_1)), "root is large").named("kinks allowed"),
    have(huber(x_1) - huber(y_1) <= 3*absolute(x_1 - y_1), "growth").named("rise"),
    have(loss(x_1) <= loss(y_1) + slope*(x_1 - y_1) + Q(1, 4)*absolute(x_1 - y_1)*sqrt(loss(y_1)) + (x_1 - y_1)**2/2,
         "rise", "linear", "kinks allowed"))

TURNS = eq(W[n]**2, 1)  # the run is 1, -1, 1, -1, ...
RUN = induction(
    n, 0, TURNS, base=(have(eq(W[0]**2, 1), "x.1 starts"),),
    step=(at("x.1 goes on", k=n).named("next"), roots(absolute(W[n]) <= 1, "hypothesis").named("size"),
          have(W[n] <= 1, "size").named("at most 1"), have(le(-1, W[n]), "size").named("at least -1"), by_cases(
              W[n] <= -1,
              (branch(slope_of(W[n]), using=("case",)).named("slope"), antisymmetry(eq(W[n], -1), "case", "at least -1").named("at -1"),
               have(eq(W[n + 1], 1), "next", "slope", "at -1").named("to 1"), have(eq(W[n + 1]**2, 1), "to 1")),
              (branch(slope_of(W[n]), using=("case",)).named("not left"), branch(middle(W[n]), using=("at most 1",)).named("slope"),
               have(eq(W[n + 1], -W[n]), "next", "not left", "slope").named("back"), have(eq(W[n + 1]**2, 1), "back", "hypothesis")))))
STAYS = (RUN.named("turns"), at("turns", n=k).named("at k"), roots(absolute(W[k]) <= 1, "at k").named("size"),
         branch(huber(W[k]), using=("size",)).named("quadratic"), have(le(2, loss(W[k]) - loss(Q(0))), "quadratic", "at k"))

without_loss = Theorem(
    "semi_smooth_without_loss_of_generality", "The rate for a loss with any infimum", SOURCE, ids=("000-099", "003-099"),
    hypotheses={"semi-smooth": semi_smooth(f, c, beta), "solution": minimiser(f, x_star), "error bound": error_bound(f, delta, f(x_star)),
                "c small": c <= sqrt(delta)*gamma*beta/2, "step": gamma < 1/beta,
                "update": iterates(x, lambda k: gradient_step(x[k], grad(f)(x[k]), gamma))},
    claim=linear_rate(f(x[k]) - f(x_star), k), expect="REFUTED", repaired=geometric,
    readings=("c: 'some constant', delta: the constant of the error bound",
              "'w.l.o.g.': the rate is claimed for f - f_star, whatever f_star = f(x_star) is",),
    model={"f": loss(t), "c": Q(1, 4), "beta": 1, "delta": 1, "gamma": Q(1, 2), "x_star": [0], "x": [1], "bounded_away": 2,
           "proofs": {"semi-smooth": SEMI_SMOOTH, "claim": STAYS}})
