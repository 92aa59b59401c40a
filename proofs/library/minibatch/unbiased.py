"""The average gradient of a random item, and of a random mini-batch, is the gradient.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Single function stochastic gradient" and "Mini-batch
stochastic gradient" (both versions). Legend: F[1], ..., F[N] functions, f their average, p[i] the probability of item i, K the size
of a batch, x a point. The expectation of a choice among finitely many is the sum of the values times their probabilities.
"""

from proofs.language import (
    Q, batch_total, binomial, coordinate, eq, forall, function, functions, grad, index, members, positive_index, real_sequence, total,
    vector,
)
from proofs.library.minibatch.counting import absorption, batch_sums_of_vectors
from proofs.steps import at, binomial_positive, cite, gradient_of, have, sum_compare
from proofs.theorem import Definition, Theorem, equal

f, F, p = function("f"), functions("F"), real_sequence("p")
x, = vector("x")
N, K = positive_index("N K")
i, = index("i")
SOURCE = "Stochastic Gradient Descent, Single function stochastic gradient and Mini-batch stochastic gradient"
AVERAGE = {"average": forall(x, eq(f(x), 1/N*total(F[i](x), i, 1, N)))}
UNIFORM = {"uniform": forall(i, eq(p[i], 1/N), i >= 1, i <= N)}
EXAMPLE = {"N": 2, "K": 1, "F": (coordinate(1)**2, coordinate(2)**2 - coordinate(1)), "p": Q(1, 2), "x": [1, 2],
           "f": coordinate(1)**2/2 + coordinate(2)**2/2 - coordinate(1)/2}
g = grad(F[i])(x)
READINGS = ("f is the average of the F[i], and the F[i] are differentiable at x",
            "the expectation over finitely many equally likely choices is their weighted sum")
LINEAR = (gradient_of("average").named("gradients"), at("gradients", x=x).named("gradient"))

setting = Theorem(
    "finite_sum", "The average loss", SOURCE, hypotheses={}, claim=AVERAGE["average"], ids=("000-007", "003-007"),
    definition=Definition.SETTING, expect="DEFINITION")

single = Theorem(
    "single_function_unbiased", "The gradient of a random item is unbiased", SOURCE, hypotheses=AVERAGE | UNIFORM, example=EXAMPLE,
    proof=(*LINEAR, sum_compare(i, 1, N, at("uniform", i=i).named("chance"), have(eq(p[i]*g, 1/N*g), "chance")).named("chances")),
    start=total(p[i]*g, i, 1, N), chain=(
        equal(1/N*total(g, i, 1, N), "p_i = 1/N", "chances", ids=("000-008", "003-008")),
        equal(grad(f)(x), "f is the average", "gradient", ids=("000-008", "003-008"))),
    readings=READINGS)

minibatch = Theorem(
    "minibatch_unbiased", "The gradient of a random mini-batch is unbiased", SOURCE, hypotheses=AVERAGE | {"within": K <= N},
    example=EXAMPLE,
    proof=(*LINEAR, cite(batch_sums_of_vectors, v=members(g, i)).named("count"), cite(absorption).named("absorption"),
           binomial_positive(N, K).named("some batch")),
    start=1/binomial(N, K)*batch_total(1/K*g, i, N, K), chain=(
        equal(binomial(N - 1, K - 1)/(binomial(N, K)*K)*total(g, i, 1, N), "each item is in binom(N-1, K-1) batches", "count",
              "some batch", ids=("000-011", "003-011")),
        equal(1/N*total(g, i, 1, N), "absorption", "absorption", "some batch", ids=("000-011", "003-011")),
        equal(grad(f)(x), "f is the average", "gradient", ids=("000-011", "003-011"))),
    readings=READINGS)
