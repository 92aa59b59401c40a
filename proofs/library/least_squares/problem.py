"""Over- and underparameterised models: margins, and the least-squares example.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Over- vs under-parameterized models" to "Convergence - DL example".
Legend: a[i] rows of A, b[i] entries of the right side, N rows, e[i] an orthonormal basis of the residuals' space; x, y, z points, v a
direction, m a margin, rho the least margin; f the sum of the squares.
"""

from proofs.language import (
    Q, absolute, both as all_of, dot, eq, exists, forall, function, grad, implies, index, lost, lt, maximum, negation, positive,
    positive_index, prose, real,
    real_sequence, sequence, sq, total, vector,
)
from proofs.library.sgd.setting import SOURCE, both
from proofs.steps import apply, at, have, induction, obtain, roots, split_sum, sum_compare, suppose, witness
from proofs.theorem import NotCheckable, Theorem

a, e, b = sequence("a"), sequence("e"), real_sequence("b")
f_i = function("f_i")
row, x, y, z, v, w = vector("row x y z v w")
beta, m = real("beta m")
rho, = positive("rho")
N, = positive_index("N")
i, j, k, n = index("i j k n")
MODELS = SOURCE.format("Over- vs under-parameterized models")
LS = SOURCE.format("Overparameterization - LS example")

# --- margins -----------------------------------------------------------------------------------------------------------

MARGIN = {"margin": rho <= m}
hinge_loss = maximum(0, 1 - m)
hinge_at_one = Theorem(
    "hinge_loss_margin_one", "Hinge loss is 0 for margins of at least 1", MODELS, hypotheses=MARGIN | {"one": 1 <= rho}, claim=eq(hinge_loss, 0),
    proof=(have(1 - m <= 0, "margin", "one").named("past"), roots(eq(absolute(1 - m), m - 1), "past").named("size")),
    using=("size",), example={"m": 2, "rho": 1})
hinge = Theorem(
    "hinge_loss_margin", "Correct classification with margin: hinge loss gives 0 loss", MODELS, hypotheses=MARGIN, ids=both("036"),
    claim=eq(hinge_loss, 0), expect="REFUTED", repaired=hinge_at_one, model={"rho": Q(1, 2), "m": Q(1, 2)},
    readings=("with margin: y_i m(x_i) >= rho for some rho > 0; m is the margin of one data point",
              "'logistic loss gives close to 0 loss' has no measure of close"))

# --- the sum of squares --------------------------------------------------------------------------------------------------


def residual(n):
    return total((dot(a[i], x) - b[i])*e[i], i, 1, n)


def squares(n):
    return total((dot(a[i], x) - b[i])**2, i, 1, n)


def sums_agree(n):
    return eq(sq(residual(n)), squares(n))


ORTHONORMAL = {"length": forall(i, eq(sq(e[i]), 1), 1 <= i, i <= N), "orthogonal": forall((i, j), eq(dot(e[i], e[j]), 0), 1 <= i, i <= j - 1, j <= N)}
square_sum = Theorem(
    "least_squares_sum", "Half of |Ax - b|^2 is the sum of the squares", LS, hypotheses=ORTHONORMAL, ids=both("037"),
    claim=eq(Q(1, 2)*sq(residual(N)), total(Q(1, 2)*(dot(a[i], x) - b[i])**2, i, 1, N)),
    proof=(induction(
        n, 0, implies(n <= N, sums_agree(n)), base=(suppose(0 <= N, have(sums_agree(0))),),
        step=(suppose(
            n + 1 <= N, have(n <= N, "supposed").named("n"), apply("hypothesis", "n").named("before"),
            have(1 <= n + 1, "range").named("positive"),
            split_sum(residual(n + 1), using=("range",)).named("last residual"), split_sum(squares(n + 1), using=("range",)).named("last square"),
            at("length", "positive", "supposed", i=n + 1).named("length of e"),
            sum_compare(k, 1, n, have(k <= n + 1 - 1, "below").named("earlier"),
                        at("orthogonal", "above", "earlier", "supposed", i=k, j=n + 1).named("right angle"),
                        have(eq((dot(a[k], x) - b[k])*dot(e[k], e[n + 1]), 0), "right angle")).named("mixed"),
            have(sums_agree(n + 1), "before", "last residual", "last square", "length of e", "mixed")),)).named("every n"),
        at("every n", n=N).named("at N"), apply("at N").named("agree")),
    using=("agree",), readings=("Ax - b is the sum of (a_i x - b_i) e_i over an orthonormal basis e_1, ..., e_N of R^N",),
    example={"N": 2, "a": [[1, 0], [1, 1], [0, 2]], "b": (0, 1, 2), "x": [2, 1], "e": [[0, 0], [1, 0], [0, 1]]})

