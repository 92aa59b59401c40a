"""Theorems that the numeric tests share: true ones, altered ones, contradictory ones."""

from proofs.classes import bounded_below, iterates, lipschitz_gradient
from proofs.language import Q, dot, eq, function, grad, index, le, positive, real, schema, sequence, sq, total, vector
from proofs.methods import gradient_step
from proofs.theorem import Obligation, Theorem, at_most, equal

f = function("f")
L, eta, sigma = positive("L eta sigma")
w = sequence("w")
t, T = index("t T")
x, y, xs = vector("x y xs")
fs, = real("fs")
g = grad(f)(w[t])
smooth = lipschitz_gradient(f, L)
update = iterates(w, lambda k: gradient_step(w[k], grad(f)(w[k]), eta))


def descent(half=Q(1, 2), rate=True, **more) -> Theorem:
    """The descent lemma and its chain; ``half`` is what it promises, ``rate`` whether eta <= 1/L is assumed."""
    hypotheses = {"smooth": smooth, "update": update, **({"rate": eta <= 1/L} if rate else {}), **more}
    return Theorem("descent", "Descent lemma", "test", hypotheses, claim=f(w[t + 1]) <= f(w[t]) - half*eta*sq(g),
                   start=f(w[t + 1]), chain=(
                       at_most(f(w[t]) + dot(g, -eta*g) + L/2*sq(eta*g)),
                       equal(f(w[t]) - eta*sq(g) + L*eta**2/2*sq(g)),
                       equal(f(w[t]) - eta*(1 - L*eta/2)*sq(g)),
                       at_most(f(w[t]) - half*eta*sq(g))))


def contradictory() -> Theorem:
    return descent(large=2/L <= eta)


def telescoped() -> Theorem:
    return Theorem("sum", "Sum of squared gradients", "test",
                   {"smooth": smooth, "below": bounded_below(f, fs), "update": update, "rate": eta <= 1/L},
                   claim=total(sq(grad(f)(w[t])), t, 0, T) <= 2*(f(w[0]) - fs)/eta)


def theorem(claim, **hypotheses) -> Theorem:
    return Theorem("claim", "", "test", hypotheses, claim=claim)


def obligations(thm: Theorem) -> list[Obligation]:
    return list(thm.obligations())


__all__ = ["L", "T", "contradictory", "descent", "eq", "eta", "f", "fs", "le", "obligations", "schema", "sigma", "smooth", "t",
           "telescoped", "theorem", "update", "w", "x", "xs", "y"]
