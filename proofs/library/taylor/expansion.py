"""The Taylor expansion of the objective. Arora et al., Theory of Deep Learning, chapter 4, (4.1) and footnotes 3 and 4.

Legend: f objective, w_t the point of expansion, w another point, H the Hessian at w_t, z points between, M a Lipschitz constant of
the Hessian, L of the gradient, r the radius of a ball around w_t, rest what the dots stand for; N[k] the number of entries of the
tensor of order k, d the dimension.
"""

from proofs.classes import lipschitz_gradient
from proofs.language import (
    Q, both, coordinate, dot, eq, forall, function, grad, hess, index, le, lt, norm, piecewise, positive, positive_index, real,
    real_sequence, sq, total, twice_differentiable, vector,
)
from proofs.library.limits.constant_sum import constant_sum
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.steps import antisymmetry, at, branch, cite, combine, contraction, generalise, have, hessian_taylor, part, roots
from proofs.theorem import Theorem

f, N = function("f"), real_sequence("N")
w, w_t, z, e = vector("w w_t z e")
L, M, r = positive("L M r")
rest, s, c, w_1 = real("rest s c w_1")
d, = positive_index("d")
i, k, n = index("i k n")
SOURCE = "Theory of Deep Learning, (4.1)"
TWICE = {"twice differentiable": twice_differentiable(f)}
H = hess(f)(w_t)
step = w - w_t
x = coordinate(1)


def kinked(x):
    """Quadratic up to 1, cubic from there on; twice differentiable."""
    return piecewise(x <= 1, x**2/2, x**2/2 + (x - 1)**3)


def huber(x):
    """Quadratic between -1 and 1, linear outside; 1-smooth."""
    return piecewise(x <= -1, -x - Q(1, 2), piecewise(x <= 1, x**2/2, x - Q(1, 2)))


def remainder(w):
    """What the linear part leaves of f(w)."""
    return f(w) - f(w_t) - dot(grad(f)(w_t), w - w_t)


def quadratic_model(w):
    return f(w_t) + dot(grad(f)(w_t), w - w_t) + Q(1, 2)*dot(w - w_t, H(w - w_t))


cube = M*norm(step)*sq(step)
BETWEEN = (roots(eq(norm(w_t + s*step - w_t), s*norm(step))).named("length"), have(le(0, cube)).named("cubed"))

cubic_remainder = Theorem(
    "taylor_cubic_remainder", "(4.1) with a remainder of third order", SOURCE,
    hypotheses=TWICE | {
        "Lipschitz Hessian": forall((z, e), both(dot(hess(f)(z)(e), e) <= dot(H(e), e) + M*norm(z - w_t)*sq(e),
                                                 dot(H(e), e) - M*norm(z - w_t)*sq(e) <= dot(hess(f)(z)(e), e)))},
    claim=both(f(w) <= quadratic_model(w) + cube/2, quadratic_model(w) - cube/2 <= f(w)),
    proof=(
        hessian_taylor(f, w_t, w, s, dot(H(step), step) + cube, at("Lipschitz Hessian", z=w_t + s*step, e=step).named("near the Hessian"),
                       part("near the Hessian", 1).named("at most"), *BETWEEN,
                       have(dot(hess(f)(w_t + s*step)(step), step) <= dot(H(step), step) + cube, "at most", "length", "below", "cubed")
                       ).named("Taylor above"),
        hessian_taylor(f, w_t, w, s, dot(H(step), step) - cube, at("Lipschitz Hessian", z=w_t + s*step, e=step).named("near the Hessian"),
                       part("near the Hessian", 2).named("at least"), *BETWEEN,
                       have(dot(H(step), step) - cube <= dot(hess(f)(w_t + s*step)(step), step), "at least", "length", "below", "cubed"),
                       lower=True).named("Taylor below"),
        have(f(w) <= quadratic_model(w) + cube/2, "Taylor above").named("no more"), have(quadratic_model(w) - cube/2 <= f(w), "Taylor below").named("no less"),
        combine("no more", "no less")),
    example={"f": x**2/2, "M": 1, "w_t": [0], "w": [2]})

