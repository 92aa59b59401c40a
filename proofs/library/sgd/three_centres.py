"""The example with three centres: 1/2 (|x - c_1|^2 + |x - c_2|^2 + |x - c_3|^2) with c_1 + c_2 + c_3 = 0, and the step 1/3.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "SGD - Example".
Legend: c_1, c_2, c_3 centres, S their sum of squares, f the objective, p, q points, w[k] iterates, e[k] the centre drawn in step k,
R a bound on the centres, gamma a step size, lo the distance that the start adds.
"""

from proofs.language import (
    Q, coordinate, eq, exists, forall, function, grad, index, lt, nonnegative, norm, positive, real, real_sequence, sequence, sq, vector,
)
from proofs.library.sgd.setting import SOURCE, both
from proofs.methods import gradient_step
from proofs.steps import absurd, archimedes, at, by_cases, cauchy_schwarz, cite, generalise, geometric_decay, have, induction, obtain, quadratic, rewrite, roots, witness
from proofs.theorem import Theorem

f, w, e = function("f"), sequence("w"), sequence("e")
c1, c2, c3, x, p, q = vector("c_1 c_2 c_3 x p q")
c, = real("c")
R, r = nonnegative("R r")
gamma, epsilon = positive("gamma epsilon")
k, n, N = index("k n N")
EXAMPLE = SOURCE.format("SGD - Example")
CENTRES = {"centres": eq(c3, -c1 - c2)}
MODEL = {"c_1": [1, 0], "c_2": [0, 1], "c_3": [-1, -1]}
LETTERS = ("c_1 + c_2 + c_3 = 0, solved for c_3",)


def S(x):
    return Q(1, 2)*(sq(x - c1) + sq(x - c2) + sq(x - c3))


def shifted(c):
    return forall(x, eq(S(x), Q(3, 2)*sq(x) + c))


sum_of_squares = Theorem(
    "three_centres", "The objective is 3/2 |x|^2 + c", EXAMPLE, hypotheses=CENTRES, ids=both("021"), claim=exists(c, shifted(c)),
    proof=(rewrite("centres"), generalise(x, have(eq(S(x), Q(3, 2)*sq(x) + S(0*c1)))).named("for all x"),
           witness(exists(c, shifted(c)), "for all x", c=S(0*c1))),
    readings=(*LETTERS, "'minimize' stands before the left side: the objectives are meant", "c, which is not introduced, is some constant"),
    example=MODEL)

straight = Theorem(
    "three_centres_gradient_step", "Gradient descent with step 1/3 goes straight to the solution", EXAMPLE, ids=both("024"),
    hypotheses=CENTRES | {"objective": forall(x, eq(f(x), S(x)))}, claim=eq(gradient_step(p, grad(f)(p), Q(1, 3)), 0*p),
    proof=(rewrite("centres"), generalise(x, at("objective", x=x).named("value"),
                                          have(eq(f(x), S(0*c1) + Q(3, 2)*sq(x)), "value")).named("quadratic"),
           quadratic("quadratic", f, "gradient", a=S(0*c1), s=3).named("gradient"), at("gradient", x=p).named("gradient at p")),
    using=("gradient at p",), readings=("p: a point", *LETTERS, "f is the sum, as printed: one step leads to the solution 0"),
    example=MODEL | {"f": Q(3, 2)*(coordinate(1)**2 + coordinate(2)**2) + 2, "p": [1, 2]})

CONSTANT = {"w": 1, "e": 1, "R": 1, "gamma": Q(1, 3), "n": 1}
RUN = {"update": forall(k, eq(w[k + 1], w[k] - gamma*(w[k] - e[k]))), "centres": forall(k, norm(e[k]) <= R), "step": gamma <= 1}


def inside(k):
    return norm(w[k]) <= (1 - gamma)**k*norm(w[0]) + R


