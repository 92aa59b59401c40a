"""Compound statements, operators, functions given by a formula, and the exact models of certificates, read on arrays."""

import numpy as np
import pytest
from flint import arb

from numerics import witness
from numerics.backend import choose
from numerics.ball import Ball, BallArithmetic, error
from numerics.campaign import check
from numerics.confirm import confirm
from numerics.defined import Defined
from numerics.evaluate import Evaluator
from numerics.exact import ArbArithmetic, Vector, double, precise
from numerics.exhibits import exhibit
from numerics.formulas import ENDLESS, untried
from numerics.logic import ArrayLogic, Truth
from numerics.models import Batch, Model
from numerics.operators import ArrayMatrix, ExactMatrix
from numerics.result import Numeric
from proofs import classes
from proofs.certificate import path_of
from proofs.classes import bounded_below, convex, minimiser
from proofs.language import (
    Q,
    absolute,
    both,
    cos,
    derivative,
    dot,
    either,
    eq,
    exists,
    exp,
    forall,
    function,
    functions,
    hess,
    iff,
    implies,
    index,
    inverse,
    le,
    log,
    maximum,
    negation,
    norm,
    operator,
    positive,
    real,
    real_sequence,
    sin,
    sq,
    sqrt,
    total,
    twice_differentiable,
    vector,
)
from proofs.words import converges
from tests.numerics.theorems import L, T, eta, f, fs, obligations, smooth, t, theorem, update, w, x, y

FEW = {"instances": 2000, "problems": 100}
a, = real("a")
i, j, n = index("i j n")
A, B = operator("A"), operator("B")
u, v = vector("u v")
gap, = positive("gap")
best = exists(i, le(T*sq(classes.grad(f)(w[i])), 2*L*(f(w[0]) - fs)), i <= T - 1)
FALLS = f(w[t + 1]) <= f(w[t])
run = {"smooth": smooth, "update": update, "rate": eq(eta, 1/L)}


def verdict(thm, **more):
    return check(obligations(thm), **(FEW | more))[thm.name]


