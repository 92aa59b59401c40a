"""Smoothness and the eigenvalues of the Hessian, of a twice differentiable function (its Hessian need not be continuous).

Arora et al., Theory of Deep Learning, (4.1) and Definition 4.1.2; Hegde, Foundations of Deep Learning, chapter 4, Lemma.
Legend: f objective (the loss, there L), L smoothness constant (there beta), w, u points, v a direction, lam an eigenvalue of the
Hessian with the eigenvector v, s a small step or the place on a segment, r a distance from 0 on an axis, h_12, h_21 entries there.
"""

from proofs.classes import (
    eigenvalues_at_most, eigenvalues_between, lipschitz_gradient, loewner_above, loewner_below, upper_quadratic,
)
from proofs.language import (
    coordinate, derivative, dot, eq, exists, forall, function, grad, hess, iff, lt, norm, positive, real, sq, twice_differentiable, vector,
)
from proofs.library.operators.spectrum import eigenvalue_below, eigenvalues_from_norm, lipschitz, norm_from_eigenvalues
from proofs.steps import (
    at, cauchy_schwarz, cite, combine, generalise, have, hessian_limit, hessian_mean_value, hessian_taylor, roots, suppose,
)
from proofs.theorem import Theorem

f = function("f")
L, eps, delta, r = positive("L eps delta r")
w, u, v, x, y = vector("w u v x y")
s, lam, h_12, h_21 = real("s lam h_12 h_21")
TWICE = {"twice": twice_differentiable(f)}
SMOOTH = TWICE | {"smooth": lipschitz_gradient(f, L)}
READINGS = ("L > 0: a smoothness constant", "twice differentiable: the gradient has a derivative at every point")
EXAMPLE = {"f": coordinate(1)**2/2 - coordinate(2)**2/4, "L": 1, "w": [1, 1], "u": [0, 1], "v": [1, 2], "x": [1, 1], "y": [0, 1]}
H = hess(f)(w)
BOOK, LEMMA = "Theory of Deep Learning, section 4.1", "Foundations of Deep Learning, chapter 4, Lemma"

symmetric = Theorem(
    "hessian_symmetric", "The Hessian is symmetric", BOOK + ", after (4.1)", example=EXAMPLE, ids=("001-005",),
    hypotheses=TWICE, claim=forall((u, v), eq(dot(H(u), v), dot(u, H(v)))),
    proof=(generalise((u, v), have(eq(dot(H(u), v), dot(u, H(v))))),),
    readings=("the text has just expanded f to second order: it is twice differentiable",))


def peano(a, b):
    """The function x y (x^2 - y^2)/(x^2 + y^2), which is 0 on both axes."""
    return a*b*(a**2 - b**2)/(a**2 + b**2)


def entry(h, first):
    """h is the derivative at 0, along an axis, of the partial derivative ``first`` of an odd function, which vanishes at 0."""
    return forall(eps, exists(delta, forall(r, norm(first(r) - h*r) <= eps*r, r <= delta)))


symmetric_entries = Theorem(
    "hessian_symmetric_entries", "The Hessian is symmetric, when only its entries exist", BOOK + ", after (4.1)", ids=("001-005",), alternative=True,
    hypotheses={"entry 1 2": entry(h_12, lambda r: derivative(peano(r, s), s, 0)), "entry 2 1": entry(h_21, lambda r: derivative(peano(s, r), s, 0))},
    claim=eq(h_12, h_21), expect="REFUTED", repaired=symmetric, model={"h_12": 1, "h_21": -1, "witnesses": {"delta": 1}},
    readings=("the text defines the Hessian by its entries, which may exist where f is not twice differentiable",
              "f = x y (x^2 - y^2)/(x^2 + y^2), and 0 at 0: one of the functions with such entries; h_12 and h_21 are those at 0",
              "the partial derivatives are odd along the axes: what holds for r > 0 holds for r < 0"))

