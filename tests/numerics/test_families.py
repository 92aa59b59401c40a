"""Every family: values and gradients against exact arithmetic, and every class that it declares."""

import numpy as np
import pytest
from flint import arb

from numerics.backend import choose
from numerics.ball import Ball, error
from numerics.claims import claim
from numerics.exact import Vector, double, precise
from numerics.families import families
from numerics.roles import read
from numerics.shard import Plan, run
from proofs import classes
from proofs.language import (
    dot,
    eq,
    forall,
    function,
    hess,
    infimum,
    nonnegative,
    positive,
    real,
    twice_differentiable,
    vector,
)

f = function("f")
L, mu, alpha, beta = positive("L mu alpha beta")
c, = nonnegative("c")
fs, = real("fs")
xs, x, u, v = vector("xs x u v")
DECLARED = {
    "lipschitz_gradient": classes.lipschitz_gradient(f, L), "upper_quadratic": classes.upper_quadratic(f, L),
    "strongly_convex": classes.strongly_convex(f, mu), "convex": classes.convex(f),
    "polyak_lojasiewicz": classes.polyak_lojasiewicz(f, alpha, fs), "error_bound": classes.error_bound(f, alpha, fs),
    "semi_smooth": classes.semi_smooth(f, c, beta), "bounded_below": classes.bounded_below(f, fs),
    "minimiser": classes.minimiser(f, xs), "infimum": infimum(f, fs), "twice_differentiable": twice_differentiable(f),
}
CONSEQUENCES = {"infimum": forall(x, fs <= f(x)),
                "twice_differentiable": forall((x, u, v), eq(dot(hess(f)(x)(u), v), dot(u, hess(f)(x)(v))))}
EVERY = [(family, name) for family in families() for name in family.declares]
each = pytest.mark.parametrize("family", families(), ids=lambda g: g.name)


def test_every_declared_class_is_tested():
    assert {name for _, name in EVERY} <= set(DECLARED)


@pytest.mark.parametrize(("family", "name"), EVERY, ids=[f"{g.name}, {name}" for g, name in EVERY])
def test_the_class_inequality_holds(family, name):
    """On random and special points, with exact and slackened constants, in all dimensions."""
    schema = DECLARED[name]
    formula = CONSEQUENCES[name] if name in CONSEQUENCES else schema.formula
    hypotheses = {"class": schema}
    plan = Plan(read(hypotheses), hypotheses, (claim("it", formula),), {f: (family,)}, 40, 50, 1, choose("numpy"))
    total = sum((run(plan, shard)["it"] for shard in range(1, 5)), start=run(plan, 0)["it"])
    assert total.failed == 0 and total.instances > 200


@each
@pytest.mark.parametrize("n", [1, 3, 8])
@pytest.mark.parametrize("backend", ["numpy", "strict"])
def test_values_and_gradients_lie_within_their_error(family, n, backend):
    backend = choose(backend)
    rng = np.random.default_rng(n)
    problem = family.sample(rng, 6, n, backend)
    points = np.concatenate([rng.standard_normal((6, 2, n)), 100*rng.standard_normal((6, 1, n)), problem.centre], axis=1)
    at = Ball(backend.put(points))
    value, gradient = problem.value(at), problem.gradient(at)
    numbers = [backend.get(a) for a in (value.v, error(value), gradient.v, error(gradient))]
    with precise():
        for p in range(6):
            exact = problem.exact(p)
            for r in range(points.shape[1]):
                where = Vector(double(float(t)) for t in points[p, r])
                v, e, g, ge = (a[p, r] for a in numbers)
                assert abs(exact.value(where) - arb(float(v))) <= arb(float(e))
                for true, gi, gei in zip(exact.gradient(where).entries, g, ge, strict=True):
                    assert abs(true - arb(float(gi))) <= arb(float(gei))


@each
def test_the_gradient_is_the_derivative(family):
    """Central differences with h = 2^-100 at 300 bits."""
    rng = np.random.default_rng(0)
    problem = family.sample(rng, 3, 3, choose("numpy"))
    with precise():
        h = arb(2)**-100
        for p in range(3):
            exact = problem.exact(p)
            where, d = (Vector(double(float(t)) for t in rng.standard_normal(3)) for _ in range(2))
            slope = (exact.value(where + d*h) - exact.value(where - d*h))/(2*h)
            along = sum((a*b for a, b in zip(exact.gradient(where).entries, d.entries, strict=True)), arb(0))
            assert abs(slope - along) < arb(10)**-20


@pytest.mark.parametrize("family", [g for g in families() if "twice_differentiable" in g.declares], ids=lambda g: g.name)
def test_the_hessian_is_the_derivative_of_the_gradient(family):
    """Central differences with h = 2^-100 at 300 bits; on arrays within the error."""
    rng = np.random.default_rng(1)
    problem = family.sample(rng, 3, 3, choose("numpy"))
    points, directions = rng.standard_normal((3, 1, 3)), rng.standard_normal((3, 1, 3))
    found = problem.hessian(Ball(points), Ball(directions))
    with precise():
        h = arb(2)**-100
        for p in range(3):
            exact = problem.exact(p)
            where, d = (Vector(double(float(t)) for t in row[p, 0]) for row in (points, directions))
            slope = (exact.gradient(where + d*h) - exact.gradient(where - d*h)).entries
            for a, b, near, room in zip(slope, exact.hessian(where, d).entries, found.v[p, 0], error(found)[p, 0], strict=True):
                assert abs(a/(2*h) - b) < arb(10)**-20
                assert abs(b - arb(float(near))) <= arb(float(room))


@each
def test_errors_at_an_uncertain_point_cover_every_point_in_it(family):
    rng = np.random.default_rng(5)
    problem = family.sample(rng, 20, 3, choose("numpy"))
    middle, radius = rng.standard_normal((20, 4, 3)), np.full((20, 4, 3), 1e-3)
    inside = middle + radius*rng.uniform(-1, 1, middle.shape)
    uncertain, sure = Ball(middle, radius), Ball(inside)
    for at in (problem.value, problem.gradient):
        wide, narrow = at(uncertain), at(sure)
        assert (abs(wide.v - narrow.v) <= error(wide) + error(narrow)).all()


def test_the_pl_constant_of_the_wave():
    """h'^2 >= h/16 for h = t^2 + 3 sin^2 t on [1/2, 10], by subdivision; the ends of the line are in the family's text."""
    with precise():
        todo, boxes = [(0.5, 10.0)], 0
        while todo:
            lo, hi = todo.pop()
            t = arb(lo).union(arb(hi))
            if not (2*t + 3*(2*t).sin())**2 >= (t*t + 3*t.sin()**2)/16:
                todo += [(lo, (lo + hi)/2), ((lo + hi)/2, hi)]
            boxes += 1
            assert boxes < 2000
