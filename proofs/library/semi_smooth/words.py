"""What the text says of semi-smoothness: where it is known to hold, and what it gives for c = 0.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Semi-smoothness", "Convergence - Error bound and
semi-smoothness" and "Convergence in deep learning" (both versions of the lecture). Legend: f loss, c, beta semi-smoothness constants.
"""

from proofs.classes import error_bound, lipschitz_gradient, semi_smooth, upper_quadratic, x, y
from proofs.language import Q, coordinate, forall, function, grad, nonnegative, positive, prose, real, sqrt, vector
from proofs.library.semi_smooth.linear_rate import one_step
from proofs.methods import gradient_step
from proofs.steps import at, generalise, have, taylor
from proofs.theorem import Definition, NotCheckable, Theorem

f = function("f")
c, = nonnegative("c")
beta, = positive("beta")
x_1, y_1, s = real("x_1 y_1 s")
w, = vector("w")
X = coordinate(1)
SLIDE = "Stochastic Gradient Descent, Semi-smoothness"
DEEP = "Stochastic Gradient Descent, Convergence in deep learning"
REMARKS = "Stochastic Gradient Descent, Convergence - Error bound and semi-smoothness"

definition = Theorem(
    "semi_smooth", "Semi-smoothness", SLIDE, hypotheses={}, ids=("000-095", "003-095"), claim=semi_smooth(f, c, beta),
    definition=Definition.CLASS, expect="DEFINITION", readings=("c: 'some constant'", "f >= 0, so that its root has a value"))

known = Theorem(
    "semi_smooth_networks", "Overparameterized networks are semi-smooth near their initialization", SLIDE, hypotheses={},
    ids=("000-095", "003-095"), expect="NOT_CHECKABLE", not_checkable=NotCheckable.CITATION,
    claim=prose("typical DL training problems are not smooth, but semi-smooth in a neighborhood around random initialization"),
    reason="The neighbourhood, the constants and the assumptions on network and data are those of Allen-Zhu, Li and Song (2019).")

smooth_above = Theorem(
    "semi_smooth_0_upper_bound", "c = 0 gives the quadratic upper bound", SLIDE, hypotheses={"semi-smooth": semi_smooth(f, 0, beta)},
    ids=("000-097", "003-097"), alternative=True, claim=upper_quadratic(f, beta),
    proof=(generalise((x, y), at("semi-smooth", x=x, y=y).named("bound"),
                      have(upper_quadratic(f, beta).formula.body, "bound")),),
    example={"f": X**2/2, "beta": 1}, readings=("beta > 0: a smoothness constant", "smoothness: the inequality that the chain of the error bound uses"))

smooth = Theorem(
    "semi_smooth_0_smooth", "c = 0 gives smoothness", SLIDE, hypotheses={"semi-smooth": semi_smooth(f, 0, beta)}, ids=("000-097", "003-097"),
    claim=lipschitz_gradient(f, beta), expect="REFUTED", repaired=smooth_above,
    readings=("beta > 0: a smoothness constant", "beta-smoothness is a beta-Lipschitz gradient, as in the chain of the error bound"),
    model={"f": 1/(1 + X**2), "beta": 1, "at": {"x": [Q(1, 3)], "y": [-Q(1, 3)]},
           "proofs": {"semi-smooth": (taylor(s, 1/(1 + s**2), 1, y_1, x_1, side="upper").named("Taylor"),)}})

# --- remarks after the chain -----------------------------------------------------------------------------------------

q, delta, gamma = positive("q delta gamma")
small_part = Theorem(
    "nonsmooth_part_small", "The nonsmooth part has to be small", REMARKS, hypotheses={}, ids=("000-108", "003-108"),
    claim=prose("need the nonsmooth part of upper bound c to be small enough"), expect="NOT_CHECKABLE", not_checkable=NotCheckable.ADVICE,
    reason="It says what to look for when the chain is applied; how small is enough was the assumption of the chain.")

small_part_needed = Theorem(
    "nonsmooth_part_necessarily_small", "A small nonsmooth part, as a necessary condition for linear convergence", REMARKS,
    ids=("000-108", "003-108"),
    hypotheses={"semi-smooth": semi_smooth(f, c, beta), "error bound": error_bound(f, delta), "step": gamma < 1/beta,
                "contraction": forall(w, f(gradient_step(w, grad(f)(w), gamma)) <= q*f(w)), "linear": q < 1},
    claim=c <= sqrt(delta)*gamma*beta/2, expect="REFUTED", alternative=True, repaired=one_step,
    readings=("c: 'some constant', delta: the constant of the error bound, q: the factor by which a step contracts the loss",
              "'need': without it no step of gradient descent contracts the loss everywhere"),
    model={"f": X**2/2, "c": 100, "beta": 1, "delta": 1, "gamma": Q(1, 2), "q": Q(1, 4)})

similar = Theorem(
    "semi_smooth_sgd", "SGD in similar manner", REMARKS, hypotheses={}, ids=("000-109", "003-109"),
    claim=prose("can analyze SGD in similar manner"), expect="NOT_CHECKABLE", not_checkable=NotCheckable.VAGUE,
    reason="'Similar' does not say under which assumptions on the noise, nor with which result.")

overparameterized = Theorem(
    "semi_smooth_overparameterized", "Linear convergence of overparameterized networks", DEEP, hypotheses={}, ids=("000-110", "003-110"),
    claim=prose("c is small enough when the model is overparameterized enough; linear convergence (with high probability) for random initialization"),
    expect="NOT_CHECKABLE", not_checkable=NotCheckable.CITATION,
    reason="Widths, probability and initialization are those of Allen-Zhu, Li and Song (2019), which the text cites for both sentences.")

practice = Theorem(
    "semi_smooth_practice", "In practice", DEEP, hypotheses={}, ids=("000-111", "003-111"), expect="NOT_CHECKABLE",
    claim=prose("in practice beta will be big: it relies on a small enough (at most 1/beta) constant step-size; need to find the 'correct' step-size "
                "by a diminishing rule, and to control steps to not depart from the linear convergence region"),
    not_checkable=NotCheckable.ADVICE,
    reason="It advises how to look for a step size; the chain before it has gamma below 1/beta, where at 1/beta its factor would be 1, and a lower "
           "end for gamma as well, since c is at most sqrt(delta) gamma beta/2.")
