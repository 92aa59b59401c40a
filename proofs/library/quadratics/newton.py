"""Newton's step: where the local quadratic model has its minimum.

Arora et al., Theory of Deep Learning, section 4.1, (4.3) to (4.7), and section 4.4.1. Legend: f objective, w the current point (w_t),
q the local model, delta a step, d, x
others, n Newton's step, R a slope, h a curvature, s a step length, B what stands for the inverse Hessian.
"""

from proofs.classes import invertible, iterates, minimiser, positive_semidefinite
from proofs.language import (
    Q, both, coordinate, dot, eq, exists, forall, function, grad, hess, iff, index, inverse, lt, nonnegative, operator, positive, sequence,
    sq, twice_differentiable, vector,
)
from proofs.methods import newton_step
from proofs.library.operators.inverse import other_side
from proofs.steps import absurd, at, by_cases, cite, combine, generalise, have, image, quadratic, same_point, suppose
from proofs.theorem import Definition, Theorem

f, q, B = function("f"), function("q"), operator("B")
w, x, delta, d = vector("w x delta d")
s, = positive("s")
R, h = nonnegative("R h")
v = sequence("v")
k, = index("k")
g, H = grad(f)(w), hess(f)(w)
SOURCE = "Theory of Deep Learning, section 4.1"


def local_model(delta):
    return f(w) + dot(g, delta) + Q(1, 2)*dot(delta, H(delta))


MODEL = {"model": forall(d, eq(q(d), local_model(d)))}
CONVEX = {"convex": positive_semidefinite(H)}
EXAMPLE = {"f": coordinate(1)**2 + coordinate(2)**2/2, "q": 1 + Q(1, 2) + 2*coordinate(1) + coordinate(2) + coordinate(1)**2
           + coordinate(2)**2/2, "w": [1, 1], "delta": [-1, -1]}
SYMMETRIC = "f is twice differentiable at w, so its Hessian is symmetric"

definition = Theorem(
    "local_model", "The second-order model (4.3)", SOURCE, readings=("q: the local model, as a function of the step d",), hypotheses={},
    claim=MODEL["model"], ids=("001-011",),
    definition=Definition.NOTATION, expect="DEFINITION")

GRADIENT = (quadratic("model", q, "gradient", a=f(w), b=g, A=H).named("gradient"),)

vanishing = Theorem(
    "vanishing_slope", "A slope R with 2 R <= s h for all steps s > 0 is not positive", SOURCE, example={"R": 0, "h": 1},
    hypotheses={"every step": forall(s, 2*R <= s*h)}, claim=R <= 0,
    proof=(have(lt(0, h + 1)).named("divisor"),
           by_cases(lt(0, R), (have(lt(0, R/(h + 1)), "case", "divisor").named("step"), at("every step", "step", s=R/(h + 1)).named("at it"),
                               have(2*R*(h + 1) <= R*h, "at it", "divisor").named("product"), absurd(R <= 0, "product", "case")),
                    (have(R <= 0, "case"),))),)

r = g + H(delta)

stationary = Theorem(
    "local_model_minimum", "The minimum of a convex model is where its gradient g + H delta is 0", SOURCE, ids=("001-012",),
    example=EXAMPLE, hypotheses=MODEL | CONVEX, claim=iff(minimiser(q, delta), eq(g + H(delta), 0*delta)),
    proof=(
        *GRADIENT, at("model", d=delta).named("q here"),
        suppose(
            minimiser(q, delta), at("convex", v=r).named("curvature"),
            generalise(s, at("supposed", x=delta - s*r).named("lower"), at("model", d=delta - s*r).named("q there"),
                       have(2*s*sq(r) <= s**2*dot(H(r), r), "lower", "q here", "q there").named("slope"),
                       have(2*sq(r) <= s*dot(H(r), r), "slope", "sign of s")).named("every step"),
            cite(vanishing, R=sq(r), h=dot(H(r), r)).named("no slope"), same_point(r, 0*delta, "no slope")).named("needed"),
        suppose(
            eq(g + H(delta), 0*delta),
            generalise(x, at("model", d=x).named("q there"), at("convex", v=x - delta).named("curvature"),
                       have(q(delta) <= q(x), "q here", "q there", "curvature", "supposed"))).named("enough"),
        combine("needed", "enough")),
    readings=(SYMMETRIC, "q: the local model; the minimum of the text exists"))