# --- how many solutions --------------------------------------------------------------------------------------------------

MORE = {"more unknowns": exists(v, eq(dot(row, v), 0), lt(0, sq(v)))}
TWO = exists((y, z), eq(dot(row, y), beta), eq(dot(row, z), beta), lt(0, sq(y - z)))
overparameterised_rank = Theorem(
    "least_squares_overparameterised_rank", "More unknowns than rows: more than one zero-loss solution, where the row is not 0", LS,
    hypotheses=MORE | {"full rank": lt(0, sq(row))}, claim=TWO, proof=(
        obtain("more unknowns", v, have(eq(dot(row, beta/sq(row)*row), beta), "full rank").named("one"),
               have(eq(dot(row, beta/sq(row)*row + v), beta), "full rank", "obtained").named("another"),
               have(lt(0, sq(beta/sq(row)*row - (beta/sq(row)*row + v))), "obtained.1").named("apart"),
               witness(TWO, "one", "another", "apart", y=beta/sq(row)*row, z=beta/sq(row)*row + v)).named("two"),),
    using=("two",), example={"row": [1, 0], "witnesses": {"v_1": 0, "v_2": 1}})
overparameterised = Theorem(
    "least_squares_overparameterised", "n > N: infinitely many zero-loss solutions", LS, hypotheses=MORE, ids=both("038"), claim=TWO, expect="REFUTED",
    repaired=overparameterised_rank, model={"row": [0, 0], "beta": 1, "witnesses": {"v_1": 1, "v_2": 0}},
    readings=("N = 1: one row and one right side beta", "n > N: there is a direction orthogonal to the row",
              "infinitely many: two different ones, and so the whole line through them"))

def loss(x):
    return total((dot(a[i], x) - b[i])**2, i, 1, N)


FULL = {"full rank": forall(v, implies(total(dot(a[i], v)**2, i, 1, N) <= 0, sq(v) <= 0)),
        "x solves": forall(z, loss(x) <= loss(z)), "y solves": forall(z, loss(y) <= loss(z))}
unique = Theorem(
    "least_squares_unique", "n <= N: the solution is unique if A has full rank", LS, hypotheses=FULL, ids=both("039"), claim=sq(x - y) <= 0,
    proof=(
        at("x solves", z=(x + y)/2).named("x and the middle"), at("y solves", z=(x + y)/2).named("y and the middle"),
        at("full rank", v=x - y).named("rank"),
        have(total(dot(a[i], x - y)**2, i, 1, N) <= 0, "x and the middle", "y and the middle").named("no difference"),
        apply("rank", "no difference")),
    readings=("full rank, n <= N: only v = 0 is orthogonal to all rows", "unique: two solutions are equal; that there is one is the theory of least squares",
              "x = y is written |x - y|^2 <= 0"),
    example={"N": 1, "a": [[1], [1]], "b": (0, 0), "x": [0], "y": [0]})

underparameterised = Theorem(
    "least_squares_underparameterised", "n <= N: zero loss is not possible", LS, hypotheses={"one unknown": forall(v, implies(eq(dot(row, v), 0), sq(v) <= 0))},
    ids=both("040"), claim=negation(exists(x, eq(dot(row, x), beta))), expect="REFUTED", model={"row": [1], "beta": 1, "witnesses": {"x_1": 1}},
    beyond_repair="Whether zero loss is possible depends on b as well, not on n and N alone: it is possible where b lies in the range of A.",
    readings=("N = 1: one row", "n <= N: no direction but 0 is orthogonal to the row",
              "underparameterized: zero loss is not possible, as the slide before defines it"))


