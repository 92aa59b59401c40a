"""What fixed step sizes can reach, step lengths, and which minima stochastic gradients leave.

Giselsson, Stochastic Gradient Descent: Qualitative Convergence Behavior, "SGD - Example zoomed out" to "Mini-batch vs single-batch".
Legend: x, y points, g, h individual gradients, m the full gradient, c a centre, w[k] iterates, e[k] the centres drawn, gamma step
size; F[i], G[i] the individual functions of two problems; a, b losses of two runs; s[i] slopes of functions at 0, r the distance of a barrier;
delta the radius of a ball in which the gradient is near that at the solution.
"""

from proofs.language import (
    Power, Q, absolute, both as all_of, coordinate, either, eq, exists, forall, function, functions, grad, iff, implies, index, le, lt, maximum,
    minimum, negation, norm, piecewise, positive, positive_index, prose, real, real_sequence, sequence, sq, term, total, vector,
)
from proofs.library.sgd.setting import SOURCE, both
from proofs.methods import gradient_step
from proofs.steps import at, by_cases, cauchy_schwarz, combine, contradiction, deny, generalise, have, induction, obtain, rewrite, roots, suppose
from proofs.theorem import NotCheckable, Theorem
from proofs.words import converges

F, G = functions("F"), functions("G")
f1, f2 = function("f_1"), function("f_2")
w, e = sequence("w"), sequence("e")
x, y, g, h, c, d, xbar = vector("x y g h c d xbar")
gamma, epsilon, r = positive("gamma epsilon r")
s = real_sequence("s")
N, = positive_index("N")
i, j, k, n = index("i j k n")
FIXED = SOURCE.format("Fixed step-size SGD does not converge to solution")
ZOOMED = SOURCE.format("SGD - Example zoomed out")

# --- far from the solution -------------------------------------------------------------------------------------------

FAR = {"away": lt(0, norm(x)), "farther": norm(x) < norm(y), "centre": lt(0, norm(c))}
far = Theorem(
    "similar_far_out", "Far from the solution the individual gradients are more similar to the full one", ZOOMED, ids=("000-025",), hypotheses=FAR,
    claim=norm((y - c) - y)/norm(y) < norm((x - c) - x)/norm(x), proof=(
        roots(eq(norm((y - c) - y), norm(c))).named("at y"), roots(eq(norm((x - c) - x), norm(c))).named("at x"),
        have(lt(0, norm(y)), "away", "farther").named("y"), have(norm(c)/norm(y) < norm(c)/norm(x), "away", "farther", "centre", "y").named("ratio")),
    using=("at x", "at y", "ratio"), example={"x": [1, 0], "y": [2, 0], "c": [0, 1]},
    readings=("the three-centre example, the average of the individual functions: the full gradient at x is x",
              "similar: the distance of x - c_i and x, relative to |x|", "the centres form a triangle around 0, so none of them is 0",
              "'larger mu, faster convergence' has no measure here"))

far_003 = Theorem(
    "similar_far_out_003", "Far from the solution the individual gradients are more similar, as the second version has it", ZOOMED,
    ids=("003-025",), hypotheses=FAR, expect="REFUTED", repaired=far,
    claim=norm((y - c) - (y - c))/norm(y) < norm((x - c) - (x - c))/norm(x), model={"x": [1, 0], "y": [2, 0], "c": [0, 1]},
    readings=("the three-centre example: c is a centre, x - c an individual gradient",
              "'grad f_i more similar to grad f_i', as printed: the distance of a gradient from itself",))

# --- at a solution ---------------------------------------------------------------------------------------------------

moves = Theorem(
    "nonzero_gradient_moves", "A nonzero individual gradient moves away from the solution", FIXED, ids=both("029"),
    hypotheses={"nonzero": lt(0, sq(g))}, claim=lt(0, sq(gradient_step(xbar, g, gamma) - xbar)), using=("nonzero",),
    readings=("xbar: the solution, g: the individual gradient that is drawn", "gamma_k > 0: a step size",
              "x != y is written 0 < |x - y|^2"), example={"g": [1, 2], "gamma": 1, "xbar": [0, 0]})

