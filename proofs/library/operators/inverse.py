"""The inverse of a self-adjoint operator. Legend: A an operator, B its inverse, u a vector."""

from proofs.classes import inverse_of
from proofs.language import eq, operator, sq, vector
from proofs.steps import at, have, same_point
from proofs.theorem import Theorem

A, B = operator("A"), operator("B")
u, = vector("u")
d = A(B(u)) - u

other_side = Theorem(
    "inverse_other_side", "A left inverse among self-adjoint operators is a right inverse", "Axler, Linear Algebra Done Right, 3.68",
    hypotheses={"inverse": inverse_of(B, A)}, claim=eq(A(B(u)), u),
    example={"A": [[2, 1], [1, 1]], "B": [[1, -1], [-1, 2]], "u": [1, 2]},
    proof=(at("inverse", v=d).named("at the difference"), have(sq(d) <= 0, "at the difference").named("nothing"),
           same_point(A(B(u)), u, "nothing")))
