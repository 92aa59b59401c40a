"""The two static rules, which reduce the step size every K epochs: the conditions that they satisfy.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Step-sizes". The first version of the lecture counts
iterations, N an epoch, and divides k by K N; the second divides k by K.
Legend: gamma0 first step size, k iteration, K epochs, N data points, P iterations after which the steps are reduced.
"""

from proofs.language import both, ceil, exists, forall, index, le, lt, members, negation, norm, positive, positive_index, real, sqrt, total
from proofs.library.limits.comparison import inverse_vanishes, squeeze
from proofs.library.step_sizes.series import harmonic_comparison, quotient_diverges
from proofs.steps import (
    archimedes, at, ceil_above, ceil_below, cite, combine, contradiction, deny, generalise, have, integers, obtain, part,
    root, roots, telescope, witness,
)
from proofs.theorem import Theorem
from proofs.words import diverges

gamma0, epsilon = positive("gamma0 epsilon")
K, N, P = positive_index("K N P")
C, = real("C")
i, k, n, M = index("i k n M")
SOURCE = "Stochastic Gradient Descent, Step-sizes"
PERIODS = ((K*N, "000"), (K, "003"))  # by which k is divided, as the two versions print it
VERSION = {"000": "as the first version prints it", "003": "as the second version prints it"}


def first(k, P):
    return gamma0/(1 + ceil(k/P))


def second(k, P):
    return gamma0/(1 + sqrt(ceil(k/P)))


def partial(rule, P, power=1):
    """The sum of the step sizes (or of their squares) up to the n-th."""
    return total(rule(i, P) if power == 1 else rule(i, P)**power, i, 0, n)


def infinite_sum(rule, P):
    return diverges(partial(rule, P), n)


def summable_squares(rule, P):
    return exists(C, forall(n, partial(rule, P, 2) <= C))


LETTERS = ("gamma0: a step size, k counts iterations; these are divided by K N or K, for which the lemmas write P",)
SUMS = ("an infinite sum of positive terms is infinite if its partial sums tend to infinity, and finite if they are bounded",)

# --- the two conditions ----------------------------------------------------------------------------------------------

AT_MOST_K = (ceil_above(k/P).named("above"), ceil_below(k/P).named("below"), integers(le(1, P)).named("P >= 1"),
             have(k/P <= k, "P >= 1", "sign of k").named("k/P"), integers(ceil(k/P) <= k, "below", "k/P").named("ceiling"),
             have(le(0, ceil(k/P)), "above", "sign of k").named("no sign"))
HARMONIC = generalise(k, *AT_MOST_K, have(lt(0, 1 + ceil(k/P)), "no sign").named("divisor"), have(lt(0, k + 1), "sign of k").named("k+1"),
                      have(gamma0/(k + 1) <= first(k, P), "ceiling", "divisor", "k+1"))


def V(k):
    """gamma0^2 P^2/(P + k)^2 is at most V(k) - V(k+1)."""
    return 2*gamma0**2*P**2/(P + k)


SQUARE = generalise(
    k, *AT_MOST_K, have(lt(0, P + k), "P >= 1", "sign of k").named("P+k"), have(lt(0, P + k + 1), "P+k").named("P+k+1"),
    have(lt(0, 1 + ceil(k/P)), "no sign").named("divisor"),
    have(first(k, P) <= gamma0*P/(P + k), "above", "divisor", "P+k").named("step"), have(lt(0, first(k, P)), "divisor").named("positive"),
    have(first(k, P)**2 <= (gamma0*P/(P + k))**2, "step", "positive", "P+k", "divisor").named("square"),
    have((gamma0*P/(P + k))**2 <= V(k) - V(k + 1), "P >= 1", "sign of k", "P+k", "P+k+1").named("difference"),
    have(first(k, P)**2 <= V(k) - V(k + 1), "square", "difference", "P+k", "P+k+1", "divisor"))

first_rule = Theorem(
    "first_rule", "The first rule satisfies both conditions, whatever its period is", SOURCE, hypotheses={}, readings=LETTERS,
    claim=both(infinite_sum(first, P), summable_squares(first, P)),
    proof=(
        HARMONIC.named("harmonic"),
        cite(harmonic_comparison, hypotheses={"below": "harmonic"}, a=members(first(k, P), k), c=gamma0).named("sum"),
        SQUARE.named("differences"),
        generalise(n, telescope("differences", k, first(k, P)**2, V(k), n).named("telescoped"), integers(le(1, P)).named("P >= 1"),
                   have(lt(0, P + n + 1), "P >= 1", "sign of n").named("last divisor"),
                   have(le(0, V(n + 1)), "last divisor").named("last"), have(partial(first, P, 2) <= V(0), "telescoped", "last")).named("bounded"),
        witness(summable_squares(first, P), "bounded", C=V(0)).named("squares"),
        combine("sum", "squares")))

ROOT = (*AT_MOST_K, root(ceil(k/P), using=("no sign",)).named("root"), have(lt(0, 1 + sqrt(ceil(k/P)))).named("divisor"),
        have(lt(0, k + 1), "sign of k").named("k+1"))
HARMONIC_SQUARE = generalise(
    k, *ROOT, have((1 + sqrt(ceil(k/P)))**2 <= 2*(k + 1), "root", "ceiling", square=(1 - sqrt(ceil(k/P)),)).named("denominators"),
    have(gamma0**2/2/(k + 1) <= second(k, P)**2, "denominators", "divisor", "k+1"))

