"""What an infinite sum of step sizes and a finite sum of their squares are needed for, and what they are enough for.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Step-sizes" (both versions of the lecture).
Legend: f objective, x_star a solution, x[k] iterates of the gradient method, gamma[k] step sizes, S(n), R(n) the sums of the first
step sizes and of their squares, beta smoothness constant, G bound of the gradients, C bound of R, D(k) squared distance to x_star.
"""

from proofs.classes import convex, iterates, lipschitz_gradient, minimiser
from proofs.language import (
    Q, absolute, coordinate, eq, exists, forall, function, grad, index, le, lt, norm, piecewise, positive, real, real_sequence, sequence, sq, total, vector,
)
from proofs.library.limits.harmonic_series import H, harmonic_series
from proofs.methods import gradient_step
from proofs.steps import (
    absurd, antisymmetry, archimedes, at, branch, by_cases, generalise, have, induction, obtain, rewrite, split_sum, sum_compare, telescope, witness,
)
from proofs.theorem import Theorem
from proofs.words import converges, diverges

f, x, gamma = function("f"), sequence("x"), real_sequence("gamma")
beta, G, epsilon = positive("beta G epsilon")
C, m = real("C m")
x_star, = vector("x_star")
i, k, n, N, M = index("i k n N M")
SOURCE = "Stochastic Gradient Descent, Step-sizes"
gap = f(x[k]) - f(x_star)


def S(n):
    return total(gamma[i], i, 0, n)


def R(n):
    return total(gamma[i]**2, i, 0, n)


def D(k):
    return sq(x[k] - x_star)


METHOD = {"convex": convex(f), "steps": forall(k, lt(0, gamma[k])), "solution": minimiser(f, x_star),
          "update": iterates(x, lambda k: gradient_step(x[k], grad(f)(x[k]), gamma[k]))}
SETTING = METHOD | {"bounded gradients": forall(k, norm(grad(f)(x[k])) <= G)}
SMALL = exists(k, gap <= epsilon)
DESCENT = generalise(
    k, at("convex", x=x_star, y=x[k]).named("tangent"), at("bounded gradients", k=k).named("gradient"), at("update", k=k).named("step"),
    rewrite("step"), at("steps", k=k).named("gamma"), have(gamma[k]**2*sq(grad(f)(x[k])) <= gamma[k]**2*G**2, "gradient").named("length"),
    have(2*gamma[k]*gap - gamma[k]**2*G**2 <= D(k) - D(k + 1), "tangent", "length", "gamma"))
# if the gap were above epsilon throughout, 2 epsilon S(n) would be at most D(0) + G^2 R(n)
SUMMED = generalise(
    n, telescope("progress", k, 2*gamma[k]*gap - gamma[k]**2*G**2, D(k), n).named("telescoped"),
    sum_compare(k, 0, n, at("case", k=k).named("large"), at("steps", k=k).named("gamma"),
                have(2*epsilon*gamma[k] <= 2*gamma[k]*gap, "large", "gamma")).named("terms"),
    have(2*epsilon*S(n) <= D(0) + G**2*R(n), "telescoped", "terms", square=(x[n + 1] - x_star,)))

# an example: x^2/2 from 1 with the steps 1/(k + 1), so that the first step arrives
AT_ONCE = piecewise(k <= 0, 1, 0)


def T1(n):
    return total(1/(i + 1), i, 0, n)


def T2(n):
    return total((1/(i + 1))**2, i, 0, n)


