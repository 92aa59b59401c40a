"""What the descent lemma says of the decrease. Arora et al., Theory of Deep Learning, chapter 4, after Lemma 4.1.4.

Legend: as in the descent lemma.
"""

from proofs.language import eq, grad, lt, sq
from proofs.library.descent.descent_lemma import EXAMPLE, L, SMOOTH, descent_lemma, eta, f, g, t, w
from proofs.steps import cite
from proofs.theorem import Theorem

SOURCE = "Theory of Deep Learning, after Lemma 4.1.4"
HYPOTHESES = SMOOTH | {"rate": eta <= 1/L}
LETTERS = ("eta > 0: a learning rate", "L > 0: a smoothness constant")
LEMMA = (cite(descent_lemma).named("descent lemma"),)
decrease = f(w[t]) - f(w[t + 1])

decreases = Theorem(
    "descent_decreases", "The function value decreases at each step", SOURCE, example=EXAMPLE, ids=("001-034b",),
    hypotheses=HYPOTHESES | {"not stationary": lt(0, sq(g))}, claim=f(w[t + 1]) < f(w[t]), proof=LEMMA,
    using=("descent lemma", "not stationary"),
    readings=(*LETTERS, "at each step 'unless it is already at a stationary point', as section 4.1.4 opens"))

at_least_proportional = Theorem(
    "descent_at_least_proportional", "The decrease is at least a constant times the squared gradient", SOURCE, example=EXAMPLE,
    hypotheses=HYPOTHESES, claim=eta/2*sq(g) <= decrease, proof=LEMMA, using=("descent lemma",), ids=("001-034b",), alternative=True,
    readings=(*LETTERS, "the decrease that the lemma promises: a lower bound that is proportional to the squared norm"))

proportional = Theorem(
    "descent_proportional", "The decrease is proportional to the squared norm of the gradient", SOURCE, ids=("001-034b",),
    hypotheses=HYPOTHESES, claim=eq(decrease*sq(grad(f)(w[0])), (f(w[0]) - f(w[1]))*sq(g)), expect="REFUTED",
    repaired=at_least_proportional, model=EXAMPLE,
    readings=(*LETTERS, "proportional: the same multiple of |grad f(w[t])|^2 in every step; step t is compared with the first"))