second_rule = Theorem(
    "second_rule", "The second rule does not satisfy both: the sum of its squares is infinite", SOURCE, hypotheses={}, readings=LETTERS,
    claim=negation(both(infinite_sum(second, P), summable_squares(second, P))),
    proof=(
        HARMONIC_SQUARE.named("harmonic"),
        cite(harmonic_comparison, hypotheses={"below": "harmonic"}, a=members(second(k, P)**2, k), c=gamma0**2/2).named("squares"),
        deny(both(infinite_sum(second, P), summable_squares(second, P)), part("denied", 2).named("finite"), obtain(
            "finite", C, at("squares", m=C + 1).named("tail"), obtain(
                "tail", M, at("from M", k=M).named("large"), at("obtained", n=M).named("bounded"), contradiction("large", "bounded"),
                named="from M")))))


def both_versions(lemma, name, title, numbers, rule, claim):
    """A statement about a rule with P iterations for a period, as the two versions of the lecture have it."""
    return tuple(Theorem(f"{name}_{version}", f"{title}, {VERSION[version]}", SOURCE, hypotheses={}, ids=(f"{version}-{numbers}",),
                         claim=claim(rule, period),
                         proof=(cite(lemma, P=period).named("with this period"),), readings=(*LETTERS, *SUMS))
                 for period, version in PERIODS)


first_satisfies = both_versions(first_rule, "first_rule", "The first rule satisfies both conditions", "059", first,
                                lambda rule, P: both(infinite_sum(rule, P), summable_squares(rule, P)))
second_does_not = both_versions(second_rule, "second_rule", "The second rule does not satisfy both conditions", "060", second,
                                lambda rule, P: negation(both(infinite_sum(rule, P), summable_squares(rule, P))))

# --- the refined conditions ------------------------------------------------------------------------------------------


def refined(rule, P):
    return both(infinite_sum(rule, P), diverges(partial(rule, P)/partial(rule, P, 2), n))


QUOTIENT = ("the quotient of two infinite sums is the limit of the quotients of their partial sums: both sums are infinite for the second rule",)
SMALL = (*AT_MOST_K, have(lt(0, 1 + ceil(k/P)), "no sign").named("divisor"), have(lt(0, k + 1), "sign of k").named("k+1"))

first_refined = Theorem(
    "first_rule_refined", "The first rule satisfies the refined conditions", SOURCE, hypotheses={}, readings=LETTERS, claim=refined(first, P),
    proof=(
        HARMONIC.named("harmonic"), cite(harmonic_comparison, hypotheses={"below": "harmonic"}, a=members(first(k, P), k), c=gamma0).named("sum"),
        generalise(k, *SMALL, have(lt(0, first(k, P)), "divisor")).named("positive"),
        generalise(k, *SMALL, have(norm(first(k, P)) <= gamma0*P/(k + 1), "divisor", "k+1", "above", "P >= 1")).named("bound"),
        cite(inverse_vanishes, C=gamma0*P).named("inverse"),
        cite(squeeze, hypotheses={"below": "bound", "null": "inverse"}, a=members(first(k, P), k), b=members(gamma0*P/(k + 1), k)).named("null"),
        cite(quotient_diverges, hypotheses={"below": "harmonic"}, a=members(first(k, P), k), c=gamma0).named("quotient"),
        combine("sum", "quotient")))

HARMONIC_SECOND = generalise(
    k, *ROOT, have(1 + sqrt(ceil(k/P)) <= 2*(k + 1), "root", "ceiling", "no sign", square=(1 - sqrt(ceil(k/P)),)).named("denominators"),
    have(gamma0/2/(k + 1) <= second(k, P), "denominators", "divisor", "k+1"))
TAIL = exists(n, forall(k, norm(second(k, P)) <= epsilon, n <= k))

second_refined = Theorem(
    "second_rule_refined", "The second rule satisfies the refined conditions", SOURCE, hypotheses={}, readings=LETTERS, claim=refined(second, P),
    proof=(
        HARMONIC_SECOND.named("harmonic"),
        cite(harmonic_comparison, hypotheses={"below": "harmonic"}, a=members(second(k, P), k), c=gamma0/2).named("sum"),
        generalise(k, *ROOT, have(lt(0, second(k, P)), "divisor")).named("positive"),
        generalise(epsilon, archimedes(P*(gamma0/epsilon)**2, 1).named("enough"), obtain(
            "enough", M,
            generalise(k, *ROOT, have((gamma0/epsilon)**2 <= k/P, "obtained", "far", "sign of epsilon").named("k/P is large"),
                       roots(gamma0/epsilon <= sqrt(ceil(k/P)), "k/P is large", "above", "root").named("root is large"),
                       have(norm(second(k, P)) <= epsilon, "root is large", "divisor", "sign of epsilon"), far=M <= k).named("small"),
            witness(TAIL, "small", "obtained.1", n=M))).named("null"),
        cite(quotient_diverges, hypotheses={"below": "harmonic"}, a=members(second(k, P), k), c=gamma0/2).named("quotient"),
        combine("sum", "quotient")))

all_refined = tuple(Theorem(
    f"rules_refined_{version}", f"Both rules satisfy the refined conditions, {VERSION[version]}", SOURCE, hypotheses={}, ids=(f"{version}-062",),
    claim=both(refined(first, period), refined(second, period)),
    proof=(cite(first_refined, P=period).named("first"), cite(second_refined, P=period).named("second"), combine("first", "second")),
    readings=(*LETTERS, *QUOTIENT, "'all the above': the two static rules")) for period, version in PERIODS)
