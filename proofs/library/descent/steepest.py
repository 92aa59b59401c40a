"""The direction of steepest local descent. Arora et al., Theory of Deep Learning, chapter 4, section 4.1.1.

Legend: f objective, w_t the current point, g its gradient there, delta the step, eps its largest length, v any other step,
theta the angle between gradient and step, eta learning rate, w[t] iterates.
"""

from proofs.classes import iterates
from proofs.language import (
    Q, both, coordinate, cos, dot, eq, exists, forall, function, grad, iff, implies, index, le, lt, norm, positive, real, sequence, sq,
    vector,
)
from proofs.methods import gradient_step
from proofs.steps import antisymmetry, at, cauchy_schwarz, combine, generalise, have, part, root, roots, same_point, suppose, witness
from proofs.theorem import Definition, Theorem

f, w = function("f"), sequence("w")
w_t, delta, v = vector("w_t delta v")
eps, eta, alpha = positive("eps eta alpha")
theta, v_1, v_2 = real("theta v_1 v_2")
k, = index("k")
g = grad(f)(w_t)
SOURCE = "Theory of Deep Learning, section 4.1.1"
EXAMPLE = {"f": coordinate(1)**2/2 + coordinate(2)**2/4, "w_t": [3, 0], "eps": 1, "delta": [-1, 0],
           "proofs": {"minimal": (root(v_1**2 + v_2**2).named("root"), have(v_1**2 + v_2**2 <= 1, "root", "condition 1").named("squared"),
                                  have(le(Q(3, 2), Q(9, 2) + 3*v_1), "squared", square=(1 + v_1,)))}}

update_rule = Theorem(
    "gradient_descent_update", "The update of gradient descent", "Theory of Deep Learning, chapter 4, and (4.2)", hypotheses={}, ids=("001-003",),
    claim=iterates(w, lambda k: gradient_step(w[k], grad(f)(w[k]), eta)), definition=Definition.UPDATE_RULE, expect="DEFINITION",
    source_form=iterates(w, lambda k: w[k] - eta*grad(f)(w[k])),
    readings=("eta > 0: a learning rate",
              "the text asks for a continuous f only: f is differentiable where its gradient is written (f(w) = |w| is not at 0)"))

equivalent = Theorem(
    "linear_model_equivalent", "Minimising the linear model is minimising the inner product", SOURCE, hypotheses={}, ids=("001-007",),
    claim=iff(f(w_t) + dot(g, delta) <= f(w_t) + dot(g, v), dot(g, delta) <= dot(g, v)),
    proof=(have(iff(f(w_t) + dot(g, delta) <= f(w_t) + dot(g, v), dot(g, delta) <= dot(g, v))),),
    readings=("equivalent: one step is at least as good as another in the one problem if and only if it is in the other",))

SOLVES = {"feasible": norm(delta) <= eps, "minimal": forall(v, f(w_t) + dot(g, delta) <= f(w_t) + dot(g, v), norm(v) <= eps)}
NOT_STATIONARY = {"not stationary": lt(0, norm(g))}
steepest = -(eps/norm(g))*g
PROBLEM_READINGS = ("eps > 0: the largest length of a small step", "the vector that solves the problem: every one that does")

AT_THE_STEEPEST = (
    roots(eq(norm(steepest), eps), "not stationary").named("length"),
    at("minimal", "length", v=steepest).named("against the steepest"))

solution = Theorem(
    "linear_model_solution", "The step that solves the linear model, away from stationary points", "Theory of Deep Learning, Problem 4.1.1",
    example=EXAMPLE, hypotheses=SOLVES | NOT_STATIONARY, claim=exists(alpha, eq(delta, -alpha*g)),
    proof=(*AT_THE_STEEPEST,
           have(sq(delta) <= eps**2, "feasible").named("squared"),
           have(sq(delta - steepest) <= 0, "squared", "against the steepest", "not stationary").named("no distance"),
           same_point(delta, steepest, "no distance").named("same"),
           have(lt(0, eps/norm(g)), "not stationary").named("positive"),
           witness(exists(alpha, eq(delta, -alpha*g)), "same", "positive", alpha=eps/norm(g))),
    readings=PROBLEM_READINGS)

