"""Descent so long as eta < 2/L. Arora et al., Theory of Deep Learning, chapter 4, footnote 5 and section 4.1.4.

Legend: f objective, L smoothness constant, eta learning rate, w[t] iterates.
"""

from proofs.language import coordinate, lt, sq
from proofs.library.descent.descent_lemma import EXAMPLE, SMOOTH, STEP, L, eta, f, g, t, w
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.steps import cite
from proofs.theorem import Theorem

PROOF = (cite(quadratic_upper_bound, w=w[t + 1], u=w[t]).named("(4.9)"), *STEP)

descent_range = Theorem(
    "descent_range", "Descent for every eta < 2/L", "Theory of Deep Learning, footnote 5",
    example=EXAMPLE, hypotheses=SMOOTH | {"rate": eta < 2/L, "not stationary": lt(0, sq(g))},
    claim=f(w[t + 1]) < f(w[t]), ids=("001-030",), proof=PROOF, using=("(4.9)", "rate", "not stationary"),
    readings=("eta > 0: a learning rate", "L > 0: a smoothness constant",
              "descent is meant 'unless it is already at a stationary point', as section 4.1.4 opens"))

descent_range_unconditional = Theorem(
    "descent_range_at_its_word", "Descent for every eta < 2/L, stationary points included",
    "Theory of Deep Learning, footnote 5, at its word",
    example=EXAMPLE, hypotheses=SMOOTH | {"rate": eta < 2/L}, claim=f(w[t + 1]) < f(w[t]), ids=("001-030",),
    expect="REFUTED", alternative=True, repaired=descent_range, readings=("the footnote alone, without the opening of section 4.1.4",),
    model={"f": coordinate(1)**2/2, "L": 1, "eta": 1, "w": [0], "t": 0})
