"""Semi-smoothness of functions with kinks: where it holds locally, and where it does not.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Semi-smoothness" (both versions of the lecture).
Legend: f loss, c, beta semi-smoothness constants, x_0 a point, r the radius of a ball around it, v the gradient at y, a the weights of
a hinge, L Lipschitz constant, m^2 a lower bound of the loss near x_0, u a direction.
"""

from proofs.classes import gradient_at, semi_smooth_near
from proofs.language import (
    Q, absolute, both, coordinate, dot, eq, exists, forall, function, le, lt, maximum, negation, nonnegative, norm, positive, real, sq, sqrt, vector,
)
from proofs.steps import absurd, at, by_cases, cauchy_schwarz, cite, combine, contradiction, deny, generalise, have, obtain, part, root, roots, witness
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
                "positive loss": forall(x, m**2 <= f(x), norm(x - x_0) <= 2*r)},
    claim=semi_smooth_near(f, 3*L/m, beta, x_0, r),
    proof=(generalise(
        (x, y, v), have(norm(x - x_0) <= 2*r, "x near").named("x in"), have(norm(y - x_0) <= 2*r, "y near").named("y in"),
        at("differentiable", epsilon=L).named("close"), obtain(
            "close", rho, *SHORT, obtain("short step", t, *SLOPE, named="step")).named("slope"),
        cauchy_schwarz(-v, x - y).named("angle"), at("Lipschitz", "x in", "y in", x=x, y=y).named("distance"),
        at("positive loss", "y in", x=y).named("m"), root(f(y), using=("m",)).named("root"),
        roots(m <= sqrt(f(y)), "m", "root").named("roots"),
        have(f(x) - f(y) - dot(v, x - y) <= 3*L*norm(x - y), "angle", "distance", "slope").named("linear"),
        have(3*L*norm(x - y) <= 3*L/m*norm(x - y)*sqrt(f(y)), "roots").named("with the root"),
        have(f(x) <= f(y) + dot(v, x - y) + 3*L/m*norm(x - y)*sqrt(f(y)) + beta/2*sq(x - y), "linear", "with the root"),
        **{"x near": norm(x - x_0) <= r, "y near": norm(y - x_0) <= r, "differentiable": gradient_at(f, y, v)}),),
    example={"f": 1 + absolute(coordinate(1)), "L": 1, "m": 1, "beta": 1, "x_0": [0, 0], "r": 1},
    readings=("m > 0, L > 0; c = 3 L/m, any beta > 0",))

C, = positive("C")
RISE = (generalise((x, y), at("kink", x=x).named("at x"), at("kink", x=y).named("at y"), cauchy_schwarz(x, y).named("angle"),
                   roots(eq(norm(f(x) - f(y)), C/3*norm(norm(x) - norm(y))), "at x", "at y").named("difference"),
                   roots(norm(norm(x) - norm(y)) <= norm(x - y), "angle").named("reverse triangle"),
                   have(norm(f(x) - f(y)) <= C/3*norm(x - y), "difference", "reverse triangle"),
                   **{"x near": norm(x - x_0) <= 2*r, "y near": norm(y - x_0) <= 2*r}).named("Lipschitz"),
        generalise(x, at("kink", x=x).named("at x"), have(le(1, f(x)), "at x"), **{"x near": norm(x - x_0) <= 2*r}).named("positive loss"))
H = rho/(1 + norm(u))

allows_kinks = Theorem(
    "semi_smooth_allows_kinks", "A small c allows functions that are not differentiable", SOURCE, ids=("000-098", "003-098"),
    hypotheses={"kink": forall(x, eq(f(x), 1 + C/3*norm(x))), "direction": lt(0, sq(u))},
    claim=both(semi_smooth_near(f, C, beta, x_0, r), forall(v, negation(gradient_at(f, 0*u, v)))),
    proof=(*RISE, cite(lipschitz_positive, L=C/3, m=1).named("semi-smooth"),
           generalise(v, deny(
               gradient_at(f, 0*u, v), at("denied", epsilon=C/6).named("close"), obtain(
                   "close", rho, have(lt(0, rho/(1 + norm(u))), "obtained.1").named("T"), have(H*norm(u) <= rho, "obtained.1").named("short"),
                   roots(eq(norm(H*u), H*norm(u)), "T").named("length"), roots(eq(norm(-H*u), H*norm(u)), "T").named("length back"),
                   have(norm(H*u) <= rho, "length", "short").named("near"), have(norm(-H*u) <= rho, "length back", "short").named("near back"),
                   at("obtained", "near", h=H*u).named("tangent"), at("obtained", "near back", h=-H*u).named("tangent back"),
                   at("kink", x=0*u).named("at 0"), at("kink", x=0*u + H*u).named("ahead"), at("kink", x=0*u - H*u).named("behind"),
                   have(C/3*H*norm(u) <= C/6*H*norm(u), "tangent", "tangent back", "at 0", "ahead", "behind", "length").named("kink is flat"),
                   have(le(0, norm(u))).named("length of u"),
                   have(C/6*H*sq(u) <= 0, "kink is flat", "length of u").named("no kink"), contradiction("no kink", "T", "direction")))).named("no gradient"),
           combine("semi-smooth", "no gradient")),
    example={"f": 1 + Q(1, 30)*norm(coordinate(1)), "C": Q(1, 10), "u": [1]},
    readings=("c > 0 however small, here written C, any beta > 0, and the ball of any radius r around any x_0",
              "'allows': this function is semi-smooth and has no gradient at 0", "'close to smoothness' is no statement, and is not judged"))