problem = Theorem(
    "linear_model_problem", "The step that solves the linear model", "Theory of Deep Learning, Problem 4.1.1", ids=("001-008",),
    hypotheses=SOLVES, claim=exists(alpha, eq(delta, -alpha*g)), expect="REFUTED", repaired=solution, readings=PROBLEM_READINGS,
    model={"f": coordinate(1)**2/2, "w_t": [0], "eps": 1, "delta": [1]})

ANGLE = {"angle": eq(dot(g, delta), norm(g)*norm(delta)*cos(theta))}
FEASIBLE = {"feasible": norm(delta) <= eps}
optimal = forall(v, dot(g, delta) <= dot(g, v), norm(v) <= eps)
opposite_way = both(eq(cos(theta), -1), eq(norm(delta), eps))
ANGLE_READINGS = ("eps > 0: the largest length of a small step", "theta is the angle between gradient and step: the displayed identity",
                  "must: a step is best if and only if cos theta = -1 and its length is eps")

sketch = Theorem(
    "steepest_angle", "The best step points the opposite way and is as long as allowed", "Theory of Deep Learning, Problem 4.1.1, sketch",
    example=EXAMPLE | {"delta": [1, 0], "theta": 0}, hypotheses=ANGLE | FEASIBLE | NOT_STATIONARY, claim=iff(optimal, opposite_way), ids=("001-009",),
    proof=(
        roots(eq(norm(steepest), eps), "not stationary").named("length"),
        cauchy_schwarz(-g, delta).named("Cauchy-Schwarz"),
        suppose(optimal,
                at("supposed", "length", v=steepest).named("against the steepest"),
                have(norm(delta)*cos(theta) <= -eps, "against the steepest", "angle", "not stationary").named("small"),
                have(-norm(delta) <= norm(delta)*cos(theta), "Cauchy-Schwarz", "angle", "not stationary").named("large"),
                have(eps <= norm(delta), "small", "large").named("long"),
                antisymmetry(eq(norm(delta), eps), "long", "feasible").named("as long as allowed"),
                antisymmetry(eq(cos(theta), -1), "small", "large", "as long as allowed").named("opposite"),
                combine("opposite", "as long as allowed")).named("only if"),
        suppose(opposite_way,
                part("supposed", 1).named("opposite"), part("supposed", 2).named("as long as allowed"),
                generalise(v, cauchy_schwarz(-g, v).named("any step"),
                           have(dot(g, delta) <= dot(g, v), "angle", "opposite", "as long as allowed", "any step", "short"),
                           short=norm(v) <= eps)).named("if"),
        combine("only if", "if")),
    readings=(*ANGLE_READINGS, "there is an angle: the gradient is not zero"))

at_its_word = Theorem(
    "steepest_angle_at_its_word", "The best step points the opposite way and is as long as allowed, at stationary points too",
    "Theory of Deep Learning, Problem 4.1.1, sketch", ids=("001-009",),
    hypotheses=ANGLE | FEASIBLE, claim=iff(optimal, opposite_way), expect="REFUTED", alternative=True, repaired=sketch,
    readings=(*ANGLE_READINGS, "any theta with the displayed identity, also where the gradient is zero"),
    model={"f": coordinate(1)**2/2, "w_t": [0], "eps": 1, "delta": [1], "theta": 0})

direction = Theorem(
    "steepest_descent", "The update direction is the direction of steepest local descent", "Theory of Deep Learning, section 4.1.1, (4.2)",
    hypotheses={}, ids=("001-010",),
    claim=forall(v, both(dot(g, -eta*g) <= dot(g, v), implies(dot(g, v) <= dot(g, -eta*g), eq(v, -eta*g))), norm(v) <= eta*norm(g)),
    proof=(generalise(
        v, cauchy_schwarz(-g, v).named("Cauchy-Schwarz"), have(sq(v) <= eta**2*sq(g), "short").named("squared"),
        have(dot(g, -eta*g) <= dot(g, v), "Cauchy-Schwarz", "short").named("best"),
        suppose(dot(g, v) <= dot(g, -eta*g),
                same_point(v, -eta*g, "squared", "supposed")).named("only one"),
        combine("best", "only one"), short=norm(v) <= eta*norm(g)).named("for every step"),),
    readings=("eta > 0: a learning rate",
              "steepest: no step of at most the same Euclidean length decreases the linear model as much; where the gradient is zero there is no step"))
