"""The sum of n equal terms.

Legend: c the term, n their number.
"""

from proofs.language import eq, index, real, total
from proofs.steps import at, have, induction, split_sum
from proofs.theorem import Theorem

c, = real("c")
i, m, n = index("i m n")


def same(m):
    return total(c, i, 1, m)


constant_sum = Theorem(
    "constant_sum", "n equal terms add up to n times the term", "by induction", hypotheses={}, claim=eq(same(n), n*c),
    proof=(induction(m, 0, eq(same(m), m*c), base=(have(eq(same(0), 0*c)),),
                     step=(split_sum(same(m + 1)).named("last"), have(eq(same(m + 1), (m + 1)*c), "last", "hypothesis"))).named("every number"),
           at("every number", m=n).named("n terms")))
