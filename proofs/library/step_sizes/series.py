"""Step sizes whose sum is infinite: by comparison with the harmonic series, and against the sum of their squares.

Legend: a step sizes, S(n), R(n) the sums of a[0], ..., a[n] and of their squares, H the harmonic sums, c > 0 a constant.
"""

from proofs.language import exists, forall, index, le, lt, norm, positive, real, real_sequence, total
from proofs.library.limits.comparison import inverse
from proofs.library.limits.harmonic_series import H, harmonic_series
from proofs.steps import at, cite, generalise, have, induction, obtain, split_sum, witness
from proofs.theorem import Theorem
from proofs.words import converges, diverges

a = real_sequence("a")
c, = positive("c")
m, = real("m")
i, j, k, n, N, M = index("i j k n N M")
TEXT = "Rudin, Principles of Mathematical Analysis, 3.25"


def S(n):
    return total(a[i], i, 0, n)


def R(n):
    return total(a[i]**2, i, 0, n)


def large(term):
    return exists(n, forall(k, m <= term, n <= k))


harmonic_comparison = Theorem(
    "harmonic_comparison", "What is at least c/(k + 1) has an infinite sum", TEXT,
    readings=("a[k]: the terms of the sum",), hypotheses={"below": forall(k, c/(k + 1) <= a[k])}, claim=diverges(S(k), k),
    proof=(
        cite(harmonic_series).named("harmonic"),
        induction(n, 0, c*H(n + 1) <= S(n), base=(at("below", k=0).named("first"), have(c*H(0 + 1) <= S(0), "first")),
                  step=(at("below", k=n + 1).named("term"), split_sum(S(n + 1), using=("range",)).named("last"),
                        split_sum(H(n + 1 + 1), using=("range",)).named("last inverse"), have(lt(0, n + 2), "range").named("n+2"),
                        have(c*H(n + 1 + 1) <= S(n + 1), "hypothesis", "term", "last", "last inverse", "n+2"))).named("sums"),
        generalise(m, at("harmonic", m=m/c).named("tail"), obtain(
            "tail", N, generalise(k, at("obtained", k=k + 1).named("H"), at("sums", n=k).named("S"), have(m <= S(k), "H", "S"),
                                  above=N <= k).named("large"),
            witness(large(S(k)), "large", n=N)))),
    example={"a": 1/(k + 1), "c": 1})

size = norm(m) + 1  # what the quotient has to reach
eps = 1/(2*size)
quotient_diverges = Theorem(
    "quotient_diverges", "If steps tend to 0, but not faster than c/(k + 1), their sum outgrows the sum of their squares", TEXT,
    readings=("a[k]: the steps",), hypotheses={"positive": forall(k, lt(0, a[k])), "null": converges(a[k], k, 0),
                                               "below": forall(k, c/(k + 1) <= a[k])},
    claim=diverges(S(k)/R(k), k),
    proof=(
        cite(harmonic_comparison).named("infinite sum"),
        induction(n, 0, lt(0, R(n)), base=(at("positive", k=0).named("a"), have(lt(0, R(0)), "a")),
                  step=(split_sum(R(n + 1), using=("range",)).named("last"), have(lt(0, R(n + 1)), "hypothesis", "last"))).named("squares"),
        generalise(
            m, have(lt(0, eps)).named("eps"), at("null", "eps", epsilon=eps).named("tail"), obtain(
                "tail", N,
                induction(
                    j, 0, R(N + j) <= R(N) + eps*S(N + j),
                    base=(induction(n, 0, le(0, S(n)), base=(at("positive", k=0).named("a"), have(le(0, S(0)), "a")),
                                    step=(split_sum(S(n + 1), using=("range",)).named("last"), at("positive", k=n + 1).named("a"),
                                          have(le(0, S(n + 1)), "hypothesis", "last", "a"))).named("sums"),
                          at("sums", n=N).named("S"), have(R(N + 0) <= R(N) + eps*S(N + 0), "S", "eps")),
                    step=(split_sum(S(N + j + 1), using=("range", "obtained.1")).named("last"),
                          split_sum(R(N + j + 1), using=("range", "obtained.1")).named("last square"),
                          at("positive", k=N + j + 1).named("a"), at("obtained", k=N + j + 1).named("small"),
                          have(a[N + j + 1] <= eps, "a", "small").named("at most eps"),
                          have(a[N + j + 1]**2 <= eps*a[N + j + 1], "a", "at most eps").named("square"),
                          have(R(N + j + 1) <= R(N) + eps*S(N + j + 1), "hypothesis", "last", "last square", "square"))).named("grown"),
                at("infinite sum", m=2*size*R(N)).named("far"), obtain(
                    "far", M,
                    generalise(k, at("grown", j=k - N).named("R"), at("from M", k=k).named("S"), at("squares", n=k).named("divisor"),
                               have(size*R(k) <= S(k), "R", "S").named("product"),
                               have(size <= S(k)/R(k), "product", "divisor").named("quotient"),
                               have(m <= S(k)/R(k), "quotient"), above=N + M <= k).named("large"),
                    witness(large(S(k)/R(k)), "large", "obtained.1", "from M.1", n=N + M), named="from M")))),
    example={"a": 1/(k + 1), "c": 1, "proofs": {"null": (inverse(1),)}})
