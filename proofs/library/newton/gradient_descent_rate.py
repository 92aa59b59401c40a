"""The convergence of gradient descent near a minimum. Arora et al., Theory of Deep Learning, chapter 4, section 4.1.2.

Legend: f objective, w_star a minimiser, w[k] iterates, eta step size, L smoothness constant, mu strong convexity constant; in the
counterexample C and q are a constant and a factor of a supposed linear rate.
"""

from proofs.classes import iterates, lipschitz_gradient, minimiser, strongly_convex
from proofs.language import (
    Q, coordinate, eq, exists, forall, function, grad, index, le, linear_rate, lt, nonnegative, norm, positive, real, sequence, sq, sqrt, vector,
)
from proofs.library.smoothness.quadratic_upper_bound import quadratic_upper_bound
from proofs.methods import gradient_step
from proofs.steps import (
    absurd, archimedes, at, by_cases, cite, contraction, generalise, geometric_decay, have, induction, linear_convergence, obtain, rewrite, root,
    roots, square, witness,
)
from proofs.theorem import Theorem
from proofs.words import converges

f, w = function("f"), sequence("w")
w_star, = vector("w_star")
mu, L, eta, epsilon = positive("mu L eta epsilon")
C, = nonnegative("C")
x_1, q = real("x_1 q")
k, m, n = index("k m n")
X = coordinate(1)
SOURCE = "Theory of Deep Learning, section 4.1.2, 2. Faster Convergence"
g = grad(f)(w[k])
distance = sq(w[k] - w_star)
RUN = {"smooth": lipschitz_gradient(f, L), "minimum": minimiser(f, w_star), "rate": eta <= 1/L,
       "update": iterates(w, lambda k: gradient_step(w[k], grad(f)(w[k]), eta))}
GRADIENT_DESCENT = RUN | {"near": converges(w[k], k, w_star)}
factor = 1/(1 + eta*mu)

strongly_convex_rate = Theorem(
    "strongly_convex_distance_rate", "Gradient descent converges linearly if f is strongly convex", SOURCE,
    hypotheses=RUN | {"strongly convex": strongly_convex(f, mu)}, claim=linear_rate(distance, k),
    example={"f": X**2/2 + coordinate(2)**2/4, "w_star": [0, 0], "w": [1, 1], "L": 1, "mu": Q(1, 2), "eta": Q(1, 2)},
    proof=(
        generalise(
            k, at("update", k=k).named("step"), at("strongly convex", x=w_star, y=w[k]).named("below"),
            cite(quadratic_upper_bound, w=w[k] - g/L, u=w[k]).named("above"), at("minimum", x=w[k] - g/L).named("least"), rewrite("step"),
            have(sq(g) <= 2*L*(f(w[k]) - f(w_star)), "above", "least").named("gradient"),
            have(eta*sq(g) <= 2*(f(w[k]) - f(w_star)), "gradient", "rate").named("short step"),
            have(sq(w[k + 1] - w_star) <= (1 - eta*mu)*distance, "below", "short step").named("shrinks"),
            have(sq(w[k + 1] - w_star) <= factor*distance, "shrinks", square(eta*mu))).named("every step"),
        contraction("every step", k, distance, factor).named("iterated"), have(factor < 1).named("below one"),
        linear_convergence("iterated", k, distance, factor, sq(w[0] - w_star), using=("below one",)).named("linear")))


def flat(x):
    """Flatter than a quadratic at 0: gradient descent with step 1 takes x to x/sqrt(1 + x^2)."""
    return x**2/2 - sqrt(1 + x**2)


def slow(k):
    return 1/sqrt(k + 1)


def positive_root(t, *positive):
    """sqrt(t) > 0, from the fact t > 0."""
    return (root(t, using=positive).named(f"root of {t}"), have(le(0, sqrt(t))).named(f"{t} has a root"),
            by_cases(sqrt(t) <= 0, (absurd(lt(0, sqrt(t)), f"root of {t}", *positive, "case", f"{t} has a root"),),
                     (have(lt(0, sqrt(t)), "case"),)).named(f"{t} has a positive root"))


STEP = (
    have(lt(0, k + 1), "condition 1").named("k + 1"), have(lt(0, k + 2), "condition 1").named("k + 2"),
    *positive_root(k + 1, "k + 1"), *positive_root(k + 2, "k + 2"),
    roots(eq(sqrt(k + 2), sqrt(k + 1)*sqrt(1 + slow(k)**2)), "k + 1").named("product"),
    have(eq(slow(k + 1), slow(k)/sqrt(1 + slow(k)**2)), "product", "k + 1 has a positive root", "k + 2 has a positive root").named("next"),
    have(eq(slow(k + 1), slow(k) - (slow(k) - slow(k)/sqrt(1 + slow(k)**2))), "next"))

