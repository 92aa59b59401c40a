"""The harmonic series diverges, and the series of inverse squares is at most 2. Rudin, Principles of Mathematical Analysis, 3.28.

Legend: H(n) = 1 + 1/2 + ... + 1/n, R(n) = 1 + 1/4 + ... + 1/n^2; a block of n terms after the n-th adds at least 1/2 to H.
"""

from proofs.language import Q, eq, exists, forall, index, le, lt, positive_index, real, total
from proofs.steps import archimedes, at, generalise, have, induction, obtain, split_sum, witness
from proofs.theorem import Theorem
from proofs.words import diverges

SOURCE = "Rudin, Principles of Mathematical Analysis, 3.28"
i, j, k, n, N, M = index("i j k n N M")
m, = real("m")
T, = positive_index("T")


def H(n):
    return total(1/i, i, 1, n)


def R(n):
    return total(1/i**2, i, 1, n)


POSITIVE = (have(lt(0, n + j), "above", "range").named("n+j"), have(lt(0, n + j + 1), "n+j").named("n+j+1"))
BLOCKS = generalise(n, induction(
    j, 0, H(n) + j/(n + j) <= H(n + j), base=(have(H(n) + 0/(n + 0) <= H(n + 0), "above"),),
    step=(split_sum(H(n + j + 1), using=("range", "above")).named("last"), *POSITIVE,
          have(j/(n + j + 1) <= j/(n + j), "range", "n+j", "n+j+1").named("smaller"),
          have(H(n) + (j + 1)/(n + j + 1) <= H(n + j + 1), "hypothesis", "last", "smaller", "n+j+1"))), above=1 <= n)
DOUBLING = generalise(n, at("blocks", n=n).named("from n"), at("from n", j=n).named("a block"), have(eq(n/(n + n), Q(1, 2)), "above").named("1/2"),
                      have(H(n) + Q(1, 2) <= H(n + n), "a block", "1/2"), above=1 <= n)
MONOTONE = generalise(n, induction(
    j, 0, H(n) <= H(n + j), base=(have(H(n) <= H(n + 0)),),
    step=(split_sum(H(n + j + 1), using=("range", "above")).named("last"), *POSITIVE,
          have(lt(0, 1/(n + j + 1)), "n+j+1").named("term"), have(H(n) <= H(n + j + 1), "hypothesis", "last", "term"))), above=1 <= n)


def large(M):
    return exists(N, le(Q(1, 2)*M, H(N)), 1 <= N)


harmonic_series = Theorem(
    "harmonic_series", "The harmonic series diverges", SOURCE, hypotheses={}, claim=diverges(H(k), k),
    proof=(
        BLOCKS.named("blocks"), DOUBLING.named("doubling"), MONOTONE.named("monotone"),
        induction(M, 0, large(M), base=(witness(large(0), N=1),),
                  step=(obtain("hypothesis", N, at("doubling", n=N).named("next"), witness(large(M + 1), "obtained", "next", N=N + N)),)
                  ).named("growth"),
        generalise(m, archimedes(m, Q(1, 2)).named("enough"), obtain("enough", M, at("growth", M=M).named("at M"), obtain(
            "at M", N, at("monotone", n=N).named("from N"),
            generalise(k, at("from N", j=k - N).named("later"), have(m <= H(k), "obtained", "N", "later"), above=N <= k).named("tail"),
            witness(exists(n, forall(k, m <= H(k), n <= k)), "tail", n=N), named="N"))).named("all m")))

inverse_squares = Theorem(
    "inverse_squares", "The sum of the inverse squares is at most 2", SOURCE, hypotheses={}, claim=R(T) <= 2 - 1/T,
    proof=(induction(
        n, 1, R(n) <= 2 - 1/n, base=(have(R(1) <= 2 - Q(1, 1)),),
        step=(split_sum(R(n + 1), using=("range",)).named("last"), have(lt(0, n), "range").named("n"), have(lt(0, n + 1), "n").named("n+1"),
              have(1/(n + 1)**2 <= 1/n - 1/(n + 1), "n", "n+1").named("term"),
              have(R(n + 1) <= 2 - 1/(n + 1), "hypothesis", "last", "term"))).named("every n"),
        at("every n", n=T)))
