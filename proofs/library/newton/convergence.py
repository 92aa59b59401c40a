"""How fast Newton's method and gradient descent converge near a minimum. Arora et al., Theory of Deep Learning, chapter 4, section 4.1.2.

Legend: f objective, w_star a minimiser, w[k] iterates, H(x) the Hessian at x, N(x) the Newton step from x, mu, M bounds of the Hessian
and of its change, r the radius of a ball around w_star, C a constant, q a factor.
"""

from proofs.classes import invertible, iterates, minimiser, stationary_point
from proofs.language import (
    Power, Q, coordinate, dot, eq, exists, forall, function, grad, hess, index, inverse, le, lt, nonnegative, norm, positive,
    real, sequence, sq, twice_differentiable, vector,
)
from proofs.steps import absurd, at, by_cases, cauchy_schwarz, generalise, geometric_decay, have, hessian_mean_value, obtain, roots, witness
from proofs.theorem import Theorem
from proofs.words import converges

f, w = function("f"), sequence("w")
w_star, x, y, u, v = vector("w_star x y u v")
mu, M, L, eta, epsilon = positive("mu M L eta epsilon")
C, = nonnegative("C")
s, x_1, q = real("s x_1 q")
k, m, n = index("k m n")
X = coordinate(1)
SOURCE = "Theory of Deep Learning, section 4.1.2, 2. Faster Convergence"


def newton_step(f, x):
    return x - inverse(hess(f)(x))(grad(f)(x))


NEWTON = {"twice differentiable": twice_differentiable(f), "minimum": minimiser(f, w_star),
          "Newton": iterates(w, lambda k: newton_step(f, w[k])), "near": converges(w[k], k, w_star)}
ratio = Power(Q(2, 3), k)

digits = Theorem(
    "newton_digits_double", "The number of correct digits can double", SOURCE, ids=("001-018",), existence=True,
    hypotheses={"twice differentiable": twice_differentiable(f), "minimum": minimiser(f, w_star)},
    claim=forall(x, norm(newton_step(f, x) - w_star) <= sq(x - w_star), norm(x - w_star) <= 1),
    model={"f": X**2/2 + X**4/12, "w_star": [0]},
    readings=("the number of correct digits doubles if the next error is at most the square of this one",
              "'roughly' and 'much faster' are vague; 'can': there is such a function"))

H = hess(f)(x)
error = x - w_star
after = newton_step(f, x) - w_star

quadratic = Theorem(
    "newton_quadratic", "Quadratic convergence where the Hessian is positive and does not change fast", SOURCE,
    hypotheses={
        "twice differentiable": twice_differentiable(f), "stationary": stationary_point(f, w_star), "invertible": invertible(H),
        "curved": forall(v, mu*sq(v) <= dot(H(v), v)),
        "Lipschitz Hessian": forall((y, u, v), dot(u, hess(f)(y)(v) - H(v)) <= M*norm(y - x)*norm(u)*norm(v))},
    claim=norm(after) <= M/mu*sq(error),
    proof=(
        roots(eq(norm(grad(f)(w_star)), 0), "stationary").named("no gradient"),
        cauchy_schwarz(grad(f)(w_star), after).named("nor along the step"),
        cauchy_schwarz(-grad(f)(w_star), after).named("nor against the step"),
        hessian_mean_value(
            f, after, x, w_star, s, dot(after, H(w_star - x)) + M*sq(error)*norm(after),
            at("Lipschitz Hessian", y=x + s*(w_star - x), u=after, v=w_star - x).named("change"),
            roots(eq(norm(x + s*(w_star - x) - x), s*norm(error))).named("length"),
            roots(eq(norm(w_star - x), norm(error))).named("as long"), have(le(0, M*sq(error)*norm(after))).named("not negative"),
            have(dot(after, hess(f)(x + s*(w_star - x))(w_star - x)) <= dot(after, H(w_star - x)) + M*sq(error)*norm(after),
                 "change", "length", "as long", "below", "not negative")).named("mean value"),
        at("curved", v=after).named("curved along the step"), at("invertible", v=after).named("inverse"),
        have(eq(dot(H(inverse(H)(grad(f)(x))), after), dot(grad(f)(x), after)), "inverse").named("solved"),
        have(mu*sq(after) <= M*sq(error)*norm(after), "curved along the step", "mean value", "solved", "no gradient", "nor along the step",
             "nor against the step").named("times the error"),
        by_cases(mu*norm(after) <= M*sq(error), (have(norm(after) <= M/mu*sq(error), "case"),),
                 (have(lt(M*sq(error)*norm(after), mu*sq(after)), "case").named("more"),
                  absurd(norm(after) <= M/mu*sq(error), "more", "times the error")))),
    example={"f": X**2/2 + coordinate(2)**2/4, "mu": Q(1, 2), "M": 1, "x": [1, 1], "w_star": [0, 0]})

quadratic_printed = Theorem(
    "newton_quadratic_printed", "Near a minimum, Newton's method exhibits quadratic convergence", SOURCE, ids=("001-017",),
    hypotheses=NEWTON, claim=exists(C, forall(k, norm(w[k + 1] - w_star) <= C*sq(w[k] - w_star))), expect="REFUTED", repaired=quadratic,
    readings=("near a minimum: the iterates converge to it", "f is twice differentiable, since its Hessian is written",
              "quadratic convergence: the next error is at most a constant times the square of this one"),
    model={"f": X**4, "w_star": [0], "w": ratio, "proofs": {
        "near": (generalise(epsilon, geometric_decay(1, Q(2, 3), epsilon, using=("sign of epsilon",)).named("decay"), obtain(
            "decay", n, generalise(k, at("small", "late", "sign of k", k=k).named("now"), have(norm(ratio) <= epsilon, "now"), late=n <= k).named("tail"),
            witness(exists(n, forall(k, norm(ratio) <= epsilon, n <= k)), "tail", n=n), named="small")),),
        "claim": (generalise(C, geometric_decay(C, Q(2, 3), Q(1, 2)).named("decay"), obtain(
            "decay", n, at("small", k=n).named("now"),
            have(lt(C*Power(Q(2, 3), n)**2, norm(Power(Q(2, 3), n + 1))), "now").named("too small"),
            witness(exists(k, lt(C*ratio**2, norm(Power(Q(2, 3), k + 1)))), "too small", k=n), named="small")),)}})
