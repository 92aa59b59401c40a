"""What the eigenvalues of a self-adjoint operator say of it, and what it says of them.

Axler, Linear Algebra Done Right, chapter 7. Legend: A an operator, a, b, c - r and c + r bounds, L a bound of its norm,
lam an eigenvalue with the eigenvector v, u a vector.
"""

from proofs.classes import eigenvalues_at_least, eigenvalues_at_most, eigenvalues_between, loewner_above, loewner_below
from proofs.language import Q, dot, eq, forall, lt, norm, operator, positive, real, sq, vector
from proofs.steps import at, cauchy_schwarz, cite, combine, generalise, have, part, rayleigh, roots
from proofs.theorem import Theorem

A = operator("A")
a, b, c, lam = real("a b c lam")
L, r = positive("L r")
u, v = vector("u v")
SOURCE = "Axler, Linear Algebra Done Right, chapter 7"
PAIR = {"pair": eq(A(v), lam*v), "nonzero": lt(0, sq(v))}
EXAMPLE = {"A": [[1, 0], [0, -2]], "a": -2, "b": 1, "L": 2}

form_below = Theorem(
    "form_below", "A bound on every eigenvalue bounds the quadratic form", SOURCE, example=EXAMPLE,
    hypotheses={"eigenvalues": eigenvalues_at_most(A, b)}, claim=loewner_below(A, b), proof=(rayleigh("eigenvalues", A, b),))

form_above = Theorem(
    "form_above", "A lower bound on every eigenvalue bounds the quadratic form from below", SOURCE, example=EXAMPLE,
    hypotheses={"eigenvalues": eigenvalues_at_least(A, a)}, claim=loewner_above(A, a), proof=(rayleigh("eigenvalues", A, a),))

eigenvalue_below = Theorem(
    "eigenvalue_below", "A bound on the quadratic form bounds every eigenvalue", SOURCE, example=EXAMPLE,
    hypotheses={"form": loewner_below(A, b)}, claim=eigenvalues_at_most(A, b),
    proof=(generalise((lam, v), at("form", v=v).named("at v"), have(lam <= b, "at v", "pair", "nonzero"), **PAIR),))

eigenvalue_above = Theorem(
    "eigenvalue_above", "A lower bound on the quadratic form bounds every eigenvalue from below", SOURCE, example=EXAMPLE,
    hypotheses={"form": loewner_above(A, a)}, claim=eigenvalues_at_least(A, a),
    proof=(generalise((lam, v), at("form", v=v).named("at v"), have(a <= lam, "at v", "pair", "nonzero"), **PAIR),))

rest = A(u) - c*u

norm_bound = Theorem(
    "operator_norm", "An operator whose form lies between c - r and c + r is near c I", SOURCE,
    example={"A": [[1, 0], [0, -2]], "c": Q(-1, 2), "r": Q(3, 2)},
    hypotheses={"below": loewner_below(A, c + r), "above": loewner_above(A, c - r)},
    claim=forall(u, norm(A(u) - c*u) <= r*norm(u)),
    proof=(generalise(
        u,
        at("below", v=u + rest/r).named("at u + rest/r"), at("above", v=u - rest/r).named("at u - rest/r"),
        have(sq(rest) <= r**2*sq(u), "at u + rest/r", "at u - rest/r").named("squares"),
        roots(norm(rest) <= r*norm(u), "squares")),), readings=("r > 0: a radius",))

lipschitz = Theorem(
    "operator_lipschitz", "An operator between -L I and L I has norm at most L", SOURCE, example=EXAMPLE,
    hypotheses={"below": loewner_below(A, L), "above": loewner_above(A, -L)}, claim=forall(u, norm(A(u)) <= L*norm(u)),
    proof=(generalise(
        u,
        at("below", v=u + A(u)/L).named("at u + A(u)/L"), at("above", v=u - A(u)/L).named("at u - A(u)/L"),
        have(sq(A(u)) <= L**2*sq(u), "at u + A(u)/L", "at u - A(u)/L").named("squares"),
        roots(norm(A(u)) <= L*norm(u), "squares")),), readings=("L > 0: a bound",))

norm_from_eigenvalues = Theorem(
    "norm_from_eigenvalues", "Eigenvalues in [-L, L]: the norm is at most L", SOURCE, example=EXAMPLE,
    hypotheses={"eigenvalues": eigenvalues_between(A, -L, L)}, claim=forall(u, norm(A(u)) <= L*norm(u)),
    proof=(
        generalise((lam, v), at("eigenvalues", lam=lam, v=v).named("both"), part("both", 2), **PAIR).named("at most"),
        generalise((lam, v), at("eigenvalues", lam=lam, v=v).named("both"), part("both", 1), **PAIR).named("at least"),
        rayleigh("at most", A, L).named("below"), rayleigh("at least", A, -L).named("above"),
        cite(lipschitz)), readings=("L > 0: a bound",))

eigenvalues_from_norm = Theorem(
    "eigenvalues_from_norm", "A norm of at most L: eigenvalues in [-L, L]", SOURCE, example=EXAMPLE,
    hypotheses={"norm": forall(u, norm(A(u)) <= L*norm(u))}, claim=eigenvalues_between(A, -L, L),
    proof=(generalise(
        (lam, v),
        at("norm", u=v).named("at v"), cauchy_schwarz(v, A(v)).named("above"), cauchy_schwarz(-v, A(v)).named("below"),
        have(dot(v, A(v)) <= L*sq(v), "above", "at v").named("form above"),
        have(-L*sq(v) <= dot(v, A(v)), "below", "at v").named("form below"),
        have(-L <= lam, "form below", "pair", "nonzero").named("low"),
        have(lam <= L, "form above", "pair", "nonzero").named("high"), combine("low", "high"), **PAIR),),
    readings=("L > 0: a bound",))
