"""A convex function lies above its tangents. Hegde, Foundations of Deep Learning, chapter 4, "smooth and convex".

Legend: L loss, u, w points, d = w - u, lam in [0, 1], h a small step, eps and delta of the definition of a gradient, s a fraction of d.
"""

from proofs.classes import differentiable_at, segment_convex
from proofs.language import Q, coordinate, dot, eq, exists, forall, function, grad, lt, norm, positive, real, vector
from proofs.steps import absurd, at, by_cases, generalise, have, obtain, roots, witness
from proofs.theorem import Theorem

L = function("L")
u, w = vector("u w")
eps, delta, s = positive("eps delta s")
d = w - u
slope = dot(grad(L)(u), d)
SOURCE = "Foundations of Deep Learning, chapter 4, smooth and convex"

x_1, y_1, h_1, lam = real("x_1 y_1 h_1 lam")
CHORD = have((lam*x_1 + (1 - lam)*y_1)**2/2 <= lam*(x_1**2/2) + (1 - lam)*(y_1**2/2), "condition 1", "condition 2", square=(x_1 - y_1,))
REMAINDER = generalise(eps, generalise(
    h_1, roots(eq(norm(h_1**2/2), h_1**2/2)).named("square"), have(norm(h_1**2/2) <= eps*norm(h_1), "square", "small", "sign of eps"),
    small=norm(h_1) <= eps).named("within eps"), witness(exists(delta, forall(
        h_1, norm((1 + h_1)**2/2 - Q(1, 2) - h_1) <= eps*norm(h_1), norm(h_1) <= delta)), "within eps", delta=eps))

tangent_inequality = Theorem(
    "convex_tangent", "Convexity implies that L is lower bounded by tangents at every point", SOURCE, ids=("004-028",),
    hypotheses={"convex": segment_convex(L), "gradient": differentiable_at(L, u)}, claim=L(u) + slope <= L(w),
    proof=(generalise(
        eps, at("gradient", eps=eps).named("near u"), obtain(
            "near u", delta,
            have(lt(0, norm(d) + delta), "obtained.1").named("divisor"),
            have(lt(0, delta/(norm(d) + delta)), "obtained.1", "divisor").named("s > 0"),
            have(delta/(norm(d) + delta) <= 1, "obtained.1", "divisor").named("s <= 1"),
            have(delta/(norm(d) + delta)*norm(d) <= delta, "obtained.1", "divisor").named("short"),
            generalise(
                s, roots(eq(norm(s*d), s*norm(d)), "sign of s").named("length"),
                at("convex", "sign of s", "fraction", x=w, y=u, lam=s).named("on the segment"),
                have(norm(s*d) <= delta, "length", "near").named("in reach"),
                at("obtained", "in reach", h=s*d).named("close to the tangent"),
                have(L(u) + slope <= L(w) + eps*norm(d), "on the segment", "close to the tangent", "length", "sign of s"),
                fraction=s <= 1, near=s*norm(d) <= delta).named("for short steps"),
            at("for short steps", "s > 0", "s <= 1", "short", s=delta/(norm(d) + delta)))).named("up to eps"),
        by_cases(L(u) + slope <= L(w), (have(L(u) + slope <= L(w), "case"),), (
            have(lt(0, (L(u) + slope - L(w))/(2*(norm(d) + 1))), "case").named("an eps"),
            at("up to eps", "an eps", eps=(L(u) + slope - L(w))/(2*(norm(d) + 1))).named("up to this eps"),
            absurd(L(u) + slope <= L(w), "up to this eps", "case")))),
    example={"L": coordinate(1)**2/2, "u": [1], "w": [2], "proofs": {"convex": (CHORD,), "gradient": (REMAINDER,)}},
    readings=("convex: below the chord on every segment; differentiable, as the gradient is written",))
