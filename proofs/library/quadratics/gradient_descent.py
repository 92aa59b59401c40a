"""Gradient descent on a convex quadratic, one eigenvector at a time.

Arora et al., Theory of Deep Learning, section 4.4. Legend: f objective, A its positive semidefinite matrix, e[1..d] an orthonormal
basis of eigenvectors with the eigenvalues lam[1..d] (A = U Sigma U^T), so the coordinate w_hat_i is <e[i], w>; lmax, lmin (low,
where it is positive) the extreme eigenvalues, r one between them; eta step
size, w[k] iterates, u, v, x, y points.
"""

from proofs.classes import eigenbasis, invertible, iterates, largest_eigenvalue, lipschitz_gradient, positive_semidefinite
from proofs.language import (
    Power, Q, both, coordinate, dot, eq, exists, forall, function, grad, hess, iff, implies, index, inverse, le, lt, nonnegative, norm, operator, positive,
    positive_index, real, real_sequence, sequence, sq, total, vector,
)
from proofs.library.operators.spectrum import lipschitz
from proofs.methods import gradient_step
from proofs.steps import (
    absurd, at, by_cases, cauchy_schwarz, cite, combine, contraction, generalise, geometric_decay, have, image, induction, obtain, part, quadratic,
    rayleigh, roots, sum_compare, suppose, witness,
)
from proofs.theorem import Theorem, equal
from proofs.words import converges

f, A = function("f"), operator("A")
w, e, lam = sequence("w"), sequence("e"), real_sequence("lam")
eta, lmax, low, epsilon = positive("eta lmax low epsilon")
lmin, = nonnegative("lmin")
r, = real("r")
d, i = positive_index("d i")
k, n = index("k n")
u, v, x, y = vector("u v x y")
SOURCE = "Theory of Deep Learning, section 4.4"
FORM = {"form": forall(x, eq(f(x), Q(1, 2)*dot(x, A(x)))), "semidefinite": positive_semidefinite(A)}
BASIS = {"basis": eigenbasis(A, e, lam, d)}
UPDATE = {"update": iterates(w, lambda k: gradient_step(w[k], grad(f)(w[k]), eta))}
EXAMPLE = {"f": coordinate(1)**2 + coordinate(2)**2/2, "A": [[2, 0], [0, 1]], "eta": Q(1, 4), "w": [1, 1], "k": 1}
SYMMETRIC = "a positive semidefinite matrix is symmetric (the text writes A = U Sigma U^T)"
LETTERS = "e[1], ..., e[d]: orthonormal eigenvectors of A, the columns of U, lam[1], ..., lam[d]: their eigenvalues; <e[i], w> is the coordinate w_hat_i"

gradient_and_hessian = Theorem(
    "quadratic_derivatives", "The gradient is A w, the Hessian A", SOURCE, example=EXAMPLE, hypotheses=FORM, ids=("001-050",),
    claim=both(forall(x, eq(grad(f)(x), A(x))), forall((x, u), eq(hess(f)(x)(u), A(u)))),
    proof=(quadratic("form", f, "gradient", A=A).named("gradient"), quadratic("form", f, "hessian", A=A, letter=u).named("Hessian"),
           combine("gradient", "Hessian")), readings=(SYMMETRIC,))

GRADIENT = (quadratic("form", f, "gradient", A=A).named("gradient"),)
DIAGONAL = {"d": 2, "e": [[1, 0], [0, 1]], "from": 1, "lam": (2, 1), "x": [1, 3]}

diagonal = Theorem(
    "quadratic_in_eigenvectors", "In the eigenvectors the function is a sum of squares", SOURCE, ids=("001-051",),
    example=EXAMPLE | DIAGONAL, hypotheses=FORM | BASIS, claim=eq(f(x), Q(1, 2)*total(lam[i]*dot(e[i], x)**2, i, 1, d)),
    proof=(
        part("basis", 1).named("eigenvectors"), part("basis", 3).named("complete"), at("complete", v=x).named("expansion"),
        image("expansion", A).named("image"),
        sum_compare(i, 1, d, at("eigenvectors", i=i).named("pair"), part("pair", 1).named("eigenvector"),
                    have(eq(dot(e[i], x)*A(e[i]), lam[i]*dot(e[i], x)*e[i]), "eigenvector")).named("term by term"),
        at("form", x=x).named("form at x")),
    using=("form at x", "image", "term by term"), readings=(SYMMETRIC, LETTERS, "f(w_hat) means f at U w_hat"))

