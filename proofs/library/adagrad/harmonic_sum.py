"""The AdaGrad harmonic sum, as printed and as it is true.

Arora et al., Theory of Deep Learning, chapter 4, in the proofs of Theorems 4.6.4 and 4.6.5.
Legend: v[t] gradients, g[t] stochastic gradients, h[t] one coordinate of them, G and sigma their bounds, T iterations.
"""

from proofs.language import (
    forall, index, log, lt, norm, positive, positive_index, real_sequence, sequence, sq, total,
)
from proofs.steps import at, have, induction, log_quotient, log_tangent, split_sum
from proofs.theorem import Theorem

g, v, h = sequence("g"), sequence("v"), real_sequence("h")
G, sigma = positive("G sigma")
T, t = positive_index("T t")
i, n = index("i n")
SOURCE = "Theory of Deep Learning, proof of Theorem 4.6.4"
SOURCE_DIAGONAL = "Theory of Deep Learning, proof of Theorem 4.6.5"
REALISED = "g[t], h[t]: the stochastic gradients and a coordinate of them, read as one realisation: the sum is claimed for every one"
FIRST = "a quotient 0/0 has no value, so the first term is not 0"


def S(a, k):
    """The sum of the squares of the first k members."""
    return total(sq(a[i]), i, 1, k)


def harmonic(a, k):
    return total(sq(a[t])/S(a, t), t, 1, k)


def bound(a, k):
    return 1 + log(S(a, k)/sq(a[1]))


def harmonic_proof(a):
    """Induction on n: the n+1st term is 1 - S_n/S_{n+1} <= log(S_{n+1}/S_n)."""
    return (
        induction(
            n, 1, lt(0, S(a, n)), base=(have(lt(0, S(a, 1)), "first"),),
            step=(split_sum(S(a, n + 1)).named("last square"), have(lt(0, S(a, n + 1)), "hypothesis", "last square"))
        ).named("positive sums"),
        induction(
            n, 1, harmonic(a, n) <= bound(a, n),
            base=(log_tangent(S(a, 1)/sq(a[1]), using=("first",)).named("unused"),
                  log_quotient(sq(a[1]), sq(a[1]), using=("first",)).named("log 1"),
                  have(harmonic(a, 1) <= bound(a, 1), "log 1")),
            step=(at("positive sums", n=n).named("S_n > 0"), at("positive sums", n=n + 1).named("S_n+1 > 0"),
                  split_sum(S(a, n + 1)).named("last square"), split_sum(harmonic(a, n + 1)).named("last term"),
                  log_tangent(S(a, n)/S(a, n + 1), using=("S_n > 0", "S_n+1 > 0")).named("tangent"),
                  log_quotient(S(a, n), S(a, n + 1), using=("S_n > 0", "S_n+1 > 0")).named("ratio"),
                  log_quotient(S(a, n), sq(a[1]), using=("S_n > 0", "first")).named("old"),
                  log_quotient(S(a, n + 1), sq(a[1]), using=("S_n+1 > 0", "first")).named("new"),
                  have(harmonic(a, n + 1) <= bound(a, n + 1),
                       "hypothesis", "last square", "last term", "tangent", "ratio", "old", "new", "S_n+1 > 0"))
        ).named("for every n"),
        at("for every n", n=T).named("at T"))


EXAMPLE = {"g": 2, "h": 2, "v": 1, "G": 2, "sigma": 3, "T": 3}
harmonic_sum = Theorem(
    "harmonic_sum", "The harmonic sum, as it is true", SOURCE, example=EXAMPLE, hypotheses={"first": lt(0, sq(g[1]))},
    claim=harmonic(g, T) <= bound(g, T), proof=harmonic_proof(g), using=("at T",), readings=(REALISED, FIRST))

