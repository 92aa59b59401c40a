"""How often an item is in the mini-batches of K of N items.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Mini-batch stochastic gradient" (both versions).
Legend: N items, batches of K, i, j items, s[i], v[i] a number and a vector for every item, T the sum over all batches of the sums
over their members, S the sum over all items.
"""

from proofs.language import (
    batch_total, binomial, eq, forall, implies, index, integer, lt, members, positive_index, real_sequence, sequence, total,
)
from proofs.steps import (
    antisymmetry, apply, at, batches_empty, batches_step, binomial_end, by_cases, cite, generalise, have, induction, pascal,
    split_sum, suppose,
)
from proofs.theorem import Theorem

N, K, j = positive_index("N K j")
i, n = index("i n")
k, = integer("k")
s, v = real_sequence("s"), sequence("v")
SOURCE = "Stochastic Gradient Descent, Mini-batch stochastic gradient"
GRAHAM = "Graham, Knuth, Patashnik, Concrete Mathematics, (5.6)"


def T(a, n, k): return batch_total(a[i], i, n, k)
def S(a, n): return total(a[i], i, 1, n)


def identity(a):
    """Induction on n for all k at once: the batches without n + 1, and those with it."""
    return (induction(
        n, 1, forall(k, eq(T(a, n, k), binomial(n - 1, k - 1)*S(a, n))),
        base=(generalise(k, batches_step(T(a, 1, k)).named("step"), batches_empty(T(a, 0, k)).named("none"),
                         batches_empty(T(a, 0, k - 1)).named("none before"),
                         have(eq(T(a, 1, k), binomial(1 - 1, k - 1)*S(a, 1)), "step", "none", "none before")),),
        step=(generalise(k, at("hypothesis", k=k).named("without"), at("hypothesis", k=k - 1).named("with"),
                         batches_step(T(a, n + 1, k)).named("step"), split_sum(S(a, n + 1)).named("last"),
                         pascal(n, k - 1).named("Pascal"),
                         have(eq(T(a, n + 1, k), binomial(n + 1 - 1, k - 1)*S(a, n + 1)), "without", "with", "step", "last", "Pascal")),)
    ).named("for all"), at("for all", n=N).named("at N"), at("at N", k=K))


batch_sums = Theorem(
    "batch_sums", "Over all batches every item is counted binom(N-1, K-1) times", SOURCE, hypotheses={},
    claim=eq(T(s, N, K), binomial(N - 1, K - 1)*S(s, N)), proof=identity(s))

batch_sums_of_vectors = Theorem(
    "batch_sums_of_vectors", "Over all batches every vector is counted binom(N-1, K-1) times", SOURCE, hypotheses={},
    claim=eq(T(v, N, K), binomial(N - 1, K - 1)*S(v, N)), proof=identity(v))

nothing = generalise(k, by_cases(
    lt(0, k),
    (binomial_end(0, k, "above", using=("case",)).named("beyond"), have(eq(k*binomial(0, k), 0), "beyond")),
    (by_cases(lt(k, 0), (binomial_end(0, k, "below", using=("sign",)).named("beyond"), have(eq(k*binomial(0, k), 0), "beyond")),
              (antisymmetry(eq(k, 0), "case", "sign").named("zero"), have(eq(k*binomial(0, k), 0), "zero")), named="sign"),)))

absorption = Theorem(
    "absorption", "K binom(N, K) = N binom(N-1, K-1)", GRAHAM, hypotheses={}, claim=eq(K*binomial(N, K), N*binomial(N - 1, K - 1)),
    proof=(
        nothing.named("of nothing"),
        induction(
            n, 1, forall(k, eq(k*binomial(n, k), n*binomial(n - 1, k - 1))),
            base=(generalise(k, pascal(1, k).named("Pascal"), at("of nothing", k=k).named("here"),
                             at("of nothing", k=k - 1).named("before"),
                             have(eq(k*binomial(1, k), 1*binomial(1 - 1, k - 1)), "Pascal", "here", "before")),),
            step=(generalise(k, at("hypothesis", k=k).named("same"), at("hypothesis", k=k - 1).named("one less"),
                             pascal(n + 1, k).named("Pascal"), pascal(n, k - 1).named("Pascal below"),
                             have(eq(k*binomial(n + 1, k), (n + 1)*binomial(n + 1 - 1, k - 1)),
                                  "same", "one less", "Pascal", "Pascal below")),)).named("for all"),
        at("for all", n=N).named("at N"), at("at N", k=K)))

