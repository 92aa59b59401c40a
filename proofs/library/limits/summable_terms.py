"""The terms of a series with nonnegative terms and bounded partial sums tend to 0. Rudin, Principles of Mathematical Analysis, 3.23.

Legend: a terms, S(n) the sum of the first ones, C its bound; N an index up to which the sum is at least m epsilon.
"""

from proofs.language import exists, forall, index, le, norm, positive, real, real_sequence, total
from proofs.language import eq
from proofs.steps import archimedes, at, absurd, by_cases, generalise, have, induction, obtain, roots, split_sum, witness
from proofs.theorem import Theorem
from proofs.words import converges

a = real_sequence("a")
C, = real("C")
epsilon, = positive("epsilon")
i, j, k, m, n, N, M = index("i j k m n N M")


def S(n):
    return total(a[i], i, 0, n)


SMALL = exists(n, forall(k, norm(a[k]) <= epsilon, n <= k))
LARGE = exists(N, m*epsilon <= S(N))  # if no tail is below epsilon, the sums grow without bound

MONOTONE = generalise(n, induction(
    j, 0, S(n) <= S(n + j), base=(have(S(n) <= S(n + 0)),),
    step=(split_sum(S(n + j + 1), using=("range", "sign of n")).named("last"), at("nonnegative", k=n + j + 1).named("term"),
          have(S(n) <= S(n + j + 1), "hypothesis", "last", "term")))).named("monotone")

GROWTH = induction(
    m, 0, LARGE, base=(at("nonnegative", k=0).named("first"), witness(exists(N, 0*epsilon <= S(N)), "first", N=0)),
    step=(obtain("hypothesis", N, at("case", n=N + 1).named("a large term"), obtain(
        "a large term", k, at("nonnegative", k=k).named("term"),
        roots(eq(norm(a[k]), a[k]), "term").named("no sign"), at("monotone", n=N).named("from N"),
        at("from N", j=k - N - 1).named("grown"), split_sum(S(k), using=("k.1",)).named("last"),
        witness(exists(N, (m + 1)*epsilon <= S(N)), "N", "term", "no sign", "grown", "last", "k", N=k), named="k"), named="N"),))

summable_terms_vanish = Theorem(
    "summable_terms_vanish", "The terms of a convergent series tend to 0", "Rudin, Principles of Mathematical Analysis, 3.23",
    hypotheses={"nonnegative": forall(k, le(0, a[k])), "bounded": forall(n, S(n) <= C)},
    claim=converges(a[k], k, 0), example={"a": 0, "C": 0},
    proof=(MONOTONE, generalise(epsilon, by_cases(
        SMALL, (have(SMALL, "case"),),
        (GROWTH.named("growth"), archimedes(C + 1, epsilon, using=("sign of epsilon",)).named("enough"),
         obtain("enough", M, at("growth", m=M).named("at M"),
                obtain("at M", N, at("bounded", n=N).named("the bound"), absurd(SMALL, "obtained", "N", "the bound"), named="N"))),
    )).named("small")))
