"""Function classes, sequences of iterates and noise, each stated once, over quantified points.

A class is a *schema*: its inequality is instantiated by the kernel only. A user defines another class the same way,
in a file of their own: a function that returns ``schema(name, params, forall(points, inequality))``.

Legend: f, g functions; x, y points; L, beta, mu, alpha, delta, sigma, c constants; k an index.
"""

from __future__ import annotations

from proofs.language import (
    Letter, Schema, dot, eq, forall, grad, index, norm, schema, sq, sqrt, vector,
)

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


def subgradient(s, g: Letter, point) -> Schema:
    """The vector s is a subgradient of g at the point."""
    return schema("subgradient", (s, g, point), forall(y, g(point) + dot(s, y - point) <= g(y)))


def minimiser(f: Letter, xs) -> Schema:
    """The point xs minimises f."""
    return schema("minimiser", (f, xs), forall(x, f(xs) <= f(x)))


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


def iterates(x_seq: Letter, step) -> Schema:
    """The iterates x[k+1] = step(k), for all k >= 0; ``step`` maps the index to the next point."""
    return schema("iterates", (x_seq,), forall(k, eq(x_seq[k + 1], step(k))))