shrinks = Theorem(
    "noise_ball_geometric", "The distance to the noise ball decays geometrically", EXAMPLE, hypotheses=RUN, claim=inside(n),
    proof=(
        generalise(k, at("update", k=k).named("step at k"), rewrite("step at k"), at("centres", k=k).named("centre"),
                   cauchy_schwarz(w[k], e[k]).named("Cauchy-Schwarz"),
                   roots(norm(w[k + 1]) <= (1 - gamma)*norm(w[k]) + gamma*norm(e[k]), "Cauchy-Schwarz", "step").named("triangle"),
                   have(norm(w[k + 1]) <= (1 - gamma)*norm(w[k]) + gamma*R, "triangle", "centre")).named("one step"),
        induction(k, 0, inside(k), base=(have(inside(0)),),
                  step=(at("one step", k=k).named("next"), have(inside(k + 1), "hypothesis", "next", "step"))).named("every step"),
        at("every step", k=n).named("at n")),
    using=("at n",), readings=("e[k]: the centre drawn in step k, R: a bound on the centres", "the individual functions are 1/2 |x - c_i|^2",),
    example=CONSTANT)

BALL = forall(epsilon, exists(n, forall(k, norm(w[k]) <= R + epsilon, n <= k)))
NEAR = exists(n, forall(k, norm(w[k]) <= R + epsilon, n <= k))
small_step = Theorem(
    "noise_ball_small_step", "Constant step SGD converges to a noise ball, for every step up to 1", EXAMPLE, hypotheses=RUN, claim=BALL,
    proof=(have(lt(1 - gamma, 1)).named("factor"), generalise(n, cite(shrinks).named("inside")).named("bound"),
           generalise(epsilon, geometric_decay(norm(w[0]), 1 - gamma, epsilon, using=("step", "factor", "sign of epsilon")).named("tail"), obtain(
               "tail", N, generalise(k, at("obtained", k=k).named("small"), at("bound", n=k).named("at k"),
                                     have(norm(w[k]) <= R + epsilon, "small", "at k"), above=N <= k).named("near"), witness(NEAR, "near", n=N)))),
    readings=("e[k]: the centre drawn in step k", "the noise ball: the ball around the solution 0 with the radius R of the centres; the distance to it tends to 0",
              "every order of drawing the centres"), example=CONSTANT)

noise_ball = Theorem(
    "noise_ball", "Constant step SGD converges to a noise ball", EXAMPLE, hypotheses={**RUN, "step": eq(gamma, Q(1, 3))}, ids=both("023"), claim=BALL,
    proof=(have(gamma <= 1, "step").named("below 1"), cite(small_step, hypotheses={"step": "below 1"}).named("ball")),
    readings=(*small_step.readings, "the individual functions 1/2 |x - c_i|^2 and the step 1/3 of the example"), example=CONSTANT)

W = real_sequence("w.1")  # the iterates of the model, by their recursion
M, = real("M")
GROWS = k + 1 <= W[k]**2
noise_ball_any_step = Theorem(
    "noise_ball_any_step", "A fixed step size converges to a noise ball", SOURCE.format("Qualitative convergence behavior"), ids=both("027"),
    hypotheses={name: RUN[name] for name in ("update", "centres")}, expect="REFUTED", repaired=small_step,
    claim=exists(M, exists(n, forall(k, norm(w[k]) <= M, n <= k))),
    readings=("e[k]: the centre drawn in step k, R: a bound on the centres", "in general: for every fixed step size gamma",
              "a noise ball: some ball that the iterates do not leave any more"),
    model={"w": [1], "e": 0, "R": 0, "gamma": 3, "proofs": {"claim": (
        induction(k, 0, GROWS, base=(have(0 + 1 <= W[0]**2, "w.1 starts"),), step=(
            at("w.1 goes on", k=k).named("next"), rewrite("next"), have(k + 1 + 1 <= W[k + 1]**2, "hypothesis", "range"))).named("grows"),
        generalise(M, generalise(n, archimedes(M**2, 1).named("enough"), obtain(
            "enough", N, at("grows", k=n + N).named("large"),
            by_cases(norm(W[n + N]) <= M, (have(0 <= norm(W[n + N])).named("size"), have(0 <= M, "case", "size").named("M"),
                                           have(W[n + N]**2 <= M**2, "case", "size", "M").named("square"),
                                           absurd(M < norm(W[n + N]), "square", "large", "obtained", "sign of n")), (have(M < norm(W[n + N]), "case"),)).named("outside"),
            witness(exists(k, M < norm(W[k]), n <= k), "outside", k=n + N)))),)}})
