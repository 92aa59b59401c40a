"""The quadratic upper bound is tight. Arora et al., Theory of Deep Learning, chapter 4, section 4.1.3.

Legend: as in the quadratic upper bound; u the point w_t of the text.
"""

from proofs.classes import lipschitz_gradient
from proofs.language import coordinate, dot, eq, forall, grad, lt, sq
from proofs.library.smoothness.quadratic_upper_bound import L, f, quadratic_upper_bound, u, w
from proofs.theorem import Theorem

SOURCE = "Theory of Deep Learning, section 4.1.3"
SMOOTH = {"smooth": lipschitz_gradient(f, L)}
bound = f(u) + dot(grad(f)(u), w - u) + L/2*sq(w - u)

tight = Theorem(
    "quadratic_upper_bound_tight", "The quadratic upper bound is tight", SOURCE, hypotheses=SMOOTH, ids=("001-026",), existence=True,
    claim=forall((w, u), eq(f(w), bound)), model={"f": coordinate(1)**2/2 + coordinate(2)**2/2, "L": 1, "w": [1, 1]},
    readings=("L > 0: a smoothness constant", "tight: some L-smooth function attains the bound, (L/2) |x|^2 at all points"))

tight_for_each = Theorem(
    "quadratic_upper_bound_tight_for_each", "The quadratic upper bound is tight for every function and away from w_t", SOURCE,
    ids=("001-026",), alternative=True,
    hypotheses=SMOOTH | {"apart": lt(0, sq(w - u))}, claim=eq(f(w), bound), expect="REFUTED", repaired=quadratic_upper_bound,
    readings=("L > 0: a smoothness constant", "tight: every L-smooth function attains the bound, at points other than w_t"),
    model={"f": coordinate(1)**2/4, "L": 1, "w": [1], "u": [0]})
