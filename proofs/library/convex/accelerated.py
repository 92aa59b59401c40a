"""The rate 1/t^2 of accelerated gradient descent on a smooth convex loss.

Hegde, Foundations of Deep Learning, chapter 4, "the hierarchy", which cites Nesterov (1983); the proof is that of Beck and Teboulle (2009).
Legend: L loss, beta smoothness constant, w[k] iterates, y[k] the look-ahead points, w_star a minimiser, T = (k + 3)/2, u, v, p, x points.
"""

from proofs.language import Q, coordinate, dot, eq, forall, grad, index, le, lt, maximum, norm, positive_index, sequence, sq, vector
from proofs.library.convex.one_step import CONVEX, L, L_opt, beta, w, w_star
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.methods import gradient_step
from proofs.steps import antisymmetry, at, by_cases, cite, have, induction, integers, rewrite, roots
from proofs.theorem import Theorem

y = sequence("y")
u, v, p, x = vector("u v p x")
k, = index("k")
t, = positive_index("t")
SOURCE = "Foundations of Deep Learning, chapter 4, the hierarchy"
METHOD = {
    "start": eq(y[0], w[0]), "step": forall(k, eq(w[k + 1], gradient_step(y[k], grad(L)(y[k]), 1/beta))),
    "look-ahead": forall(k, eq(y[k + 1], w[k + 1] + k/(k + 3)*(w[k + 1] - w[k])))}

T = (k + 3)/2
now, there = w[k + 1], y[k + 1]
g = grad(L)(there)
new = gradient_step(there, g, 1/beta)


START = beta/2*sq(w[0] - w_star)


def energy(k):
    """The gap times ((k + 2)/2)^2, and the squared distance of an extrapolated point from w_star times beta/2."""
    return (Q(1, 2)*(k + 2))**2*(L(w[k + 1]) - L_opt) + beta/2*sq(w[k] + Q(1, 2)*(k + 2)*(w[k + 1] - w[k]) - w_star)


extrapolated = Theorem(
    "accelerated_extrapolation", "The two ways to extrapolate lead to the same point", SOURCE, hypotheses={"ahead": eq(p, x + k/(k + 3)*(x - v))},
    claim=eq(sq(v + (k + 2)/2*(x - v) - u), sq(x + (k + 3)/2*(p - x) - u)), proof=(rewrite("ahead"),),
    example={"k": 3, "x": [1, 0], "v": [0, 0], "p": [Q(3, 2), 0], "u": [1, 1]})

FIRST = (
    cite(quadratic_upper_bound, f=L, L=beta, w=w[1], u=w[0]).named("below the start"), at("convex", x=w_star, y=w[0]).named("tangent at the start"),
    at("step", k=0).named("first step"), rewrite("start"), rewrite("first step"),
    have(energy(0) <= START, "below the start", "tangent at the start"))
LATER = (
    have(lt(0, k + 3), "range").named("divisor"), at("look-ahead", k=k).named("ahead"), at("step", k=k + 1).named("next step"), rewrite("next step"),
    cite(quadratic_upper_bound, f=L, L=beta, w=new, u=there).named("upper bound"),
    have(L(new) <= L(there) - 1/(2*beta)*sq(g), "upper bound").named("decrease"),
    at("convex", x=now, y=there).named("tangent at w"), at("convex", x=w_star, y=there).named("tangent at w_star"), at("minimiser", x=now).named("gap"),
    have(T*L(new) <= T*L(there) - T/(2*beta)*sq(g), "decrease", "divisor").named("T decreases"),
    have(T**2*L(new) <= T**2*L(there) - T**2/(2*beta)*sq(g), "T decreases", "divisor").named("T^2 decreases"),
    have((T**2 - T)*(L(there) + dot(g, now - there)) <= (T**2 - T)*L(now), "tangent at w", "range").named("T^2 - T tangents"),
    have(T*(L(there) + dot(g, w_star - there)) <= T*L_opt, "tangent at w_star", "range").named("T tangents"),
    have((T**2 - T)*(L(now) - L_opt) <= ((k + 2)/2)**2*(L(now) - L_opt), "gap").named("weights"),
    cite(extrapolated, p=there, x=now, v=w[k], u=w_star).named("same distance"),
    have(energy(k + 1) <= energy(k), "T^2 decreases", "T^2 - T tangents", "T tangents", "weights", "same distance").named("less"),
    have(energy(k + 1) <= START, "less", "hypothesis"))

def point(k):
    """The first coordinate of the example, on and beside the iterates: 1 at first, 0 from then on."""
    return maximum(0, 1 - k)


AHEAD = eq(point(k + 1), point(k + 1) + k/(k + 3)*(point(k + 1) - point(k)))
RUNS = {
    "step": (roots(eq(norm(k), k), "condition 1").named("size"), have(eq(point(k + 1), point(k) - point(k)), "size"), have(eq(0*k, 0*k - 0*k/2))),
    "look-ahead": (
        roots(eq(norm(k), k), "condition 1").named("size"), have(lt(0, k + 3), "condition 1").named("divisor"), by_cases(
            k <= 0, (antisymmetry(eq(k, 0), "case", "condition 1").named("first"), rewrite("first"), have(AHEAD, "size")),
            (integers(le(1, k), "case").named("later"), roots(eq(norm(1 - k), k - 1), "later").named("past"), have(AHEAD, "size", "past", "divisor"))),
        have(eq(0*k, 0*k + k/(k + 3)*(0*k - 0*k)), "divisor"))}

accelerated = Theorem(
    "accelerated_rate_of_nesterov", "The rate 1/t^2 of Nesterov's method, for smooth convex losses", SOURCE, ids=("004-044",), alternative=True,
    hypotheses=METHOD | {name: CONVEX[name] for name in ("smooth", "convex", "minimiser")},
    claim=L(w[t]) - L_opt <= 2*beta/(t + 1)**2*sq(w[0] - w_star),
    proof=(induction(k, 0, energy(k) <= START, base=FIRST, step=LATER).named("every step"), at("every step", k=t - 1).named("at t"),
           have(((t + 1)/2)**2*(L(w[t]) - L_opt) <= START, "at t", square=(w[t - 1] + (t + 1)/2*(w[t] - w[t - 1]) - w_star,)).named("weighted")),
    using=("weighted",), example={"L": coordinate(1)**2/2 + coordinate(2)**2/4, "beta": 1, "w": (point(k), 0*k), "y": (point(k), 0*k), "w_star": [0, 0],
                                  "t": 2, "proofs": RUNS},
    readings=("beta > 0: a smoothness constant", "momentum accelerated: with the step size 1/beta and the momentum k/(k + 3) of Nesterov's method",
              "rate 1/t^2, as the rates above it: for smooth convex losses with a minimiser w_star",
              "'the best possible one can do with first-order methods' is not part of this statement"))
