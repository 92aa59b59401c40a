"""Do the losses of a leaky ReLU neuron, a linear network and a linear residual network satisfy PL?

Hegde, Foundations of Deep Learning, chapter 4, the list after the PL theorem. Squared losses throughout; L_opt is the infimum of
the loss, so a loss satisfies PL with alpha if 2 alpha (L(u) - L(v)) <= |grad L(u)|^2 for all weights u and v.
Legend: psi leaky ReLU with slope c, slope its derivative, x, y data (x[i], y[i] of point i, n points), a, b the weights of two
layers of one unit each, p, q others, tau the region of a repair.
"""

from proofs.language import (
    Q, derivative, dot, exists, forall, index, le, maximum, piecewise, positive, positive_index, real, real_sequence, sequence, sq,
    total, vector,
)
from proofs.steps import branch, by_cases, have, square
from proofs.theorem import Theorem

alpha, c, tau = positive("alpha c tau")
a, b, p, q, x, y = real("a b p q x y")
u, v, d = vector("u v d")
xs, ys = sequence("xs"), real_sequence("ys")
n, = positive_index("n")
i, = index("i")
SOURCE = "Foundations of Deep Learning, chapter 4, the list of training problems that satisfy PL"
READINGS = ("the squared loss", "PL holds with some alpha > 0 for all weights, as its definition says, whatever the data")


def satisfies_pl(loss):
    """PL with some alpha for a loss of two real weights."""
    gradient = derivative(loss(a, b), a)**2 + derivative(loss(a, b), b)**2
    return exists(alpha, forall((a, b, p, q), 2*alpha*(loss(a, b) - loss(p, q)) <= gradient))


def linear(a, b):
    return (b*a*x - y)**2


def residual(a, b):
    return ((1 + b)*(1 + a)*x - y)**2


def gradient_of(loss):
    return derivative(loss(a, b), a)**2 + derivative(loss(a, b), b)**2


linear_region = Theorem(
    "pl_linear_network_region", "Linear neural networks satisfy PL away from zero weights", SOURCE, hypotheses={"region": le(tau, a**2 + b**2)},
    claim=2*(2*tau*x**2)*(linear(a, b) - linear(p, q)) <= gradient_of(linear),
    using=("region", square(x*(b*a*x - y), x*(q*p*x - y))), example={"a": 1, "b": 1, "tau": 1, "x": 1, "y": 2},
    readings=("tau > 0: a bound that keeps the weights away from 0",))

linear_network = Theorem(
    "pl_linear_network", "Linear neural networks satisfy PL", SOURCE, hypotheses={}, ids=("004-056",), claim=satisfies_pl(linear),
    expect="REFUTED", repaired=linear_region, readings=(*READINGS, "two layers of one unit each, and one data point: one of the networks named"),
    model={"x": 1, "y": 1, "witnesses": {"a": 0, "b": 0, "p": 1, "q": 1}})

residual_region = Theorem(
    "pl_residual_network_region", "Linear residual networks satisfy PL near the identity", SOURCE,
    hypotheses={"near 1": tau < 1, "a": le(-tau, a), "b": le(-tau, b)},
    claim=2*(4*(1 - tau)**2*x**2)*(residual(a, b) - residual(p, q)) <= gradient_of(residual),
    proof=(have((1 - tau)**2 <= (1 + a)**2, "near 1", "a").named("first layer"),
           have((1 - tau)**2 <= (1 + b)**2, "near 1", "b").named("second layer"),
           have(le(0, x**2*residual(a, b)), square=(x*((1 + b)*(1 + a)*x - y),)).named("size"),
           have(2*(4*(1 - tau)**2*x**2)*residual(a, b) <= gradient_of(residual), "first layer", "second layer", "size").named("far below")),
    using=("far below", square(x*(1 - tau)*((1 + q)*(1 + p)*x - y))),
    example={"a": Q(1, 4), "b": 0, "tau": Q(1, 2), "x": 1, "y": 2})

residual_network = Theorem(
    "pl_residual_network", "Linear residual networks satisfy PL", SOURCE, hypotheses={}, ids=("004-057",), claim=satisfies_pl(residual),
    expect="REFUTED", repaired=residual_region,
    readings=(*READINGS, "two residual layers with 1 x 1 weight matrices, and one data point: one of the networks named"),
    model={"x": 1, "y": 1, "witnesses": {"a": -1, "b": -1, "p": 0, "q": 0}})


def psi(z):
    return maximum(z, c*z)


def slope(z):
    return piecewise(le(0, z), 1, c)


def neuron(u):
    return 1/n*total((psi(dot(u, xs[i])) - ys[i])**2, i, 1, n)


def neuron_gradient(u):
    return 2/n*total((psi(dot(u, xs[i])) - ys[i])*slope(dot(u, xs[i]))*xs[i], i, 1, n)


def loss_of_one(u):
    """The loss of one data point d with label y."""
    return (psi(dot(u, d)) - y)**2


one_gradient = 2*(psi(dot(u, d)) - y)*slope(dot(u, d))*d
one_point = Theorem(
    "pl_leaky_neuron_one_point", "Single neurons with leaky ReLUs satisfy PL for one data point", SOURCE, hypotheses={"leaky": c < 1},
    claim=2*(2*c**2*sq(d))*(loss_of_one(u) - loss_of_one(v)) <= sq(one_gradient), example={"c": Q(1, 2), "u": [1, 1], "v": [0, 0], "d": [1, 2], "y": 1},
    proof=(by_cases(
        le(0, dot(u, d)), (branch(slope(dot(u, d))).named("right"), have(c**2 <= slope(dot(u, d))**2, "right", "leaky")),
        (branch(slope(dot(u, d))).named("left"), have(c**2 <= slope(dot(u, d))**2, "left"))).named("slope"),),
    using=("slope", square(psi(dot(u, d)) - y, c*(psi(dot(v, d)) - y))), readings=("c > 0: a slope",))

single_neuron = Theorem(
    "pl_leaky_neuron", "Single neurons with leaky ReLUs satisfy PL", SOURCE, hypotheses={"leaky": c < 1}, ids=("004-055",), expect="REFUTED", repaired=one_point,
    claim=exists(alpha, forall((u, v), 2*alpha*(neuron(u) - neuron(v)) <= sq(neuron_gradient(u)))),
    readings=(*READINGS, "c > 0: a slope", "the gradient is that of the chain rule, with the slope 1 at 0 (the counterexample is elsewhere)"),
    model={"c": Q(1, 2), "n": 2, "xs": [[1], [-1]], "ys": (2, 3), "from": 1, "witnesses": {"u_1": Q(2, 5), "v_1": Q(-8, 5)}})