STAYS = forall(i, eq(sq(gradient_step(xbar, grad(F[i])(xbar), gamma) - xbar), 0), 1 <= i, i <= N)
FLAT = forall(i, eq(sq(grad(F[i])(xbar)), 0), 1 <= i, i <= N)
only_hope = Theorem(
    "stays_iff_all_flat", "The algorithm stays at a point, whatever is drawn, if and only if all individual gradients vanish there", FIXED,
    hypotheses={}, ids=both("030"), claim=iff(STAYS, FLAT), proof=(
        suppose(STAYS, generalise(i, at("supposed", "first", "last", i=i).named("stays"), have(eq(sq(grad(F[i])(xbar)), 0), "stays"),
                                  first=1 <= i, last=i <= N)).named("there"),
        suppose(FLAT, generalise(i, at("supposed", "first", "last", i=i).named("flat"),
                                 have(eq(sq(gradient_step(xbar, grad(F[i])(xbar), gamma) - xbar), 0), "flat"), first=1 <= i, last=i <= N)).named("back"),
        combine("there", "back")),
    readings=("F[i]: the individual functions", "'only hope': that the algorithm stays at the solution once it is there, as the reason given says",
              "u = 0 is written |u|^2 = 0", "whether x_k can tend to xbar otherwise is another question: it cannot if the gradients are continuous"))

CENTRES = {"update": forall(k, eq(w[k + 1], w[k] - gamma*(w[k] - e[k]))), "centres": forall(k, eq(norm(e[k]), 1))}
small = gamma/(2*(2 + gamma))  # closer than this to the solution, a step is longer than the way from one iterate to the next
needed = Theorem(
    "fixed_step_never_converges", "With a fixed step size SGD does not converge to the solution", SOURCE.format("Qualitative convergence behavior"),
    hypotheses=CENTRES, ids=both("027"), claim=negation(converges(w[k], k, 0*x)), proof=(
        have(lt(0, small)).named("small"),
        deny(converges(w[k], k, 0*x), at("denied", "small", epsilon=small).named("tail"), obtain(
            "tail", n, at("obtained", k=n).named("now"), at("obtained", k=n + 1).named("then"), at("update", k=n).named("step"),
            at("centres", k=n).named("centre"), have(eq(sq(e[n]), 1), "centre").named("length"),
            have(sq(w[n]) <= small**2, "now", "small").named("near"), have(sq(w[n + 1]) <= small**2, "then", "small").named("near again"),
            have(eq(gamma*e[n], w[n + 1] - (1 - gamma)*w[n]), "step").named("way"),
            have(eq(sq(w[n + 1] - (1 - gamma)*w[n]), gamma**2), "way", "length").named("long"),
            have(gamma**2 <= 2*sq(w[n + 1]) + 2*(1 - gamma)**2*sq(w[n]), "long", square=(w[n + 1] + (1 - gamma)*w[n],)).named("split"),
            have(gamma**2 <= 2*small**2 + 2*(1 - gamma)**2*small**2, "split", "near", "near again").named("too short"),
            contradiction("too short"))).named("no limit")),
    readings=("'needed in general': there are problems for which no fixed step size will do; here 1/2 |x - e|^2 with centres e of length 1, "
              "whatever is drawn", "the solution is 0, the mean of the centres"),
    example={"w": 1 + 0*k, "e": 1, "gamma": 1})

# --- the two runs with gradients 0.83 and 0.02 at the solution --------------------------------------------------------

LARGE = SOURCE.format("Example - Large gradients at solution")
SLOPES = {"first": eq(grad(f1)(0*x), Q(83, 100)*d), "second": eq(grad(f2)(0*x), -Q(83, 100)*d), "direction": eq(sq(d), 1)}
CYCLE = {"odd": forall(k, eq(w[2*k + 1], w[2*k] - gamma*grad(f1)(w[2*k]))), "even": forall(k, eq(w[2*k + 2], w[2*k + 1] - gamma*grad(f2)(w[2*k + 1])))}
NEVER = negation(converges(w[k], k, 0*x))
not_converging = Theorem(
    "large_gradients_no_limit", "The run with large gradients does not converge to the solution", LARGE, ids=both("032"), claim=NEVER,
    hypotheses=SLOPES | CYCLE, expect="OPEN", readings=("f_1, f_2: the functions that are drawn in turn",
                                                        "the solution is 0, d the unit vector of the axis, any constant step size gamma",),
    reason="only the gradients at 0 are printed, and of functions whose gradient is continuous at 0 it is true (large_gradients_no_limit_continuous); what is "
           "missing is a model whose gradient exists everywhere and is not continuous, such as x^2 sin(1/x), for which runs can converge")