c = dot(e[i], w[k])
MEMBER = {"member": i <= d}
STEP = (*GRADIENT, at("update", k=k).named("step"), at("gradient", x=w[k]).named("gradient here"),
        part("basis", 1).named("eigenvectors"), at("eigenvectors", "member", i=i).named("pair"),
        part("pair", 1).named("eigenvector"))
RUN = EXAMPLE | DIAGONAL | {"i": 2}

coordinates = Theorem(
    "quadratic_coordinates", "Gradient descent, coordinate by coordinate", SOURCE, example=RUN, ids=("001-052",),
    hypotheses=FORM | BASIS | UPDATE | MEMBER, proof=STEP, start=dot(e[i], w[k + 1]), chain=(
        equal(c - eta*lam[i]*c, "the update in the direction of an eigenvector", "step", "gradient here", "eigenvector", ids=("001-052",)),
        equal((1 - eta*lam[i])*c, "collect", ids=("001-052",))),
    readings=(SYMMETRIC, LETTERS, "eta > 0: a learning rate"))

step_of_length = Theorem(
    "quadratic_rate_length", "The coordinate shrinks by |1 - eta lam_i| in every step", SOURCE, example=RUN,
    hypotheses=FORM | BASIS | UPDATE | MEMBER, claim=eq(norm(dot(e[i], w[k + 1])), norm(1 - eta*lam[i])*norm(c)),
    proof=(*STEP, have(eq(dot(e[i], w[k + 1]), (1 - eta*lam[i])*c), "step", "gradient here", "eigenvector").named("step of c"),
           roots(eq(norm(dot(e[i], w[k + 1])), norm(1 - eta*lam[i])*norm(c)), "step of c")),
    readings=(SYMMETRIC, LETTERS, "eta > 0: a learning rate"))

rate = Theorem(
    "quadratic_rate", "The rate of convergence for a coordinate is 1 - eta lam_i", SOURCE, ids=("001-055",), expect="REFUTED",
    hypotheses=FORM | BASIS | UPDATE | MEMBER, claim=eq(norm(dot(e[i], w[k + 1])), (1 - eta*lam[i])*norm(c)),
    repaired=step_of_length,
    model={"f": Q(3, 4)*coordinate(1)**2, "A": [[Q(3, 2)]], "eta": 1, "w": [1], "k": 0, "d": 1, "i": 1, "e": [[1]],
           "from": 1, "lam": (Q(3, 2),)},
    readings=(SYMMETRIC, LETTERS, "a rate is the factor by which the size of the coordinate shrinks in a step; in the counterexample eta < 2/lambda_max"))

multiplier = Theorem(
    "quadratic_multiplier", "The rate 1 - eta lam_i for a coordinate, as the signed factor of the recursion", SOURCE, example=RUN,
    ids=("001-055",), alternative=True,
    hypotheses=FORM | BASIS | UPDATE | MEMBER, claim=eq(dot(e[i], w[k + 1]), (1 - eta*lam[i])*c), proof=STEP,
    using=("step", "gradient here", "eigenvector"), readings=(SYMMETRIC, LETTERS, "the rate is read as the factor, with its sign"))


# --- which step sizes converge, and how fast ---------------------------------------------------------------------------

q = norm(1 - eta*lam[i])
c0 = dot(e[i], w[0])
half = Power(Q(1, 2), k)  # the first coordinate of the example
TO_ZERO = generalise(epsilon, geometric_decay(1, Q(1, 2), epsilon).named("decay"), obtain(
    "decay", n, generalise(k, at("obtained", k=k).named("small"), have(norm(half) <= epsilon, "small"), late=n <= k).named("tail"),
    witness(exists(n, forall(k, norm(half) <= epsilon, n <= k)), "tail", n=n)))

coordinate_converges = Theorem(
    "quadratic_coordinate_converges", "A coordinate that is not 0 at the start tends to 0 only if |1 - eta lam_i| < 1", SOURCE,
    hypotheses=FORM | BASIS | UPDATE | MEMBER | {"start": lt(0, norm(c0)), "converges": converges(c, k, 0)}, claim=q < 1,
    example=RUN | {"i": 1, "w": (half, Power(Q(3, 4), k)), "proofs": {"converges": (TO_ZERO,)}},
    proof=(
        generalise(k, cite(step_of_length)).named("every step"),
        by_cases(
            q < 1, (have(q < 1, "case"),),
            (induction(k, 0, norm(c0) <= norm(c), base=(have(norm(c0) <= norm(c0)),),
                       step=(at("every step", k=k).named("length"),
                             have(norm(c0) <= norm(dot(e[i], w[k + 1])), "hypothesis", "length", "case"))).named("never shorter"),
             at("converges", "start", epsilon=norm(c0)/2).named("in the end"),
             obtain("in the end", n, at("obtained", k=n).named("short"), at("never shorter", k=n).named("long"),
                    absurd(q < 1, "short", "long", "start"))))),
    readings=(SYMMETRIC, LETTERS, "eta > 0: a learning rate"))

