"""One of finitely many numbers is at most their mean.

Legend: a numbers, S(n) the sum of a[0], ..., a[n].
"""

from proofs.language import exists, index, real_sequence, total
from proofs.steps import at, by_cases, induction, obtain, split_sum, witness
from proofs.theorem import Theorem

a = real_sequence("a")
i, j, k, m, n = index("i j k m n")


def S(n):
    return total(a[k], k, 0, n)


def some(n):
    """A number among the first n + 1 that is at most their mean."""
    return exists(i, (n + 1)*a[i] <= S(n), i <= n)


below_mean = Theorem(
    "below_mean", "One of finitely many numbers is at most their mean", "a property of finite sums", hypotheses={}, claim=some(n),
    proof=(induction(
        m, 0, some(m), base=(witness(some(0), i=0),),
        step=(split_sum(S(m + 1)).named("last"), obtain("hypothesis", j, by_cases(
            a[m + 1] <= a[j],
            (witness(some(m + 1), "obtained", "case", "last", "range", i=m + 1),),
            (witness(some(m + 1), "obtained", "obtained.1", "case", "last", i=j),))))).named("every m"),
        at("every m", m=n).named("at n")))


def some_from_one(n):
    """One of the n numbers a[1], ..., a[n] that is at most their mean."""
    return exists(i, n*a[i] <= total(a[k], k, 1, n), 1 <= i, i <= n)


below_mean_from_one = Theorem(
    "below_mean_from_one", "One of finitely many numbers, counted from 1, is at most their mean", "a property of finite sums",
    hypotheses={"some": 1 <= n}, claim=some_from_one(n),
    proof=(induction(
        m, 1, some_from_one(m), base=(witness(some_from_one(1), i=1),),
        step=(split_sum(total(a[k], k, 1, m + 1), using=("range",)).named("last"), obtain("hypothesis", j, by_cases(
            a[m + 1] <= a[j],
            (witness(some_from_one(m + 1), "obtained", "case", "last", "range", i=m + 1),),
            (witness(some_from_one(m + 1), "obtained", "obtained.1", "obtained.2", "case", "last", i=j),))))).named("every m"),
        at("every m", "some", m=n).named("at n")), using=("at n",), example={"a": k, "n": 2})
