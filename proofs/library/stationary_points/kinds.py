"""Stationary points, local minima, saddle points. Arora et al., Theory of Deep Learning, chapter 4, around Definition 4.1.6.

Legend: f objective, w a point, y a better one, z points near w, r the radius of a ball around w, d a direction.
"""

from proofs.classes import convex, local_minimum, minimiser, positive_semidefinite, stationary_point
from proofs.language import (
    both, coordinate, dot, eq, exists, forall, function, grad, hess, lt, norm, positive, real, schema, twice_differentiable, vector,
)
from proofs.steps import at, cauchy_schwarz, generalise, have, hessian_taylor, roots, witness
from proofs.theorem import Definition, Theorem

f = function("f")
w, x, y, z, d = vector("w x y z d")
r, = positive("r")
s, z_1 = real("s z_1")
X = coordinate(1)
SOURCE = "Theory of Deep Learning, after Corollary 4.1.5"
DEFINITION = "Theory of Deep Learning, Definition 4.1.6"
STATIONARY = {"stationary": stationary_point(f, w)}

convex_stationary = Theorem(
    "convex_stationary", "A stationary point of a convex function is a global minimum", SOURCE, ids=("001-037",),
    hypotheses={"convex": convex(f)} | STATIONARY, claim=minimiser(f, w).formula,
    proof=(roots(eq(norm(grad(f)(w)), 0), "stationary").named("no gradient"),
           generalise(x, at("convex", x=x, y=w).named("tangent"), cauchy_schwarz(-grad(f)(w), x - w).named("Cauchy-Schwarz"),
                      have(f(w) <= f(x), "tangent", "Cauchy-Schwarz", "no gradient"))),
    example={"f": X**2/2, "w": [0, 0]})

definition = Theorem(
    "stationary_point", "Stationary point", DEFINITION, hypotheses={}, claim=stationary_point(f, w), ids=("001-039",),
    definition=Definition.CLASS, expect="DEFINITION")

convex_near_by = Theorem(
    "second_order_minimum", "A stationary point near which no Hessian has a negative direction is a local minimum", DEFINITION,
    hypotheses=STATIONARY | {"twice differentiable": twice_differentiable(f),
                             "semidefinite": forall((z, d), 0 <= dot(hess(f)(z)(d), d), norm(z - w) <= r)},
    claim=forall(z, f(w) <= f(z), norm(z - w) <= r),
    example={"f": X**2/2 - X**4/12, "w": [0], "r": 1},
    proof=(roots(eq(norm(grad(f)(w)), 0), "stationary").named("no gradient"),
           generalise(
               z, cauchy_schwarz(-grad(f)(w), z - w).named("Cauchy-Schwarz"),
               hessian_taylor(f, w, z, s, 0, roots(norm(w + s*(z - w) - w) <= r, "above", "below", "inside").named("between"),
                              at("semidefinite", "between", z=w + s*(z - w), d=z - w), lower=True).named("Taylor"),
               have(f(w) <= f(z), "Taylor", "Cauchy-Schwarz", "no gradient"), inside=norm(z - w) <= r)))

second_order = Theorem(
    "second_order_at_the_point", "A stationary point with a positive semidefinite Hessian is a local minimum", DEFINITION, ids=("001-039",),
    hypotheses=STATIONARY | {"twice differentiable": twice_differentiable(f), "semidefinite": positive_semidefinite(hess(f)(w))},
    claim=local_minimum(f, w), expect="REFUTED", repaired=convex_near_by,
    readings=("f is twice differentiable where its Hessian is written", "local minimum in the usual sense: no smaller value in some ball"),
    model={"f": X**3, "w": [0], "proofs": {"claim": (generalise(
        r, roots(norm(-r) <= r, "sign of r").named("inside"), witness(exists(z_1, lt(z_1**3, 0), norm(z_1) <= r), "inside", z_1=-r)),)}})

by_name_only = Theorem(
    "second_order_definition", "Gradient 0 and a positive semidefinite Hessian, as a definition of the words 'local minimum'", DEFINITION,
    hypotheses={}, ids=("001-039",),
    claim=schema("local_minimum", (f, w), both(stationary_point(f, w).formula, positive_semidefinite(hess(f)(w)).formula)),
    definition=Definition.CLASS, expect="DEFINITION", alternative=True,
    readings=("the words 'local minimum' as a name for a second-order stationary point, against their usual meaning",))
