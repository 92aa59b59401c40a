"""Strong convexity implies the PL condition. Hegde, Foundations of Deep Learning, chapter 4.

Legend: L loss, alpha the constant, u, v points, L_opt the optimal value.
"""

from proofs.classes import polyak_lojasiewicz, strongly_convex
from proofs.language import Q, coordinate, function, grad, infimum, positive, real, sq, vector
from proofs.steps import at, generalise, have
from proofs.steps import infimum as infimum_of
from proofs.theorem import Definition, Theorem

L = function("L")
alpha, = positive("alpha")
u, v = vector("u v")
L_opt, = real("L_opt")

definition = Theorem(
    "polyak_lojasiewicz", "PL condition", "Foundations of Deep Learning, chapter 4, Definition (PL)", hypotheses={},
    claim=polyak_lojasiewicz(L, alpha, L_opt), ids=("004-045",), definition=Definition.CLASS, expect="DEFINITION",
    readings=("alpha > 0: the constant of the PL condition",))

EXAMPLE = {"L": coordinate(1)**2/2 + coordinate(2)**2/4, "alpha": Q(1, 2), "u": [1, 1], "v": [0, 1], "L_opt": 0}

strong_convexity = Theorem(
    "strong_convexity_implies_pl", "Strong convexity implies PL", "Foundations of Deep Learning, chapter 4, after the PL example",
    example=EXAMPLE, hypotheses={"strongly convex": strongly_convex(L, alpha), "optimum": infimum(L, L_opt)},
    claim=2*alpha*(L(u) - L_opt) <= sq(grad(L)(u)), ids=("004-049",),
    proof=(
        generalise(v, at("strongly convex", x=v, y=u).named("below"),
                   have(L(u) - sq(grad(L)(u))/(2*alpha) <= L(v), "below",
                        square=(grad(L)(u) + alpha*(v - u),))).named("lower bound"),
        infimum_of("optimum", lower_bound="lower bound").named("of the optimum")),
    using=("of the optimum",),
    readings=("alpha-strong convexity gives PL with the same alpha", "L_opt is the infimum of L"))
