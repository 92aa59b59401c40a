"""The combined rule: small steps for large gradients, diminishing steps for small ones.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Combined step-size rule". The static rule before it has
ceil(k/(K N)) in the first version of the lecture and ceil(k/K) in the second; psi is x or sqrt(x) in the first, 1/x or 1/sqrt(x)
in the second. Legend: g the stochastic gradient, gamma0, alpha parameters, k iteration, K epochs, N data points, psi as named.
"""

from proofs.language import absolute, both, ceil, eq, forall, index, le, lt, norm, positive, positive_index, prose, sqrt, vector
from proofs.library.step_sizes.schedules import first_refined, second_refined
from proofs.steps import ceil_above, ceil_below, cite, combine, generalise, have, integers, root, roots
from proofs.theorem import NotCheckable, Theorem
from proofs.words import converges

gamma0, alpha = positive("gamma0 alpha")
K, N = positive_index("K N")
k, = index("k")
g, = vector("g")
SOURCE = "Stochastic Gradient Descent, Combined step-size rule"
READINGS = ("gamma0: a step size, alpha: how strongly large gradients are damped",
            "g: the stochastic gradient, K: epochs, N: data points; k counts iterations")


def identity(x): return x
def inverse(x): return 1/x
def inverse_root(x): return 1/sqrt(x)


def static(psi, argument):
    return gamma0/(1 + psi(argument))


def combined(psi, argument):
    return gamma0/((1 + psi(argument))*(alpha*norm(g) + 1))


def damps(psi, printed, before):
    """The combined rule is the static rule, times what damps large gradients."""
    return eq(combined(psi, printed), static(psi, before)*(1/(alpha*norm(g) + 1)))


COMBINES = (*READINGS, "'combination': the static rule ('as before') times 1/(alpha |g| + 1), the factor of the rule for large gradients")
NONNEGATIVE = (ceil_above(k/(K*N)).named("above"), have(le(0, ceil(k/(K*N))), "above").named("psi >= 0"),
               have(lt(0, 1 + ceil(k/(K*N))), "psi >= 0").named("divisor"))


def at_most_either(psi, printed, before):
    """The combined rule never takes a longer step than the static rule, nor than the rule for large gradients."""
    return both(combined(psi, printed) <= static(psi, before), combined(psi, printed) <= gamma0/(alpha*norm(g) + 1))


EITHER = (*READINGS, "the two rules: gamma0/(1 + psi(...)), the static one, and gamma0/(alpha |g| + 1), the one for large gradients")
EARLIER = (ceil_above(k/K).named("above"), ceil_above(k/(K*N)).named("above before"), ceil_below(k/(K*N)).named("below before"),
           have(le(0, ceil(k/(K*N))), "above before").named("before >= 0"), integers(le(1, N)).named("N >= 1"),
           have(k <= k*N, "N >= 1").named("more"), have(k/(K*N) <= k/K, "more").named("less"),
           integers(ceil(k/(K*N)) <= ceil(k/K), "above", "below before", "less").named("earlier"))
NONNEGATIVE = (ceil_above(k/K).named("above"), have(le(0, ceil(k/K)), "above").named("psi >= 0"))


def shorter(psi, printed, before, *facts):
    """The proof of what is said of both rules, from a comparison of the values of psi."""
    static_rule, damped_rule = at_most_either(psi, printed, before).args
    return (have(lt(0, 1 + psi(before)), *facts).named("divisor before"), have(lt(0, 1 + psi(printed)), *facts).named("divisor"),
            have(static(psi, printed) <= static(psi, before), "divisor", "divisor before", *facts).named("no longer than before"),
            have(combined(psi, printed) <= static(psi, printed), "divisor").named("damped"),
            have(static_rule, "damped", "no longer than before").named("static"), have(damped_rule, "divisor", *facts).named("large"),
            combine("static", "large"))


c_before, c_now = ceil(k/(K*N)), ceil(k/K)
either_rule = Theorem(
    "combined_rule_at_most_either", "The combined rule takes no longer steps than either of the two rules", SOURCE, hypotheses={}, readings=EITHER,
    claim=at_most_either(identity, c_now, c_before), proof=(*EARLIER, *shorter(identity, c_now, c_before, "before >= 0", "earlier")))
