"""The three tables of step sizes: does the rule that is named give the numbers that are printed?

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "Step-size rules and convergence" (both versions of the
lecture print the same numbers). A number that is printed stands for all that round to it, so a row says: for some batch norm b that
rounds to the printed norm, the step size of the rule rounds to the printed step size.

Legend: b batch norm, M iterations an epoch, so that epoch e begins at the iteration k = e M; K = 50, alpha, gamma0, psi as printed.
"""

from math import ceil as ceiling, isqrt

from proofs.language import Q, both, ceil, floor, index, le, lt, nonnegative, sqrt
from proofs.steps import ceil_above, compute, have, roots
from proofs.theorem import Theorem

b, = nonnegative("b")
M, = index("M")
SOURCE = "Stochastic Gradient Descent, Step-size rules and convergence"
ALPHA = GAMMA_0 = Q(1, 10)
K = 50
IDS = {1: ("000-067", "003-067"), 2: ("000-068", "003-068"), 3: ("000-069", "003-069")}

# epoch, step size, batch norm; (m, e) is printed for the numbers that round to m 10^e
TABLE_1 = ((0, (48, -9), (21, 6)), (10, (14, -6), (72, 3)), (50, (97, -3), (31, -2)), (100, (16, -3), (28, -2)),
           (200, (12, -3), (68, -6)), (300, (1, -2), (33, -2)), (500, (8, -3), (0, 0)), (700, (7, -3), (12, -7)),
           (1000, (6, -3), (31, -7)))
TABLE_3 = ((0, (14, -8), (70, 5)), (10, (4, -3), (257, 0)), (50, (10, -2), (62, -11)), (100, (87, -3), (15, -1)),
           (200, (89, -3), (12, -1)), (300, (1, -1), (20, -13)), (500, (1, -1), (51, -13)), (700, (1, -1), (24, -14)),
           (1000, (87, -3), (15, -1)))
ROUNDED = "b: the batch norm of the row; a printed number stands for all that round to it"
ITERATIONS = "k counts iterations, of which an epoch has M, whatever M >= 1 is; the first of the epoch is taken"


def psi(x):
    return Q(1, 2)*sqrt(x)


def step_size(taken_off, alpha=ALPHA):
    """The combined rule, with the value of psi."""
    return GAMMA_0/((1 + taken_off)*(alpha*b + 1))


def rounds_to(value, printed):
    m, e = printed
    return both(le(Q(2*m - 1)*Q(10)**e/2, value), value <= Q(2*m + 1)*Q(10)**e/2)


def row(name, table, epoch, taken_off, printed, norm, *, ids=(), alpha=ALPHA, more=None, read="", **how):
    """One row of a table, as a claim that some batch norm (and M) give it."""
    lo, hi = rounds_to(b, norm).args
    return Theorem(name, f"Table {table}, epoch {epoch}{read}", SOURCE, hypotheses={"norm from": lo, "norm to": hi} | (more or {}),
                   claim=rounds_to(step_size(taken_off, alpha), printed), ids=ids, existence=True,
                   example={"b": exact(norm), "M": K}, **how)


def exact(norm):
    return Q(norm[0])*Q(10)**norm[1]


# --- Table 1: psi(x) = 0.5 sqrt(x) -----------------------------------------------------------------------------------

FITTED = ("psi = 0.5 sqrt(100 floor(epoch/100)), by which nothing is taken off in the first hundred epochs, is fitted to the rows of the table: "
          "the text prints no such rule")
meant = tuple(row(f"table_1_meant_{e}", 1, e, psi(100*floor(Q(e)/100)), step, norm, readings=(ROUNDED, FITTED),
                  read=", by a rule that was fitted to the table",
                  model={"b": exact(norm)}) for e, step, norm in TABLE_1)



def misses(epoch, taken_off, *bounds):
    """No step size of the rule rounds to the printed one: it is too small up to epoch 50, and too large beyond."""
    m, e = STEP[epoch]
    digits = step_size(taken_off)*Q(10)**-e  # in units of the last digit
    wrong = digits < Q(2*m - 1, 2) if epoch <= 50 else lt(Q(2*m + 1, 2), digits)
    names = tuple(step.name for step in bounds)
    return {"proof": (*bounds, have(wrong, *names, "norm from", "norm to").named("digits")), "using": ("digits",),
            "expect": "REFUTED", "repaired": MEANT[epoch]}


def first_iteration(epoch):
    """Rows that hold for 50 iterations an epoch, or (10 and 50) for no number of them: then psi is at least 1/5, too much."""
    k = Q(epoch)*M
    taken_off = psi(ceil(k/K))
    if epoch not in (10, 50):
        return taken_off, {"model": {"b": exact(NORM[epoch]), "M": 50}}
    least = roots(le(Q(2, 5), sqrt(ceil(k/K))), "ceiling", "iterations").named("root")
    how = misses(epoch, taken_off, least)
    return taken_off, how | {"proof": (ceil_above(k/K).named("ceiling"), *how["proof"])}


def counted(epoch):
    """Rows with k = epoch: only the first holds."""
    c = ceil(Q(epoch)/K)
    if epoch == 0:
        return psi(c), {"model": {"b": exact(NORM[epoch])}}
    tenths = isqrt(100*ceiling(epoch/K))
    return psi(c), misses(epoch, psi(c), compute(le(Q(tenths, 10), sqrt(c))).named("root from"),
                          compute(sqrt(c) <= Q(tenths + 1, 10)).named("root to"))


MEANT = {e: t for (e, _, _), t in zip(TABLE_1, meant)}
STEP, NORM = {e: step for e, step, _ in TABLE_1}, {e: norm for e, _, norm in TABLE_1}
rows_1 = tuple(row(f"table_1_epoch_{e}", 1, e, taken_off, step, norm, ids=IDS[1], readings=(ROUNDED, ITERATIONS),
                   more={"iterations": le(1, M)}, **how)
               for e, step, norm in TABLE_1 for taken_off, how in (first_iteration(e),))
rows_1_epochs = tuple(row(f"table_1_counted_{e}", 1, e, taken_off, step, norm, ids=IDS[1], alternative=True,
                          readings=(ROUNDED, "k counts epochs"), read=", if k counts epochs", **how)
                      for e, step, norm in TABLE_1 for taken_off, how in (counted(e),))

# --- Table 2: alpha = 0 ----------------------------------------------------------------------------------------------

NAN = "the rows of NaN report a run, and are not judged; alpha = 0 is outside of the rule's 'alpha > 0'"
row_2 = row("table_2_epoch_1", 2, 1, psi(ceil(Q(1)*M/K)), (1, -1), (12, 5), ids=IDS[2], alpha=0, more={"iterations": le(1, M)},
            readings=(ROUNDED, ITERATIONS, NAN), model={"b": exact((12, 5)), "M": 1})

# --- Table 3: psi = 0 ------------------------------------------------------------------------------------------------

rows_3 = tuple(row(f"table_3_epoch_{e}", 3, e, Q(0), step, norm, ids=IDS[3], readings=(ROUNDED,), model={"b": exact(norm)})
               for e, step, norm in TABLE_3)

larger_gradient = Theorem(
    "table_3_larger_gradient", "Larger final full norm than for the first choice", SOURCE, hypotheses={},
    ids=("000-071", "003-071"), claim=lt(Q(3)/10000, Q(13)/1000), proof=(compute(lt(Q(3)/10000, Q(13)/1000)),),
    readings=("the full norms of the last rows: 0.0003 in Table 1, 0.013 in Table 3",
              "'since not diminishing gamma_k' explains a run, and is not judged; the two runs start at different points"))
