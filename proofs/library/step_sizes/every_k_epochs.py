"""Does the argument of the static rules increase by 1 every K epochs?

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Step-sizes". The first version of the lecture divides the
iteration by K N, the second by K. Legend: k iteration, K epochs, N data points, M data points of a mini-batch, n batches an epoch.
"""

from proofs.language import ceil, eq, index, positive_index
from proofs.steps import antisymmetry, ceil_above, ceil_below
from proofs.theorem import Theorem

K, N = positive_index("K N")
k, n, M = index("k n M")
SOURCE = "Stochastic Gradient Descent, Step-sizes"
LETTERS = ("N: the number of data points, K: of epochs",)


def increases(period, P):
    """After this many iterations the argument of the rule is greater by 1."""
    return eq(ceil((k + period)/P), ceil(k/P) + 1)


def rounding(period, P):
    """ceil(x + 1) = ceil(x) + 1: both lie between x + 1 and x + 2."""
    return (ceil_above(k/P).named("x above"), ceil_below(k/P).named("x below"),
            ceil_above((k + period)/P).named("x + 1 above"), ceil_below((k + period)/P).named("x + 1 below"),
            antisymmetry(increases(period, P), "x above", "x below", "x + 1 above", "x + 1 below"))


ITERATIONS = (*LETTERS, "k counts iterations, each with one of the N data points, so that K epochs have K N of them")
every_K_epochs = Theorem(
    "ceiling_every_K_epochs", "ceil(k/(N K)) increases by 1 every K epochs", SOURCE, hypotheses={}, ids=("000-057",),
    claim=increases(K*N, N*K), proof=rounding(K*N, N*K), readings=ITERATIONS)

every_K_epochs_003 = Theorem(
    "ceiling_every_K_epochs_003", "ceil(k/K) increases by 1 every K epochs", SOURCE, hypotheses={}, ids=("003-057",),
    claim=increases(K*N, K), expect="REFUTED", repaired=every_K_epochs, readings=ITERATIONS, model={"K": 1, "N": 2, "k": 0})

every_K_003_epochs = Theorem(
    "ceiling_every_K_003_epochs", "ceil(k/K) increases by 1 every K epochs, if k counts epochs", SOURCE, hypotheses={}, ids=("003-057",),
    alternative=True,
    claim=increases(K, K), proof=rounding(K, K), readings=(*LETTERS, "k counts epochs"))

batches = Theorem(
    "ceiling_every_K_epochs_batches", "ceil(k/(N K)) increases by 1 every K epochs, with mini-batches of M data points", SOURCE,
    ids=("000-057",), alternative=True,
    hypotheses={"batches": 1 <= M, "whole number of iterations an epoch": eq(N, n*M)}, claim=increases(K*n, N*K), expect="REFUTED",
    repaired=every_K_epochs, readings=(*LETTERS, "k counts iterations with M data points each, so that an epoch has n = N/M of them"),
    model={"K": 1, "N": 2, "M": 2, "n": 1, "k": 1})