either_rule_root = Theorem(
    "combined_rule_at_most_either_root", "The combined rule takes no longer steps than either of the two rules, psi(x) = sqrt(x)", SOURCE,
    hypotheses={},
    readings=EITHER, claim=at_most_either(sqrt, c_now, c_before), proof=(
        *EARLIER, root(c_before, using=("before >= 0",)).named("root before"), have(le(0, c_now), "earlier", "before >= 0").named("now >= 0"),
        root(c_now, using=("now >= 0",)).named("root"), roots(sqrt(c_before) <= sqrt(c_now), "earlier", "root before", "root").named("roots"),
        *shorter(sqrt, c_now, c_before, "roots")))
SECOND = (*EITHER, "psi(x) = x or sqrt(x), as in the first version")
either_rule_003 = Theorem(
    "combined_rule_at_most_either_003", "The combined rule with psi(x) = x and ceil(k/K) throughout takes no longer steps than either rule", SOURCE,
    hypotheses={}, readings=SECOND, claim=at_most_either(identity, c_now, c_now),
    proof=(*NONNEGATIVE, *shorter(identity, c_now, c_now, "psi >= 0")))
either_rule_root_003 = Theorem(
    "combined_rule_at_most_either_root_003", "The combined rule with psi(x) = sqrt(x) and ceil(k/K) throughout takes no longer steps than either rule",
    SOURCE, hypotheses={}, readings=SECOND, claim=at_most_either(sqrt, c_now, c_now), proof=shorter(sqrt, c_now, c_now))
meant_003 = Theorem(
    "combined_rule_meant_003", "The combination of the two rules where ceil(k/K) is the argument of the static rule as well", SOURCE, hypotheses={},
    readings=(*COMBINES, "k counts epochs, or the static rule is that of the second version"),
    claim=damps(identity, ceil(k/K), ceil(k/K)), alternative=True, ids=("000-065",),
    proof=(*NONNEGATIVE, have(lt(0, 1 + ceil(k/K)), "psi >= 0").named("divisor")), using=("divisor",))

combination = Theorem(
    "combined_rule", "Combination of the two previous rules, psi(x) = x", SOURCE, hypotheses={}, ids=("000-065",), expect="REFUTED",
    claim=damps(identity, ceil(k/K), ceil(k/(K*N))), repaired=either_rule, readings=COMBINES,
    model={"gamma0": 1, "alpha": 1, "K": 1, "N": 2, "k": 2, "g": [0]})
combination_root = Theorem(
    "combined_rule_root", "Combination of the two previous rules, psi(x) = sqrt(x)", SOURCE, hypotheses={}, ids=("000-065",), expect="REFUTED",
    claim=damps(sqrt, ceil(k/K), ceil(k/(K*N))), repaired=either_rule_root, readings=COMBINES,
    model={"gamma0": 1, "alpha": 1, "K": 1, "N": 4, "k": 4, "g": [0]})


def as_before(printed, before):
    return eq(combined(printed, ceil(k/K)), static(before, ceil(k/K))*(1/(alpha*norm(g) + 1)))


combination_003 = Theorem(
    "combined_rule_003", "Combination of the two previous rules, psi(x) = 1/x", SOURCE, hypotheses={"k": 1 <= k}, ids=("003-065",),
    expect="REFUTED", claim=as_before(inverse, identity), repaired=either_rule_003, model={"gamma0": 1, "alpha": 1, "K": 1, "k": 2, "g": [0]},
    readings=(*COMBINES, "k >= 1: for k = 0 psi(0) = 1/0 has no value"))
combination_root_003 = Theorem(
    "combined_rule_root_003", "Combination of the two previous rules, psi(x) = 1/sqrt(x)", SOURCE, hypotheses={"k": 1 <= k}, ids=("003-065",),
    expect="REFUTED", claim=as_before(inverse_root, sqrt), repaired=either_rule_root_003, model={"gamma0": 1, "alpha": 1, "K": 1, "k": 4, "g": [0]},
    readings=(*COMBINES, "k >= 1: for k = 0 psi(0) = 1/0 has no value"))

# --- for small gradients, and for large ones -------------------------------------------------------------------------


def like_static(psi):
    """The combined rule differs from the static one by at most the fraction alpha |g| of it."""
    c = ceil(k/K)
    return forall((k, g), absolute(combined(psi, c) - static(psi, c)) <= alpha*norm(g)*static(psi, c))


def nonincreasing(psi, *conditions):
    return forall(k, static(psi, ceil((k + 1)/K)) <= static(psi, ceil(k/K)), *conditions)


def diminishing(psi):
    return both(nonincreasing(psi), converges(static(psi, ceil(k/K)), k, 0))