NEXT = (have(lt(0, n + 1), "range").named("n+1"), have(lt(0, n + 2), "range").named("n+2"))
HARMONIC = (
    *harmonic_series.proof[:-1], harmonic_series.proof[-1].named("harmonic"),
    induction(n, 0, H(n + 1) <= T1(n), base=(have(H(0 + 1) <= T1(0)),),
              step=(split_sum(T1(n + 1), using=("range",)).named("last"), split_sum(H(n + 1 + 1), using=("range",)).named("last inverse"), *NEXT,
                    have(H(n + 1 + 1) <= T1(n + 1), "hypothesis", "last", "last inverse", "n+2"))).named("sums"),
    generalise(m, at("harmonic", m=m).named("tail"), obtain(
        "tail", N, generalise(k, at("obtained", k=k + 1).named("H"), at("sums", n=k).named("S"), have(m <= T1(k), "H", "S"), above=N <= k).named("large"),
        witness(exists(n, forall(k, m <= T1(k), n <= k)), "large", n=N))))
SQUARES = induction(
    n, 0, T2(n) <= 2 - 1/(n + 1), base=(have(T2(0) <= 2 - Q(1)/(0 + 1)),),
    step=(split_sum(T2(n + 1), using=("range",)).named("last"), *NEXT,
          have((1/(n + 2))**2 <= 1/(n + 1) - 1/(n + 2), "n+1", "n+2").named("term"), have(T2(n + 1) <= 2 - 1/(n + 2), "hypothesis", "last", "term", "n+1", "n+2")))
AT_MOST_2 = generalise(n, at("squares", n=n).named("sum"), have(lt(0, n + 1), "sign of n").named("n+1"), have(T2(n) <= 2, "sum", "n+1")).named("bounded")
ARRIVES = (branch(piecewise(k + 1 <= 0, 1, 0)).named("later"), by_cases(
    k <= 0, (branch(AT_ONCE, using=("case",)).named("now"), antisymmetry(eq(k, 0), "condition 1", "case").named("first"),
             have(eq(1/(k + 1), 1), "first").named("one"), have(eq(piecewise(k + 1 <= 0, 1, 0), AT_ONCE - 1/(k + 1)*AT_ONCE), "later", "now", "one")),
    (branch(AT_ONCE, using=("case",)).named("now"), have(eq(piecewise(k + 1 <= 0, 1, 0), AT_ONCE - 1/(k + 1)*AT_ONCE), "later", "now"))))
SHORT = by_cases(k <= 0, (branch(AT_ONCE, using=("case",)).named("now"), have(absolute(AT_ONCE) <= 1, "now")),
                 (branch(AT_ONCE, using=("case",)).named("now"), have(absolute(AT_ONCE) <= 1, "now")))
EXAMPLE = {"f": coordinate(1)**2/2, "x_star": [0], "G": 1, "x": AT_ONCE, "gamma": 1/(k + 1)}
PROOFS = {"steps": (have(lt(0, k + 1)).named("k+1"), have(lt(0, 1/(k + 1)), "k+1")), "update": ARRIVES, "bounded gradients": (SHORT,), "infinite sum": HARMONIC}

sufficient = Theorem(
    "step_size_conditions_sufficient", "The two conditions are enough for gradients of bounded length", SOURCE,
    readings=("x_star: a solution, G: a bound on the gradients",),
    hypotheses=SETTING | {"infinite sum": diverges(S(n), n), "finite sum of squares": exists(C, forall(n, R(n) <= C))},
    claim=forall(epsilon, exists(k, gap <= epsilon)),
    proof=(
        DESCENT.named("progress"),
        generalise(epsilon, by_cases(
            SMALL, (have(SMALL, "case"),),
            (SUMMED.named("summed"), obtain(
                "finite sum of squares", C, at("infinite sum", m=(D(0) + G**2*C)/(2*epsilon) + 1).named("tail"), obtain(
                    "tail", N, at("from N", n=N).named("far"), at("summed", n=N).named("sum"), at("obtained", n=N).named("squares"),
                    have(G**2*R(N) <= G**2*C, "squares").named("bound"), absurd(SMALL, "far", "sum", "bound", "sign of epsilon"),
                    named="from N")))))),
    example=EXAMPLE | {"proofs": PROOFS | {"finite sum of squares": (
        SQUARES.named("squares"), AT_MOST_2, witness(exists(C, forall(n, T2(n) <= C)), "bounded", C=2))}})