series = Theorem(
    "taylor_series", "(4.1), the Taylor series", SOURCE, ids=("001-004",),
    hypotheses=TWICE | {"quadratic near w_t": forall(w, eq(f(w), quadratic_model(w)), norm(w - w_t) <= r)},
    claim=eq(f(w), quadratic_model(w)), expect="REFUTED", repaired=cubic_remainder,
    readings=("the dots are the terms of order three and more of the Taylor expansion at w_t, of which footnote 3 speaks",
              "here f is quadratic near w_t, so that all these terms are zero"),
    model={"f": kinked(x), "w_t": [0], "r": 1, "w": [2], "proofs": {"quadratic near w_t": (
        have(w_1 <= 1, "condition 1").named("inside"), branch(kinked(w_1), ("inside",)).named("left"), have(eq(kinked(w_1), w_1**2/2), "left"))}})

anything = Theorem(
    "taylor_rest", "(4.1), the dots being whatever is left", SOURCE, ids=("001-004",), alternative=True,
    hypotheses=TWICE | {"rest": eq(rest, f(w) - quadratic_model(w))}, claim=eq(f(w), quadratic_model(w) + rest), using=("rest",),
    readings=("the dots stand for whatever is left, and nothing is claimed of it",),
    example={"f": x**2/2 + x**4, "w_t": [1], "w": [2], "rest": 5})

entries = Theorem(
    "tensor_entries", "The tensor of order k has d^k entries", "Theory of Deep Learning, footnote 3", ids=("001-006",),
    hypotheses={"no index": eq(N[0], 1), "one more index": forall(k, eq(N[k + 1], total(N[k], i, 1, d)))},
    claim=eq(N[n], d**n),
    proof=(
        generalise(k, cite(constant_sum, c=N[k], n=d).named("d terms"), at("one more index", k=k).named("next"),
                   have(eq(N[k + 1], d*N[k]), "d terms", "next")).named("factor d"),
        generalise(k, at("factor d", k=k).named("next"), have(N[k + 1] <= d*N[k], "next")).named("up"),
        generalise(k, at("factor d", k=k).named("next"), have(-N[k + 1] <= d*-N[k], "next")).named("down"),
        contraction("up", k, N[k], d).named("above"), contraction("down", k, -N[k], d).named("below"),
        at("above", k=n).named("at most"), at("below", k=n).named("at least"),
        have(N[n] <= d**n, "at most", "no index").named("no more"), have(d**n <= N[n], "at least", "no index").named("no less"),
        antisymmetry(eq(N[n], d**n), "no more", "no less")),
    readings=("an entry is a place in the tensor, an index (i_1, ..., i_k) with values in 1, ..., d; equal entries count apart",),
    example={"N": 2**k, "d": 2, "n": 3})

power_series = Theorem(
    "remainder_power_series", "The remainder is a power series", "Theory of Deep Learning, footnote 4", ids=("001-028",),
    hypotheses={"smooth": lipschitz_gradient(f, L), "quadratic near w_1": forall(w, eq(remainder(w), c/2*sq(w - w_t)), norm(w - w_t) <= r)},
    claim=eq(remainder(w), c/2*sq(w - w_t)), expect="REFUTED", repaired=quadratic_upper_bound,
    readings=("w_1 is here w_t; f is L-smooth, as in the problem to which the footnote belongs",
              "a power series in w - w_1 that is quadratic near w_1 is so everywhere",
              "the second half of the sentence needs a second derivative, which an L-smooth function need not have"),
    model={"f": huber(x), "L": 1, "w_t": [0], "c": 1, "r": Q(1, 2), "w": [2], "proofs": {"quadratic near w_1": (
        have(w_1 <= 1, "condition 1").named("above"), have(lt(-1, w_1), "condition 1").named("below"),
        branch(huber(w_1), ("below",)).named("right"), branch(piecewise(w_1 <= 1, w_1**2/2, w_1 - Q(1, 2)), ("above",)).named("left"),
        have(eq(huber(w_1), w_1**2/2), "left", "right"))}})
