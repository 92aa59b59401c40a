"""Semi-smoothness of functions with kinks: where it holds locally, and where it does not.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Semi-smoothness" (both versions of the lecture).
Legend: f loss, c, beta semi-smoothness constants, x_0 a point, r the radius of a ball around it, v the gradient at y, a the weights of
a hinge, L Lipschitz constant, m a lower bound of the loss near x_0, u a direction.
"""

from proofs.classes import gradient_at, semi_smooth_near
from proofs.language import (
    Q, absolute, both, coordinate, dot, eq, exists, forall, function, le, lt, maximum, negation, nonnegative, norm, positive, sq, sqrt, vector,
)
from proofs.steps import absurd, at, by_cases, cauchy_schwarz, cite, generalise, have, obtain, part, root, roots, witness
from proofs.theorem import Theorem

f, (x, y, v, a, u, x_0) = function("f"), vector("x y v a u x_0")
c, = nonnegative("c")
beta, r, L, m, rho, epsilon, t = positive("beta r L m rho epsilon t")
SOURCE = "Stochastic Gradient Descent, Semi-smoothness"

T = rho*r/((rho + r)*(1 + norm(v)))
STEP = exists(t, both(t*norm(v) <= rho, t*norm(v) <= r))  # so short a step t v stays where f is close to its tangent, and in the ball
SHORT = (have(lt(0, rho + r), "obtained.1").named("rho + r"), have(lt(0, T), "rho + r", "obtained.1").named("T"),
         have(T*norm(v) <= rho, "rho + r", "obtained.1").named("in rho"), have(T*norm(v) <= r, "rho + r", "obtained.1").named("in r"),
         witness(STEP, "T", "in rho", "in r", t=T).named("short step"))
SLOPE = (
    part("step", 1).named("t in rho"), part("step", 2).named("t in r"), roots(eq(norm(t*v), t*norm(v)), "step.1").named("length"),
    have(norm(t*v) <= rho, "length", "t in rho").named("near y"), at("obtained", "near y", h=t*v).named("tangent"),
    cauchy_schwarz(y - x_0, t*v).named("angle"), roots(norm(y + t*v - x_0) <= norm(y - x_0) + norm(t*v), "angle").named("triangle"),
    have(norm(y + t*v - x_0) <= 2*r, "triangle", "length", "t in r", "y near").named("in the ball"),
    at("Lipschitz", "in the ball", "y in", x=y + t*v, y=y).named("growth"),
    have(t*sq(v) <= 2*L*t*norm(v), "tangent", "growth", "length").named("t times the slope"),
    have(sq(v) <= 2*L*norm(v), "t times the slope", "step.1").named("squared slope"),
    by_cases(norm(v) <= 2*L, (have(norm(v) <= 2*L, "case"),), (absurd(norm(v) <= 2*L, "squared slope", "case"),)))

lipschitz_positive = Theorem(
    "lipschitz_semi_smooth", "Near a point with positive loss, a locally Lipschitz loss is semi-smooth", SOURCE,
    hypotheses={"Lipschitz": forall((x, y), norm(f(x) - f(y)) <= L*norm(x - y), norm(x - x_0) <= 2*r, norm(y - x_0) <= 2*r),
                "positive loss": forall(x, m <= f(x), norm(x - x_0) <= 2*r)},
    claim=semi_smooth_near(f, 3*L/sqrt(m), beta, x_0, r),
    proof=(generalise(
        (x, y, v), have(norm(x - x_0) <= 2*r, "x near").named("x in"), have(norm(y - x_0) <= 2*r, "y near").named("y in"),
        at("differentiable", epsilon=L).named("close"), obtain(
            "close", rho, *SHORT, obtain("short step", t, *SLOPE, named="step")).named("slope"),
        cauchy_schwarz(-v, x - y).named("angle"), at("Lipschitz", "x in", "y in", x=x, y=y).named("distance"),
        at("positive loss", "y in", x=y).named("m"), root(f(y), using=("m",)).named("root"),
        roots(sqrt(m) <= sqrt(f(y)), "m", "root").named("roots"),
        have(f(x) - f(y) - dot(v, x - y) <= 3*L*norm(x - y), "angle", "distance", "slope").named("linear"),
        have(3*L*norm(x - y) <= 3*L/sqrt(m)*norm(x - y)*sqrt(f(y)), "roots").named("with the root"),
        have(f(x) <= f(y) + dot(v, x - y) + 3*L/sqrt(m)*norm(x - y)*sqrt(f(y)) + beta/2*sq(x - y), "linear", "with the root"),
        **{"x near": norm(x - x_0) <= r, "y near": norm(y - x_0) <= r, "differentiable": gradient_at(f, y, v)}),),
    example={"f": 1 + absolute(coordinate(1)), "L": 1, "m": 1, "beta": 1, "x_0": [0, 0], "r": 1},
    readings=("c = 3 L/sqrt(m), any beta > 0",))

C, t_0 = positive("C t_0")
RISE = (generalise((x, y), at("kink", x=x).named("at x"), at("kink", x=y).named("at y"), cauchy_schwarz(x, y).named("angle"),
                   roots(eq(norm(f(x) - f(y)), C/3*norm(norm(x) - norm(y))), "at x", "at y").named("difference"),
                   roots(norm(norm(x) - norm(y)) <= norm(x - y), "angle").named("reverse triangle"),
                   have(norm(f(x) - f(y)) <= C/3*norm(x - y), "difference", "reverse triangle"),
                   **{"x near": norm(x - x_0) <= 2*r, "y near": norm(y - x_0) <= 2*r}).named("Lipschitz"),
        generalise(x, at("kink", x=x).named("at x"), have(le(1, f(x)), "at x"), **{"x near": norm(x - x_0) <= 2*r}).named("positive loss"))

allows_kinks = Theorem(
    "semi_smooth_allows_kinks", "A small c allows functions that are not differentiable", SOURCE, ids=("000-098", "003-098"),
    hypotheses={"kink": forall(x, eq(f(x), 1 + C/3*norm(x))), "direction": lt(0, sq(u))},
    claim=both(semi_smooth_near(f, C, beta, x_0, r), forall(v, negation(gradient_at(f, 0*u, v)))),
    proof=(*RISE, cite(lipschitz_positive, L=C/3, m=1).named("with 3 L/sqrt(m)"),
           ),
    example={"f": 1 + Q(1, 30)*norm(coordinate(1)), "C": Q(1, 10), "u": [1]},
    readings=("c > 0 however small, here written C, any beta > 0, and the ball of any radius r around any x_0",
              "'allows': this function is semi-smooth and has no gradient at 0", "'close to smoothness' is no statement, and is not judged"))
