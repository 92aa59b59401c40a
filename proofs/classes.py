"""Function classes, sequences of iterates and noise, each stated once, over quantified points.

A class is a *schema*: its inequality is instantiated by the kernel only. A user defines another class the same way,
in a file of their own: a function that returns ``schema(name, params, forall(points, inequality))``.

Legend: f, g functions; x, y points; L, beta, mu, alpha, delta, sigma, c constants; k an index.
"""

from __future__ import annotations

from proofs.language import (
    REAL, VECTOR, Letter, Schema, both, dot, eq, exists, forall, grad, index, inverse, le, lt, norm, schema, sq, sqrt, total,
    vector,
)
from proofs.words import fresh_letter

x, y = vector("x y")
k, = index("k")


def lipschitz_gradient(f: Letter, L) -> Schema:
    """L-smoothness: the gradient is L-Lipschitz. Nesterov, Lectures on Convex Optimization, (1.2.11)."""
    return schema("lipschitz_gradient", (f, L), forall((x, y), norm(grad(f)(x) - grad(f)(y)) <= L*norm(x - y)))


def upper_quadratic(f: Letter, L) -> Schema:
    """The one-sided quadratic upper bound; weaker than a Lipschitz gradient."""
    return schema("upper_quadratic", (f, L), forall((x, y), f(x) <= f(y) + dot(grad(f)(y), x - y) + L/2*sq(x - y)))


def strongly_convex(f: Letter, mu) -> Schema:
    """mu-strong convexity of a differentiable function."""
    return schema("strongly_convex", (f, mu), forall((x, y), f(y) + dot(grad(f)(y), x - y) + mu/2*sq(x - y) <= f(x)))


def convex(f: Letter) -> Schema:
    """Convexity of a differentiable function: it lies above its tangents."""
    return schema("convex", (f,), forall((x, y), f(y) + dot(grad(f)(y), x - y) <= f(x)))


def segment_convex(f: Letter) -> Schema:
    """Convexity of any function: it lies below its chords."""
    lam = fresh_letter("lam", REAL, ">= 0", f)
    return schema("segment_convex", (f,), forall((x, y, lam), f(lam*x + (1 - lam)*y) <= lam*f(x) + (1 - lam)*f(y), lam <= 1))


def differentiable_at(f: Letter, point) -> Schema:
    """The gradient of f at the point is its derivative there (Frechet)."""
    eps, delta, h = (fresh_letter(name, sort, sign, f, point) for name, sort, sign in (
        ("eps", REAL, "> 0"), ("delta", REAL, "> 0"), ("h", VECTOR, "")))
    remainder = norm(f(point + h) - f(point) - dot(grad(f)(point), h))
    near = exists(delta, forall(h, remainder <= eps*norm(h), norm(h) <= delta))
    return schema("differentiable_at", (f, point), forall(eps, near))


def subgradient(s, g: Letter, point) -> Schema:
    """The vector s is a subgradient of g at the point."""
    return schema("subgradient", (s, g, point), forall(y, g(point) + dot(s, y - point) <= g(y)))


def minimiser(f: Letter, xs) -> Schema:
    """The point xs minimises f."""
    return schema("minimiser", (f, xs), forall(x, f(xs) <= f(x)))


def stationary_point(f: Letter, point) -> Schema:
    """The gradient of f vanishes at the point."""
    return schema("stationary_point", (f, point), eq(sq(grad(f)(point)), 0))


def local_minimum(f: Letter, point) -> Schema:
    """No point of some ball around the point has a smaller value."""
    r, z = fresh_letter("r", REAL, "> 0", f, point), fresh_letter("z", VECTOR, "", f, point)
    return schema("local_minimum", (f, point), exists(r, forall(z, f(point) <= f(z), norm(z - point) <= r)))


def local_maximum(f: Letter, point) -> Schema:
    """No point of some ball around the point has a larger value."""
    r, z = fresh_letter("r", REAL, "> 0", f, point), fresh_letter("z", VECTOR, "", f, point)
    return schema("local_maximum", (f, point), exists(r, forall(z, f(z) <= f(point), norm(z - point) <= r)))


