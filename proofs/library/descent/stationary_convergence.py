"""What holds of the convergence of gradient descent on a smooth loss: losses converge, gradients tend to 0.

Hegde, Foundations of Deep Learning, chapter 4. Legend: L loss, beta smoothness constant, eta step size, w[k] iterates,
s a stationary point, l the limit of the losses.
"""

from proofs.classes import bounded_below, iterates, lipschitz_gradient
from proofs.language import (
    Q, coordinate, eq, exists, forall, function, grad, index, le, lt, members, norm, positive, real,
    sequence, sq, total, vector,
)
from proofs.library.limits.summable_terms import summable_terms_vanish
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.methods import gradient_step
from proofs.steps import at, cite, generalise, have, monotone_convergence, obtain, part, rewrite, roots, telescope, witness
from proofs.theorem import Theorem
from proofs.words import converges

L, w = function("L"), sequence("w")
beta, eta, eps = positive("beta eta eps")
s, = vector("s")
l, = real("l")
k, n = index("k n")
SOURCE = "Foundations of Deep Learning, chapter 4, Theorem GD"
SMOOTH = {"smooth": lipschitz_gradient(L, beta), "nonnegative loss": bounded_below(L, 0),
          "update": iterates(w, lambda k: gradient_step(w[k], grad(L)(w[k]), eta))}
SHORT = SMOOTH | {"step": eta < 2/beta}
READINGS = ("beta > 0: a smoothness constant", "eta > 0: a fixed step size", "L >= 0: a nonnegative loss, as the setup assumes")
EXAMPLE = {"L": coordinate(1)**2/2 + coordinate(2)**2/4, "beta": 1, "eta": Q(1, 2), "w": [1, 1], "k": 1}
g = grad(L)(w[k])
gain = eta*(1 - beta*eta/2)

DESCENT = (
    have(lt(0, 1 - beta*eta/2), "step").named("factor"), have(lt(0, gain), "factor").named("gain"),
    generalise(k, cite(quadratic_upper_bound, f=L, L=beta, w=w[k + 1], u=w[k]).named("upper bound"),
               at("update", k=k).named("next"), rewrite("next"),
               have(gain*sq(g) <= L(w[k]) - L(w[k + 1]), "upper bound")).named("every step"))

values_converge = Theorem(
    "gd_values_converge", "The losses converge", SOURCE, example=EXAMPLE, hypotheses=SHORT, ids=("004-018",), alternative=True,
    claim=exists(l, converges(L(w[k]), k, l)),
    proof=(*DESCENT, generalise(k, at("every step", k=k).named("this step"), have(L(w[k + 1]) <= L(w[k]), "this step", "gain")).named("decreasing"),
           generalise(k, at("nonnegative loss", x=w[k])).named("bounded"),
           monotone_convergence("decreasing", "bounded", k, L(w[k]), 0).named("limit"),
           obtain("limit", l, part("obtained", 2).named("converges"), witness(exists(l, converges(L(w[k]), k, l)), "converges", l=l))),
    readings=(*READINGS, "eta < 2/beta, as the proof supposes", "'we get convergence' of the losses, which decrease and are bounded below"))

gradients_vanish = Theorem(
    "gd_gradients_vanish", "The gradients converge to 0", SOURCE, example=EXAMPLE, hypotheses=SHORT, claim=converges(g, k, 0),
    proof=(*DESCENT,
           generalise(k, at("every step", k=k).named("this step"),
                      have(sq(g) <= L(w[k])/gain - L(w[k + 1])/gain, "this step", "gain", "factor")).named("squares"),
           generalise(n, telescope("squares", k, sq(g), L(w[k])/gain, n).named("telescoped"),
                      at("nonnegative loss", x=w[n + 1]).named("at the end"),
                      have(total(sq(g), k, 0, n) <= L(w[0])/gain, "telescoped", "at the end", "gain", "factor")).named("bounded"),
           generalise(k, have(le(0, sq(g)))).named("nonnegative"),
           cite(summable_terms_vanish, a=members(sq(g), k), C=L(w[0])/gain).named("small squares"),
           generalise(eps, have(lt(0, eps**2), "sign of eps").named("square"), at("small squares", "square", epsilon=eps**2).named("from n on"), obtain(
               "from n on", n, generalise(
                   k, at("obtained", k=k).named("small"), roots(eq(norm(sq(g)), sq(g))).named("no sign"),
                   roots(norm(g) <= eps, "small", "no sign"), late=n <= k).named("tail"),
               witness(exists(n, forall(k, norm(g) <= eps, n <= k)), "tail", n=n)))),
    ids=("004-014", "004-018"), alternative=True,
    readings=(*READINGS, "eta < 2/beta, as the proof supposes", "'converges to stationary points': the gradients tend to 0"))