delta, = positive("delta")
CONTINUOUS = forall(epsilon, exists(delta, forall(x, norm(grad(f1)(x) - grad(f1)(0*d)) <= epsilon, norm(x) <= delta)))
near = gamma*delta/(10*(gamma + delta))
there, at_0 = grad(f1)(w[2*n]), grad(f1)(0*x)


def flip(k):
    return Power(term(-1), k)


def cycle(k):
    """Where the example alternates: f_1, f_2 = x^2/2 +- 0.83 x with the printed step 0.07."""
    return Q(581, 19300)*flip(k)


EVEN = (induction(i, 0, eq(flip(2*i), 1), base=(have(eq(flip(2*term(0)), 1)),), step=(have(eq(flip(2*(i + 1)), 1), "hypothesis"),)).named("even"),
        at("even", i=k).named("at 2 k"))
ALTERNATES = {
    "odd": (*EVEN, have(eq(cycle(2*k + 1), cycle(2*k) - Q(7, 100)*(cycle(2*k) + Q(83, 100))), "at 2 k")),
    "even": (*EVEN, have(eq(cycle(2*k + 2), cycle(2*k + 1) - Q(7, 100)*(cycle(2*k + 1) - Q(83, 100))), "at 2 k"))}
not_converging_continuous = Theorem(
    "large_gradients_no_limit_continuous", "The run with large gradients does not converge to the solution, if the gradients are continuous", LARGE,
    ids=both("032"), alternative=True, claim=NEVER,
    hypotheses=SLOPES | CYCLE | {"continuous": CONTINUOUS}, proof=(
        have(lt(0, Q(1, 5))).named("1/5"), at("continuous", "1/5", epsilon=Q(1, 5)).named("some ball"),
        have(eq(sq(at_0), Q(6889, 10000)), "first", "direction").named("slope at 0"),
        deny(converges(w[k], k, 0*x), obtain(
            "some ball", delta, have(lt(0, gamma + delta), "obtained.1").named("divisor"),
            have(lt(0, near), "obtained.1", "divisor").named("near"), at("denied", "near", epsilon=near).named("tail"), obtain(
                "tail", n, at("tail here", k=2*n).named("now"), at("tail here", k=2*n + 1).named("then"), at("odd", k=n).named("step"),
                have(near <= delta, "obtained.1", "divisor").named("in the ball"),
                have(10*near <= gamma, "obtained.1", "divisor").named("short of a step"),
                have(norm(w[2*n]) <= delta, "now", "in the ball", "divisor").named("w in the ball"),
                at("obtained", "w in the ball", x=w[2*n]).named("slope"),
                have(sq(there - at_0) <= Q(1, 25), "slope").named("steep"),
                have(sq(w[2*n]) <= near**2, "now", "near", "divisor").named("w now"),
                have(sq(w[2*n + 1]) <= near**2, "then", "near", "divisor").named("w then"),
                have(eq(gamma*there, w[2*n] - w[2*n + 1]), "step").named("way"),
                have(eq(gamma**2*sq(there), sq(w[2*n] - w[2*n + 1])), "way").named("length"),
                have(sq(w[2*n] - w[2*n + 1]) <= 4*near**2, "w now", "w then", "divisor", square=(w[2*n] + w[2*n + 1],)).named("short"),
                have(near**2 <= gamma**2/100, "short of a step", "near", "divisor").named("near squared"),
                have(gamma**2*sq(there) <= gamma**2/25, "length", "short", "near squared", "divisor").named("flat, times gamma^2"),
                have(sq(there) <= Q(1, 25), "flat, times gamma^2").named("flat"),
                have(le(Q(6889, 10000), 2*sq(there) + 2*sq(there - at_0)), "slope at 0", square=(2*there - at_0,)).named("split"),
                contradiction("split", "flat", "steep"), named="tail here"))).named("no limit")),
    example={"f_1": coordinate(1)**2/2 + Q(83, 100)*coordinate(1), "f_2": coordinate(1)**2/2 - Q(83, 100)*coordinate(1), "d": [1],
             "gamma": Q(7, 100), "w": cycle(k), "witnesses": {"delta": epsilon}, "proofs": ALTERNATES},
    readings=("f_1, f_2: the functions that are drawn in turn; the solution is 0, d the unit vector of the axis",
              "the gradient of f_1 is continuous at the solution, as that of every drawn curve",))

