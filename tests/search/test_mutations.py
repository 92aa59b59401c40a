"""No false obligation is ever PROVED."""

from tests.search.mutations import run


def test_mutants_are_refuted_or_left_open_or_rightly_proved():
    verdicts = run(40, seconds=0.5)
    assert verdicts["REFUTED"] > 10