must_contract = Theorem(
    "quadratic_must_contract", "For this to converge, we need |1 - eta lam_i| < 1", SOURCE, ids=("001-053",), expect="REFUTED",
    hypotheses=FORM | BASIS | UPDATE | MEMBER | {"converges": converges(w[k], k, x)}, claim=q < 1,
    repaired=coordinate_converges,
    model={"f": coordinate(1)**2/2, "A": [[1, 0], [0, 0]], "eta": 1, "w": (0, 1), "k": 0, "x": [0, 1], "d": 2, "i": 2,
           "e": [[1, 0], [0, 1]], "from": 1, "lam": (1, 0), "witnesses": {"n": 0}},
    readings=(SYMMETRIC, LETTERS, "eta > 0: a learning rate", "this: the iterates; A is positive semidefinite, as the text has it"))

# --- the largest eigenvalue ----------------------------------------------------------------------------------------------

TOP = {"largest": largest_eigenvalue(A, lmax)}
NOT_ZERO = "lambda_max, here lmax, is not 0: A is not 0"
TOP_EXAMPLE = EXAMPLE | {"lmax": 2, "witnesses": {"v": [1, 0]}}

step_limit = Theorem(
    "quadratic_step_limit", "All factors below 1 in size imply eta < 2/lambda_max", SOURCE, ids=("001-054",),
    hypotheses={"factors": forall(i, norm(1 - eta*lam[i]) < 1, i <= d), "bound": forall(i, lam[i] <= lmax, i <= d),
                "attained": exists(i, eq(lam[i], lmax), i <= d)},
    example={"eta": Q(1, 2), "lmax": 2, "d": 2, "lam": (2, 1), "from": 1}, claim=eta < 2/lmax,
    proof=(obtain("attained", i, at("factors", "obtained.1", "obtained.2", i=i).named("factor"),
                  have(eta*lmax < 2, "factor", "obtained").named("product"), have(eta < 2/lmax, "product")),),
    readings=(NOT_ZERO, "eta > 0: a learning rate", "lambda_max, here lmax, is the largest of lam[1], ..., lam[d]"))

difference = grad(f)(x) - grad(f)(y)
to_v = grad(f)(v) - grad(f)(0*v)

smoothness = Theorem(
    "quadratic_smoothness", "lambda_max is the smoothness constant: f is lambda_max-smooth, and L-smooth for no smaller L", SOURCE,
    ids=("001-054",), example=TOP_EXAMPLE, hypotheses=FORM | TOP,
    claim=both(lipschitz_gradient(f, lmax), forall(r, implies(lipschitz_gradient(f, r), lmax <= r))),
    proof=(
        *GRADIENT, part("largest", 1).named("attained"), part("largest", 2).named("eigenvalues"),
        rayleigh("eigenvalues", A, lmax).named("below"),
        generalise(v, at("semidefinite", v=v).named("form at v"),
                   have(-lmax*sq(v) <= dot(A(v), v), "form at v")).named("above"),
        cite(lipschitz, L=lmax).named("norm"),
        generalise((x, y), at("gradient", x=x).named("at x"), at("gradient", x=y).named("at y"),
                   at("norm", u=x - y).named("length"),
                   roots(eq(norm(difference), norm(A(x - y))), "at x", "at y").named("same length"),
                   have(norm(difference) <= lmax*norm(x - y), "length", "same length")).named("smooth"),
        generalise(r, suppose(
            lipschitz_gradient(f, r),
            obtain("attained", v, part("obtained", 1).named("eigenvector"), part("obtained", 2).named("nonzero"),
                   at("supposed", x=v, y=0*v).named("smooth at v"), at("gradient", x=v).named("at v"),
                   at("gradient", x=0*v).named("at 0"), cauchy_schwarz(v, to_v).named("Cauchy-Schwarz"),
                   have(norm(v)*norm(to_v) <= r*sq(v), "smooth at v").named("bound"),
                   have(lmax*sq(v) <= r*sq(v), "bound", "Cauchy-Schwarz", "at v", "at 0", "eigenvector").named("squares"),
                   have(lmax <= r, "squares", "nonzero")))).named("least"),
        combine("smooth", "least")),
    readings=(SYMMETRIC, NOT_ZERO, "the smoothness constant is the least one"))