slope = grad(f)(w + s*v) - grad(f)(w)


def bound_from(end, claim):
    """One side of the bounds: the difference quotient of the gradient in direction v, tested with v or -v."""
    return generalise(
        v,
        hessian_limit(
            f, end, w, v, s, L*sq(v),
            at("smooth", x=w + s*v, y=w).named("smoothness"),
            roots(eq(norm(w + s*v - w), s*norm(v)), "above").named("length"), cauchy_schwarz(end, slope).named("Cauchy-Schwarz"),
            have(dot(end, slope) <= s*(L*sq(v)), "smoothness", "length", "Cauchy-Schwarz", "above")).named("limit"),
        have(claim, "limit"))


form_bounds = Theorem(
    "hessian_form", "Smoothness bounds the form of the Hessian from both sides", BOOK, example=EXAMPLE, hypotheses=SMOOTH,
    claim=loewner_below(H, L), readings=READINGS,
    proof=(bound_from(v, dot(H(v), v) <= L*sq(v)).named("from above"),
           bound_from(-v, -L*sq(v) <= dot(H(v), v)).named("from below")))

norm_of_hessian = Theorem(
    "hessian_norm", "Smoothness bounds the norm of the Hessian", BOOK, example=EXAMPLE, hypotheses=SMOOTH, readings=READINGS,
    claim=forall(u, norm(H(u)) <= L*norm(u)),
    proof=(cite(form_bounds, "from above").named("below"), cite(form_bounds, "from below").named("above"), cite(lipschitz, A=H)))

d = y - x
z = x + s*d
gradients = grad(f)(y) - grad(f)(x)

smooth_from_hessian = Theorem(
    "smooth_from_hessian", "A bound on the norm of the Hessian is a smoothness constant", BOOK, example=EXAMPLE,
    hypotheses=TWICE | {"norms": forall((w, u), norm(hess(f)(w)(u)) <= L*norm(u))}, claim=lipschitz_gradient(f, L),
    readings=READINGS,
    proof=(generalise(
        (x, y),
        hessian_mean_value(
            f, gradients, x, y, s, L*norm(d)*norm(gradients),
            at("norms", w=z, u=d).named("norm"), cauchy_schwarz(gradients, hess(f)(z)(d)).named("Cauchy-Schwarz"),
            have(dot(gradients, hess(f)(z)(d)) <= L*norm(d)*norm(gradients), "norm", "Cauchy-Schwarz")).named("mean value"),
        have(sq(gradients) <= L**2*sq(d), "mean value", square=(norm(gradients) - L*norm(d),)).named("squares"),
        roots(norm(gradients) <= L*norm(d), "squares").named("lengths"),
        have(norm(grad(f)(x) - grad(f)(y)) <= L*norm(x - y), "lengths")),))

everywhere = forall(w, eigenvalues_between(H, -L, L))

equivalent = Theorem(
    "smooth_iff_eigenvalues", "L-smooth if and only if the eigenvalues of the Hessian lie in [-L, L]",
    "Theory of Deep Learning, Definition 4.1.2", example=EXAMPLE, hypotheses=TWICE, ids=("001-025",), readings=READINGS,
    claim=iff(lipschitz_gradient(f, L), everywhere),
    proof=(
        suppose(
            lipschitz_gradient(f, L),
            generalise(w, cite(norm_of_hessian, hypotheses={"smooth": "smooth"}).named("norm"),
                       cite(eigenvalues_from_norm, A=H)), named="smooth").named("smooth: eigenvalues"),
        suppose(
            everywhere,
            generalise((w, u), at("spectrum", w=w).named("eigenvalues"), cite(norm_from_eigenvalues, A=H).named("all"),
                       at("all", u=u)).named("norms"),
            cite(smooth_from_hessian), named="spectrum").named("eigenvalues: smooth"),
        combine("smooth: eigenvalues", "eigenvalues: smooth")))