gradient = Theorem(
    "local_model_gradient", "The gradient of the model is g + H delta", SOURCE, ids=("001-012",), example=EXAMPLE,
    hypotheses=MODEL, claim=forall(d, eq(grad(q)(d), g + H(d))), proof=GRADIENT, readings=("q: the local model", SYMMETRIC,))

linear_system = Theorem(
    "newton_system", "The stationary point of the quadratic model solves H delta = -g", SOURCE, ids=("001-013",), example=EXAMPLE,
    hypotheses={"stationary": eq(g + H(delta), 0*delta)}, claim=eq(H(delta), -g), using=("stationary",), readings=(SYMMETRIC,))

newton_direction = Theorem(
    "newton_direction", "With an invertible Hessian delta = -H^-1 g", SOURCE, example=EXAMPLE,
    hypotheses=CONVEX | {"system": eq(H(delta), -g), "invertible": invertible(H)}, claim=eq(delta, -inverse(H)(g)),
    proof=(image("system", inverse(H)).named("image"), at("invertible", v=delta).named("back")), using=("image", "back"),
    readings=(SYMMETRIC,))

solved = Theorem(
    "newton_direction_convex", "For a convex quadratic H delta = -g implies delta = -H^-1 g", SOURCE, ids=("001-014",),
    expect="REFUTED", repaired=newton_direction,
    hypotheses=CONVEX | {"system": eq(H(delta), -g), "inverse": forall(d, eq(H(B(H(d))), H(d)))}, claim=eq(delta, -B(g)),
    model={"f": coordinate(1)**2/2, "w": [1, 0], "delta": [-1, 1], "B": [[1, 0], [0, 0]]},
    readings=(SYMMETRIC, "convex is all that is printed: H may be singular, and any B with H B H = H stands for H^-1"))

update = Theorem(
    "newton_method", "Newton's method (4.7)", SOURCE, hypotheses={}, ids=("001-015", "001-061"),
    claim=iterates(v, lambda k: newton_step(v[k], grad(f)(v[k]), inverse(hess(f)(v[k])))),
    source_form=iterates(v, lambda k: v[k] - inverse(hess(f)(v[k]))(grad(f)(v[k]))),
    definition=Definition.UPDATE_RULE, expect="DEFINITION", readings=("v[k]: the iterates", "the Hessian is invertible at every iterate",))

n = -inverse(H)(g)

to_minimum = Theorem(
    "newton_minimises", "Where the Hessian is positive semidefinite, Newton's step minimises the local model", SOURCE, example=EXAMPLE,
    hypotheses=MODEL | CONVEX | {"invertible": invertible(H)}, claim=forall(x, q(n) <= q(x)),
    proof=(at("model", d=n).named("q here"), cite(other_side, A=H, B=inverse(H), u=g).named("system"),
           generalise(x, at("model", d=x).named("q there"), at("convex", v=x - n).named("curvature"),
                      have(q(n) <= q(x), "q here", "q there", "curvature", "system"))),
    readings=("q: the local model", SYMMETRIC,))

directs = Theorem(
    "newton_directs", "Newton's method directs the step to the minimum of the local model", SOURCE, ids=("001-016",),
    expect="REFUTED", hypotheses=MODEL | {"twice": twice_differentiable(f), "invertible": invertible(H)},
    claim=forall(x, q(n) <= q(x)), repaired=to_minimum,
    model={"f": -coordinate(1)**2/2, "q": -Q(1, 2)*(coordinate(1) + 1)**2, "w": [1], "at": {"x": [1]}},
    readings=("q: the local model", "nothing is printed of the sign of the Hessian here, and (4.7) is stated for any f",))

no_descent = Theorem(
    "newton_ascends", "With a Hessian that is not positive definite, Newton's step may not be a descent direction", SOURCE,
    ids=("001-022",), existence=True,
    hypotheses={"twice": twice_differentiable(f), "invertible": invertible(H),
                "indefinite": exists(d, both(dot(H(d), d) <= 0, lt(0, sq(d))))},
    claim=lt(0, dot(g, n)), model={"f": coordinate(1)**2/2 - coordinate(2)**2/2, "w": [0, 1], "witnesses": {"d": [0, 1]}},
    readings=("descent direction: the slope of f along the step is negative",))