progress = Theorem(
    "quadratic_progress", "Progress in the top direction: exactly for eta < 2/lambda_max", SOURCE, readings=("lmax: lambda_max",), hypotheses={},
    claim=iff(norm(1 - eta*lmax) < 1, eta < 2/lmax),
    proof=(suppose(norm(1 - eta*lmax) < 1, have(eta*lmax < 2, "supposed").named("product"),
                   have(eta < 2/lmax, "product")).named("needed"),
           suppose(eta < 2/lmax, have(eta*lmax < 2, "supposed").named("product"), have(sq(1 - eta*lmax) < 1, "product").named("square"),
                   by_cases(norm(1 - eta*lmax) < 1, (have(norm(1 - eta*lmax) < 1, "case"),),
                            (have(sq(1 - eta*lmax) >= 1, "case").named("beyond"),
                             absurd(norm(1 - eta*lmax) < 1, "square", "beyond")))).named("enough"),
           combine("needed", "enough")))

must = Theorem(
    "quadratic_must", "To make progress in the top direction we must set eta to about 1/lambda_max", SOURCE, ids=("001-056",),
    hypotheses={"progress": norm(1 - eta*lmax) < 1}, claim=eq(eta, 1/lmax), expect="REFUTED", repaired=progress,
    model={"eta": Q(1, 10), "lmax": 1},
    readings=("lmax: lambda_max", "progress: the coordinate shrinks", "'about' without a tolerance is read as =; the "
              "counterexample is off by a factor of 10, and 1/K in its place by any factor K"))

slowest = Theorem(
    "quadratic_slowest", "With eta = 1/lambda_max the slowest factor is 1 - lambda_min/lambda_max", SOURCE, ids=("001-057",),
    hypotheses={"rate": eq(eta, 1/lmax), "order": lmin <= r, "top": r <= lmax},
    example={"eta": Q(1, 2), "lmax": 2, "lmin": 1, "r": Q(3, 2)},
    claim=both(eq(1 - eta*lmin, 1 - lmin/lmax), norm(1 - eta*r) <= 1 - lmin/lmax),
    proof=(have(eq(1 - eta*lmin, 1 - lmin/lmax), "rate").named("factor"), have(norm(1 - eta*r) <= 1 - lmin/lmax, "rate", "order", "top").named("slowest"),
           combine("factor", "slowest")),
    readings=("lmax, lmin: lambda_max and lambda_min", "the factor of any eigenvalue r between lambda_min and lambda_max is no larger"))

# --- the condition number ------------------------------------------------------------------------------------------------

parseval = Theorem(
    "parseval", "The squared length is the sum of the squared coordinates", SOURCE, example=EXAMPLE | DIAGONAL, hypotheses=BASIS,
    claim=eq(sq(x), total(dot(e[i], x)**2, i, 1, d)),
    proof=(part("basis", 3).named("complete"), at("complete", v=x).named("expansion")), using=("expansion",), readings=(LETTERS,))

kappa = lmax/low
ENDS = {"rate": eq(eta, 1/lmax), "ends": forall(i, both(low <= lam[i], lam[i] <= lmax), i <= d)}
factor = 1 - 1/kappa

one_step = Theorem(
    "condition_number_step", "One step with eta = 1/lambda_max contracts by 1 - 1/kappa", SOURCE,
    example=EXAMPLE | DIAGONAL | {"eta": Q(1, 2), "lmax": 2, "low": 1}, hypotheses=FORM | BASIS | UPDATE | ENDS,
    claim=norm(w[k + 1]) <= (1 - 1/kappa)*norm(w[k]),
    proof=(
        at("ends", i=1).named("first"), part("first", 1).named("low first"), part("first", 2).named("first low"),
        have(low <= lmax, "low first", "first low").named("order"), have(le(0, factor), "order").named("nonnegative"),
        sum_compare(
            i, 1, d, cite(multiplier).named("step"), at("ends", i=i).named("end"), part("end", 1).named("from below"),
            part("end", 2).named("from above"),
            have(norm(1 - eta*lam[i]) <= factor, "from below", "from above", "rate").named("slowest"),
            have(sq(1 - eta*lam[i]) <= factor**2, "slowest", "nonnegative").named("square"),
            have(dot(e[i], w[k + 1])**2 <= factor**2*dot(e[i], w[k])**2, "step", "square")).named("coordinates"),
        cite(parseval, x=w[k + 1]).named("next"), cite(parseval, x=w[k]).named("now"),
        have(sq(w[k + 1]) <= factor**2*sq(w[k]), "next", "now", "coordinates").named("squares"),
        roots(norm(w[k + 1]) <= factor*norm(w[k]), "squares")),
    readings=(SYMMETRIC, LETTERS, "lmax, low: lambda_max and lambda_min; kappa being written, lambda_min > 0"))