NEAR = (generalise(epsilon, archimedes(1, epsilon**2, using=("sign of epsilon",)).named("enough"), obtain(
    "enough", n, generalise(
        k, have(lt(0, k + 1), "sign of k").named("k + 1"), *positive_root(k + 1, "k + 1"),
        have(le(1, (k + 1)*epsilon**2), "obtained", "late", "sign of epsilon").named("late enough"),
        have(le(0, epsilon*sqrt(k + 1)), "sign of epsilon", "k + 1 has a positive root").named("not negative"),
        roots(le(1, epsilon*sqrt(k + 1)), "late enough", "k + 1").named("root"),
        have(slow(k) <= epsilon, "root", "k + 1 has a positive root").named("small"),
        have(-slow(k) <= epsilon, "sign of epsilon", "k + 1 has a positive root").named("not too small"),
        have(norm(slow(k)) <= epsilon, "small", "not too small"), late=n <= k).named("tail"),
    witness(exists(n, forall(k, norm(slow(k)) <= epsilon, n <= k)), "tail", n=n))),)

slack = 1 - q
power, double = q**m, q**(2*m)
NOT_LINEAR = (generalise(
    (C, q),
    induction(m, 0, le(0, power), base=(have(le(0, q**0)),),
              step=(have(le(0, q**(m + 1)), "hypothesis", "low"),)).named("powers"),
    induction(m, 0, eq(double, power**2), base=(have(eq(q**0, (q**0)**2)),),
              step=(have(eq(q**(2*m + 2), (q**(m + 1))**2), "hypothesis"),)).named("squares"),
    induction(m, 0, (1 + m*slack)*power <= 1, base=(have((1 + 0*slack)*q**0 <= 1),),
              step=(at("powers", "range", m=m).named("power"), have((1 + (m + 1)*slack)*q <= 1 + m*slack, "range").named("factor"),
                    have((1 + (m + 1)*slack)*q**(m + 1) <= 1, "hypothesis", "power", "factor"))).named("Bernoulli"),
    geometric_decay(C, q, slack/8, using=("low", "high")).named("decay"),
    obtain("decay", m, at("small", k=m).named("now"),
           at("powers", m=m).named("power"), at("squares", m=m).named("square"), at("Bernoulli", m=m).named("bound"),
           have((1 + m*slack)*(C*double) <= slack/8, "now", "bound", "square", "power", "sign of C").named("product"),
           have(C*double*(2*m + 1) <= Q(1, 2), "product", "low", "high", "now", "square").named("half"),
           have(lt(0, 2*m + 1), "small.1").named("2*m + 1"), *positive_root(2*m + 1, "2*m + 1"),
           roots(le(1, sqrt(2*m + 1)), "small.1", "2*m + 1").named("root"),
           have(le(0, C*double), "square", "power", "sign of C").named("the rate"),
           have(C*double*sqrt(2*m + 1) <= C*double*(2*m + 1), "the rate", "root", "root of 2*m + 1").named("longer"),
           have(C*double*sqrt(2*m + 1) <= Q(1, 2), "half", "longer").named("below 1"),
           have(lt(C*double, slow(2*m)), "below 1", "2*m + 1 has a positive root").named("above the rate"),
           have(slow(2*m) <= norm(slow(2*m)), "2*m + 1 has a positive root").named("no sign"),
           have(lt(C*double, norm(slow(2*m))), "above the rate", "no sign").named("slower"),
           witness(exists(k, lt(C*q**k, norm(slow(k)))), "slower", "small.1", k=2*m),
           named="small"), low=le(0, q), high=q < 1),)

gradient_descent_linear = Theorem(
    "gradient_descent_linear", "The linear convergence of gradient descent near a minimum", SOURCE, ids=("001-018",),
    hypotheses=GRADIENT_DESCENT, claim=linear_rate(norm(w[k] - w_star), k), expect="REFUTED", repaired=strongly_convex_rate,
    readings=("near a minimum: the iterates converge to it", "L-smooth f and eta <= 1/L: the setting of the descent lemma",
              "linear convergence: the error is at most C q^k for some C and q < 1"),
    model={"f": flat(X), "w_star": [0], "w": slow(k), "L": 1, "eta": 1, "proofs": {
        "minimum": (have(le(-1, flat(x_1)), square=(sqrt(1 + x_1**2) - 1,)),), "update": STEP, "near": NEAR, "claim": NOT_LINEAR}})
