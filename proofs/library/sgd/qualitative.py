"""Qualitative convergence behaviour: how similar the individual gradients are, and what mini-batches do to that.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior. Legend: F[i] the loss of data point i, N data points, x a
point, mu the least inner product of two individual gradients (a gradient with itself included); g_1, g_2, g_3 and h_1, h_2 the
gradients of two problems, nu the least product of the second, r a bound on their squared lengths.
"""

from proofs.language import (
    dot, eq, exists, forall, functions, grad, index, lt, minimum, positive_index, prose, real, sq, vector,
)
from proofs.library.sgd.setting import SOURCE, both
from proofs.theorem import Definition, NotCheckable, Theorem

F = functions("F")
x, g1, g2, g3, h1, h2 = vector("x g_1 g_2 g_3 h_1 h_2")
mu, nu, r = real("mu nu r")
N, = positive_index("N")
i, j = index("i j")
QUALITATIVE = SOURCE.format("Qualitative convergence behavior")
MINIBATCH = SOURCE.format("Minibatch setting")
FIGURE = "The gradients stand in a picture only."


def least(a, b):
    """The least product of two gradients, each with itself included."""
    return minimum(minimum(sq(a), sq(b)), dot(a, b))


def sentence(name, title, source, number, text, why, reason):
    """A sentence of both versions that no referee could decide."""
    return Theorem(name, title, source, hypotheses={}, ids=both(number), claim=prose(text), not_checkable=why, reason=reason,
                   expect="NOT_CHECKABLE")


similar = Theorem(
    "gradients_similar", "The assumption on individual gradients", QUALITATIVE, hypotheses={}, ids=both("014"), definition=Definition.SETTING,
    expect="DEFINITION", claim=exists(mu, forall((i, j), mu <= dot(grad(F[i])(x), grad(F[j])(x)), 1 <= i, i <= N, 1 <= j, j <= N)),
    readings=("F[i]: the individual functions", "at a point x; i = j is included, as printed",))

deviation_bounded = Theorem(
    "similarity_bounds_deviation", "For gradients of bounded length, a larger mu bounds the deviation from the full gradient", QUALITATIVE,
    readings=("g_1, g_2: two individual gradients, r: a bound on their squared lengths",),
    hypotheses={"first": sq(g1) <= r, "second": sq(g2) <= r, "mu": mu <= dot(g1, g2)}, claim=sq(g1 - (g1 + g2)/2) <= (r - mu)/2,
    using=("first", "second", "mu"), example={"g_1": [1, 0], "g_2": [0, 1], "r": 1, "mu": 0})

more_similar = Theorem(
    "larger_mu_more_similar", "Larger mu gives gradients more similar to the full gradient", QUALITATIVE, ids=both("015"), expect="REFUTED",
    hypotheses={"mu": eq(mu, least(g1, g2)), "nu": eq(nu, least(h1, h2)), "larger": lt(mu, nu)}, repaired=deviation_bounded,
    claim=sq(h1 - (h1 + h2)/2) <= sq(g1 - (g1 + g2)/2),
    model={"g_1": [1, 0], "g_2": [1, 0], "mu": 1, "h_1": [2, 0], "h_2": [2, 2], "nu": 4},
    readings=("two problems of two functions each, with the gradients g_1, g_2 and h_1, h_2, and the least products mu and nu",
              "similar: nearer to the mean of the two",
              "'and faster convergence' has no measure here"))

figures = sentence("figures_mu", "The figures with mu = 0.5 and mu = -0.77", QUALITATIVE, "016", "mu = 0.5; mu = -0.77",
                   NotCheckable.PICTURE, FIGURE)

# mini-batches of 2 of 3: each batch gradient is a mean of two, each product of batch gradients a mean of four products
b1, b2, b3 = (g1 + g2)/2, (g1 + g3)/2, (g2 + g3)/2
PRODUCTS = {f"product {name}": mu <= dot(a, b) for name, a, b in (
    ("11", g1, g1), ("12", g1, g2), ("13", g1, g3), ("22", g2, g2), ("23", g2, g3), ("33", g3, g3))}


def batch_product(name, which, a, b, **parts):
    return Theorem(
        f"larger_minibatch_larger_mu_{name}", f"Larger mini-batch gives larger mu: {which}", MINIBATCH,
        hypotheses=PRODUCTS, ids=both("017"), claim=mu <= dot(a, b), using=tuple(PRODUCTS), example={
            "g_1": [1, 0], "g_2": [0, 1], "g_3": [1, 1], "mu": 0}, **parts,
        readings=("batches of 2 of 3 functions, with the gradients g_1, g_2, g_3, against single functions; "
                  "products of a gradient with itself are included, as in the assumption",
                  "larger: not smaller"))


