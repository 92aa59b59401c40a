"""One worker for piece after piece: its limit holds, and it is replaced when it had to be stopped."""

from __future__ import annotations

import os
import time

import pytest

from tests.verify import deciders
from verify import pool
from verify.errors import Trouble


def pid(piece: object, deadline: float) -> tuple[object, int]:
    return piece, os.getpid()


def sleep(piece: float, deadline: float) -> None:
    time.sleep(piece)


def left(piece: object, deadline: float) -> float:
    return deadline - time.monotonic()


def fail(piece: object, deadline: float) -> None:
    raise ZeroDivisionError("one over nothing")


def leave(piece: object, deadline: float) -> None:
    os._exit(7)


@pytest.fixture
def worker():
    with pool.Single(deciders.nothing) as single:
        yield single


def test_one_worker_serves_all(worker):
    first, second = worker.ask(pid, "a", 5.0).value, worker.ask(pid, "b", 5.0).value
    assert (first[0], second[0]) == ("a", "b") and first[1] == second[1] != os.getpid()


def test_the_limit_is_that_of_the_piece_and_the_next_is_served(worker):
    before = worker.ask(pid, 0, 5.0).value[1]
    start = time.monotonic()
    assert worker.ask(sleep, 60.0, 0.3).fault == "time-out after 0.3 s"
    assert time.monotonic() - start < 5
    assert worker.ask(pid, 0, 5.0).value[1] != before
    assert worker.ask(left, 0, 4.0).value < 4 < worker.ask(left, 0, 8.0).value < 8


def test_a_fault_costs_one_piece(worker):
    assert worker.ask(fail, 0, 5.0).fault == "failed with ZeroDivisionError: one over nothing"
    assert worker.ask(leave, 0, 5.0).fault == "the worker ended (exit code 7)"
    assert worker.ask(pid, 0, 5.0).value[0] == 0


def test_what_cannot_start_says_so():
    with pool.Single(deciders.broken) as single, pytest.raises(Trouble, match="the search cannot start"):
        single.ask(pid, 0, 5.0)
