"""Under the PL condition the gradient grows at least as the square root of the gap. Hegde, Foundations of Deep Learning, chapter 4.

Legend: L loss, alpha the PL constant, u a point, L_opt the optimal value.
"""

from proofs.classes import polyak_lojasiewicz
from proofs.language import Q, coordinate, function, grad, infimum, norm, positive, real, sqrt, vector
from proofs.steps import at, root, roots
from proofs.steps import infimum as infimum_of
from proofs.theorem import Theorem

L = function("L")
alpha, = positive("alpha")
u, = vector("u")
L_opt, = real("L_opt")

gradient_growth = Theorem(
    "pl_gradient_growth", "The gradient grows at least as the root of the gap",
    "Foundations of Deep Learning, chapter 4, after the definition of PL", ids=("004-046",),
    hypotheses={"PL": polyak_lojasiewicz(L, alpha, L_opt), "optimum": infimum(L, L_opt)},
    claim=sqrt(2*alpha)*sqrt(L(u) - L_opt) <= norm(grad(L)(u)),
    proof=(at("PL", x=u).named("PL at u"), infimum_of("optimum").named("lower bound"), at("lower bound", x=u).named("gap"),
           root(2*alpha).named("root of 2 alpha"), root(L(u) - L_opt, using=("gap",)).named("root of the gap"),
           roots(sqrt(2*alpha)*sqrt(L(u) - L_opt) <= norm(grad(L)(u)), "PL at u", "root of 2 alpha", "root of the gap").named("roots")),
    example={"L": coordinate(1)**2/2 + coordinate(2)**2/4, "alpha": Q(1, 2), "u": [1, 1], "L_opt": 0},
    readings=("alpha > 0: the constant of the PL condition", "L_opt is the infimum of L", "'more precisely': the first sentence, "
              "that the gradient is large far above the optimum, means this bound"))
