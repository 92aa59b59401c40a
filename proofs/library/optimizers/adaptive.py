"""AdaGrad and RMSprop, a coordinate at a time. Arora et al., Theory of Deep Learning, chapter 4, section 4.5.

Legend: w[t] a coordinate of the iterates, g[t] of the gradients, S(t) the sum of the squares of the gradients up to the t-th (A[k]
its members when gradients are counted from 0),
s[t] a moving average of them, eta learning rate, gamma_0 its decay, eps a constant for stability.
"""

from proofs.language import (
    Q, both, eq, exists, forall, index, lt, nonnegative, norm, piecewise, positive, positive_index, real, real_sequence, sqrt, total,
)
from proofs.steps import archimedes, at, branch, contradiction, deny, generalise, have, induction, obtain, opposite, root, roots, split_sum, witness
from proofs.theorem import Definition, Theorem
from proofs.words import converges, diverges

w, g = real_sequence("w"), real_sequence("g")
s = real_sequence("s", ">= 0")
A = real_sequence("A")
eta, eps, epsilon = positive("eta eps epsilon")
decay, = nonnegative("gamma")
i, k, n = index("i k n")
t, = positive_index("t")
m, = real("m")
SOURCE = "Theory of Deep Learning, section 4.5"
COORDINATE = "w, g: one coordinate of the weights and of the gradients; the others behave alike"


def S(t):
    return total(g[i]**2, i, 1, t)


adagrad = Theorem(
    "adagrad", "AdaGrad", SOURCE, hypotheses={}, ids=("001-062",), definition=Definition.UPDATE_RULE, expect="DEFINITION",
    claim=forall(k, eq(w[k + 1], w[k] - eta/sqrt(S(k))*g[k]), 1 <= k),
    source_form=forall(n, eq(w[n + 1], w[n] - eta*g[n]/sqrt(total(g[k]**2, k, 1, n))), 1 <= n),
    readings=(COORDINATE, "'all past squared gradients': the current one included, as in Duchi, Hazan and Singer 2011 (Figure 1, with delta = 0)",
              "the text prints no formula; sections 4.6.4 and 4.6.5 take other ranges of the sum"))

DEFINED = {"defined": lt(0, S(t))}
GROWS = (split_sum(S(t + 1)).named("last"), have(S(t) <= S(t + 1), "last").named("grows"))
ROOTS = (
    roots(sqrt(S(t)) <= sqrt(S(t + 1)), "grows").named("roots"), root(S(t)).named("root"),
    deny(sqrt(S(t)) <= 0, have(0 <= sqrt(S(t))).named("sign"), have(S(t) <= 0, "denied", "sign", "root").named("no sum"), contradiction("no sum", "defined")).named("not 0"),
    opposite("not 0").named("positive"), have(lt(0, sqrt(S(t + 1))), "positive", "roots").named("positive later"))

sum_grows = Theorem(
    "adagrad_sum_grows", "The accumulated sum only grows", SOURCE, hypotheses={}, ids=("001-063",), claim=S(t) <= S(t + 1),
    proof=GROWS[:1], using=("last",), readings=("grows: does not decrease", COORDINATE))

rate_decreases = Theorem(
    "adagrad_rate_decreases", "The learning rate decreases monotonically", SOURCE, hypotheses=DEFINED, ids=("001-063",),
    claim=eta/sqrt(S(t + 1)) <= eta/sqrt(S(t)), proof=(*GROWS, *ROOTS), using=("roots", "positive", "positive later"),
    readings=("decreases: does not increase", "the rate at step t is defined: some gradient so far is not 0", COORDINATE),
    example={"g": 1, "eta": 1, "t": 1})

rate_strictly_decreases = Theorem(
    "adagrad_rate_strictly_decreases", "The learning rate decreases strictly in every step", SOURCE, hypotheses=DEFINED, ids=("001-063",),
    alternative=True,
    claim=eta/sqrt(S(t + 1)) < eta/sqrt(S(t)), expect="REFUTED", repaired=rate_decreases,
    readings=("g: one coordinate of the gradients", "decreases: becomes smaller at every step",),
    model={"g": piecewise(k <= 1, 1, 0), "eta": 1, "t": 1})