a1, b0, b1, a9, a10, b9, b10 = real("a_1 b_0 b_1 a_9 a_10 b_9 b_10")
PRINTED = {"a_1": eq(a1, 0), "b_0": eq(b0, Q(245, 100)), "b_1": eq(b1, Q(13, 100))}
END = {"a_9": eq(a9, Q(35, 100)), "a_10": eq(a10, Q(107, 100)), "b_9": eq(b9, Q(1, 100)), "b_10": eq(b10, Q(1, 100))}
SMALL = SOURCE.format("Example - Small gradients at solution")
stays_small = Theorem(
    "small_gradients_stay_small", "The run with small gradients ends, and stays, at the smaller loss", SMALL, hypotheses=END,
    readings=("a_k, b_k: the losses printed for the run with large and with small gradients",),
    claim=maximum(b9, b10) < minimum(a9, a10), proof=tuple(rewrite(name) for name in END),
    example={"a_9": Q(35, 100), "a_10": Q(107, 100), "b_9": Q(1, 100), "b_10": Q(1, 100)})
faster = Theorem(
    "small_gradients_faster", "The run with small gradients is much faster to reach small loss", SMALL, ids=("000-034",), hypotheses=PRINTED,
    claim=forall(epsilon, implies(a1 <= epsilon, either(b0 <= epsilon, b1 <= epsilon))), expect="REFUTED", repaired=stays_small,
    model={"a_1": 0, "b_0": Q(245, 100), "b_1": Q(13, 100), "witnesses": {"epsilon": Q(1, 100)}},
    readings=("a_k, b_k: the losses printed for the run with large and with small gradients", "faster: whatever loss the other run has "
              "reached after one step, this one has reached by then"))
faster_003 = Theorem(
    "small_gradients_faster_003", "The run with small gradients is much faster, in the second version", SMALL, ids=("003-034",),
    hypotheses={}, claim=prose("much faster to reach small loss"),
    not_checkable=NotCheckable.PICTURE, reason="The losses of the two runs stand in pictures only.", expect="NOT_CHECKABLE")

# --- step lengths and flat minima ---------------------------------------------------------------------------------------

LENGTH = SOURCE.format("Step-length")


def length(name, title, number, of, drawn):
    return Theorem(name, title, LENGTH, hypotheses={}, ids=both(number), claim=eq(norm(gradient_step(x, of, gamma) - x), gamma*norm(of)),
                   proof=(roots(eq(norm(gradient_step(x, of, gamma) - x), gamma*norm(of))).named("length"),), using=("length",),
                   readings=(f"gamma > 0: a step size; {drawn}",))


sgd_length = length("sgd_step_length", "The step length of SGD", "048", grad(F[i])(x), "F[i]: the individual functions")
gd_length = length("gd_step_length", "The step length of gradient descent", "049", grad(f1)(x), "f_1: the objective")

FLATNESS = SOURCE.format("Flatness of minima")
not_told = Theorem(
    "flatness_not_told_by_average", "Impossible to say from the average loss only", FLATNESS, hypotheses={}, ids=both("050"), existence=True,
    claim=all_of(
        forall(y, eq(F[1](y) + F[2](y), G[1](y) + G[2](y))),
        forall(i, eq(sq(gradient_step(x, grad(F[i])(x), gamma) - x), 0), 1 <= i, i <= 2),
        forall(i, lt(0, sq(gradient_step(x, grad(G[i])(x), gamma) - x)), 1 <= i, i <= 2)),
    model={"F": (coordinate(1)**2/2, coordinate(1)**2/2), "G": (coordinate(1)**2/2 + coordinate(1), coordinate(1)**2/2 - coordinate(1)), "x": [0], "gamma": 1},
    readings=("F[i], G[i]: the individual functions of two problems",
              "two pairs of functions with the same average; at its minimum SGD stays with the one and leaves with the other",))

STILL = {"flat": eq(sq(g), 0)}


def stays(name, title, number, reading):
    return Theorem(name, title, FLATNESS, hypotheses=STILL, ids=both(number), claim=eq(sq(gradient_step(x, g, gamma) - x), 0), using=("flat",),
                   readings=(reading, "u = 0 is written |u|^2 = 0"), example={"g": [0, 0], "x": [1, 2], "gamma": 1})


gd_stays = stays("gd_stays", "Gradient descent stays in both minima", "051", "g is the full gradient")
sgd_stays = stays("sgd_stays", "SGD stays in the right minima", "052", "g is the individual gradient that is drawn; each of them vanishes there")
sgd_leaves = Theorem(
    "sgd_may_leave", "SGD may escape the left minima", FLATNESS, hypotheses={"not flat": lt(0, norm(g))}, ids=both("053"),
    claim=lt(0, sq(gradient_step(x, g, gamma) - x)), proof=(have(lt(0, sq(g)), "not flat").named("square"),), using=("square",),
    readings=("g: the gradient that is drawn", "escape: leave the point",), example={"g": [1, 0], "x": [0, 0], "gamma": 1})

