"""Gradient descent need not find a minimum. Arora et al., Theory of Deep Learning, chapter 4, footnote 2.

Legend: f objective, w_star a minimiser, w[t] iterates, eta step size, c a gap that stays.
"""

from proofs.classes import iterates, minimiser
from proofs.language import Power, Q, coordinate, eq, forall, function, grad, index, le, lt, piecewise, positive, prose, sequence, vector
from proofs.methods import gradient_step
from proofs.steps import branch, have
from proofs.theorem import NotCheckable, Theorem

f, w = function("f"), sequence("w")
eta, c = positive("eta c")
w_star, = vector("w_star")
k, t = index("k t")
SOURCE = "Theory of Deep Learning, chapter 4, footnote 2"


def two_valleys(x):
    """The minimum is at -2, a local minimum at 1, a local maximum between them at 0."""
    return piecewise(x <= -1, (x + 2)**2/2, middle_or_right(x))


def middle_or_right(x):
    return piecewise(x <= Q(1, 2), 1 - x**2/2, (x - 1)**2/2 + Q(3, 4))


def slope(x):
    return piecewise(x <= -1, x + 2, slope_right(x))


def slope_right(x):
    return piecewise(x <= Q(1, 2), -x, x - 1)


def at_right(value, right, x):
    """The run stays in the wrong valley, where only the last piece counts."""
    return (have(lt(Q(1, 2), x)).named("right of 1/2"), have(lt(-1, x)).named("right of -1"),
            branch(value(x), ("right of -1",)).named("not left"), branch(right(x), ("right of 1/2",)).named("not in the middle"))


def run(k):
    return 1 + Power(Q(1, 2), k)


no_guarantee = Theorem(
    "no_guarantee", "Gradient descent is not guaranteed to find a minimum", SOURCE, ids=("001-001",), existence=True,
    hypotheses={"update": iterates(w, lambda k: gradient_step(w[k], grad(f)(w[k]), eta)), "minimiser": minimiser(f, w_star)},
    claim=forall(t, f(w_star) + c <= f(w[t])),
    model={"f": two_valleys(coordinate(1)), "w_star": [-2], "eta": Q(1, 2), "w": run(k), "c": Q(3, 4), "proofs": {
        "update": (*at_right(slope, slope_right, run(k)), have(eq(run(k + 1), run(k) - Q(1, 2)*slope(run(k))))),
        "claim": (*at_right(two_valleys, middle_or_right, run(t)), have(le(Q(3, 4), two_valleys(run(t)))))}},
    readings=("not guaranteed: there are a loss with a minimiser and a run whose loss stays a gap c > 0 above the minimum",))

hardness = Theorem(
    "polynomial_roots_hard", "Roots of polynomials are hard to find", SOURCE, hypotheses={}, ids=("001-002",), expect="NOT_CHECKABLE",
    claim=prose("given a degree 4 polynomial p(w_1, ..., w_n) in n variables of total degree at most 6, it is NP-hard to determine "
                "whether or not it is 0 for some assignment to the variables"),
    not_checkable=NotCheckable.CITATION,
    reason="It reports a theorem of complexity theory; the two degrees fit together if 4 is the degree in a single variable, as in the sum of "
           "(w_i^2 - w_i)^2 over the variables and of squared products of three factors w_i or 1 - w_i over the clauses of a 3SAT formula.")