def bounded_below(f: Letter, fs) -> Schema:
    """The number fs is a lower bound of f."""
    return schema("bounded_below", (f, fs), forall(x, fs <= f(x)))


def polyak_lojasiewicz(f: Letter, alpha, fs) -> Schema:
    """PL: the squared gradient dominates the gap. Polyak 1963; Karimi, Nutini, Schmidt 2016."""
    return schema("polyak_lojasiewicz", (f, alpha, fs), forall(x, 2*alpha*(f(x) - fs) <= sq(grad(f)(x))))


def error_bound(f: Letter, delta, fs=None) -> Schema:
    """delta (f(x) - f*) <= |grad f(x)|^2, for all x; without ``fs``, for f* = 0."""
    gap = f(x) if fs is None else f(x) - fs
    return schema("error_bound", (f, delta, *(() if fs is None else (fs,))), forall(x, delta*gap <= sq(grad(f)(x))))


def local_error_bound(f: Letter, delta, xs, r) -> Schema:
    """The error bound in the ball of radius r around xs only."""
    return schema("local_error_bound", (f, delta, xs, r),
                  forall(x, delta*(f(x) - f(xs)) <= sq(grad(f)(x)), norm(x - xs) <= r))


def strongly_convex_split(f: Letter, g: Letter, sigma) -> Schema:
    """f = g + (sigma/2) |.|^2; f is sigma-strongly convex when g is convex."""
    return schema("strongly_convex_split", (f, g, sigma), forall(x, eq(f(x), g(x) + sigma/2*sq(x))))


def best_iterate(best: Letter, f: Letter, w: Letter, t) -> Schema:
    """A point whose gradient is no longer than that at w[i], for all i < t."""
    i, = index("i")
    return schema("best_iterate", (best, f, w, t), forall(i, sq(grad(f)(best)) <= sq(grad(f)(w[i])), i <= t - 1))


def semi_smooth(f: Letter, c, beta) -> Schema:
    """(c, beta)-semi-smoothness of a nonnegative loss. Allen-Zhu, Li, Song 2019, Theorem 4."""
    return schema("semi_smooth", (f, c, beta), forall(
        (x, y), f(x) <= f(y) + dot(grad(f)(y), x - y) + c*norm(x - y)*sqrt(f(y)) + beta/2*sq(x - y)))


def gradient_at(f: Letter, point, v) -> Schema:
    """The function is differentiable at the point, with gradient v; elsewhere it need not be."""
    epsilon, rho = (fresh_letter(name, REAL, "> 0", point, v) for name in ("epsilon", "rho"))
    h = fresh_letter("h", VECTOR, "", point, v)
    near = le(norm(f(point + h) - f(point) - dot(v, h)), epsilon*norm(h))
    return schema("gradient_at", (f, point, v), forall(epsilon, exists(rho, forall(h, near, norm(h) <= rho))))


def semi_smooth_near(f: Letter, c, beta, point, r) -> Schema:
    """(c, beta)-semi-smoothness in a ball around the point, for all x, and all y where f has a gradient, v."""
    v = fresh_letter("v", VECTOR, "", c, beta, point, r)
    above = f(x) <= f(y) + dot(v, x - y) + c*norm(x - y)*sqrt(f(y)) + beta/2*sq(x - y)
    return schema("semi_smooth_near", (f, c, beta, point, r), forall(
        (x, y, v), above, norm(x - point) <= r, norm(y - point) <= r, gradient_at(f, y, v)))


def iterates(x_seq: Letter, step) -> Schema:
    """The iterates x[k+1] = step(k), for all k >= 0; ``step`` maps the index to the next point."""
    return schema("iterates", (x_seq,), forall(k, eq(x_seq[k + 1], step(k))))


# --- self-adjoint operators (letters, Hessians hess(f)(x), inverses) ---------------------------------------------------


def _eigen(A, *bounds) -> tuple[Letter, Letter, tuple]:
    """Letters for an eigenvalue and an eigenvector of A, and the conditions that make them so."""
    lam, v = fresh_letter("lam", REAL, "", A, *bounds), fresh_letter("v", VECTOR, "", A, *bounds)
    return lam, v, (eq(A(v), lam*v), lt(0, sq(v)))


