"""What a step of Newton's method costs. Arora et al., Theory of Deep Learning, chapter 4, section 4.1.2.

Legend: d the number of parameters, i, j places in the matrix, p pivots, r other rows,
cost[d] the operations for one entry of the Hessian, C a bound on them.
"""

from proofs.language import exists, forall, index, nonnegative, positive_index, prose, real_sequence, total
from proofs.library.limits.constant_sum import constant_sum
from proofs.steps import archimedes, at, cite, generalise, have, obtain, witness
from proofs.theorem import NotCheckable, Theorem
from proofs.words import big_o

d, = positive_index("d")
i, j, k, p, r = index("i j k p r")
cost, (C,) = real_sequence("cost"), nonnegative("C")
SOURCE = "Theory of Deep Learning, section 4.1.2, 'The Catch'"

POSITIVE = {"operations": forall(d, 0 < cost[d])}
WORK = big_o(d**2*cost[d], d**2, d)
bounded_cost = Theorem(
    "hessian_work_bounded_entries", "Computing the Hessian, if no entry costs more than C operations", SOURCE, ids=("001-019",), alternative=True,
    hypotheses=POSITIVE | {"entries": forall(d, cost[d] <= C)}, claim=WORK, example={"cost": 2, "C": 2},
    proof=(generalise(d, at("entries", d=d).named("an entry"), have(d**2*cost[d] <= C*d**2, "an entry")).named("for every d"),
           witness(WORK.formula, "for every d", C=C)),
    readings=("an entry costs a bounded number of operations, whatever d is",))
computing = Theorem(
    "hessian_work", "Computing the Hessian", SOURCE, hypotheses=POSITIVE, ids=("001-019",), claim=WORK, expect="REFUTED", repaired=bounded_cost,
    readings=("work: operations, cost[d] > 0 for each of the d^2 entries; the text does not say what an entry costs",
              "the counterexample has cost[d] = d + 1, as for linear regression on d + 1 data points, where the entry (i, j) is a sum of d + 1 products"),
    model={"cost": k + 1, "proofs": {"claim": (generalise(C, archimedes(C, 1).named("large"), obtain(
        "large", d, have(C*d**2 < d**2*(d + 1), "obtained", "obtained.1").named("beyond"),
        witness(exists(d, C*d**2 < d**2*(d + 1)), "beyond", "obtained.1", d=d))),)}})

ENTRIES = total(total(1, j, 1, d), i, 1, d)
storing = Theorem(
    "hessian_memory", "Storing the Hessian", SOURCE, hypotheses={}, ids=("001-020",),
    claim=big_o(ENTRIES, d**2, d),
    proof=(generalise(d, cite(constant_sum, c=1, n=d).named("a row"), cite(constant_sum, c=total(1, j, 1, d), n=d).named("all rows"),
                      have(ENTRIES <= 1*d**2, "a row", "all rows")).named("for every d"),
           witness(big_o(ENTRIES, d**2, d).formula, "for every d", C=1)),
    readings=("memory is counted in numbers: one for each place (i, j) of the matrix",))

PIVOT = 2*d + total(4*d, r, 1, d - 1)
OPERATIONS = total(PIVOT, p, 1, d)
inverting = Theorem(
    "hessian_inversion", "Inverting the Hessian", SOURCE, hypotheses={}, ids=("001-021",),
    claim=big_o(OPERATIONS, d**3, d),
    proof=(generalise(d, cite(constant_sum, c=4*d, n=d - 1).named("other rows"), cite(constant_sum, c=PIVOT, n=d).named("all pivots"),
                      have(OPERATIONS <= 4*d**3, "other rows", "all pivots", "sign of d")).named("for every d"),
           witness(big_o(OPERATIONS, d**3, d).formula, "for every d", C=4)),
    readings=("operations are counted: additions, multiplications and divisions of numbers, whatever their size",
              "by elimination (Gauss and Jordan) on the matrix beside the unit matrix: for each of the d pivots the 2 d numbers of its row are "
              "divided, and from each of the d - 1 other rows a multiple of it is subtracted, 4 d operations",
              "the Hessian is invertible, since it is inverted"))

quasi_newton = Theorem(
    "quasi_newton", "Quasi-Newton methods", SOURCE, hypotheses={}, ids=("001-023",), expect="NOT_CHECKABLE",
    claim=prose("Quasi-Newton methods (like BFGS and L-BFGS) approximate the inverse Hessian iteratively without ever forming the full matrix, "
                "offering a compromise between the speed of second-order methods and the efficiency of first-order methods"),
    not_checkable=NotCheckable.CITATION,
    reason="The methods are named and not stated, and no sense is given in which they approximate; BFGS does store a dense matrix, L-BFGS does not.")