def drawn(number, which, claim):
    return Theorem(f"gaussian_example_{number}", f"The random {which} least-squares problem", SOURCE.format("Convergence - LS example"),
                   hypotheses={},
                   ids=both(number), claim=prose(claim), not_checkable=NotCheckable.EXPERIMENT, expect="NOT_CHECKABLE",
                   reason="It reports one drawn matrix, which is not given: almost every draw is as it says, A = 0 is not; what holds of matrices of full "
                          "rank is judged with the slide before it.")


tall = drawn("041", "underparameterised", "random problem data: A in R^{200 x 100}, b in R^200 from Gaussian; underparameterized setting and unique solution")
wide = drawn("043", "overparameterised", "random problem data: A in R^{200 x 1000}, b in R^200 from Gaussian; overparameterized, many 0-loss solutions")

# --- gradients at a solution ----------------------------------------------------------------------------------------------

EXAMPLE = SOURCE.format("Convergence - LS example")
FUNCTION = {"function": forall(x, eq(f_i(x), Q(1, 2)*(dot(row, x) - beta)**2))}
gradient_zero = Theorem(
    "least_squares_gradient_zero", "At a zero-loss solution the factor of the individual gradient vanishes", EXAMPLE,
    hypotheses={"zero loss": eq(Q(1, 2)*(dot(row, x) - beta)**2, 0)}, claim=eq(sq((dot(row, x) - beta)*row), 0), using=("zero loss",),
    readings=("the gradient of 1/2 (a_i x - b_i)^2 is (a_i x - b_i) a_i^T", "u = 0 is written |u|^2 = 0"),
    example={"row": [1, 1], "beta": 2, "x": [1, 1]})
GRADIENT = grad(f_i)(x)
PRINTED, PRINTED_003 = dot(row, x) - beta, Q(1, 2)*lost(dot(row, x), beta)


def printed(name, title, number, claim, reason):
    return Theorem(name, title, EXAMPLE, hypotheses=FUNCTION, ids=(number,), claim=claim, expect="ILL_TYPED", reason=reason)


FACTOR = "the factor a_i^T is missing: a vector on the left, a number on the right"
MINUS = ("the minus between a_i x and b_i, printed in the first version, is lost in the text of the second; besides, the factor a_i^T is missing, and "
         "the gradient of 1/2 (a_i x - b_i)^2 has no factor 1/2")
gradient_000 = printed("least_squares_gradient_000", "The individual gradients at the solution", "000-042", eq(GRADIENT, PRINTED), FACTOR)
gradient_003 = printed("least_squares_gradient_003", "The individual gradients at the solution, in the second version", "003-042",
                       eq(GRADIENT, PRINTED_003), MINUS)
zero_000 = printed("least_squares_zero_000", "Individual gradients vanish in the overparameterised case", "000-044",
                   all_of(eq(GRADIENT, PRINTED), eq(PRINTED, 0)), FACTOR)
zero_003 = printed("least_squares_zero_003", "Individual gradients vanish in the overparameterised case, in the second version", "003-044",
                   all_of(eq(GRADIENT, PRINTED_003), eq(PRINTED_003, 0)), MINUS)


def layers(name, title, widths, depth):
    return Theorem(name, title, SOURCE.format("Convergence - DL example"), hypotheses={}, ids=both("045"), claim=eq(widths, depth),
                   readings=("3x5, 2, 1: three layers of width 5, one of width 2, one of width 1; 15x25, 2, 1 likewise",))


small = layers("layers_small", "3x5, 2, 1 are 5 layers", total(1, i, 1, 3) + total(1, i, 1, 1) + total(1, i, 1, 1), 5)
large = layers("layers_large", "15x25, 2, 1 are 17 layers", total(1, i, 1, 15) + total(1, i, 1, 1) + total(1, i, 1, 1), 17)
