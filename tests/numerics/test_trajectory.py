"""Both sides of a statement along a run: against values by hand, and what is shown of which statement."""

import math

import pytest

from numerics.backend import choose
from numerics.campaign import check
from numerics.result import Numeric
from numerics.trajectory import along
from proofs.classes import minimiser
from proofs.language import Q, eq, grad, positive, sq, sqrt, total
from proofs.theorem import Theorem
from tests.numerics.theorems import L, T, descent, eta, f, obligations, smooth, t, theorem, update, w, xs

FEW = {"instances": 400, "problems": 40}
alpha, = positive("alpha")


def result(thm: Theorem, backend="numpy"):
    return check(obligations(thm), **FEW, backend=backend)[thm.name]


def known(witness, **data):
    """The witness on 1/2 x*A*x in one dimension, from w[0] = 1."""
    quadratic = {"A": [[data["A"]]], "b": [0.0], "c": 0.0, "low": data["A"], "high": data["A"], "gap": data["A"], "top": [1.0]}
    letters = {name: [data[name].hex(), (0.0).hex()] for name in witness["letters"]}
    return witness | {"functions": {"f": {"family": "definite quadratic", "data": hexes(quadratic)}}, "letters": letters,
                      "members": [["w", 0, [(1.0).hex()], [(0.0).hex()]]], "dimension": 1}


def hexes(data):
    return {k: hexes(v) for k, v in data.items()} if isinstance(data, dict) else [hexes(v) for v in data] if isinstance(data, list) else data.hex()


@pytest.mark.parametrize("backend", ["numpy", "strict"])
def test_both_sides_of_the_descent_lemma_on_a_known_quadratic(backend):
    """f = x^2, w[t + 1] = w[t]/2: left 4^-(t+1), right 4^-t/2."""
    saved = known(result(descent()).witness, A=2.0, L=2.0, eta=0.25)
    way = along(t, [saved], "x^2", choose(backend), fails=False)
    assert way.index == "t" and way.steps[:4] == (0, 1, 2, 3) and len(way.steps) > 10
    [course] = way.runs
    assert course.words == "x^2: least room"
    for j, left, right in zip(way.steps, course.left, course.right, strict=True):
        assert left == float(f"{4.0**-(j + 1):.4g}") and right == float(f"{4.0**-j/2:.4g}")


def test_a_step_size_that_hypotheses_derive_from_the_index_is_derived_at_each_step():
    """eta = 1/sqrt(T), f = x^2/2: w[1] = 1 - 1/sqrt(T), and so does the sum end at T."""
    fixed = theorem(total(sq(grad(f)(w[t])), t, 0, T) <= alpha*T, smooth=smooth, update=update, eta=eq(eta, 1/sqrt(T)), many=1 <= T)
    saved = known(result(fixed).witness, A=1.0, L=1.0, alpha=3.0)
    way = along(T, [saved], "", choose("numpy"), fails=False)
    assert way.steps[:2] == (1, 2)
    for end, left, right in zip(way.steps, *(way.runs[0].left, way.runs[0].right), strict=True):
        by_hand = sum((1 - 1/math.sqrt(end))**(2*k) for k in range(end + 1))
        assert left == pytest.approx(by_hand, rel=1e-3) and right == 3.0*end


def test_the_first_course_of_a_violated_statement_fails():
    found = result(descent(Q(51, 100)))
    first, *_ = found.trajectory.runs
    assert found.verdict is Numeric.VIOLATED and first.words.endswith("it fails here") and len(found.trajectory.runs) <= 3
    assert any(a > b for a, b in zip(first.left, first.right, strict=True) if a is not None)


def test_courses_come_from_the_least_to_the_most_room_and_never_cross():
    way = result(descent()).trajectory
    assert [c.words.rpartition(": ")[2] for c in way.runs] == ["least room", "middling", "most room"]
    assert len({len(way.steps), *(len(side) for c in way.runs for side in (c.left, c.right))}) == 1 and len(way.steps) <= 48
    pairs = [(a, b) for c in way.runs for a, b in zip(c.left, c.right, strict=True)]
    assert all((a is None) == (b is None) for a, b in pairs) and all(a <= b for a, b in pairs if a is not None)
    assert all(math.isfinite(a) for a, _ in pairs if a is not None)


def test_a_step_at_which_a_hypothesis_fails_is_left_out():
    late = theorem(f(w[T]) <= f(w[0]), smooth=smooth, update=update, rate=eta <= 1/L, late=3 <= T)
    assert result(late).trajectory.steps[0] == 3


def test_what_has_no_run_has_no_trajectory():
    equation = theorem(eq(f(w[t + 1]), f(w[t] - eta*grad(f)(w[t]))), smooth=smooth, update=update)
    vectors = theorem(eq(w[t + 1], w[t] - eta*grad(f)(w[t])), smooth=smooth, update=update)
    no_index = theorem(sq(grad(f)(xs)) <= L, smooth=smooth, min=minimiser(f, xs))
    for thm in (equation, vectors, no_index):
        found = result(thm)
        assert found.verdict is Numeric.HELD and found.trajectory is None