condition = Theorem(
    "condition_number", "The convergence rate is governed by the condition number", SOURCE, ids=("001-058",),
    example=EXAMPLE | DIAGONAL | {"eta": Q(1, 2), "lmax": 2, "low": 1, "n": 2}, hypotheses=FORM | BASIS | UPDATE | ENDS,
    claim=norm(w[n]) <= (1 - 1/kappa)**n*norm(w[0]),
    proof=(*one_step.proof[:5], generalise(k, cite(one_step)).named("every step"),
           contraction("every step", k, norm(w[k]), factor, using=("nonnegative",)).named("all"), at("all", k=n)),
    readings=(*one_step.readings, "governed: with eta = 1/lambda_max the distance to the minimiser 0 shrinks by 1 - 1/kappa in every "
              "step, the factor of the slowest direction"))

NARROW = {"narrow": eq(lam[i], lmax), "nonzero": lt(0, sq(c))}
alternates = Theorem(
    "quadratic_oscillates", "Beyond eta = 1/lambda_max the narrow direction alternates in sign", SOURCE,
    example=RUN | {"i": 1, "lmax": 2, "eta": Q(3, 4)}, hypotheses=FORM | BASIS | UPDATE | MEMBER | NARROW | {"rate": 1/lmax < eta},
    claim=lt(dot(e[i], w[k + 1])*c, 0),
    proof=(cite(multiplier).named("step"), have(lt(1, eta*lmax), "rate").named("beyond"),
           have(eq(dot(e[i], w[k + 1])*c, (1 - eta*lmax)*sq(c)), "step", "narrow").named("product"),
           have(lt(dot(e[i], w[k + 1])*c, 0), "product", "beyond", "nonzero")), readings=(SYMMETRIC, LETTERS, "lmax, low: lambda_max and lambda_min"))

zigzag = Theorem(
    "quadratic_zigzag", "Gradient descent will oscillate across the narrow direction", SOURCE, ids=("001-059",), expect="REFUTED",
    hypotheses=FORM | BASIS | UPDATE | MEMBER | NARROW | {"rate": eq(eta, 1/lmax), "high condition number": 100*low <= lmax},
    claim=lt(dot(e[i], w[k + 1])*c, 0), repaired=alternates,
    model={"f": 50*coordinate(1)**2 + coordinate(2)**2/2, "A": [[100, 0], [0, 1]], "eta": Q(1, 100), "w": [1, 1], "k": 0, "d": 2,
           "i": 1, "e": [[1, 0], [0, 1]], "from": 1, "lam": (100, 1), "lmax": 100, "low": 1},
    readings=(SYMMETRIC, LETTERS, "with this learning rate, 1/lambda_max; lmax, low: lambda_max and lambda_min",
              "oscillate: the coordinate of the narrow direction changes its sign",
              "the coordinate is not 0 already"))

preconditioned = Theorem(
    "quadratic_preconditioned", "A learning rate 1/lam_i for coordinate i is the update w - A^-1 grad f(w)", SOURCE, ids=("001-060",),
    example=RUN | {"w": (1, 1)}, hypotheses=FORM | BASIS | MEMBER | {"invertible": invertible(A), "positive": lt(0, lam[i])},
    claim=eq(dot(e[i], w[k] - inverse(A)(grad(f)(w[k]))), c - 1/lam[i]*dot(e[i], grad(f)(w[k]))),
    proof=(part("basis", 1).named("eigenvectors"), at("eigenvectors", "member", i=i).named("pair"),
           part("pair", 1).named("eigenvector"), image("eigenvector", inverse(A)).named("image"),
           at("invertible", v=e[i]).named("back"),
           have(eq(dot(e[i], grad(f)(w[k])), lam[i]*dot(inverse(A)(e[i]), grad(f)(w[k]))), "image", "back").named("coordinate"),
           have(eq(dot(inverse(A)(e[i]), grad(f)(w[k])), dot(e[i], grad(f)(w[k]))/lam[i]), "coordinate", "positive").named("scaled")),
    using=("scaled",), readings=(SYMMETRIC, LETTERS, "A^-1 and 1/lam_i are written: A is invertible and lam_i > 0", "'about' is read as ="))