same_batch = batch_product("same", "a batch gradient with itself", b1, b1)
two_batches = batch_product("two", "the gradients of two batches", b1, b2)

DISTINCT = {"product 12": eq(dot(g1, g2), mu), "product 13": eq(dot(g1, g3), mu), "product 23": eq(dot(g2, g3), mu)}
distinct = Theorem(
    "larger_minibatch_larger_mu_distinct", "Larger mini-batch gives larger mu, between different batches only", MINIBATCH,
    hypotheses=DISTINCT, ids=both("017"), alternative=True,
    claim=mu <= dot(b1, b2), expect="REFUTED", repaired=two_batches, readings=("g_1, g_2, g_3: the gradients of three functions",
                                                                               "products of different gradients only",),
    model={"g_1": [3, 0], "g_2": [4, 2], "g_3": [4, -2], "mu": 12})

faster = sentence("larger_minibatch_faster", "Larger mini-batch gives faster convergence", MINIBATCH, "018",
                  "larger minibatch gives ... faster convergence", NotCheckable.VAGUE,
                  "Neither a measure of speed nor a class of problems is named; it fails pathwise for f_1 = x^2/2, f_2 = 0 and step 1.")
cost = sentence("minibatch_cost", "The cost of larger mini-batches", MINIBATCH, "019", "comes at the cost of higher per iteration count",
                NotCheckable.VAGUE, "'Per iteration count' does not say what is counted.")
triangle = sentence("fast_outside_triangle", "Fast outside the triangle, slow inside", SOURCE.format("SGD - Example"), "022",
                    "fast convergence outside 'triangle' where gradients similar, slow inside", NotCheckable.VAGUE,
                    "Neither 'fast' nor 'similar' has a measure, and the triangle is drawn in a picture.")
often = sentence("often_fast_far", "Often fast far from the solution", QUALITATIVE, "026",
                 "often fast convergence far from solution, slow close to solution", NotCheckable.VAGUE, "'Often' ranges over no named set of problems.")
at_most_hope = sentence("at_most_hope", "What can be hoped for", SOURCE.format("Fixed step-size SGD does not converge to solution"), "028",
                        "we can at most hope for finding point xbar such that the gradient of f vanishes", NotCheckable.ADVICE,
                        "It sets an aim.")
agree = sentence("local_convergence_agreement", "Local convergence and agreement on minima", SOURCE.format("Convergence and individual gradient norm"),
                 "035", "local convergence of SGD is slow if individual functions do not agree on minima, faster if they do",
                 NotCheckable.VAGUE, "'Slow' and 'faster' have no measure.")
losses = sentence("dl_example_losses", "The two networks of the example", SOURCE.format("Convergence - DL example"), "046",
                  "final loss 0.17 against 0.00018, and the norms of individual gradients", NotCheckable.EXPERIMENT,
                  "The data and the seeds of the runs are not given.")
overparameterised_faster = sentence(
    "overparameterised_faster", "Overparameterized models seem faster", SOURCE.format("Overparameterized networks and convergence"), "047",
    "overparameterized models seem to give faster SGD convergence; reason: individual gradients agree better", NotCheckable.EXPERIMENT,
    "It sums up what the runs before it looked like.")
generalise_better = sentence(
    "flat_minima_generalise", "Individually flat minima generalise better", SOURCE.format("Connection to generalization"), "056",
    "argued that individually flat minima generalize better; single-batch SGD well suited for overparameterized training", NotCheckable.ADVICE,
    "It recommends a method on the strength of an argument made elsewhere.")


def only_000(name, title, number, text, why, reason, source="Example - Large gradients at solution"):
    return Theorem(name, title, SOURCE.format(source), hypotheses={}, ids=(f"000-{number}",), claim=prose(text), not_checkable=why,
                   reason=reason, expect="NOT_CHECKABLE")


DRAWN = "The functions are drawn, not printed: each loss depends on their slopes at the iterates, and only those at 0 are given."
large_gradients_run = only_000(
    "large_gradients_run", "A run with large gradients at the solution", "031", "f(x_k) - f* = 2.45, 0, 1.82, 0.11, 1.47, 0.18, 1.31, 0.28, 1.16, 0.35, 1.07",
    NotCheckable.PICTURE, DRAWN)
small_gradients_run = only_000(
    "small_gradients_run", "A run with small gradients at the solution", "033", "f(x_k) - f* = 2.45, 0.13, 0.13, 0.06, 0.06, 0.03, 0.03, 0.02, 0.02, 0.01, 0.01",
    NotCheckable.PICTURE, DRAWN, "Example - Small gradients at solution")
