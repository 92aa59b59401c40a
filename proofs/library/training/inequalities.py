"""Which inequalities the losses of networks satisfy.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Convergence analysis" (both versions of the lecture).
Legend: w weights, a, b orthonormal directions of the weights of a linear network with two layers of width 1, f its loss; L loss of a
ReLU unit with input a and label y, beta, M smoothness constants.
"""

from proofs.classes import convex, upper_quadratic
from proofs.language import both, coordinate, dot, eq, exists, forall, function, negation, positive, prose, real, sq, vector
from proofs.library.training.relu import network_not_smooth, some_network
from proofs.steps import at, combine, contradiction, deny, generalise, have, obtain
from proofs.theorem import NotCheckable, Theorem

f = function("f")
w, a, b = vector("w a b")
M, = positive("M")
t, = real("t")
SOURCE = "Stochastic Gradient Descent, Convergence analysis"

not_applicable = Theorem(
    "inequalities_not_applicable", "Convexity and smoothness inequalities are not applicable", SOURCE, hypotheses={},
    ids=("000-073", "003-073"), expect="NOT_CHECKABLE", not_checkable=NotCheckable.VAGUE,
    claim=prose("convexity inequality not applicable in deep learning; smoothness inequality not applicable in deep learning in general"),
    reason="'Applicable in deep learning' does not say of which networks and losses; there are some with the inequalities, as linear ones of "
           "one layer with the squared loss, and some without.")


UV = (have(eq(dot(a + b, a), 1), "a", "orthogonal").named("u"), have(eq(dot(a + b, b), 1), "b", "orthogonal").named("v"),
      have(eq(dot(a + b, a)*dot(a + b, b), 1), "u", "v").named("u v"))


def along(t):
    """The loss at t (a + b) is (t^2 - 1)^2/2."""
    product = dot(t*(a + b), a)*dot(t*(a + b), b)
    return (have(eq(product, t**2), "u v").named("product"), at("linear network", w=t*(a + b)).named("there"),
            have(eq(f(t*(a + b)), (t**2 - 1)**2/2), "there", "product"))


WEIGHTS = {"linear network": forall(w, eq(f(w), (dot(w, a)*dot(w, b) - 1)**2/2)), "a": eq(sq(a), 1), "b": eq(sq(b), 1),
           "orthogonal": eq(dot(a, b), 0)}
some_without = Theorem(
    "linear_network_without_inequalities", "The convexity and smoothness inequalities do not hold for some network", SOURCE,
    hypotheses=WEIGHTS, ids=("000-073", "003-073"),
    alternative=True, claim=both(negation(convex(f)), negation(exists(M, upper_quadratic(f, M)))),
    proof=(
        *UV, generalise(t, *along(t)).named("along"), at("linear network", w=0*a).named("at 0"), at("along", t=1).named("at 1"), at("along", t=-1).named("at -1"),
        deny(convex(f), at("denied", x=a + b, y=0*a).named("ahead"), at("denied", x=-a - b, y=0*a).named("behind"),
             contradiction("at 0", "at 1", "at -1", "ahead", "behind")).named("not convex"),
        deny(exists(M, upper_quadratic(f, M)), obtain(
            "denied", M, at("along", t=M + 2).named("far"), at("along", t=-M - 2).named("far behind"),
            at("obtained", x=(M + 2)*(a + b), y=0*a).named("ahead"), at("obtained", x=-(M + 2)*(a + b), y=0*a).named("behind"),
            have(eq(sq(a + b), 2), "a", "b", "orthogonal").named("length"),
            have(((M + 2)**2 - 1)**2 <= 1 + 2*M*(M + 2)**2, "far", "far behind", "ahead", "behind", "at 0", "length").named("bound"),
            contradiction("bound", "obtained.1"))).named("not smooth"),
        combine("not convex", "not smooth")),
    example={"f": (coordinate(1)*coordinate(2) - 1)**2/2, "a": [1, 0], "b": [0, 1]},
    readings=("a linear network with two layers of width 1, one data point and the squared loss: (u v - 1)^2/2 with u = <w, a>, v = <w, b>",
              "smoothness inequality: the quadratic upper bound, for some constant M > 0"))

relu_networks = Theorem(
    "relu_networks_not_smooth", "ReLU networks are not differentiable and therefore not smooth", SOURCE, ids=("000-074", "003-074"),
    hypotheses=network_not_smooth.hypotheses, claim=network_not_smooth.claim, expect="REFUTED", repaired=some_network, reason="therefore",
    readings=("one ReLU unit, one data point, the squared loss: one of the networks that 'ReLU networks' names",
              "smooth: with a beta-Lipschitz gradient for some beta; a loss that is smooth is differentiable as well, so the first half fails too"),
    model=network_not_smooth.model)

relu_losses = Theorem(
    "relu_losses_not_differentiable", "f is not differentiable in deep learning with ReLU", "Stochastic Gradient Descent, Gradient method",
    ids=("000-003", "003-003"), hypotheses=network_not_smooth.hypotheses, claim=network_not_smooth.claim, expect="REFUTED",
    repaired=some_network, model=network_not_smooth.model,
    readings=("one ReLU unit, one data point, the squared loss",
              "what is not differentiable has no Lipschitz gradient; the loss max(w, 0)^2 has one, so it is differentiable"))

tanh_networks = Theorem(
    "tanh_networks_locally_smooth", "Tanh networks with smooth loss are continuously differentiable, hence locally smooth", SOURCE,
    hypotheses={}, ids=("000-075", "003-075"), expect="OPEN",
    claim=prose("the loss of a tanh network with smooth loss is continuously differentiable, hence locally smooth"),
    reason="missing are the chain rule, which would give the gradient of a network, and, against the word 'hence', a model such as |x|^(3/2), "
           "continuously differentiable and not locally smooth; of tanh networks the conclusion is true")
