"""ReLU units and smooth losses. Hegde, Foundations of Deep Learning, chapter 4, before "Gradient descent".

Legend: psi(z) = max(z, 0) the ReLU, f(u) = psi(<a, u>) the unit, a a data point, y its label, u weights, L loss, beta smoothness constant.
"""

from proofs.classes import lipschitz_gradient
from proofs.language import coordinate, dot, eq, exists, forall, function, le, lt, maximum, negation, norm, piecewise, positive, real, sq, vector
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.library.smoothness.quadratic_lower_bound import quadratic_lower_bound
from proofs.steps import at, cite, contradiction, deny, generalise, have, mean_value, obtain, roots, witness
from proofs.theorem import Theorem

f, L = function("f"), function("L")
beta, = positive("beta")
a, u = vector("a u")
y, = real("y")
SOURCE = "Foundations of Deep Learning, chapter 4, the caveat about ReLUs"
SMOOTH = exists(beta, lipschitz_gradient(L, beta))


def relu(z):
    return maximum(z, 0)


unit_not_smooth = Theorem(
    "relu_unit_not_smooth", "A ReLU unit is not smooth", SOURCE, ids=("004-005",),
    hypotheses={"unit": forall(u, eq(f(u), relu(dot(a, u)))), "input": lt(0, sq(a))},
    claim=negation(exists(beta, lipschitz_gradient(f, beta))), example={"f": relu(coordinate(1)), "a": [1, 0]},
    proof=(deny(exists(beta, lipschitz_gradient(f, beta)), obtain(
        "denied", beta,
        at("unit", u=0*a).named("at 0"), at("unit", u=1/(2*beta)*a).named("ahead"), at("unit", u=-1/(2*beta)*a).named("behind"),
        cite(quadratic_upper_bound, L=beta, w=1/(2*beta)*a, u=0*a, hypotheses={"smooth": "obtained"}).named("bound ahead"),
        cite(quadratic_upper_bound, L=beta, w=-1/(2*beta)*a, u=0*a, hypotheses={"smooth": "obtained"}).named("bound behind"),
        contradiction("input", "at 0", "ahead", "behind", "bound ahead", "bound behind"))),),
    readings=("psi as a function of the weights: psi(<a, u>) for an input a != 0; for weights in R and a = 1 it is psi itself",
              "smooth: beta-smooth for some beta, as defined in the next section"))

x_1, y_1, s = real("x_1 y_1 s")


def slope(s):
    """The derivative of max(s, 0)^2."""
    return piecewise(s <= 0, 0, 2*s)


LIPSCHITZ = generalise((x_1, y_1), mean_value(s, slope(s), 2, x_1, y_1)).named("slopes")
IS_SMOOTH = witness(exists(beta, forall((x_1, y_1), norm(slope(x_1) - slope(y_1)) <= beta*norm(x_1 - y_1))), "slopes", beta=2)

b, h = positive("b h")
some_network = Theorem(
    "relu_network_can_be_not_smooth", "Networks with ReLUs may have losses that are not smooth", SOURCE,
    hypotheses={"loss": forall(u, eq(L(u), (relu(dot(a, u)) - b)**2)), "input": lt(0, sq(a))},
    claim=negation(SMOOTH), example={"L": (relu(coordinate(1)) - 1)**2, "a": [1, 0], "b": 1},
    proof=(deny(SMOOTH, obtain(
        "denied", beta, generalise(
            h, at("loss", u=0*a).named("at 0"), at("loss", u=h*a).named("ahead"), at("loss", u=-h*a).named("behind"),
            cite(quadratic_lower_bound, f=L, L=beta, w=h*a, u=0*a, hypotheses={"smooth": "obtained"}).named("bound ahead"),
            cite(quadratic_lower_bound, f=L, L=beta, w=-h*a, u=0*a, hypotheses={"smooth": "obtained"}).named("bound behind"),
            have(le(0, h*sq(a)), "sign of h").named("positive"), roots(eq(norm(h*sq(a)), h*sq(a))).named("no sign"),
            roots(eq(h*sq(a)*norm(h*sq(a)), (h*sq(a))**2)).named("no sign of the square"),
            have(2*h*b*sq(a) <= h**2*sq(a)*(sq(a) + beta), "at 0", "ahead", "behind", "bound ahead", "bound behind", "no sign",
                 "no sign of the square").named("h times the kink"),
            have(2*b*sq(a) <= h*sq(a)*(sq(a) + beta), "h times the kink", "sign of h")).named("kink"),
        have(lt(0, sq(a) + beta), "obtained.1").named("divisor"), have(lt(0, b/(sq(a) + beta)), "divisor").named("h > 0"),
        at("kink", "h > 0", h=b/(sq(a) + beta)).named("at one h"),
        have(eq(b/(sq(a) + beta)*sq(a)*(sq(a) + beta), b*sq(a)), "divisor").named("cancelled"),
        have(2*b*sq(a) <= b*sq(a), "at one h", "cancelled").named("twice"), have(lt(0, b*sq(a)), "input").named("something"),
        contradiction("twice", "something"))),),
    readings=("b > 0: the label",))

network_not_smooth = Theorem(
    "relu_network_not_smooth", "Networks with ReLUs do not have smooth losses", SOURCE, ids=("004-005",), expect="REFUTED",
    hypotheses={"loss": forall(u, eq(L(u), (relu(dot(a, u)) - y)**2))}, claim=negation(SMOOTH), reason="therefore",
    repaired=some_network,
    readings=("one ReLU unit, one data point, the squared loss: one of the networks named", "smooth: beta-smooth for some beta"),
    model={"L": relu(coordinate(1))**2, "a": [1], "y": 0, "proofs": {"claim": (LIPSCHITZ, IS_SMOOTH)}})
