"""The quadratic upper bound of an L-smooth function, by the integral argument.

Arora et al., Theory of Deep Learning, chapter 4, Problem 4.1.3 (4.9) and (4.10); Hegde, Foundations of Deep Learning,
chapter 4, Lemma. Legend: f objective, L smoothness constant, w, u points, s the position on the segment between them.
"""

from proofs.classes import lipschitz_gradient
from proofs.language import coordinate, dot, eq, function, grad, norm, positive, real, sq, vector
from proofs.steps import at, cauchy_schwarz, cite, have, integral_monotone, line_integral, roots
from proofs.theorem import Definition, Theorem

f = function("f")
L, = positive("L")
w, u = vector("w u")
s, = real("s")
d = w - u

EXAMPLE = {"f": coordinate(1)**2/2 + coordinate(2)**2/4, "L": 1, "w": [1, 1], "u": [0, 2]}

definition = Theorem(
    "lipschitz_gradient", "L-smoothness", "Theory of Deep Learning, Definition 4.1.2; Foundations of Deep Learning, Definition",
    hypotheses={}, claim=lipschitz_gradient(f, L), ids=("001-024", "004-006"), definition=Definition.CLASS, expect="DEFINITION",
    readings=("L > 0: a smoothness constant",))

quadratic_upper_bound = Theorem(
    "quadratic_upper_bound", "Quadratic upper bound", "Theory of Deep Learning, Problem 4.1.3 (4.9), (4.10)",
    example=EXAMPLE, hypotheses={"smooth": lipschitz_gradient(f, L)},
    claim=f(w) <= f(u) + dot(grad(f)(u), w - u) + L/2*sq(w - u), ids=("001-027", "001-075"),
    proof=(
        line_integral(f, u, w).named("along the segment"),
        integral_monotone(
            s, 0, 1,
            at("smooth", x=u + s*d, y=u).named("smoothness at s"),
            roots(eq(norm(u + s*d - u), s*norm(d))).named("length"),
            cauchy_schwarz(grad(f)(u + s*d) - grad(f)(u), d).named("Cauchy-Schwarz"),
            have(dot(grad(f)(u + s*d), d) <= dot(grad(f)(u), d) + L*s*sq(d), "smoothness at s", "length", "Cauchy-Schwarz"),
        ).named("integrated")),
    using=("along the segment", "integrated"), reason="integrate the gradient along the segment from u to w",
    readings=("L > 0: a smoothness constant",))

LEMMA = "Foundations of Deep Learning, chapter 4, Lemma"
lemma_bound = Theorem(
    "lemma_upper_bound", "The Lemma's bound, from beta-smoothness", LEMMA, example=EXAMPLE,
    hypotheses={"smooth": lipschitz_gradient(f, L)}, ids=("004-008",),
    claim=f(w) <= f(u) + dot(grad(f)(u), w - u) + L/2*sq(w - u),
    proof=(cite(quadratic_upper_bound).named("the bound"),), using=("the bound",),
    readings=("beta > 0, here written L: a smoothness constant; the loss, there L, is here f",))