c, later = ceil(k/K), ceil((k + 1)/K)
GROWS = (ceil_above(k/K).named("c above"), ceil_below(k/K).named("c below"), ceil_above((k + 1)/K).named("later above"),
         have(le(0, c), "c above", "sign of k").named("c >= 0"),
         have(le(0, later), "later above", "sign of k").named("later >= 0"),
         integers(c <= later, "c below", "later above").named("grows"))
ROOTS = (root(c, using=("c >= 0",)).named("root"), root(later, using=("later >= 0",)).named("later root"),
         roots(sqrt(c) <= sqrt(later), "grows", "root", "later root").named("root grows"))


def divisors(psi):
    return (have(lt(0, 1 + psi(c)), "c >= 0").named("divisor"), have(lt(0, 1 + psi(later)), "later >= 0").named("later divisor"))


def small_gradients(psi, refined, *more, grows):
    """1/(alpha |g| + 1) lies between 1 - alpha |g| and 1; ceil is nondecreasing and unbounded."""
    return (
        generalise((k, g), *GROWS, *divisors(psi), have(combined(psi, c) <= static(psi, c), "divisor").named("less"),
                   have(static(psi, c) - combined(psi, c) <= alpha*norm(g)*static(psi, c), "divisor").named("not much less"),
                   have(le(0, alpha*norm(g)*static(psi, c)), "divisor").named("no sign"),
                   have(absolute(combined(psi, c) - static(psi, c)) <= alpha*norm(g)*static(psi, c), "less", "not much less", "no sign",
                        "divisor")).named("near"),
        generalise(k, *GROWS, *divisors(psi), *more, have(static(psi, later) <= static(psi, c), grows, "divisor", "later divisor")).named("nonincreasing"),
        cite(refined, fact="null", P=K).named("null"), have(diminishing(psi), "nonincreasing", "null").named("diminishing"),
        combine("near", "diminishing"))


SMALL_READINGS = (*READINGS, "'according to': up to the fraction alpha |g|", "'diminishing': nonincreasing in k, with limit 0",
                  "'large: small step-sizes' is what the rule for large gradients says, and proved there")
small = Theorem(
    "combined_small_gradients", "Diminishing steps for small gradients, psi(x) = x", SOURCE, hypotheses={}, ids=("000-066",),
    claim=both(like_static(identity), diminishing(identity)), proof=small_gradients(identity, first_refined, grows="grows"), readings=SMALL_READINGS)
small_root = Theorem(
    "combined_small_gradients_root", "Diminishing steps for small gradients, psi(x) = sqrt(x)", SOURCE, hypotheses={}, ids=("000-066",),
    claim=both(like_static(sqrt), diminishing(sqrt)), proof=small_gradients(sqrt, second_refined, *ROOTS, grows="root grows"), readings=SMALL_READINGS)
LARGER = (*READINGS, "'diminishing': at least nonincreasing in k, from k = 1 on, since psi(0) = 1/0 has no value")
small_003 = Theorem(
    "combined_small_gradients_003", "Diminishing steps for small gradients, psi(x) = 1/x", SOURCE, hypotheses={}, ids=("003-066",),
    claim=nonincreasing(inverse, 1 <= k), expect="REFUTED", repaired=small, readings=LARGER, model={"gamma0": 1, "K": 1, "at": {"k": 1}})
small_root_003 = Theorem(
    "combined_small_gradients_root_003", "Diminishing steps for small gradients, psi(x) = 1/sqrt(x)", SOURCE, hypotheses={}, ids=("003-066",),
    claim=nonincreasing(inverse_root, 1 <= k), expect="REFUTED", repaired=small_root, readings=LARGER, model={"gamma0": 1, "K": 1, "at": {"k": 1}})
RUN = "Stochastic Gradient Descent, Step-size rules and convergence"
long_step = Theorem(
    "long_step_explodes", "No adaptation to large gradients", RUN, hypotheses={}, ids=("000-070",), expect="NOT_CHECKABLE",
    claim=prose("no adaptation to large gradients; long step to a point with larger gradient that explodes"),
    not_checkable=NotCheckable.EXPERIMENT,
    reason="It says what happened in the run with alpha = 0, whose network, data and iterates are not given.")
explodes = Theorem(
    "gradient_explodes", "Gradient explodes", RUN, hypotheses={}, ids=("003-070",), expect="NOT_CHECKABLE",
    claim=prose("no adaptation to large gradients: the gradient explodes; diminishing step-size does of course not help"),
    not_checkable=NotCheckable.EXPERIMENT,
    reason="It says what happened in the run with alpha = 0, whose network, data and iterates are not given; that shorter steps could not "
           "have helped is said of this run, and is no statement about all functions.")
