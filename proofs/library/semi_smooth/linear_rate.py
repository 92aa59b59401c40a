"""Linear convergence of gradient descent under semi-smoothness and an error bound.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Convergence - Error bound and semi-smoothness"
(both versions of the lecture). Legend: f loss with infimum 0, c, beta semi-smoothness constants, delta error-bound
constant, gamma step size, x[k] iterates, n steps, g the gradient at x[k].
"""

from proofs.classes import bounded_below, error_bound, iterates, semi_smooth
from proofs.language import (
    Q, coordinate, dot, eq, forall, function, grad, index, linear_rate, lt, nonnegative, norm, positive, sequence, sq, sqrt,
)
from proofs.methods import gradient_step
from proofs.steps import at, cite, contraction, generalise, have, linear_convergence, rewrite, root, roots, square
from proofs.theorem import Definition, Theorem, at_most

f, x = function("f"), sequence("x")
c, = nonnegative("c")
beta, delta, gamma = positive("beta delta gamma")
k, n = index("k n")
g = grad(f)(x[k])
SOURCE = "Stochastic Gradient Descent, Convergence - Error bound and semi-smoothness"
HYPOTHESES = {
    "semi-smooth": semi_smooth(f, c, beta), "error bound": error_bound(f, delta), "f_star = 0": bounded_below(f, 0),
    "c small": c <= sqrt(delta)*gamma*beta/2, "step": gamma < 1/beta,
    "update": iterates(x, lambda k: gradient_step(x[k], grad(f)(x[k]), gamma))}
READINGS = ("c: 'some constant', delta: the constant of the error bound", "both assumptions hold at every x that the chain speaks of",
            "f_star = 0 is the infimum, so f >= 0")
ROOTS = (
    at("f_star = 0", x=x[k]).named("f >= 0"), root(f(x[k]), using=("f >= 0",)).named("root of f"),
    at("error bound", x=x[k]).named("error bound at x[k]"),
    roots(sqrt(delta)*sqrt(f(x[k])) <= norm(g), "error bound at x[k]").named("root of the error bound"))
STEP = (
    at("update", k=k).named("update at k"), at("semi-smooth", x=x[k + 1], y=x[k]).named("semi-smooth at k"), rewrite("update at k"),
    roots(eq(norm(x[k + 1] - x[k]), gamma*norm(g))).named("length of the step"), *ROOTS)
WINDOW = {name: HYPOTHESES[name] for name in ("c small", "step")}

window = Theorem(
    "semi_smooth_window", "The parameters", SOURCE, hypotheses={}, ids=("000-100", "003-100"), definition=Definition.SETTING,
    claim=forall((c, gamma), c <= sqrt(delta)*gamma*beta/2, gamma < 1/beta), expect="DEFINITION",
    reason="a choice of parameters: the hypotheses of the chain that follows")

EXAMPLE = {"f": coordinate(1)**2/2 + coordinate(2)**2/4, "beta": 2, "delta": 1, "gamma": Q(1, 4), "c": Q(1, 8), "x": [1, 1], "k": 1}
# It breaks the chain from its first side to its last as well.
MODEL = {"f": coordinate(1)**2/400, "beta": 1, "delta": Q(1, 100), "gamma": Q(1, 2), "c": Q(1, 40), "x": [20], "k": 0}
sixth = f(x[k]) - gamma*(1 - beta*gamma)*sq(g)

chain = Theorem(
    "semi_smooth_chain", "One step under semi-smoothness and error bound", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES, proof=STEP,
    start=f(x[k + 1]), chain=(
        at_most(f(x[k]) + dot(g, x[k + 1] - x[k]) + c*norm(x[k + 1] - x[k])*sqrt(f(x[k])) + beta/2*sq(x[k + 1] - x[k]),
                "semi-smoothness", "semi-smooth at k", ids=("000-101", "003-101")),
        at_most(f(x[k]) - gamma*sq(g) + c*gamma*norm(g)*sqrt(f(x[k])) + beta*gamma**2/2*sq(g), "gradient update",
                "length of the step", ids=("000-102", "003-102")),
        at_most(f(x[k]) - gamma*sq(g) + c*gamma/sqrt(delta)*sq(g) + beta*gamma**2/2*sq(g), "error bound",
                "root of the error bound", ids=("000-103", "003-103")),
        at_most(f(x[k]) - gamma*sq(g) + beta*gamma**2*sq(g), "c <= sqrt(delta) gamma beta/2", "c small",
                ids=("000-104", "003-104")),
        at_most(sixth, "collect", ids=("000-105", "003-105")),
        at_most((1 - c*gamma*(1 - beta*gamma))*f(x[k]), "error bound", "error bound at x[k]", "step",
                ids=("000-106", "003-106"), expect="REFUTED", repaired=(1 - delta*gamma*(1 - beta*gamma))*f(x[k]), model=MODEL)),
    readings=READINGS)

s = delta*gamma*(1 - beta*gamma)
q = 1/(1 + s)
one_step = Theorem(
    "semi_smooth_step", "The contraction of one step", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES, proof=STEP,
    claim=f(x[k + 1]) <= (1 - s)*f(x[k]), readings=READINGS,
    using=("semi-smooth at k", "length of the step", "root of the error bound", "c small", "error bound at x[k]", "step"))

geometric = Theorem(
    "semi_smooth_geometric", "The rate that the repaired chain gives", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES,
    claim=f(x[n]) <= q**n*f(x[0]),
    proof=(
        have(lt(0, s), "step").named("gain"), have(lt(0, 1 + s), "gain").named("divisor"),
        generalise(k, cite(one_step).named("contraction"), at("f_star = 0", x=x[k]).named("f >= 0"),
                   have(f(x[k + 1]) <= q*f(x[k]), "contraction", "f >= 0", "divisor", square(s))).named("every step"),
        contraction("every step", k, f(x[k]), q, using=("divisor",)).named("iterated"),
        at("iterated", k=n).named("at n")),
    using=("at n",), readings=READINGS)

linear = Theorem(
    "semi_smooth_linear", "Linear convergence to 0 loss", SOURCE, example=EXAMPLE, hypotheses=HYPOTHESES,
    ids=("000-107", "003-107"), claim=linear_rate(f(x[n]), n),
    proof=(
        *geometric.proof[:2], generalise(n, cite(geometric)).named("iterated"),
        at("f_star = 0", x=x[0]).named("f >= 0 at the start"),
        linear_convergence("iterated", n, f(x[n]), q, f(x[0]), using=("divisor", "gain", "f >= 0 at the start")).named("rate")),
    cited={"the last line": forall(k, f(x[k + 1]) <= (1 - c*gamma*(1 - beta*gamma))*f(x[k])), **WINDOW,
           "f_star = 0": bounded_below(f, 0)},
    reason="which shows", repaired=geometric, expect="TRUE_BUT_NOT_BY_THIS_ARGUMENT", readings=READINGS,
    model={"f": 1, "c": 0, "beta": 1, "gamma": Q(1, 2), "delta": 1, "x": 0, "bounded_away": 1})
