"""What a step of Newton's method costs. Arora et al., Theory of Deep Learning, chapter 4, section 4.1.2.

Legend: d the number of parameters, i, j places in the matrix, p pivots, r other rows.
"""

from proofs.language import index, positive_index, prose, total
from proofs.library.limits.constant_sum import constant_sum
from proofs.steps import cite, generalise, have, witness
from proofs.theorem import NotCheckable, Theorem
from proofs.words import big_o

d, = positive_index("d")
i, j, p, r = index("i j p r")
SOURCE = "Theory of Deep Learning, section 4.1.2, 'The Catch'"

computing = Theorem(
    "hessian_work", "Computing the Hessian", SOURCE, hypotheses={}, ids=("001-019",), expect="NOT_CHECKABLE",
    claim=prose("For a model with d parameters, the Hessian is a d x d matrix, requiring O(d^2) work to compute"),
    not_checkable=NotCheckable.VAGUE,
    reason="No unit of work is given, nor what a loss or its gradient costs; d^2 entries must be written, but each may cost as much as reading "
           "all the data.")

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
