"""Step sizes that are damped where gradients are large.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Large gradients" and the three tables (both versions
of the lecture). Legend: g, h stochastic gradients, gamma0, alpha parameters, gamma(g) the step size, psi what the combined rule
takes off, eps, R, rho how small and how large, w, w_new two iterates.
"""

from proofs.language import Q, absolute, eq, exists, forall, lt, nonnegative, norm, positive, vector
from proofs.methods import gradient_step
from proofs.steps import generalise, have, rewrite, roots, witness
from proofs.theorem import Theorem

gamma0, alpha, eps, R, rho = positive("gamma0 alpha eps R rho")
psi, = nonnegative("psi")
g, h, w, w_new = vector("g h w w_new")
SOURCE = "Stochastic Gradient Descent, Large gradients"
LETTERS = ("gamma0: a step size, alpha: how strongly large gradients are damped", "g, h: stochastic gradients")


def gamma(g):
    """The step size at a stochastic gradient."""
    return gamma0/(alpha*norm(g) + 1)


def small_beyond(R):
    return forall(g, gamma(g) <= eps, R <= norm(g))


def near_within(rho):
    return forall(g, absolute(gamma0 - gamma(g)) <= eps, norm(g) <= rho)


large = Theorem(
    "damped_step_size_small", "Small steps if the gradient is large", SOURCE, hypotheses={}, ids=("000-063", "003-063"),
    claim=forall(eps, exists(R, small_beyond(R))),
    proof=(generalise(
        eps,
        generalise(g, have(gamma(g) <= eps, "far", "sign of eps"), far=gamma0/(alpha*eps) <= norm(g)).named("far away"),
        witness(exists(R, small_beyond(R)), "far away", "sign of eps", R=gamma0/(alpha*eps))),),
    readings=(*LETTERS, "'small steps if large': the step size gamma tends to 0 as the gradient grows"))

length = Theorem(
    "damped_step_length", "The length of a damped step", SOURCE, hypotheses={}, claim=norm(gamma(g)*g) < gamma0/alpha,
    proof=(roots(eq(norm(gamma(g)*g), gamma(g)*norm(g))).named("length"), have(gamma(g)*norm(g) < gamma0/alpha).named("bound")),
    using=("length", "bound"), readings=LETTERS)

length_grows = Theorem(
    "damped_step_length_smaller", "Small steps if the gradient is large, steps taken as displacements", SOURCE,
    hypotheses={"larger": norm(h) <= norm(g)},
    ids=("000-063", "003-063"), claim=norm(gamma(g)*g) <= norm(gamma(h)*h), expect="REFUTED", alternative=True, repaired=length,
    readings=(*LETTERS, "'small steps': a larger gradient makes no longer displacement gamma |g|"),
    model={"gamma0": 1, "alpha": 1, "g": [9], "h": [1]})

small = Theorem(
    "damped_step_size_near", "Approximately gamma0 if the gradient is small", SOURCE, hypotheses={}, ids=("000-064", "003-064"),
    claim=forall(eps, exists(rho, near_within(rho))),
    proof=(generalise(
        eps,
        generalise(g, have(gamma(g) <= gamma0).named("below"), have(gamma0 - gamma(g) <= gamma0*alpha*norm(g)).named("gap"),
                   roots(eq(absolute(gamma0 - gamma(g)), gamma0 - gamma(g)), "below").named("no sign"),
                   have(absolute(gamma0 - gamma(g)) <= eps, "gap", "no sign", "near", "sign of eps"),
                   near=norm(g) <= eps/(alpha*gamma0)).named("nearby"),
        witness(exists(rho, near_within(rho)), "nearby", "sign of eps", rho=eps/(alpha*gamma0))),),
    readings=(*LETTERS, "'approximately gamma0 if small': gamma tends to gamma0 as the gradient tends to 0"))

TABLES = "Stochastic Gradient Descent, Step-size rules and convergence"


def combined(g):
    """The combined rule, whatever psi is in that iteration."""
    return gamma0/((1 + psi)*(alpha*norm(g) + 1))


damped = Theorem(
    "large_gradients_dampened", "Large initial gradients dampened", TABLES, ids=("000-072", "003-072"),
    hypotheses={"step": eq(w_new, gradient_step(w, g, combined(g)))}, claim=norm(w_new - w) < gamma0/alpha,
    proof=(rewrite("step"), have(lt(0, (1 + psi)*(alpha*norm(g) + 1))).named("divisor"),
           roots(eq(norm(w_new - w), combined(g)*norm(g))).named("length"), have(combined(g)*norm(g) < gamma0/alpha).named("bound")),
    using=("length", "bound"), example={"gamma0": 1, "alpha": 1, "psi": 1, "g": [3, 4], "w": [1, 1], "w_new": [Q(3, 4), Q(2, 3)]},
    readings=("w, w_new: the point before and after the step", *LETTERS, "psi >= 0: its value in this iteration",
              "'dampened': no step is as long as gamma0/alpha, which is 1 in the tables",
              "'Diminishing step-size gives local convergence' reports the run of the table, and is not judged"))