u, v = real("u v")
example_step = Theorem(
    "flat_minima_example", "The step of the example, with the printed digits", FLATNESS, hypotheses={}, ids=both("054"), existence=True,
    claim=all_of(absolute(u + Q(277, 100)) <= Q(5, 1000), eq(v, Q(8, 10) - Q(5, 10)*u), absolute(v - Q(218, 100)) <= Q(5, 1000)),
    model={"u": -Q(2766, 1000), "v": Q(2183, 1000)},
    readings=("-2.77 and 2.18 are rounded to the digits printed: there are a gradient u and a point v within half a unit of the last digit",
              "0.8 and 0.5 are exact"))
p, = real("p")
NUMBERS = {"point": eq(p, Q(8, 10)), "gradient": eq(u, -Q(277, 100)), "step": eq(v, p - Q(5, 10)*u)}
FLAT_LETTERS = ("p: the point x_k, u: the gradient of f_4 there, v: the point x_(k+1)",)
example_rounded = Theorem(
    "flat_minima_example_rounded", "The step of the example leads to 2.185, which is printed as 2.18", FLATNESS, hypotheses=NUMBERS,
    claim=all_of(eq(v, Q(2185, 1000)), absolute(v - Q(218, 100)) <= Q(5, 1000)), readings=FLAT_LETTERS, proof=(
        have(eq(v, Q(2185, 1000)), "point", "gradient", "step").named("exact"), rewrite("exact"),
        have(absolute(v - Q(218, 100)) <= Q(5, 1000)).named("rounded"),
        combine("exact", "rounded")),
    example={"p": Q(8, 10), "u": -Q(277, 100), "v": Q(2185, 1000)})
example_exact = Theorem(
    "flat_minima_example_exact", "The step of the example, with the printed numbers taken as exact", FLATNESS, hypotheses=NUMBERS, ids=both("054"),
    alternative=True, expect="REFUTED", repaired=example_rounded, claim=eq(v, Q(218, 100)),
    model={"p": Q(8, 10), "u": -Q(277, 100), "v": Q(2185, 1000)},
    readings=FLAT_LETTERS)

ESCAPE = SOURCE.format("Mini-batch vs single-batch")
smaller = Theorem(
    "minibatch_gradient_smaller", "The gradient of a batch is at most the largest of its members", ESCAPE, hypotheses={}, ids=both("055"),
    claim=norm((g + h)/2) <= maximum(norm(g), norm(h)), proof=(
        cauchy_schwarz(g, h).named("Cauchy-Schwarz"), roots(norm((g + h)/2) <= (norm(g) + norm(h))/2, "Cauchy-Schwarz").named("triangle"),
        by_cases(norm(g) <= norm(h), (have(norm((g + h)/2) <= maximum(norm(g), norm(h)), "triangle", "case"),),
                 (have(norm((g + h)/2) <= maximum(norm(g), norm(h)), "triangle", "case"),)).named("either way")),
    using=("either way",), readings=("g, h: the gradients of the two members",
                                     "smaller: not larger than the largest, so that a batch steps beyond a distance only if one of its members does", "batches of two"))


def beyond(slope):
    """1 if a step from 0 against the slope ends at the distance r or beyond, on either side, else 0."""
    return piecewise(le(r, gamma*absolute(slope)), 1, 0)


worse = Theorem(
    "minibatch_worse_at_escaping", "Larger mini-batches are worse at escaping", ESCAPE, hypotheses={"minimum": eq(total(s[i], i, 1, 5), 0)},
    ids=both("055"), expect="REFUTED", repaired=smaller,
    claim=total(total(beyond((s[i] + s[j])/2), j, i + 1, 5), i, 1, 4)/10 <= total(beyond(s[i]), i, 1, 5)/5,
    model={"s": (-8, 2, 2, 2, 2), "from": 1, "gamma": 1, "r": 3},
    readings=("five functions with the slopes s[1], ..., s[5] at 0, a minimum of their average",
              "escaping: the step from 0 ends beyond a barrier, at the distance r or farther, on whichever side",
              "worse: of the ten batches of two, the share that escapes is at most that of the five single functions"))
