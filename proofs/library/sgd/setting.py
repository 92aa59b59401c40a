"""The setting of the lecture: the training problem, stochastic gradients, single functions and mini-batches.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, the first slides (both versions of the lecture).
Legend: f objective, f_[i] the loss of data point i, N data points, x points, x_k[k] iterates, gamma[k] step sizes, s[k] realisations of
the stochastic gradient at x_k[k], B[j] the j-th index of a batch of K.
"""

from proofs.classes import iterates
from proofs.language import (
    Q, batch_total, coordinate, eq, floor, forall, function, functions, grad, index, members, piecewise, positive, positive_index,
    real_sequence, sequence, sq, total, vector,
)
from proofs.library.minibatch.counting import batch_sums_of_vectors, ones
from proofs.library.minibatch.unbiased import AVERAGE, LINEAR
from proofs.methods import gradient_step
from proofs.steps import at, binomial_end, cite, have, sum_compare
from proofs.theorem import Definition, Theorem

f, F = function("f"), functions("F")
x, = vector("x")
x_seq, s, gamma, q = sequence("x"), sequence("s"), real_sequence("gamma", "> 0"), real_sequence("q")
N, K = positive_index("N K")
c, = positive("c")
B = real_sequence("B")
i, k = index("i k")
SOURCE = "Stochastic Gradient Descent, {}"


def both(number):
    """The two versions of the lecture print the same."""
    return (f"000-{number}", f"003-{number}")


training_problem = Theorem(
    "training_problem", "The training problem", SOURCE.format("Notation"), hypotheses={}, ids=both("001"), definition=Definition.SETTING,
    expect="DEFINITION", claim=forall(x, eq(f(x), total(F[i](x), i, 1, N))),
    readings=("x is the decision variable, there theta; F[i](x) is the loss L(m(x_i; theta), y_i) of data point i",))

sgd_iteration = Theorem(
    "sgd_iteration", "The iteration of stochastic gradient descent", SOURCE.format("Stochastic gradient descent (SGD)"), hypotheses={},
    ids=both("006"),
    definition=Definition.UPDATE_RULE, expect="DEFINITION", claim=iterates(x_seq, lambda k: gradient_step(x_seq[k], s[k], gamma[k])),
    readings=("the realisation: s[k] is the vector drawn at x[k]",))

unbiased = Theorem(
    "unbiased_estimator", "Unbiased stochastic gradient", SOURCE.format("Unbiased stochastic gradient approximation"), hypotheses={}, ids=both("004"),
    definition=Definition.CLASS, expect="DEFINITION", claim=forall(x, eq(1/N*total(grad(F[i])(x), i, 1, N), grad(f)(x))),
    readings=("the estimator takes finitely many values, grad F[i](x) with i uniform in 1, ..., N, as everywhere in the lecture",
              "x is not random"))

single_function = Theorem(
    "single_function_batches", "Batches of a single function", SOURCE.format("Stochastic gradient descent for finite sum problems"),
    hypotheses={}, ids=both("013"), claim=eq(batch_total(grad(F[i])(x), i, N, 1), total(grad(F[i])(x), i, 1, N)),
    proof=(cite(batch_sums_of_vectors, v=members(grad(F[i])(x), i), K=1).named("count"), binomial_end(N - 1, 0).named("once")),
    using=("count", "once"), readings=("F[i]: the individual functions",
                                       "'can have': the batches {1}, ..., {N} are all batches with K = 1, each function in exactly one",))

X = sequence("X")
j, = index("j")
UNBIASED = {"unbiased": unbiased.claim}


def given(i, j):
    """1 where outcome j leads to the same x as outcome i, else 0."""
    return piecewise(sq(X[j] - X[i]) <= 0, 1, 0)


deviation = grad(F[i])(X[j]) - grad(f)(X[j])
independent = Theorem(
    "unbiased_given_independent_x", "An unbiased estimator satisfies the conditional equation for a random x that is independent of the draw",
    SOURCE.format("Unbiased stochastic gradient approximation"), hypotheses=UNBIASED,
    claim=eq(total(total(given(1, j)*(q[j]/N)*deviation, i, 1, N), j, 1, K), 0*X[1]),
    proof=(cite(ones).named("N"), sum_compare(
        j, 1, K, at("unbiased", x=X[j]).named("at X[j]"),
        have(eq(total(given(1, j)*(q[j]/N)*deviation, i, 1, N), 0*X[1]), "at X[j]", "N")).named("every value"),),
    using=("every value",),
    example={"N": 2, "K": 2, "f": coordinate(1)**2/2, "F": (coordinate(1)**2/2 + coordinate(1), coordinate(1)**2/2 - coordinate(1)), "X": k,
             "q": Q(1, 2)},
    readings=("x takes K values X[j], with the probabilities q[j]; independent: x = X[j] and the draw of i happen together with the probability q[j]/N",
              "E[grad F(x) | x] = grad f(x), written at the value X[1], without the common factor"))

conditional = Theorem(
    "unbiased_given_x", "If x is random, an unbiased estimator satisfies the conditional equation",
    SOURCE.format("Unbiased stochastic gradient approximation"), hypotheses=UNBIASED, ids=both("005"), repaired=independent, expect="REFUTED",
    claim=eq(total(given(1, j)*(grad(F[j])(X[j]) - grad(f)(X[j])), j, 1, N), 0*X[1]),
    model={"N": 2, "f": 0, "F": (coordinate(1), -coordinate(1)), "X": 3 - 2*k},
    readings=("outcomes 1, ..., N of equal probability; outcome j draws x = X[j] and the function F[j]",
              "E[grad F(x) | x] = grad f(x), written at the value of x in outcome 1, without the common factor",
              "nothing is printed of the dependence of x and the draw"))

conditional_definition = Theorem(
    "unbiased_given_x_defined", "Unbiasedness for a random x, the conditional equation taken as its definition",
    SOURCE.format("Unbiased stochastic gradient approximation"), hypotheses={}, ids=both("005"),
    alternative=True, definition=Definition.CLASS, expect="DEFINITION", claim=conditional.claim,
    readings=("outcome j draws x = X[j] and the function F[j]", "'satisfies' extends the definition to random x",))

sgd_batches = Theorem(
    "minibatch_sgd", "The mini-batch iteration", SOURCE.format("Stochastic gradient descent for finite sum problems"), hypotheses={}, ids=both("012"),
    definition=Definition.UPDATE_RULE, expect="DEFINITION",
    claim=forall(k, eq(x_seq[k + 1], x_seq[k] - gamma[k]/K*total(grad(F[floor(B[j])])(x_seq[k]), j, 1, K))),
    readings=("F[i]: the individual functions", "B[1], ..., B[K] are the indices of the batch of step k",))

whole_batch = Theorem(
    "limiting_minibatch", "The limiting mini-batch case is the gradient method", SOURCE.format("Minibatch setting"), ids=both("020"),
    hypotheses=AVERAGE,
    claim=eq(x - c/N*total(grad(F[i])(x), i, 1, N), gradient_step(x, grad(f)(x), c)), proof=LINEAR, using=("gradient",),
    example={"N": 2, "c": 1, "x": [1], "f": coordinate(1)**2/2, "F": (coordinate(1)**2/2 + coordinate(1), coordinate(1)**2/2 - coordinate(1))},
    readings=("F[i]: the individual functions", "K = N: the only batch is {1, ..., N}", "c: the step size"))
