"""Adam, AdamW and LION, a coordinate at a time. Arora et al., Theory of Deep Learning, chapter 4, section 4.5.

Legend: w[t] a coordinate of the weights, g[t] of the gradients, m[t] and v[t] moving averages of g and of its square, u[t] a
direction; beta_1, beta_2 their decays, eta learning rate, eps a constant for stability, lam the weight decay; m_hat, v_hat the
averages after bias correction; a, b coordinates of what LION takes the sign of.
"""

from proofs.language import (
    Power, Q, absolute, both, eq, forall, index, le, lt, negation, nonnegative, positive, positive_index, real, real_sequence, sign, sqrt, term,
)
from proofs.steps import at, branch, by_cases, contradiction, deny, have, induction, opposite, part, root, roots
from proofs.theorem import Definition, Theorem

w, g, m, v, u = (real_sequence(name) for name in "wgmvu")
eta, eps = positive("eta eps")
beta1, beta2, lam = nonnegative("beta_1 beta_2 lambda")
a, b = real("a b")
t, = positive_index("t")
k, = index("k")
SOURCE = "Theory of Deep Learning, section 4.5"
COORDINATE = ("w, g: one coordinate of the weights and of the gradients, the others behave alike; m, v: moving averages of g and of its square, "
              "with the decays beta_1 and beta_2")

first_moment = eq(m[t], beta1*m[t - 1] + (1 - beta1)*g[t])
second_moment = eq(v[t], beta2*v[t - 1] + (1 - beta2)*g[t]**2)
m_hat, v_hat = m[t]/(1 - beta1**t), v[t]/(1 - beta2**t)

moments = Theorem(
    "adam_moments", "The moving averages of Adam", SOURCE, hypotheses={}, ids=("001-066",), definition=Definition.UPDATE_RULE,
    expect="DEFINITION", claim=both(first_moment, second_moment),
    source_form=both(eq(m[t], beta1*m[t - 1] + (1 - beta1)*g[t]), eq(v[t], (1 - beta2)*g[t]*g[t] + beta2*v[t - 1])),
    readings=(COORDINATE, "Kingma and Ba 2015, Algorithm 1; there both start at 0"))

CORRECTED = eq(w[t + 1], w[t] - eta*m_hat/(sqrt(v_hat) + eps))
PRINTED = eq(w[t + 1], w[t] - eta/(sqrt(v[t]) + eps)*m[t])
RUN = {"m starts at 0": eq(m[0], 0), "v starts at 0": eq(v[0], 0), "m": first_moment, "v": second_moment,
       "Adam": CORRECTED}
# the gradient 2 in every step: the recursions hold for every t, and the averages after bias correction are 2 and 4
FIRST = {"m": 2 - 2*Power(Q(1, 2), k), "v": 4 - 4*Power(Q(3, 4), k), "g": 2, "eta": 1, "eps": 1, "beta_1": Q(1, 2), "beta_2": Q(3, 4), "t": 1}

left_1, left_2 = 1 - beta1**t, 1 - Power(beta2, t)  # what the bias corrections divide by
D, R = sqrt(left_2), sqrt(v_hat)
AVERAGE = {"v starts at 0": eq(v[0], 0), "v": forall(k, eq(v[k + 1], beta2*v[k] + (1 - beta2)*g[k + 1]**2))}
adam_corrected = Theorem(
    "adam_corrected", "Adam's update as a step with the printed averages, bias correction shown", SOURCE,
    hypotheses={**AVERAGE, "decays": both(beta1 < 1, beta2 < 1), "Adam": CORRECTED},
    claim=eq(w[t + 1], w[t] - eta*(sqrt(left_2)/left_1)/(sqrt(v[t]) + eps*sqrt(left_2))*m[t]),
    proof=(
        part("decays", 1).named("beta_1"), part("decays", 2).named("beta_2"),
        induction(k, 0, le(0, v[k]), base=(have(le(0, v[0]), "v starts at 0"),),
                  step=(at("v", k=k).named("next"), have(le(0, v[k + 1]), "next", "hypothesis", "beta_2"))).named("averages"),
        *(induction(k, 1, beta**k <= beta, base=(have(Power(beta, term(1)) <= beta),),
                    step=(have(le(beta**(k + 1), beta), "hypothesis", name),)).named(f"powers of {name}") for name,
                    beta in (("beta_1", beta1), ("beta_2", beta2))),
        at("averages", k=t).named("v >= 0"), at("powers of beta_1", k=t).named("power 1"), at("powers of beta_2", k=t).named("power 2"),
        have(lt(0, left_1), "power 1", "beta_1").named("left 1"), have(lt(0, left_2), "power 2", "beta_2").named("left 2"),
        root(v[t], using=("v >= 0",)).named("root of v"), root(left_2, using=("left 2",)).named("root of the correction"),
        have(le(0, v_hat), "v >= 0", "left 2").named("v_hat >= 0"), root(v_hat, using=("v_hat >= 0",)).named("root of v_hat"),
        roots(eq(sqrt(v_hat)*sqrt(left_2), sqrt(v[t])), "root of v", "root of the correction", "root of v_hat", "left 2").named("roots"),
        deny(D <= 0, have(0 <= D).named("sign"), have(left_2 <= 0, "denied", "sign", "root of the correction").named("nothing left"),
             contradiction("nothing left", "left 2")).named("not 0"), opposite("not 0").named("D > 0"),
        have(le(0, R)).named("R >= 0"), have(lt(0, R + eps), "R >= 0").named("divisor"),
        have(lt(0, D*(R + eps)), "divisor", "D > 0").named("both divisors"),
        have(eq(sqrt(v[t]) + eps*D, D*(R + eps)), "roots").named("scaled"),
        have(lt(0, sqrt(v[t]) + eps*D), "scaled", "both divisors").named("divisor of the claim"),
        have(eq(D/(sqrt(v[t]) + eps*D), 1/(R + eps)), "scaled", "divisor", "divisor of the claim").named("ratio"),
        have(eq(eta*(D/left_1)/(sqrt(v[t]) + eps*D)*m[t], eta*m_hat*(D/(sqrt(v[t]) + eps*D))), "left 1", "divisor of the claim").named("factors"),
        have(eq(eta*m_hat*(D/(sqrt(v[t]) + eps*D)), eta*m_hat/(R + eps)), "ratio", "divisor", "left 1", "divisor of the claim").named("cancelled")),
    using=("Adam", "factors", "cancelled", "left 1", "left 2"),
    readings=(COORDINATE, "Kingma and Ba 2015, section 2, the more efficient order of computation"),
    example={**FIRST, "w": 1 - Q(2, 3)*(k - 1)})