WITHIN = {"within": K <= N}

pairs = Theorem(
    "batches_of_2_of_4", "For N = 4 and K = 2 the batches are the six listed", SOURCE, hypotheses={}, ids=("000-009", "003-009"),
    claim=eq(T(s, 4, 2), (s[1] + s[2]) + (s[1] + s[3]) + (s[1] + s[4]) + (s[2] + s[3]) + (s[2] + s[4]) + (s[3] + s[4])),
    readings=("the sums over the listed batches, for any numbers s[i], are the sums over all batches",))

ones = Theorem(
    "sum_of_ones", "A sum of N ones is N", GRAHAM, hypotheses={}, claim=eq(total(1, i, 1, N), N),
    proof=(induction(n, 0, eq(total(1, i, 1, n), n), base=(have(eq(total(1, i, 1, 0), 0)),),
                     step=(split_sum(total(1, i, 1, n + 1)).named("last"),
                           have(eq(total(1, i, 1, n + 1), n + 1), "last", "hypothesis"))).named("for all"), at("for all", n=N)))

number = Theorem(
    "number_of_batches", "There are binom(N, K) batches", SOURCE, hypotheses=WITHIN, ids=("000-010", "003-010"),
    example={"N": 4, "K": 2}, claim=eq(batch_total(1, i, N, K)/K, binomial(N, K)),
    proof=(cite(batch_sums, s=members(1, i)).named("members"), cite(absorption).named("absorption"), cite(ones).named("items"),
           have(eq(batch_total(1, i, N, K), K*binomial(N, K)), "members", "absorption", "items").named("product")),
    using=("product",),
    readings=("a batch has K members, so the batches are counted by all their members divided by K",))

MARK = {"marked": eq(s[j], 1), "before": forall(i, eq(s[i], 0), i >= 1, i < j), "item": j <= N,
        "after": forall(i, eq(s[i], 0), j < i, i <= N)}

occurrences = Theorem(
    "batches_of_an_item", "Each item is in binom(N-1, K-1) batches", SOURCE, hypotheses=WITHIN | MARK, ids=("000-010", "003-010"),
    example={"N": 4, "K": 2, "j": 2, "s": (0, 1, 0, 0), "from": 1}, claim=eq(T(s, N, K), binomial(N - 1, K - 1)),
    proof=(
        induction(n, 0, implies(n < j, eq(S(s, n), 0)), base=(suppose(lt(0, j), have(eq(S(s, 0), 0))),),
                  step=(suppose(n + 1 < j, apply("hypothesis").named("so far"), at("before", i=n + 1).named("not marked"),
                                split_sum(S(s, n + 1)).named("last"), have(eq(S(s, n + 1), 0), "so far", "not marked", "last")),)
                  ).named("up to j"),
        at("up to j", n=j - 1).named("before j if"), apply("before j if").named("before j"), split_sum(S(s, j)).named("at j"),
        induction(n, j, implies(n <= N, eq(S(s, n), 1)),
                  base=(suppose(j <= N, have(eq(S(s, j), 1), "before j", "at j", "marked")),),
                  step=(suppose(n + 1 <= N, apply("hypothesis").named("so far"), at("after", i=n + 1).named("not marked"),
                                split_sum(S(s, n + 1)).named("last"), have(eq(S(s, n + 1), 1), "so far", "not marked", "last")),)
                  ).named("from j on"),
        at("from j on", n=N).named("all if"), apply("all if").named("one"), cite(batch_sums).named("count")),
    using=("one", "count"),
    readings=("s marks item j: T is the number of batches with j in them",))
