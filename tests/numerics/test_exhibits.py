"""What the exact counterexample of a certificate shows when it is run: a failure, or why no run can show one."""

import json

from numerics.backend import choose
from numerics.campaign import check
from numerics.confirm import confirm
from numerics.result import Numeric
from proofs.certificate import statement
from proofs.language import Q, eq, positive
from proofs.library.error_bound.implications import none as no_local_minima
from proofs.library.least_squares.problem import underparameterised
from proofs.reader import read
from proofs.theorem import Theorem
from tests.numerics.theorems import obligations, theorem
from verify.discover import Found
from verify.numbers import Settings
from verify.run import readings
from verify.verdict import Exact

FEW = {"instances": 400, "problems": 40, "backend": "numpy"}
a, = positive("a")


def refuted(thm: Theorem, folder, **model):
    """The numeric reading with a certificate that holds a counterexample, which the kernel accepts."""
    empty = {"dimension": 1, "reals": {}, "vectors": {}, "functions": {}, "sequences": {}, "proofs": {}}
    path = folder/"c.json"
    path.write_text(json.dumps(statement(thm) | {"refutations": {thm.name: {"claim": read(thm.claim), "model": empty | model}}}))
    return check(obligations(thm), **FEW, certificate=path)[thm.name]


def test_two_sides_that_are_equal_where_they_must_differ_are_compared_in_rational_numbers(tmp_path):
    found = refuted(theorem(3*a < 1, at=eq(a, Q(1, 3))), tmp_path, reals={"a": ["/", 1, 3]})
    assert found.verdict is Numeric.VIOLATED
    assert found.reason == "the exact counterexample fails, which arrays leave open: it fails in rational arithmetic: left 1, right 1"
    assert confirm(found.witness) == (True, "it fails in rational arithmetic: left 1, right 1")


def test_without_a_counterexample_nothing_is_said_to_fail(tmp_path):
    found = check(obligations(theorem(3*a < 1, at=eq(a, Q(1, 3)))), **FEW, certificate=tmp_path/"none.json")["claim"]
    assert found.verdict is Numeric.HELD and found.within_rounding == found.instances


def test_a_point_that_shows_what_cannot_be_is_found_among_the_values_of_the_model():
    found = check(obligations(underparameterised), **FEW)[underparameterised.name]
    assert found.verdict is Numeric.VIOLATED and confirm(found.witness)[0]


def test_a_failure_that_no_number_of_points_shows_is_no_evidence(tmp_path):
    """There is a point below x_bar: one is found wherever x_bar is no minimiser, and none at a minimiser."""
    found = check(obligations(no_local_minima), **FEW)[no_local_minima.name]
    assert found.verdict is Numeric.NOT_RUN and "no number of points can show" in found.reason
    alone = check(obligations(no_local_minima), **FEW, certificate=tmp_path/"none.json")[no_local_minima.name]
    assert alone.verdict is Numeric.HELD and alone.instances == found.instances


def test_the_certificate_beside_a_file_of_ones_own_is_run_as_well(tmp_path):
    mine = theorem(3*a < 1, at=eq(a, Q(1, 3)))
    (tmp_path/"certificates").mkdir()
    refuted(mine, tmp_path, reals={"a": ["/", 1, 3]})
    (tmp_path/"c.json").rename(tmp_path/"certificates"/"claim.json")
    found = Found(mine, tmp_path/"lemma_mine.py")
    [result] = readings([found], [found], Settings(400, 40), backend=choose("numpy"))
    assert result.claims[0].numeric.verdict is Numeric.VIOLATED and result.claims[0].exact.verdict is Exact.REFUTED