adam_update = Theorem(
    "adam_update", "Adam's update after bias correction", SOURCE, hypotheses=RUN, ids=("001-067",), claim=PRINTED, expect="REFUTED",
    repaired=adam_corrected, model={**FIRST, "w": 1 - Q(2, 3)*(k - 1)},
    readings=(COORDINATE, "'after bias correction': the update is that of Kingma and Ba 2015, Algorithm 1, with the averages printed above it",
              "the first iterate is w[1], as in the paper theta_0"))

adam_letters_reused = Theorem(
    "adam_letters_reused", "Adam's update, if the letters in it stand for the corrected averages", SOURCE, hypotheses={}, ids=("001-067",),
    alternative=True,
    definition=Definition.UPDATE_RULE, expect="DEFINITION", claim=PRINTED, source_form=eq(w[t + 1], w[t] - eta*m[t]/(sqrt(v[t]) + eps)),
    readings=("m[t] and v[t] in the update are not those of the display before it", COORDINATE))

def loshchilov_hutter(alpha):
    """Algorithm 2, line 12, of Loshchilov and Hutter 2019: alpha multiplies Adam's part only."""
    return eq(w[t + 1], w[t] - eta*(alpha*m_hat/(sqrt(v_hat) + eps) + lam*w[t]))


adamw = Theorem(
    "adamw", "AdamW", SOURCE, hypotheses={}, ids=("001-068",), definition=Definition.UPDATE_RULE, expect="DEFINITION",
    claim=eq(w[t + 1], w[t] - eta*(m_hat/(sqrt(v_hat) + eps) + lam*w[t])),
    source_form=loshchilov_hutter(alpha=1),
    readings=(COORDINATE, "lambda: the weight decay; the hats, which the text does not define, are the bias corrections of Adam",
              "Loshchilov and Hutter 2019, Algorithm 2, with alpha = 1: there alpha multiplies Adam's part only"))

def chen(decay):
    """Algorithm 2 of Chen et al. 2023, with its decoupled weight decay."""
    return both(eq(u[t], sign((1 - beta1)*g[t] + beta1*m[t - 1])), eq(m[t], beta2*m[t - 1] + (1 - beta2)*g[t]),
                eq(w[t + 1], w[t] - eta*(u[t] + decay*w[t])))


lion = Theorem(
    "lion", "LION", SOURCE, hypotheses={}, ids=("001-069",), definition=Definition.UPDATE_RULE, expect="DEFINITION",
    claim=both(eq(u[t], sign(beta1*m[t - 1] + (1 - beta1)*g[t])), eq(m[t], beta2*m[t - 1] + (1 - beta2)*g[t]), eq(w[t + 1], w[t] - eta*u[t])),
    source_form=chen(decay=0),
    readings=("w, g: one coordinate of the weights and of the gradients, m: a moving average of g, u: the direction of the step",
              "Chen et al. 2023, with the weight decay there set to 0",
              "u[t] takes m[t-1], so the order in which u and m are updated does not matter"))

UNIFORM = eq(absolute(eta*sign(a)), absolute(eta*sign(b)))


MAGNITUDE = eq(absolute(eta*sign(a)), eta)
ONE_SIDE = (branch(sign(a), using=("case",)).named("sign of a"), roots(MAGNITUDE, "sign of a"))

lion_uniform = Theorem(
    "lion_magnitude_where_not_zero", "Every coordinate of LION's step has the magnitude eta, where it is not 0", SOURCE,
    hypotheses={"not zero": negation(eq(a, 0))}, claim=MAGNITUDE,
    proof=(opposite("not zero").named("either side"), by_cases("either side", ONE_SIDE, ONE_SIDE).named("both sides")),
    using=("both sides",), example={"a": 2, "eta": 1}, readings=("a: a coordinate of what LION takes the sign of",))

lion_uniform_printed = Theorem(
    "lion_uniform", "A uniform update magnitude across all parameters", SOURCE, hypotheses={}, ids=("001-070",), claim=UNIFORM,
    expect="REFUTED", repaired=lion_uniform, model={"a": 0, "b": 1, "eta": 1},
    readings=("a and b: two coordinates of what LION takes the sign of",))
