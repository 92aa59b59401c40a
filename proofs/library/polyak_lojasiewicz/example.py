"""The PL condition without convexity: x^2 + 3 sin^2 x. Hegde, Foundations of Deep Learning, chapter 4, after Definition (PL).

Legend: loss(x) = x^2 + 3 sin^2 x, slope(x) its derivative; s, t real numbers, lam a weight.
"""

from proofs.language import (
    Q, Times, both, derivative, eq, forall, le, lt, negation, nonnegative, real, sin, term,
)
from proofs.steps import at, ball, compute, contradiction, deny, generalise, have
from proofs.theorem import Theorem

s, t = real("s t")
lam, = nonnegative("lam")
SOURCE = "Foundations of Deep Learning, chapter 4, after Definition (PL)"
READINGS = ("L is a function of a real number, and its gradient the derivative", "L_opt = 0, which is L(0) (pl_example_optimum)")


def loss(x):
    return x**2 + 3*sin(x)**2


def slope(x):
    return derivative(loss(t), t, x)


def pl(alpha):
    return forall(t, Times(term(2), alpha, loss(t)) <= slope(t)**2)


zero, one, two, half = term(0), term(1), term(2), Q(1, 2)
convexity = forall((s, t, lam), loss(lam*s + (1 - lam)*t) <= lam*loss(s) + (1 - lam)*loss(t), lam <= 1)
non_convex = Theorem(
    "pl_example_non_convex", "x^2 + 3 sin^2 x is not convex", SOURCE, hypotheses={}, ids=("004-047",), claim=negation(convexity),
    proof=(deny(convexity, at("denied", s=one, t=two, lam=half).named("between 1 and 2"),
                compute(lt(half*loss(one) + half*loss(two), loss(Q(3, 2)))).named("in the middle"),
                contradiction("between 1 and 2", "in the middle")),),
    readings=READINGS)

optimum = Theorem(
    "pl_example_optimum", "The minimum is 0, at 0", SOURCE, hypotheses={}, claim=both(forall(t, le(0, loss(t))), eq(loss(zero), 0)),
    using=(generalise(t, ball(le(0, loss(t)))), have(eq(loss(zero), 0))), readings=READINGS)

satisfies_pl = Theorem(
    "pl_example", "x^2 + 3 sin^2 x satisfies PL with the constant 1/32", SOURCE, ids=("004-048",), hypotheses={},
    claim=pl(Q(1, 32)), proof=(generalise(t, ball(pl(Q(1, 32)).body)),), readings=READINGS)

# How far 1/32 is from the best constant: 0.1755309858... is the largest.
largest, too_large = Q(1755309858, 10**10), Q(1755309859, 10**10)
place = Q(2201709, 10**6)

best_constant = Theorem(
    "pl_example_best", "The best PL constant of x^2 + 3 sin^2 x is at least 0.1755309858", "a companion of " + SOURCE, hypotheses={},
    claim=pl(largest), proof=(generalise(t, ball(pl(largest).body)),), readings=READINGS)

beyond_best = Theorem(
    "pl_example_beyond_best", "The best PL constant of x^2 + 3 sin^2 x is smaller than 0.1755309859", "a companion of " + SOURCE,
    hypotheses={}, claim=negation(pl(too_large)),
    proof=(deny(pl(too_large), at("denied", t=place).named("there"), compute(lt(slope(place)**2, 2*too_large*loss(place))).named("fails there"),
                contradiction("there", "fails there")),),
    readings=READINGS)
