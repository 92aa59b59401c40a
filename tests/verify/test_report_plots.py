"""The pictures of the report: both sides along runs, experiments, counterexamples on a line."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from functools import cache

import pytest

from numerics.result import Course, Trajectory
from tests.verify import whole
from tests.verify.test_report_model import theorem
from verify.report import plots
from verify.report.counterexamples import glances
from verify.report.drawable import Experiment, Glance, Line
from verify.report.experiments import OFF, experiments
from verify.report.figures import figure
from verify.report.model import Report, build
from verify.verdict import ClaimResult, Exact, Numeric, NumericResult


def along(left, right, verdict=Numeric.HELD, relation="<=", words="worst <b>"):
    run = Trajectory("k", tuple(range(len(left))), (Course(words, tuple(left), tuple(right)),))
    claim = theorem("t").claims[0]
    return plots.courses(replace(claim, numeric=NumericResult(verdict, trajectory=run), relation=relation))


def test_both_sides_along_a_run():
    [panel] = along([2.0**-k for k in range(20)], [3*2.0**-k for k in range(20)])
    assert "logarithmic axis" in panel.alt and "left side goes from 1 to 1.91e-06, the right side from 3 to 5.72e-06" in panel.alt
    assert "10⁻⁶" in panel.drawing and "k = 0" in panel.drawing and "<b>" not in panel.drawing
    [flat] = along([1.0]*20, [2.0]*20)
    assert re.findall(r'class="(?:what|bound)" d="M\d+ \d+(l\d+ \d+)"', flat.drawing) == ["l178 0"]*2, "a straight line has two points"


def test_a_few_percent_are_drawn_on_a_linear_axis():
    [panel] = along([10.0, 9.5, 9.0], [10.5, 10.0, 9.5])
    assert "linear axis" in panel.alt and ">9<" in panel.drawing and ">10.5<" in panel.drawing


def test_zero_lies_at_the_end_of_a_logarithmic_axis_and_gaps_stay_gaps():
    [panel] = along([1.0, None, 1e-6, 0.0], [2.0, 1.0, 1e-3, 1e-3])
    what = re.search(r'class="what" d="([^"]*)"', panel.drawing)[1]
    assert what.count("M") == 2 and "nan" not in panel.drawing


def test_where_a_statement_fails_is_marked():
    [panel] = along([1.0, 3.0, 1.0], [2.0, 2.0, 2.0], Numeric.VIOLATED)
    assert panel.drawing.count("h4v4h-4z") == 1 and "fails at 1 of 3 steps" in panel.alt
    [held] = along([1.0, 3.0, 1.0], [2.0, 2.0, 2.0])
    assert "below" not in held.drawing


def test_a_chain_that_goes_on_with_at_least_has_its_bound_on_the_left():
    [panel] = along([1.0, 2.0], [2.0, 3.0], relation=">=")
    assert "the right side goes from 1 to 2, the left side from 2 to 3" in panel.alt


@pytest.mark.parametrize("side", [[None, None], [1.0, None], []])
def test_a_run_without_two_values_is_not_drawn(side):
    assert along(side, side) == []


def test_equal_values_are_drawn():
    for value in (0.0, 5.0, -5.0):
        [panel] = along([value]*3, [value]*3)
        assert panel.drawing.count("<path") == 3


# --- experiments -----------------------------------------------------------------------------------------------------


@cache
def library() -> Report:
    return build(list(whole.results()), {})


@cache
def found() -> dict[str, Experiment]:
    return {e.title: e for e in library().experiments}


def test_a_table_shows_what_the_rule_gives_beside_what_is_printed():
    table = found()["Table 1"]
    off = [cell for row in table.rows for cell in row if OFF in cell]
    rows = [c for s, c in library().statements if s.result.title.startswith("Table 1, epoch")]
    assert len(table.rows) == len(table.ticks) == 9 and table.rows[0][0] == "0"
    assert len(off) == sum(c.exact.verdict is Exact.REFUTED for c in rows) > 0
    printed, *rules = table.lines
    assert printed.marked and [line.look for line in rules].count("holds") == 1
    meant = next(line for line in rules if line.look == "holds")
    assert all(abs(a - b) <= 0.05*b for a, b in zip(meant.y, printed.y))  # to the digits that are printed


def test_an_inequality_in_one_letter_is_evaluated_from_its_tree():
    e = next(e for e in found().values() if "sin^2" in e.title)
    top, *sides = e.lines
    loss, slope = (lambda x: x*x + 3*math.sin(x)**2), (lambda x: 2*x + 3*math.sin(2*x))
    for x, v in list(zip(top.x, top.y))[::40]:
        assert v == pytest.approx(slope(x)**2, abs=1e-9)
    first = sides[0]
    assert first.look == "holds" and [line.look for line in sides].count("fails") == 1
    for x, v in list(zip(first.x, first.y))[::40]:
        assert v == pytest.approx(loss(x)/16, abs=1e-9)


def test_a_counterexample_in_a_plane_has_level_lines_and_its_points():
    plane = next(e for e in found().values() if e.sections[0].result.name == "quadratic_zigzag").levels
    assert plane is not None and [name for name, _, _ in plane.points] == ["w[0]", "w[1]"]
    assert plane.values[0][0] == pytest.approx(50*plane.x[0]**2 + plane.y[0]**2/2)


def test_counterexamples_on_a_line():
    shown = library().glances
    wrong = shown["semi_smooth_chain.6"]
    assert [(name, x) for name, x, _ in wrong.points] == [("x[0]", 20.0), ("x[1]", 19.95)]
    assert all(v == pytest.approx(x*x/400) for _, x, v in wrong.points)
    assert len(shown) > 20 and all(g.points and all(x is not None for x in g.x) for g in shown.values())


def test_what_differs_from_its_file_is_not_drawn():
    altered = [replace(r, claims=tuple(replace(c, plain=c.plain + " ") for c in r.claims)) for r in whole.results()]
    assert experiments(build(altered, {})) == () and glances(build(altered, {})) == {}
    assert experiments(build([], {})) == ()


def test_figures_are_compact_and_take_the_colours_of_the_page():
    for e in found().values():
        drawn = figure(e)
        assert len(drawn) < 20_000 and not re.search(r'style=|xlink|(fill|stroke)="|#0\d0\d|url\(| id=', drawn)
        classes = set(" ".join(re.findall(r'<path class="([^"]*)"', drawn)).split())
        assert "axis" in classes and classes <= {"axis", "level", "printed", "holds", "fails", "open", "dot", "text"}
        assert not re.search(r"[\d.]+\.\d\d", "".join(re.findall(r' d="([^"]*)"', drawn)))
    assert 2 <= len(found()) <= 10


def test_names_in_figures_are_escaped():
    line = Line("<script>", "holds", (0.0, 1.0), (1.0, 2.0))
    drawn = figure(Experiment("</svg><script>", "a", "b", ("<i>", "y"), (), (line, line)))
    assert "<script" not in drawn and "<i>" not in drawn and "&lt;script&gt;" in drawn


def test_a_glance_names_points_that_lie_together_once():
    near = Glance("f", (0.0, 1.0, 2.0), (0.0, 1.0, 4.0), (("x[0]", 1.0, 1.0), ("x[1]", 1.001, 1.002), ("x_star", 0.0, 0.0)))
    drawn = plots.glance(near)
    assert "x₀, x₁" in drawn and ">x⋆<" in drawn and "x[1] at 1.001" in drawn


def test_a_measured_share_of_each_verdict():
    assert re.findall(r'width="(\d+)"', plots.bar({"PROVED": 1, "REFUTED": 1}, 3)) == ["333", "334", "333"]


def test_the_histogram_of_tightness_counts_every_statement():
    claims = [replace(theorem("t").claims[0], numeric=NumericResult(Numeric.HELD, tightness=t)) for t in (0.0, 0.5, 1.0, math.inf)]
    assert plots.tightness_told(claims).startswith("Tightness of 3 statements") and "1 are attained" in plots.tightness_told(claims)
    assert plots.tightness([]) == plots.tightness_told([]) == ""
    assert isinstance(claims[0], ClaimResult)
