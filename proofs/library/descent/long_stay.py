"""Gradient descent can go near a stationary point, stay there for long, and leave. The remark "Third" after "Theorem GD".

Hegde, Foundations of Deep Learning, chapter 4. The loss p^2/2 + 1/(1 + q^2) has a smoothness constant 2 and one stationary point, (0, 0).
Legend: (a[k], b[k]) the iterates with step 1/2, (p, q) weights, m how near, T until when, M a bound that is exceeded for good.
"""

from proofs.language import (
    Power, Q, absolute, both, derivative, either, eq, exists, forall, index, le, lt, norm, real, real_sequence, term,
)
from proofs.steps import (
    absurd, archimedes, at, by_cases, combine, generalise, have, induction, obtain, part, square, witness,
)
from proofs.theorem import Theorem
from proofs.words import diverges

a, b = real_sequence("a"), real_sequence("b")
M, s = real("M s")
j, k, m, n, T = index("j k m n T")
SOURCE = "Foundations of Deep Learning, chapter 4, after Theorem GD, Third"


def loss(p, q):
    return p**2/2 + 1/(1 + q**2)


def half(n):
    return Power(Q(1, 2), n)


def rise(q):
    return q/(1 + q**2)**2


HYPOTHESES = {
    "first": forall(k, eq(a[k + 1], a[k] - Q(1, 2)*derivative(loss(s, b[k]), s, a[k]))),
    "second": forall(k, eq(b[k + 1], b[k] - Q(1, 2)*derivative(loss(a[k], s), s, b[k]))),
    "first start": eq(a[0], 1), "second start": eq(b[0], half(m)*half(T))}
near = forall(k, both(absolute(a[k]) <= half(m), absolute(b[k]) <= half(m)), m <= k, k <= T)

STEPS = (
    generalise(k, at("first", k=k).named("next"), have(eq(a[k + 1], a[k]/2), "next")).named("halved"),
    generalise(k, at("second", k=k).named("next"), have(eq(b[k + 1], b[k] + rise(b[k])), "next")).named("raised"),
    induction(k, 0, eq(a[k], half(k)), base=(have(eq(a[0], half(term(0))), "first start"),),
              step=(at("halved", k=k).named("next"), have(eq(a[k + 1], half(k + 1)), "next", "hypothesis"))).named("first coordinate"),
    induction(k, 0, both(lt(0, b[k]), half(k)*b[k] <= b[0]),
              base=(have(lt(0, b[0]), "second start").named("positive"), have(half(term(0))*b[0] <= b[0]).named("at most"), combine("positive", "at most")),
              step=(at("raised", k=k).named("next"), part("hypothesis", 1).named("positive"), part("hypothesis", 2).named("at most"),
                    have(le(0, rise(b[k])), "positive").named("upwards"),
                    have(rise(b[k]) <= b[k], "positive", square(b[k], b[k]**2)).named("at most doubled"),
                    have(lt(0, b[k + 1]), "next", "positive", "upwards").named("next positive"),
                    have(half(k + 1)*b[k + 1] <= b[0], "next", "at most", "at most doubled").named("next at most"),
                    combine("next positive", "next at most"))).named("second coordinate"),
    generalise(n, induction(j, 0, half(n + j) <= half(n), base=(have(half(n + 0) <= half(n)),),
                            step=(have(half(n + j + 1) <= half(n), "hypothesis"),))).named("powers"))

stays_near = Theorem(
    "gd_stays_near", "From m to T the iterates stay within 2^-m of the stationary point", SOURCE, hypotheses=HYPOTHESES, claim=near, proof=(*STEPS,),
    example={"a": half(k), "b": [Q(1, 8)], "m": 1, "T": 2})