# --- piecewise polynomials -------------------------------------------------------------------------------------------

x_1, y_1, v_1, h_1 = real("x_1 y_1 v_1 h_1")
HINGE = forall(x, eq(f(x), maximum(0, dot(a, x))))


def flat(y, v):
    """In the model f(x) = max(0, x): it has the derivative v at y."""
    near = norm(maximum(0, y + h_1) - maximum(0, y) - v*h_1) <= epsilon*norm(h_1)
    return forall(epsilon, exists(rho, forall(h_1, near, norm(h_1) <= rho)))


def beyond(x, y, v):
    return lt(maximum(0, y) + v*(x - y) + c*norm(x - y)*sqrt(maximum(0, y)) + beta/2*(x - y)**2, maximum(0, x))


# left of the kink, at -t, the function and its derivative are 0; at t it is t, but the bound only 2 beta t^2
LEFT = generalise(
    epsilon, generalise(
        h_1, roots(h_1 <= norm(h_1)).named("h"), have(le(0, t - h_1), "h", "near").named("left of the kink"),
        roots(eq(norm(t - h_1), t - h_1), "left of the kink").named("no sign"),
        have(eq(maximum(0, -t + h_1) - maximum(0, -t) - 0*h_1, 0), "no sign", "size of t").named("no change"),
        roots(eq(norm(maximum(0, -t + h_1) - maximum(0, -t) - 0*h_1), 0), "no change").named("nothing"),
        have(le(0, epsilon*norm(h_1)), "sign of epsilon").named("room"),
        have(norm(maximum(0, -t + h_1) - maximum(0, -t) - 0*h_1) <= epsilon*norm(h_1), "nothing", "room"),
        near=norm(h_1) <= t).named("all h"),
    witness(exists(rho, forall(h_1, norm(maximum(0, -t + h_1) - maximum(0, -t) - 0*h_1) <= epsilon*norm(h_1), norm(h_1) <= rho)),
            "all h", "t.1", rho=t))
SOME = exists((x_1, y_1, v_1), beyond(x_1, y_1, v_1), norm(x_1 - 0) <= r, norm(y_1 - 0) <= r, flat(y_1, v_1))
BROKEN = generalise(
    (c, beta, r), have(lt(0, 1 + 4*beta*r)).named("divisor"), have(lt(0, r/(1 + 4*beta*r)), "sign of r", "divisor").named("t > 0"),
    have(r/(1 + 4*beta*r) <= r, "sign of r", "sign of beta", "divisor").named("t near"),
    have(2*beta*(r/(1 + 4*beta*r))**2 < r/(1 + 4*beta*r), "sign of r", "sign of beta", "divisor").named("t curved"),
    witness(exists(t, both(t <= r, 2*beta*t**2 < t)), "t > 0", "t near", "t curved", t=r/(1 + 4*beta*r)).named("some t"), obtain(
        "some t", t, part("t", 1).named("t <= r"), part("t", 2).named("curvature"), roots(eq(norm(t), t), "t.1").named("size of t"),
        LEFT.named("flat"), have(norm(t - 0) <= r, "size of t", "t <= r").named("x near"), have(norm(-t - 0) <= r, "size of t", "t <= r").named("y near"),
        have(eq(maximum(0, -t), 0), "size of t").named("y"), have(eq(maximum(0, t), t), "size of t").named("x"),
        roots(eq(sqrt(maximum(0, -t)), 0), "y").named("root of y"), have(eq(c*norm(t + t)*sqrt(maximum(0, -t)), 0), "root of y").named("no root"),
        have(beyond(t, -t, 0), "x", "y", "no root", "curvature").named("beyond"),
        witness(SOME, "x near", "y near", "flat", "beyond", x_1=t, y_1=-t, v_1=0), named="t"))

piecewise_polynomial = Theorem(
    "semi_smooth_piecewise_polynomial", "Semi-smoothness holds locally for continuous piecewise polynomials", SOURCE, ids=("000-096", "003-096"),
    hypotheses={"hinge": HINGE}, claim=exists((c, beta, r), semi_smooth_near(f, c, beta, x_0, r)), expect="REFUTED", repaired=lipschitz_positive,
    readings=("the hinge max(0, <a, x>), which the text's own hinge loss and ReLU contain, is a continuous piecewise polynomial",
              "locally: around each point x_0 in some ball, for all x in it, and all y in it where f is differentiable; c >= 0, beta > 0"),
    model={"f": maximum(0, coordinate(1)), "a": [1], "x_0": [0], "proofs": {"claim": (BROKEN,)}})
