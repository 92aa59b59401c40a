"""Gradient descent can go near a stationary point, stay there for long, and leave. The remark "Third" after "Theorem GD".

Hegde, Foundations of Deep Learning, chapter 4. The loss p^2/2 + 1/(1 + q^2) has a smoothness constant 2 and one stationary point, (0, 0).
Legend: (a[k], b[k]) the iterates with step 1/2, (p, q) weights, m how near, T until when, M a bound that is exceeded for good.
"""

from proofs.language import (
    Power, Q, absolute, both, derivative, either, eq, exists, forall, index, le, lt, real, real_sequence, replace, term,
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

NEAR = generalise(
    k, at("first coordinate", k=k).named("a"), at("second coordinate", k=k).named("both"), part("both", 1).named("b > 0"),
    part("both", 2).named("b"), at("powers", n=m).named("from m"), at("from m", "late", j=k - m).named("small"),
    at("powers", n=k).named("from k"), at("from k", "early", j=T - k).named("smaller"),
    have(absolute(a[k]) <= half(m), "a", "small").named("first near"),
    have(half(k)*b[k] <= half(k)*half(m), "b", "second start", "smaller").named("scaled"), have(lt(0, half(k))).named("power"),
    by_cases(b[k] <= half(m), (have(b[k] <= half(m), "case"),), (absurd(b[k] <= half(m), "case", "scaled", "power"),)).named("low"),
    have(absolute(b[k]) <= half(m), "low", "b > 0").named("second near"), combine("first near", "second near"),
    late=m <= k, early=k <= T).named("near")

grows = either(M <= b[n], b[0] + n*(b[0]/(1 + M**2)**2) <= b[n])
FLIGHT = generalise(
    n, at("raised", k=n).named("next"), at("second coordinate", k=n).named("both"), part("both", 1).named("positive"),
    have(le(0, rise(b[n])), "positive").named("upwards"), have(b[n] <= b[n + 1], "next", "upwards")).named("increasing")
LATER = generalise(n, induction(
    j, 0, b[n] <= b[n + j], base=(have(b[n] <= b[n + 0]),),
    step=(at("increasing", n=n + j).named("next"), have(b[n] <= b[n + j + 1], "hypothesis", "next")))).named("later")
STEP = (
    at("raised", k=n).named("next"), at("increasing", n=n).named("up"), at("later", n=term(0)).named("from the start"),
    at("from the start", j=n).named("above the start"), at("second coordinate", k=term(0)).named("start"), part("start", 1).named("b_0 > 0"),
    by_cases(
        M <= b[n], (have(M <= b[n + 1], "case", "up").named("passed"), have(next_grows := replace(grows, {n: n + 1}), "passed")),
        (by_cases("hypothesis",
                  (absurd(next_grows, "case", "still"),),
                  (have(lt(0, b[n]), "b_0 > 0", "above the start").named("b > 0"), have(lt(0, M), "b > 0", "case").named("M > 0"),
                   have(b[n]**2 <= M**2, "case", "b > 0", "M > 0").named("squares"),
                   have((1 + b[n]**2)**2 <= (1 + M**2)**2, "squares").named("denominators"),
                   have(1/(1 + M**2)**2 <= 1/(1 + b[n]**2)**2, "denominators").named("inverses"),
                   have(b[0]/(1 + M**2)**2 <= b[n]/(1 + M**2)**2, "above the start").named("larger"),
                   have(b[n]/(1 + M**2)**2 <= rise(b[n]), "inverses", "b > 0").named("rises"),
                   have(b[0] + (n + 1)*(b[0]/(1 + M**2)**2) <= b[n + 1], "next", "larger", "rises", "still").named("grown"),
                   have(next_grows, "grown")), named="still"),)))
AWAY = generalise(
    M, induction(n, 0, grows, base=(have(b[0] + 0*(b[0]/(1 + M**2)**2) <= b[0]).named("start"), have(replace(grows, {n: term(0)}), "start")),
                 step=STEP).named("grows"),
    at("second coordinate", k=term(0)).named("start"), part("start", 1).named("b_0 > 0"),
    have(lt(0, b[0]/(1 + M**2)**2), "b_0 > 0").named("increment"),
    archimedes(M, b[0]/(1 + M**2)**2, using=("increment",)).named("enough"), obtain(
        "enough", n, at("grows", n=n).named("either"),
        by_cases("either", (have(M <= b[n], "case"),), (have(M <= b[n], "case", "obtained", "b_0 > 0"),)).named("beyond"),
        at("later", n=n).named("from n"),
        generalise(k, at("from n", "late", j=k - n).named("later still"), have(M <= b[k], "beyond", "later still"), late=n <= k).named("tail"),
        witness(exists(n, forall(k, M <= b[k], n <= k)), "tail", n=n))).named("away")

long_stay = Theorem(
    "gd_long_stay", "Gradient descent can go near a stationary point, stay for long, and bounce away", SOURCE, hypotheses=HYPOTHESES,
    ids=("004-026",), claim=both(near, diverges(b[k], k)), proof=(*STEPS, NEAR, FLIGHT, LATER, AWAY, combine("near", "away")),
    example={"a": half(k), "b": [Q(1, 8)], "m": 1, "T": 2},
    readings=("'can': this loss shows it, with the step size 1/2 = 1/beta, for all m and T", "near: within 2^-m of the stationary point in each "
              "weight, from the step m to the step T; the start is at distance 1 or more", "bounce away: the second weight tends to infinity",
              "how long other losses can keep it near is the cited paper's theorem"))
