"""What the text says of semi-smoothness: where it is known to hold, and what it gives for c = 0.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Semi-smoothness", "Convergence - Error bound and
semi-smoothness" and "Convergence in deep learning" (both versions of the lecture). Legend: f loss, c, beta semi-smoothness constants.
"""

from proofs.classes import lipschitz_gradient, semi_smooth, upper_quadratic
from proofs.language import Q, coordinate, function, nonnegative, positive, prose, real
from proofs.steps import at, generalise, have, taylor
from proofs.theorem import Definition, NotCheckable, Theorem
from proofs.classes import x, y

f = function("f")
c, = nonnegative("c")
beta, = positive("beta")
x_1, y_1, s = real("x_1 y_1 s")
X = coordinate(1)
SLIDE = "Stochastic Gradient Descent, Semi-smoothness"
DEEP = "Stochastic Gradient Descent, Convergence in deep learning"
REMARKS = "Stochastic Gradient Descent, Convergence - Error bound and semi-smoothness"

definition = Theorem(
    "semi_smooth", "Semi-smoothness", SLIDE, hypotheses={}, ids=("000-095", "003-095"), claim=semi_smooth(f, c, beta),
    definition=Definition.CLASS, expect="DEFINITION", readings=("c >= 0: 'some constant'; beta > 0", "f >= 0, so that its root has a value"))

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
