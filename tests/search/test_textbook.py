"""Obligations from textbooks: nothing false is proved and nothing true refuted, on the kernel's word."""

import time

import pytest

from proofs.search.decide import decide
from tests.benchmarks.search import load
from verify.decided import settle

ENTRIES = load()
SAMPLE = ENTRIES[::4]
SECONDS = 0.5  # for each: enough for most, and what is still open then is no mistake


def test_the_set_is_what_it_says():
    assert len(ENTRIES) >= 100
    assert len({e.id for e in ENTRIES}) == len(ENTRIES)
    assert sum(len(e.raw["vectors"]) >= 3 for e in ENTRIES) >= 25
    assert sum(len(e.raw["params"]) >= 2 for e in ENTRIES) >= 25
    assert 3*sum(e.truth == "false" for e in ENTRIES) >= len(ENTRIES)
    assert {e.truth for e in ENTRIES} == {"true", "false"}
    assert {e.truth for e in SAMPLE} == {"true", "false"}
    assert all(e.source for e in ENTRIES)


@pytest.mark.parametrize("entry", SAMPLE, ids=lambda e: e.id)
def test_no_verdict_contradicts_the_truth(entry):
    task = entry.task()
    statement, goal = task.statement(), task.goal()
    found = decide(statement, goal, time.monotonic() + SECONDS)
    answer = settle(statement, goal, found)
    assert answer.verdict in ("OPEN", "PROVED" if entry.truth == "true" else "REFUTED")
    assert answer.verdict == found.verdict, answer.message  # the search says nothing that the kernel does not confirm