TRUE = {
    "conjunction": theorem(both(FALLS, 0 <= sq(w[t])), **run),
    "disjunction": theorem(either(f(w[t]) < f(w[t + 1]), FALLS), **run),
    "negation": theorem(negation(f(w[t]) + 1 <= f(w[t + 1])), **run),
    "iff": theorem(iff(le(norm(u), norm(v)), le(sq(u), sq(v)))),
    "implication": theorem(implies(a < 3, maximum(a, 3) <= absolute(a) + 3)),
    "some index": theorem(best, **run, below=bounded_below(f, fs), many=1 <= T),
    "every point": theorem(forall(x, both(f(x) <= f(x) + 1, 0 <= sq(x)))),
    "norm of an operator": theorem(norm(A(u)) <= gap*norm(u), below=classes.loewner_below(A, gap), above=classes.loewner_above(A, -gap)),
    "inverse": theorem(eq(A(B(u)), u), inverse=classes.inverse_of(B, A)),
    "eigenvalues": theorem(classes.loewner_below(A, gap), most=classes.eigenvalues_at_most(A, gap)),
    "Hessian": theorem(norm(hess(f)(x)(u)) <= L*norm(u), smooth=smooth, twice=twice_differentiable(f)),
    "Newton's step": theorem(eq(hess(f)(x)(inverse(hess(f)(x))(u)), u), twice=twice_differentiable(f),
                             invertible=classes.invertible(hess(f)(x))),
    "a formula": theorem(eq(classes.grad(f)(y), A(y)), form=forall(x, eq(f(x), dot(x, A(x))/2))),
    "a mean of functions": theorem(eq(classes.grad(f)(y), total(classes.grad(functions("F")[i])(y), i, 1, 3)/3),
                                   mean=forall(x, eq(f(x), total(functions("F")[i](x), i, 1, 3)/3))),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_compound_statements_hold(name):
    found = verdict(TRUE[name])
    assert found.verdict is Numeric.HELD, found.reason


FALSE = {
    "conjunction": theorem(both(FALLS, f(w[t + 1]) <= f(w[t]) - eta*sq(classes.grad(f)(w[t]))), **run),
    "disjunction": theorem(either(f(w[t]) < f(w[t + 1]), f(w[t + 1]) <= f(w[t]) - eta*sq(classes.grad(f)(w[t]))), **run),
    "negation": theorem(negation(FALLS), **run),
    "iff": theorem(iff(le(norm(u), norm(v)), le(dot(u, v), sq(v)))),
    "some index": theorem(exists(i, le(4*T*sq(classes.grad(f)(w[i])), 2*L*(f(w[0]) - fs)), i <= T - 1), **run,
                          below=bounded_below(f, fs), many=1 <= T),
    "norm of an operator": theorem(norm(A(u)) <= gap*norm(u), below=classes.loewner_below(A, gap)),
    "Hessian": theorem(norm(hess(f)(x)(u)) <= L/2*norm(u), smooth=smooth, twice=twice_differentiable(f)),
    "a formula": theorem(eq(classes.grad(f)(y), 2*A(y)), form=forall(x, eq(f(x), dot(x, A(x))/2))),
}


@pytest.mark.parametrize("name", FALSE)
def test_false_compound_statements_are_violated_and_replay(name):
    found = verdict(FALSE[name])
    assert found.verdict is Numeric.VIOLATED, found.reason
    again = witness.replay(found.witness)
    assert again["margin"] < 0 and confirm(found.witness)[0]


def test_what_speaks_of_infinitely_many_steps_is_not_decided():
    limit = converges(f(w[t]), t, fs)
    assert verdict(theorem(limit, **run)).reason == ENDLESS
    assert verdict(theorem(exists(a, converges(f(w[t]), t, a)), **run)).reason == ENDLESS
    assert verdict(theorem(negation(limit), **run)).verdict is Numeric.NOT_RUN
    part = verdict(theorem(both(FALLS, limit), **run))
    assert part.verdict is Numeric.HELD and part.reason == f"a part of it was not run: {ENDLESS}"
    assert untried(both(FALLS, limit)) == ENDLESS and untried(FALLS) == ""


def test_trying_points_neither_affirms_for_all_nor_contradicts_there_is():
    assert verdict(theorem(negation(forall(x, 0 <= sq(x))))).verdict is Numeric.NOT_RUN
    assert verdict(theorem(negation(forall(x, sq(x) <= 1)))).verdict is Numeric.HELD  # a point outside is found
    assert verdict(theorem(exists(a, eq(a, Q(1, 3))))).verdict is not Numeric.VIOLATED
    unbounded = exists(i, 1000 <= i)
    assert verdict(theorem(unbounded)).verdict is Numeric.NOT_RUN


def test_an_open_part_leaves_a_conjunction_open_unless_another_fails():
    logic = ArrayLogic(None, choose("numpy"), (1, 3))
    margin = np.array([[1.0, -1.0, 0.0]])
    known = Truth(margin, 0*margin, abs(margin), np.zeros((1, 3), dtype=bool))
    every, some = logic.every([known, logic.open()]), logic.some([known, logic.open()])
    assert np.isnan(every.margin).tolist() == [[True, False, True]]
    assert np.isnan(some.margin).tolist() == [[False, True, False]]
    assert logic.negation(known).fails.tolist() == [[True, False, True]]  # what may be equal, negated, must differ


def test_matrices_apply_invert_and_know_their_eigenvalues():
    rng, backend = np.random.default_rng(2), choose("numpy")
    S = rng.standard_normal((4, 1, 3, 3))
    S = S + S.swapaxes(-1, -2)
    matrix, b = ArrayMatrix(S, 0*S, backend), Ball(rng.standard_normal((4, 5, 3)))
    image, solved, (low, high) = matrix.apply(b), matrix.inverse().apply(b), matrix.spectrum()
    with precise():
        for p in range(4):
            exact = ExactMatrix([[double(float(s)) for s in row] for row in S[p, 0]])
            ends = exact.spectrum()
            for value, end in zip((low, high), ends, strict=True):
                assert abs(end - arb(float(value.v[p, 0]))) <= arb(float(value.e[p, 0])) + arb(1e-12)
            for r in range(5):
                point = Vector(double(float(s)) for s in b.v[p, r])
                for there, here in ((exact.apply(point), image), (exact.inverse().apply(point), solved)):
                    for s, value, room in zip(there.entries, here.v[p, r], here.e[p, r], strict=True):
                        assert abs(s - arb(float(value))) <= arb(float(room))
    assert np.isnan(ArrayMatrix(0*S, 0*S, backend).inverse().apply(b).v).all()  # no inverse


@pytest.mark.parametrize("body", [
    sq(x - u)*dot(x, v), sqrt(1 + sq(x)) - dot(u, x), exp(-sq(x))*norm(x - v), log(1 + sq(x))/(1 + dot(u, x)**2),
    sin(dot(u, x)) + cos(sq(x)), maximum(dot(u, x), 0)**2, dot(dot(x, u)*x, v), absolute(dot(u, x)),
], ids=str)
def test_the_gradient_of_a_formula_is_its_derivative(body):
    ops = ArbArithmetic()
    with precise():
        values = {u: Vector(map(double, (0.3, -0.7))), v: Vector(map(double, (1.1, 0.4)))}

        class Given:
            letter = staticmethod(values.__getitem__)

        g = Defined(x, body, Evaluator(ops, Given()))
        point, d, h = Vector(map(double, (0.9, -1.3))), Vector(map(double, (0.2, 0.5))), arb(2)**-100
        slope = (g.value(point + d*h) - g.value(point - d*h))/(2*h)
        assert abs(slope - ops.dot(g.gradient(point), d)) < 1e-20


def library(name):
    from verify.discover import library as whole
    return next(found.theorem for found in whole() if found.theorem.name == name)


@pytest.mark.parametrize("name", ["descent_proportional", "taylor_series", "newton_directs", "adam_update", "quadratic_must_contract",
                                  "unbiased_given_x", "quadratic_zigzag"])
def test_the_exact_counterexample_fails_on_arrays_and_is_confirmed(name):
    found = verdict(library(name))
    assert found.verdict is Numeric.VIOLATED, found.reason
    assert confirm(found.witness)[0] and witness.replay(found.witness)["margin"] <= 0


def test_an_existence_claim_is_run_on_its_instance():
    found = verdict(library("newton_ascends"))
    assert found.verdict is Numeric.HELD and "the instance of the certificate" in found.reason


def test_a_counterexample_that_the_kernel_refuses_is_not_run(tmp_path):
    thm = library("adam_update")
    changed = path_of(thm).read_text().replace('"eps": 1,', '"eps": -1,')
    path = tmp_path/"changed.json"
    path.write_text(changed)
    assert changed != path_of(thm).read_text()
    held = check(obligations(thm), **FEW, certificate=tmp_path/"missing.json")
    assert exhibit(obligations(thm), held, path, choose("numpy"), 0) == held


def test_models_give_members_by_term_by_list_and_by_recursion():
    s, r = real_sequence("s"), real_sequence("r")
    data = {"dimension": 1, "reals": {}, "vectors": {}, "functions": {"f": ["^", "x1", 3]}, "at": {},
            "sequences": {"s": {"term": ["/", 1, ["+", "k", 1]]}, "r": {"start": 1, "by": "step"}},
            "families": {"F": {"values": ["x1", ["*", 2, "x1"]]}}}
    step = {"step": forall(i, eq(r[i + 1], 2*r[i] + s[i]))}
    batch = Batch(data, step, {}, choose("numpy"), 0, replicas=2)
    assert np.ravel(batch.member(r, 2).v) == pytest.approx(2*(2 + 1) + 0.5)
    point = Ball(np.full((1, 2, 1), 2.0))
    g = batch.function(function("f"))
    assert np.ravel(g.gradient(point).v).tolist() == [12.0]*2 and np.ravel(g.hessian(point, point).v).tolist() == [24.0]*2
    assert np.ravel(batch.function_member(functions("F"), 2).value(point).v).tolist() == [4.0]*2
    exact = Model(data, step, ArbArithmetic(), {}, None)
    with precise():
        assert exact.member(r, 2).overlaps(arb("6.5"))


def test_the_range_of_a_floor_is_open_only_near_a_whole_number():
    ops = BallArithmetic(choose("numpy"))
    near = ops.floor(Ball(np.array([[1.5, 2.0]]), np.array([[0.1, 0.1]])))
    assert near.v.tolist() == [[1.0, 1.0]] and error(near).tolist() == [[0.0, 1.0]]
    assert verdict(theorem(eq(derivative(a**2, a), 2*a))).verdict is Numeric.HELD
    assert verdict(theorem(f(w[t + 1]) <= f(w[t]), **run, convex=convex(f), minimiser=minimiser(f, u))).verdict is Numeric.HELD
    assert n != j