coordinate_sum = Theorem(
    "harmonic_sum_coordinate", "The harmonic sum of a coordinate, as it is true", SOURCE_DIAGONAL,
    example=EXAMPLE, hypotheses={"first": lt(0, sq(h[1]))}, claim=harmonic(h, T) <= bound(h, T), proof=harmonic_proof(h), using=("at T",),
    readings=(REALISED, FIRST))

harmonic_printed = Theorem(
    "harmonic_sum_printed", "The harmonic sum, as printed", SOURCE, ids=("001-101",),
    example=EXAMPLE, hypotheses={"G": forall(t, norm(v[t]) <= G), "sigma": forall(t, sq(g[t]) <= sigma**2)},
    claim=harmonic(g, T) <= log(G*T), expect="REFUTED", repaired=harmonic_sum, reason="by the Harmonic series",
    readings=("v[t]: the gradients, g[t]: the stochastic gradients; G and sigma: bounds on their lengths", REALISED, "log GT is log(G T)"),
    model={"g": 1, "v": 1, "G": 1, "sigma": 1, "T": 1})

coordinate_printed = Theorem(
    "harmonic_sum_coordinate_printed", "The harmonic sum of a coordinate, as printed", SOURCE_DIAGONAL, ids=("001-113",),
    example=EXAMPLE, hypotheses={"sigma": forall(t, sq(h[t]) <= sigma**2)}, claim=harmonic(h, T) <= log(sigma**2*T), expect="REFUTED",
    repaired=coordinate_sum, reason="by the Harmonic series",
    readings=("sigma > 0: a bound", REALISED, "log sigma^2 T is log(sigma^2 T)"), model={"h": 1, "sigma": 1, "T": 1})


def shifted(k):
    return total(sq(h[t])/(S(h, t - 1) + sigma**2), t, 1, k)


denominators = Theorem(
    "harmonic_denominators", "The denominators of the diagonal case", SOURCE_DIAGONAL, ids=("001-112",),
    example=EXAMPLE, hypotheses={"sigma": forall(t, sq(h[t]) <= sigma**2), "first": lt(0, sq(h[1]))}, claim=shifted(T) <= harmonic(h, T),
    proof=(
        harmonic_proof(h)[0],
        induction(
            n, 1, shifted(n) <= harmonic(h, n),
            base=(at("sigma", t=1).named("bound"), have(shifted(1) <= harmonic(h, 1), "bound", "first")),
            step=(at("positive sums", n=n).named("S_n > 0"), at("positive sums", n=n + 1).named("S_n+1 > 0"),
                  at("sigma", t=n + 1).named("bound"), split_sum(S(h, n + 1)).named("last square"),
                  split_sum(shifted(n + 1)).named("left"), split_sum(harmonic(h, n + 1)).named("right"),
                  have(lt(0, S(h, n) + sigma**2), "S_n > 0").named("divisor"),
                  have(sq(h[n + 1])/(S(h, n) + sigma**2) <= sq(h[n + 1])/S(h, n + 1),
                       "bound", "last square", "divisor", "S_n+1 > 0").named("last terms"),
                  have(shifted(n + 1) <= harmonic(h, n + 1), "hypothesis", "left", "right", "last terms"))
        ).named("for every n"),
        at("for every n", n=T).named("at T")),
    using=("at T",), readings=("sigma^2 >= |g_t|^2 for every t, as displayed in the proof of Theorem 4.6.4", REALISED, FIRST))

denominators_second_moment = Theorem(
    "harmonic_denominators_second_moment", "The denominators, with sigma^2 the second moment only", SOURCE_DIAGONAL,
    ids=("001-112",), example=EXAMPLE, hypotheses={"first": lt(0, sq(h[1]))}, claim=shifted(T) <= harmonic(h, T), expect="REFUTED", alternative=True,
    repaired=denominators,
    readings=("h[t]: a coordinate of the stochastic gradients, read as one realisation",
              "sigma^2 is the second moment (4.11), which a realisation may exceed: 1 or 7 with probability 1/2 has sigma = 5",),
    model={"h": 7, "sigma": 5, "T": 1})
