"""Sequences that tend to 0: by comparison, inverses, geometric sequences. Rudin, Principles of Mathematical Analysis, 3.3 and 3.20.

Legend: a, b sequences, C a constant, q a ratio.
"""

from proofs.language import Q, exists, forall, index, lt, nonnegative, norm, positive, real, real_sequence
from proofs.steps import archimedes, at, generalise, geometric_decay, have, obtain, witness
from proofs.theorem import Theorem
from proofs.words import converges

SOURCE = "Rudin, Principles of Mathematical Analysis, {}"
a, b = real_sequence("a"), real_sequence("b")
c, d, r, s = real("c d r s")
C, q = nonnegative("C q")
epsilon, = positive("epsilon")
k, n, N, M = index("k n N M")


def near(term, limit=0):
    """From some n on, the term is within epsilon of the limit."""
    return exists(n, forall(k, norm(term - limit if limit else term) <= epsilon, n <= k))


def inverse(C):
    """C/(k + 1) tends to 0: C <= N epsilon, and N <= k + 1."""
    return generalise(epsilon, archimedes(C, epsilon).named("enough"), obtain(
        "enough", N, generalise(k, have(lt(0, k + 1), "sign of k").named("k+1"),
                                have(norm(C/(k + 1)) <= epsilon, "obtained", "obtained.1", "above", "k+1", "sign of epsilon"),
                                above=N <= k).named("small"),
        witness(near(C/(k + 1)), "small", n=N)))


squeeze = Theorem(
    "squeeze", "What is below a null sequence is one", SOURCE.format("3.3"),
    hypotheses={"below": forall(k, norm(a[k]) <= b[k]), "null": converges(b[k], k, 0)}, claim=converges(a[k], k, 0),
    proof=(generalise(epsilon, at("null", epsilon=epsilon).named("tail"), obtain(
        "tail", N, generalise(k, at("below", k=k).named("a"), at("obtained", k=k).named("b"),
                              have(norm(a[k]) <= epsilon, "a", "b"), above=N <= k).named("small"),
        witness(near(a[k]), "small", n=N))),),
    example={"a": 1/(k + 1), "b": 1/(k + 1), "proofs": {"null": (inverse(1),)}})

inverse_vanishes = Theorem(
    "inverse_vanishes", "C/(k + 1) tends to 0", SOURCE.format("3.20"), hypotheses={}, claim=converges(C/(k + 1), k, 0),
    proof=(inverse(C),))

geometric_vanishes = Theorem(
    "geometric_vanishes", "C q^k tends to 0", SOURCE.format("3.20"), hypotheses={"q below one": q < 1},
    claim=converges(C*q**k, k, 0),
    proof=(generalise(epsilon, geometric_decay(C, q, epsilon).named("tail"), obtain(
        "tail", N, generalise(k, at("obtained", k=k).named("k"), have(norm(C*q**k) <= epsilon, "k", "sign of epsilon"), above=N <= k).named("small"),
        witness(near(C*q**k), "small", n=N))),),
    example={"C": 1, "q": Q(1, 2)})
