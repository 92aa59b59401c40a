"""Stationary points that are not global minima. Arora et al., Theory of Deep Learning, chapter 4, after Corollary 4.1.5.

Legend: f loss, w a stationary point, y a better point; z_1 the coordinate of a point near w in a model on the line, r its distance.
"""

from proofs.classes import local_maximum, local_minimum, stationary_point
from proofs.language import both, coordinate, either, exists, forall, function, le, lt, negation, norm, positive, real, vector
from proofs.steps import by_cases, combine, generalise, have, roots, witness
from proofs.theorem import Theorem

f = function("f")
w, y = vector("w y")
r, = positive("r")
z_1, = real("z_1")
x = coordinate(1)
SOURCE = "Theory of Deep Learning, after Corollary 4.1.5"
MINIMUM, MAXIMUM = local_minimum(f, w).formula, local_maximum(f, w).formula
SADDLE = both(negation(MINIMUM), negation(MAXIMUM))
NOT_GLOBAL = {"stationary": stationary_point(f, w), "not global": lt(f(y), f(w))}
EXAMPLE = {"f": x**4 - 2*x**2, "w": [0], "y": [1]}

stuck = Theorem(
    "local_not_global", "There are losses with local minima that are not global", SOURCE, ids=("001-038",), existence=True,
    hypotheses={"stationary": stationary_point(f, w), "local minimum": local_minimum(f, w)}, claim=lt(f(y), f(w)),
    model={"f": 3*x**4 + 4*x**3 - 12*x**2, "w": [1], "y": [-2], "witnesses": {"r": 1}},
    readings=("'can have': there is such a loss",))

three_kinds = Theorem(
    "stationary_kinds", "A stationary point is a local minimum, a local maximum or a saddle point", SOURCE, hypotheses=NOT_GLOBAL,
    claim=either(MINIMUM, MAXIMUM, SADDLE), example=EXAMPLE,
    proof=(by_cases(
        MINIMUM, (have(either(MINIMUM, MAXIMUM, SADDLE), "case"),),
        (by_cases(MAXIMUM, (have(either(MINIMUM, MAXIMUM, SADDLE), "maximum"),),
                  (have(either(MINIMUM, MAXIMUM, SADDLE), "case", "maximum"),), named="maximum"),)),),
    readings=("saddle point: a stationary point that is neither a local minimum nor a local maximum",))

loss = z_1**4 - 2*z_1**2
LOWER = exists(z_1, lt(loss, 0), norm(z_1) <= r)
LOWER_NEARBY = generalise(r, by_cases(
    r <= 1,
    (roots(norm(r) <= r, "sign of r").named("inside"), have(r**2 <= 1, "sign of r", "case").named("square"),
     have(lt(r**4 - 2*r**2, 0), "sign of r", "square").named("lower"), witness(LOWER, "inside", "lower", z_1=r)),
    (roots(norm(1) <= r, "case").named("inside"), witness(LOWER, "inside", z_1=1)))).named("lower nearby")
HIGHEST_NEARBY = (
    generalise(z_1, have(z_1**2 <= 1, "close").named("square"), have(loss <= 0, "square"), close=norm(z_1) <= 1).named("up to 1"),
    witness(exists(r, forall(z_1, loss <= 0, norm(z_1) <= r)), "up to 1", r=1).named("highest nearby"))

two_kinds = Theorem(
    "stationary_two_kinds", "Stationary points that are not global minima are local minima or saddle points", SOURCE, ids=("001-038",),
    hypotheses=NOT_GLOBAL, claim=either(MINIMUM, SADDLE), expect="REFUTED", repaired=three_kinds,
    readings=("saddle point: a stationary point that is neither a local minimum nor a local maximum",
              "the function of the counterexample has a local maximum at 0"),
    model=EXAMPLE | {"proofs": {"claim": (
        LOWER_NEARBY, *HIGHEST_NEARBY,
        have(either(exists(r, forall(z_1, le(0, loss), norm(z_1) <= r)), exists(r, forall(z_1, loss <= 0, norm(z_1) <= r))), "highest nearby"
             ).named("an extremum"), combine("lower nearby", "an extremum"))}})

saddle_otherwise = Theorem(
    "stationary_saddle_otherwise", "A stationary point is a minimum or a saddle, a saddle being any that is no local minimum", SOURCE,
    ids=("001-038",),
    alternative=True, hypotheses=NOT_GLOBAL, claim=either(MINIMUM, negation(MINIMUM)), example=EXAMPLE,
    proof=(by_cases(MINIMUM, (have(either(MINIMUM, negation(MINIMUM)), "case"),), (have(either(MINIMUM, negation(MINIMUM)), "case"),)),),
    readings=("saddle point: any stationary point that is no local minimum",))
