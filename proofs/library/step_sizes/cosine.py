"""The cosine schedule and its end points. Arora et al., Theory of Deep Learning, chapter 4, section 4.5.1.

Legend: eta[t] learning rates, T the number of steps.
"""

from proofs.language import Q, cos, eq, forall, index, pi, positive_index, real_sequence
from proofs.steps import have, trigonometry
from proofs.theorem import Definition, Theorem

eta = real_sequence("eta")
t, = index("t")
T, = positive_index("T")
SOURCE = "Theory of Deep Learning, section 4.5.1"
LETTERS = "T: the number of steps"


def cosine(t):
    return Q(1, 2)*(1 + cos((t - 1)/T*pi))


def loshchilov_hutter(t, lowest, highest):
    """(5) of Loshchilov and Hutter 2017, Stochastic gradient descent with warm restarts, counted from 1."""
    return lowest + Q(1, 2)*(highest - lowest)*(1 + cos((t - 1)*pi/T))


schedule = Theorem(
    "cosine_schedule", "The cosine schedule", SOURCE, hypotheses={}, ids=("001-071",), definition=Definition.UPDATE_RULE, expect="DEFINITION",
    claim=forall(t, eq(eta[t], cosine(t)), 1 <= t, t <= T + 1),
    source_form=forall(t, eq(eta[t], loshchilov_hutter(t, lowest=0, highest=1)), 1 <= t, t <= T + 1),
    readings=(LETTERS, "Loshchilov and Hutter 2017, (5), with eta_min = 0, eta_max = 1, counted from 1",))

first = Theorem("cosine_first", "The cosine schedule begins with 1", SOURCE, hypotheses={}, ids=("001-071",), claim=eq(cosine(1), 1),
                readings=(LETTERS,))

last = Theorem("cosine_last", "The cosine schedule ends with 0", SOURCE, hypotheses={}, ids=("001-071",), claim=eq(cosine(T + 1), 0),
               readings=(LETTERS,),
               proof=(trigonometry("cosine of pi").named("half a turn"), have(eq((T + 1 - 1)/T*pi, pi)).named("the argument")),
               using=("half a turn",))