OUTGROWS = forall(m, exists(n, forall(k, m*R(k) <= S(k), n <= k)))  # S(k)/R(k) tends to infinity

refined_sufficient = Theorem(
    "refined_conditions_sufficient", "The refined conditions are enough for gradients of bounded length", SOURCE,
    readings=("x_star: a solution, G: a bound on the gradients",),
    hypotheses=SETTING | {"infinite sum": diverges(S(n), n), "infinite quotient": OUTGROWS},
    claim=forall(epsilon, exists(k, gap <= epsilon)),
    proof=(
        DESCENT.named("progress"),
        generalise(epsilon, by_cases(
            SMALL, (have(SMALL, "case"),),
            (SUMMED.named("summed"), at("infinite sum", m=D(0)/epsilon + 1).named("sums"), obtain(
                "sums", N, at("infinite quotient", m=G**2/epsilon).named("quotients"), obtain(
                    "quotients", M, at("from N", n=N + M).named("far"), at("from M", k=N + M).named("quotient"),
                    at("summed", n=N + M).named("sum"),
                    have(G**2*R(N + M) <= epsilon*S(N + M), "quotient", "sign of epsilon").named("bound"),
                    absurd(SMALL, "far", "sum", "bound", "sign of epsilon"), named="from M"), named="from N"))))),
    example=EXAMPLE | {"proofs": PROOFS | {"infinite quotient": (
        *HARMONIC[:-1], HARMONIC[-1].named("infinite sum"), SQUARES.named("squares"), AT_MOST_2, generalise(
            m, at("infinite sum", m=2*absolute(m)).named("tail"), obtain(
                "tail", N, generalise(k, at("obtained", k=k).named("sum"), at("bounded", n=k).named("squares of k"),
                                      have(absolute(m)*T2(k) <= 2*absolute(m), "squares of k").named("product"),
                                      have(m*T2(k) <= absolute(m)*T2(k)).named("size"),
                                      have(m*T2(k) <= T1(k), "sum", "product", "size"), above=N <= k).named("large"),
                witness(exists(n, forall(k, m*T2(k) <= T1(k), n <= k)), "large", "obtained.1", n=N))))}})

CONVERGENCE = METHOD | {"smooth": lipschitz_gradient(f, beta), "convergence": converges(x[k], k, x_star)}
READINGS = ("gamma_k > 0: step sizes; beta > 0: a smoothness constant; x_star: a solution",
            "'requires' is taken at its word: convergence does not happen without",
            "the gradient method, the stochastic one with a single function",
            "an infinite sum is that of the partial sums, which tend to infinity; a finite one has bounded partial sums")
X = coordinate(1)
COUNT = induction(n, 0, n + 1 <= total(1, i, 0, n), base=(have(le(0 + 1, total(1, i, 0, 0))),),
                  step=(split_sum(total(1, i, 0, n + 1), using=("range",)).named("last"),
                        have(n + 1 + 1 <= total(1, i, 0, n + 1), "hypothesis", "last")))
STAYS = {"update": (branch(piecewise(k + 1 <= 0, 1, 0)).named("later"), have(eq(piecewise(k + 1 <= 0, 1, 0), AT_ONCE - 1*AT_ONCE), "later")),
         "convergence": (generalise(
             epsilon, generalise(k, branch(AT_ONCE, using=("after",)).named("zero"),
                                 have(absolute(AT_ONCE - 0) <= epsilon, "zero", "sign of epsilon"), after=1 <= k).named("tail"),
             witness(exists(n, forall(k, absolute(AT_ONCE - 0) <= epsilon, n <= k)), "tail", n=1)),)}
BY_ONE = {"f": X**2/2, "beta": 1, "x_star": [0], "gamma": 1, "x": AT_ONCE}