def eigenvalues_at_most(A, b) -> Schema:
    """Every eigenvalue of A is <= b."""
    lam, v, pair = _eigen(A, b)
    return schema("eigenvalues_at_most", (A, b), forall((lam, v), le(lam, b), *pair))


def eigenvalues_at_least(A, a) -> Schema:
    """Every eigenvalue of A is >= a."""
    lam, v, pair = _eigen(A, a)
    return schema("eigenvalues_at_least", (A, a), forall((lam, v), le(a, lam), *pair))


def eigenvalues_between(A, a, b) -> Schema:
    """Every eigenvalue of A lies in [a, b]."""
    lam, v, pair = _eigen(A, a, b)
    return schema("eigenvalues_between", (A, a, b), forall((lam, v), both(le(a, lam), le(lam, b)), *pair))


def eigenpair(A, lam, v) -> Schema:
    """v is an eigenvector of A, lam its eigenvalue."""
    return schema("eigenpair", (A, lam, v), both(eq(A(v), lam*v), lt(0, sq(v))))


def _extreme_eigenvalue(name: str, A, lam, bound: Schema) -> Schema:
    v = fresh_letter("v", VECTOR, "", A, lam)
    return schema(name, (A, lam), both(exists(v, both(eq(A(v), lam*v), lt(0, sq(v)))), bound.formula))


def largest_eigenvalue(A, lam) -> Schema:
    """lam is the largest eigenvalue of A."""
    return _extreme_eigenvalue("largest_eigenvalue", A, lam, eigenvalues_at_most(A, lam))


def smallest_eigenvalue(A, lam) -> Schema:
    """lam is the smallest eigenvalue of A."""
    return _extreme_eigenvalue("smallest_eigenvalue", A, lam, eigenvalues_at_least(A, lam))


def loewner_below(A, b) -> Schema:
    """A <= b I in the Loewner order: <A(v), v> <= b |v|^2 for all v."""
    v = fresh_letter("v", VECTOR, "", A, b)
    return schema("loewner_below", (A, b), forall(v, dot(A(v), v) <= b*sq(v)))


def loewner_above(A, a) -> Schema:
    """a I <= A in the Loewner order."""
    v = fresh_letter("v", VECTOR, "", A, a)
    return schema("loewner_above", (A, a), forall(v, a*sq(v) <= dot(A(v), v)))


def positive_semidefinite(A) -> Schema:
    """<A(v), v> >= 0 for all v."""
    v = fresh_letter("v", VECTOR, "", A)
    return schema("positive_semidefinite", (A,), forall(v, le(0, dot(A(v), v))))


def positive_definite(A) -> Schema:
    """<A(v), v> > 0 for all v except 0."""
    v = fresh_letter("v", VECTOR, "", A)
    return schema("positive_definite", (A,), forall(v, lt(0, dot(A(v), v)), lt(0, sq(v))))


def inverse_of(B, A) -> Schema:
    """B(A(v)) = v for all v; both are self-adjoint, so A(B(v)) = v follows."""
    v = fresh_letter("v", VECTOR, "", A, B)
    return schema("inverse_of", (B, A), forall(v, eq(B(A(v)), v)))


def invertible(A) -> Schema:
    """A has an inverse: inverse(A) is one."""
    return schema("invertible", (A,), inverse_of(inverse(A), A).formula)


def eigenbasis(A, e: Letter, lam: Letter, d) -> Schema:
    """e[1], ..., e[d] is an orthonormal basis, and A(e[i]) = lam[i] e[i]: the decomposition A = U Sigma U^T."""
    i, j = (fresh_letter(name, "index", "> 0", A, d) for name in "ij")
    v = fresh_letter("v", VECTOR, "", A, d)
    return schema("eigenbasis", (A, e, lam, d), both(
        forall(i, both(eq(A(e[i]), lam[i]*e[i]), eq(sq(e[i]), 1)), i <= d),
        forall((i, j), eq(dot(e[i], e[j]), 0), i <= d, j < i),
        forall(v, eq(v, total(dot(e[i], v)*e[i], i, 1, d)))))
