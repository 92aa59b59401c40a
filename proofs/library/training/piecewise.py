"""Networks with piecewise linear activations have training problems that are piecewise polynomial.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Convergence analysis" (both versions of the lecture).
Legend: a unit is one neuron; Z[k] the vector of all values known to unit k, a[k] its weights, e[k] the place of its value, p[k] and
q[k] the slopes of its activation right and left of 0; s[k] the slope chosen on a piece, P[k] the values computed with these slopes; c
weights of the output, y label.
"""

from proofs.language import (
    absolute, both, dot, either, eq, exists, forall, implies, index, maximum, piecewise, real, real_sequence, sequence, vector,
)
from proofs.steps import antisymmetry, at, branch, by_cases, combine, generalise, have, induction, part, rewrite, roots, suppose, witness
from proofs.theorem import Theorem

Z, P, a, e = sequence("Z"), sequence("P"), sequence("a"), sequence("e")
p, q, s = real_sequence("p"), real_sequence("q"), real_sequence("s")
c, = vector("c")
t, y = real("t y")
k, n = index("k n")


def activation(k, z):
    """Piecewise linear, with its kink at 0."""
    return piecewise(z <= 0, q[k]*z, p[k]*z)


def on_side(slope, k, z):
    """The slope of unit k is that of the side on which z lies; at the kink it may be either."""
    return either(both(eq(slope, q[k]), z <= 0), both(eq(slope, p[k]), z >= 0))


seen, chosen = dot(a[k], Z[k]), dot(a[k], P[k])
PIECE = both(eq(P[0], Z[0]), forall(k, eq(P[k + 1], P[k] + s[k]*chosen*e[k])), forall(k, on_side(s[k], k, chosen)))
output, margin = dot(c, P[n]), 1 - y*dot(c, P[n])
squared = eq((dot(c, Z[n]) - y)**2, (output - y)**2)
hinge = maximum(0, 1 - y*dot(c, Z[n]))
HINGE = either(both(margin <= 0, eq(hinge, 0)), both(margin >= 0, eq(hinge, margin)))
POLYNOMIAL = forall(n, both(squared, HINGE))
COVER = forall(k, exists(t, both(eq(Z[k + 1], Z[k] + t*seen*e[k]), on_side(t, k, seen))))
piece = activation(k, chosen)
NEXT = have(eq(Z[k + 1], P[k + 1]), "unit", "computed", "value")

SAME = (
    part("piece", 1).named("start"), part("piece", 2).named("polynomial"), part("piece", 3).named("sides"),
    induction(k, 0, eq(Z[k], P[k]), base=(have(eq(Z[0], P[0]), "start"),), step=(
        at("network", k=k).named("unit"), at("polynomial", k=k).named("computed"), at("sides", k=k).named("side"), rewrite("hypothesis"),
        by_cases("side", (
            part("case", 1).named("slope"), part("case", 2).named("left"), rewrite("slope"), branch(piece, using=("left",)).named("value"), NEXT), (
            part("case", 1).named("slope"), part("case", 2).named("right"), rewrite("slope"), by_cases(
                chosen <= 0, (branch(piece, using=("at most 0",)).named("on the left"), antisymmetry(eq(chosen, 0), "at most 0", "right").named("kink"),
                              have(eq(q[k]*chosen, p[k]*chosen), "kink").named("either slope"),
                              have(eq(piece, p[k]*chosen), "on the left", "either slope").named("value"), NEXT),
                (branch(piece, using=("at most 0",)).named("value"), NEXT), named="at most 0"))))).named("same values"))

LOSSES = generalise(
    n, at("same values", k=n).named("same"), rewrite("same"), have(squared).named("squared loss"),
    by_cases(margin <= 0, (roots(eq(absolute(margin), -margin), "case").named("size"), have(HINGE, "case", "size")),
             (roots(eq(absolute(margin), margin), "case").named("size"), have(HINGE, "case", "size"))).named("hinge loss"),
    combine("squared loss", "hinge loss"))

value = activation(k, seen)
ANY = exists(t, both(eq(Z[k + 1], Z[k] + t*seen*e[k]), on_side(t, k, seen)))
SOME_PIECE = generalise(k, at("network", k=k).named("unit"), by_cases(
    seen <= 0, (branch(value, using=("case",)).named("value"), have(eq(Z[k + 1], Z[k] + q[k]*seen*e[k]), "unit", "value").named("line"),
                witness(ANY, "line", "case", t=q[k])),
    (branch(value, using=("case",)).named("value"), have(eq(Z[k + 1], Z[k] + p[k]*seen*e[k]), "unit", "value").named("line"),
     witness(ANY, "line", "case", t=p[k]))))

piecewise_polynomial = Theorem(
    "training_piecewise_polynomial", "Training problems that are piecewise polynomial", "Stochastic Gradient Descent, Convergence analysis",
    hypotheses={"network": forall(k, eq(Z[k + 1], Z[k] + activation(k, seen)*e[k]))}, ids=("000-076", "003-076"),
    claim=both(implies(PIECE, POLYNOMIAL), COVER),
    proof=(suppose(PIECE, *SAME, LOSSES, named="piece").named("on a piece"), SOME_PIECE.named("cover"), combine("on a piece", "cover")),
    example={"Z": [1, 0], "a": (1, -2), "e": (0, 1), "p": 1, "q": 0},
    readings=(
        "a network: units one after the other, each of which sees the data, the constant 1 and all units before it; a weight 0 is a missing "
        "connection, so layers of any number and width are among them, also with shortcuts",
        "piecewise linear activation: slopes p[k] and q[k] on both sides of 0 (ReLU: 1 and 0); one with more kinks is a sum of such units",
        "piecewise polynomial: each choice of slopes s has a piece, the weights for which finitely many polynomials in them have the signs "
        "that s asks for, and there the values P[n], and the loss, are polynomials in the weights; the pieces cover all weights",
        "L2 loss (u - y)^2 and hinge loss max(0, 1 - y u) of the output u of one data point; that of several is a sum of such functions"))
