"""The quadratic lower bound of an L-smooth function, by the integral argument.

Legend: f objective, L smoothness constant, w, u points, s the position on the segment between them.
"""

from proofs.classes import lipschitz_gradient
from proofs.language import dot, eq, grad, norm, sq
from proofs.library.smoothness.quadratic_upper_bound import EXAMPLE, L, d, f, s, u, w
from proofs.steps import at, cauchy_schwarz, have, integral_monotone, line_integral, roots
from proofs.theorem import Theorem

quadratic_lower_bound = Theorem(
    "quadratic_lower_bound", "Quadratic lower bound", "Nesterov, Lectures on Convex Optimization, Lemma 1.2.3",
    example=EXAMPLE, hypotheses={"smooth": lipschitz_gradient(f, L)},
    claim=f(u) + dot(grad(f)(u), w - u) - L/2*sq(w - u) <= f(w),
    proof=(
        line_integral(f, u, w).named("along the segment"),
        integral_monotone(
            s, 0, 1,
            at("smooth", x=u + s*d, y=u).named("smoothness at s"),
            roots(eq(norm(u + s*d - u), s*norm(d))).named("length"),
            cauchy_schwarz(grad(f)(u) - grad(f)(u + s*d), d).named("Cauchy-Schwarz"),
            roots(eq(norm(grad(f)(u) - grad(f)(u + s*d)), norm(grad(f)(u + s*d) - grad(f)(u)))).named("same length"),
            have(dot(grad(f)(u), d) - L*s*sq(d) <= dot(grad(f)(u + s*d), d), "smoothness at s", "length", "Cauchy-Schwarz", "same length"),
        ).named("integrated")),
    using=("along the segment", "integrated"), readings=("L > 0: a smoothness constant",))