lemma_display = Theorem(
    "lemma_eigenvalues", "The Hessian is at most beta I", LEMMA, example=EXAMPLE, hypotheses=SMOOTH, ids=("004-007",),
    claim=loewner_below(H, L), proof=(cite(form_bounds, "from above"),),
    readings=(*READINGS, "as the display says it; beta is here written L, and the loss L is here f"))

at_most = Theorem(
    "lemma_eigenvalues_at_most", "The eigenvalues of the Hessian are at most beta", LEMMA, example=EXAMPLE, hypotheses=SMOOTH,
    claim=eigenvalues_at_most(H, L), proof=(cite(form_bounds, "from above").named("form"), cite(eigenvalue_below, A=H, b=L)),
    readings=READINGS)

lemma_words = Theorem(
    "lemma_eigenvalues_less", "The eigenvalues are less than beta, as the words say", LEMMA, hypotheses=SMOOTH, ids=("004-007",),
    claim=forall((lam, v), lam < L, eq(H(v), lam*v), lt(0, sq(v))), expect="REFUTED", repaired=at_most, alternative=True,
    model={"f": coordinate(1)**2/2, "L": 1, "w": [0], "at": {"lam": 1, "v": [1]}},
    readings=(*READINGS, "'less than' read as <; the display beside it says at most"))

ceiling = forall(w, loewner_below(H, L))

lemma_equivalent = Theorem(
    "lemma_equivalently", "The Lemma's 'Equivalently'", LEMMA, example=EXAMPLE, hypotheses=TWICE, ids=("004-008",),
    claim=iff(ceiling, upper_quadratic(f, L)),
    proof=(
        suppose(
            ceiling,
            generalise(
                (x, y),
                hessian_taylor(f, y, x, s, L*sq(x - y),
                               at("ceiling", w=y + s*(x - y)).named("here"), at("here", v=x - y)).named("Taylor"),
                have(f(x) <= f(y) + dot(grad(f)(y), x - y) + L/2*sq(x - y), "Taylor")), named="ceiling").named("Hessian: bound"),
        suppose(
            upper_quadratic(f, L),
            generalise(w, generalise(
                v, hessian_limit(
                    f, v, w, v, s, L*sq(v),
                    at("bound", x=w + s*v, y=w).named("there"), at("bound", x=w, y=w + s*v).named("back"),
                    have(dot(v, slope) <= s*(L*sq(v)), "there", "back", "above")).named("limit"),
                have(dot(H(v), v) <= L*sq(v), "limit"))), named="bound").named("bound: Hessian"),
        combine("Hessian: bound", "bound: Hessian")),
    readings=(*READINGS, "equivalent to the display before it: the Hessian is at most beta I everywhere"))

two_sided = Theorem(
    "smooth_from_two_bounds", "The Hessian between -beta I and beta I everywhere: beta-smooth", LEMMA, example=EXAMPLE,
    hypotheses=TWICE | {"ceiling": ceiling, "floor": forall(w, loewner_above(H, -L))}, claim=lipschitz_gradient(f, L),
    proof=(generalise((w, u), at("ceiling", w=w).named("below"), at("floor", w=w).named("above"),
                      cite(lipschitz, A=H).named("all"), at("all", u=u)).named("norms"),
           cite(smooth_from_hessian)), readings=READINGS)

interchangeable = Theorem(
    "lemma_interchangeable", "Smoothness, or its implications according to the Lemma", LEMMA, ids=("004-009",), expect="REFUTED",
    hypotheses=TWICE | {"ceiling": ceiling, "bound": upper_quadratic(f, L)}, claim=lipschitz_gradient(f, L), repaired=two_sided,
    model={"f": -coordinate(1)**2, "L": 1, "at": {"x": [0], "y": [1]}},
    readings=(*READINGS, "interchangeable: what the Lemma derives from smoothness has to give smoothness back"))