requires_squares = Theorem(
    "convergence_requires_summable_squares", "Convergence requires a finite sum of squared steps", SOURCE, hypotheses=CONVERGENCE,
    ids=("000-058", "003-058"), claim=exists(C, forall(n, R(n) <= C)), expect="REFUTED", repaired=sufficient, readings=READINGS,
    model=BY_ONE | {"proofs": STAYS | {"claim": (
        COUNT.named("count"), generalise(C, archimedes(C, 1).named("enough"), obtain(
            "enough", N, at("count", n=N).named("sum"), witness(exists(n, C < total(1, i, 0, n)), "obtained", "obtained.1", "sum", n=N))))}})

FAST = 1/(k**2 + 1)


def T(n):
    return total(1/(i**2 + 1), i, 0, n)


BOUNDED = induction(
    n, 0, T(n) <= 3 - 2/(n + 1), base=(have(T(0) <= 3 - Q(2)/(0 + 1)),),
    step=(split_sum(T(n + 1), using=("range",)).named("last"), have(lt(0, n + 1), "range").named("n+1"), have(lt(0, n + 2), "range").named("n+2"),
          have(lt(0, (n + 1)**2 + 1)).named("divisor"),
          have(1/((n + 1)**2 + 1) <= 2/(n + 1) - 2/(n + 2), "range", "n+1", "n+2", "divisor").named("term"),
          have(T(n + 1) <= 3 - 2/(n + 2), "hypothesis", "last", "term", "n+1", "n+2", "divisor")))
requires_sum = Theorem(
    "convergence_requires_infinite_sum", "Convergence requires an infinite sum of steps", SOURCE, hypotheses=CONVERGENCE,
    ids=("000-058", "003-058"), claim=diverges(S(n), n), expect="REFUTED", repaired=sufficient, readings=READINGS,
    model=BY_ONE | {"gamma": FAST, "proofs": STAYS | {
        "update": (branch(piecewise(k + 1 <= 0, 1, 0)).named("later"), by_cases(
            k <= 0, (branch(AT_ONCE, using=("case",)).named("now"), antisymmetry(eq(k, 0), "condition 1", "case").named("first"),
                     have(eq(FAST, 1), "first").named("one"), have(eq(piecewise(k + 1 <= 0, 1, 0), AT_ONCE - FAST*AT_ONCE), "later", "now", "one")),
            (branch(AT_ONCE, using=("case",)).named("now"), have(eq(piecewise(k + 1 <= 0, 1, 0), AT_ONCE - FAST*AT_ONCE), "later", "now")))),
        "claim": (BOUNDED.named("sums"), generalise(
            n, at("sums", n=n).named("sum"), have(lt(0, 2/(n + 1)), "sign of n").named("positive"),
            witness(exists(k, T(k) < 3, n <= k), "sum", "positive", k=n)).named("no tail"),
            witness(exists(m, forall(n, exists(k, T(k) < m, n <= k))), "no tail", m=3))}})

requires_quotient = Theorem(
    "convergence_requires_infinite_quotient", "The refined requirements: an infinite quotient", SOURCE, hypotheses=CONVERGENCE,
    ids=("000-061", "003-061"), claim=OUTGROWS, expect="REFUTED", repaired=refined_sufficient,
    readings=(*READINGS, "the quotient of two infinite sums is the limit of the quotients of their partial sums, and this is infinite if the "
              "sum outgrows every multiple of the sum of squares; literally the quotient has no value if both sums are infinite"),
    model=BY_ONE | {"proofs": STAYS | {"claim": (
        COUNT.named("count"), generalise(
            n, at("count", n=n).named("sum"),
            witness(exists(k, total(1, i, 0, k) < 2*total(1, i, 0, k), n <= k), "sum", "sign of n", k=n)).named("no tail"),
        witness(exists(m, forall(n, exists(k, total(1, i, 0, k) < m*total(1, i, 0, k), n <= k))), "no tail", m=2))}})