LATER = piecewise(k + 1 <= 0, 1, 0)  # the gradient after the first step, where the first one has led to the minimum
SUM = {"sum": forall(k, eq(A[k + 1], A[k] + g[k + 1]**2)), "start": eq(A[0], g[0]**2), "defined": lt(0, A[0])}
NEAR = exists(n, forall(k, norm(eta/sqrt(A[k])) <= epsilon, n <= k))
POSITIVE = induction(
    k, 0, lt(0, A[k]), base=(have(lt(0, A[0]), "defined"),),
    step=(at("sum", k=k).named("next"), have(lt(0, A[k + 1]), "next", "hypothesis")))

rate_vanishes_if_sum_diverges = Theorem(
    "adagrad_rate_vanishes_if_sum_diverges", "The learning rate tends to 0 if the sum of the squared gradients diverges", SOURCE,
    hypotheses=SUM | {"diverges": diverges(A[k], k)}, claim=converges(eta/sqrt(A[k]), k, 0),
    proof=(POSITIVE.named("positive"), generalise(
        epsilon, at("diverges", m=eta**2/epsilon**2).named("tail"), obtain("tail", n, generalise(
            k, at("obtained", k=k).named("large"), at("positive", k=k).named("A"), root(A[k], using=("A",)).named("root"),
            roots(eta/epsilon <= sqrt(A[k]), "large", "root").named("root is large"),
            have(lt(0, eta/epsilon), "sign of epsilon").named("ratio"), have(lt(0, sqrt(A[k])), "ratio", "root is large").named("root > 0"),
            have(norm(eta/sqrt(A[k])) <= epsilon, "root is large", "root > 0", "sign of epsilon"), above=n <= k).named("small"),
            witness(NEAR, "small", n=n)))),
    readings=("A[k]: the sum of the squares of g[0], ..., g[k]", "gradients counted from 0", COORDINATE),
    example={"A": k + 1, "g": 1, "eta": 1, "proofs": {"diverges": (generalise(m, archimedes(m, 1).named("enough"), obtain(
        "enough", n, generalise(k, have(m <= k + 1, "obtained", "above"), above=n <= k).named("tail"),
        witness(exists(n, forall(k, m <= k + 1, n <= k)), "tail", n=n))),)}})

rate_vanishes = Theorem(
    "adagrad_rate_vanishes", "The learning rate eventually becomes infinitesimally small", SOURCE, hypotheses=SUM, ids=("001-064",),
    claim=converges(eta/sqrt(A[k]), k, 0), expect="REFUTED", repaired=rate_vanishes_if_sum_diverges,
    model={"g": piecewise(k <= 0, 1, 0), "A": 1, "eta": 1, "witnesses": {"epsilon": Q(1, 2), "k": n},
           "proofs": {"sum": (have(lt(0, k + 1), "condition 1").named("later"), branch(LATER, using=("later",)).named("none"),
                              have(eq(1, 1 + LATER**2), "none"))}},
    readings=("A[k]: the sum of the squares of g[0], ..., g[k]", "eventually infinitesimally small: tends to 0",
              "gradients counted from 0; the first is not 0, so that the rate is defined",
              COORDINATE))

s_step = eq(s[t], decay*s[t - 1] + (1 - decay)*g[t]**2)
rmsprop = Theorem(
    "rmsprop", "RMSprop", SOURCE, hypotheses={}, ids=("001-065",), definition=Definition.UPDATE_RULE, expect="DEFINITION",
    claim=both(s_step, eq(w[t + 1], w[t] - eta/(sqrt(s[t]) + eps)*g[t])),
    source_form=both(eq(s[t], (1 - decay)*g[t]**2 + decay*s[t - 1]), eq(w[t + 1], w[t] - eta*g[t]/(sqrt(s[t]) + eps))),
    readings=("s: a moving average of the squares of g", COORDINATE,
              "Hinton, Coursera lecture 6e, with decay 0.9; the place of eps is that of common libraries"))

rmsprop_adapts = Theorem(
    "rmsprop_rate_can_grow", "The learning rate of RMSprop can adapt and not just decrease", SOURCE, hypotheses={"average": s_step},
    ids=("001-065",), claim=eta/(sqrt(s[t - 1]) + eps) < eta/(sqrt(s[t]) + eps), existence=True,
    model={"s": (2 - k)**2, "g": 0, "gamma": Q(1, 4), "eta": 1, "eps": 1, "t": 1}, readings=("s: a moving average of the squares of g", COORDINATE,))
