"""Checks of the checker: the descent lemma with a constant made too strong, and without its step-size condition.

Neither is printed anywhere; both must be refuted by the kernel and violated on the arrays, in every run.
Legend: as in the descent lemma.
"""

from proofs.language import Q, coordinate, sq
from proofs.library.descent.descent_lemma import SMOOTH, descent_lemma, eta, f, g, t, w
from proofs.theorem import Theorem

too_strong = Theorem(
    "control_51_100", "Descent lemma with 51/100 in place of 1/2", "control", hypotheses=descent_lemma.hypotheses,
    claim=f(w[t + 1]) <= f(w[t]) - Q(51, 100)*eta*sq(g), expect="REFUTED", repaired=descent_lemma, control=True)

no_rate = Theorem(
    "control_no_rate", "Descent lemma without eta <= 1/L", "control", hypotheses=SMOOTH,
    claim=f(w[t + 1]) <= f(w[t]) - eta/2*sq(g), expect="REFUTED", repaired=descent_lemma, control=True,
    model={"f": coordinate(1)**2/2, "L": 1, "eta": 2, "w": [1], "t": 0})
