"""A run: the exact and the numeric reading of each theorem in turn, yielded as they are made.

Nothing here prints. Whoever listens keeps what was yielded, so that an interrupt loses only the theorem in hand; the
numeric shards of that one are kept in the store.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from verify.blame import shown
from verify.citations import needed
from verify.discover import Found
from verify.errors import Trouble
from verify.join import join
from verify.numbers import Arrays, Progress, Settings
from verify.verdict import ExactResult, NumericResult, TheoremResult

Tick = Callable[[str, str], None]
Numbers = dict[str, NumericResult]


def readings(chosen: list[Found], known: list[Found], settings: Settings, *, backend: Any = None, store: Path | None = None,
             tick: Tick = lambda name, part: None) -> Iterator[TheoremResult]:
    """The result of each chosen theorem. ``known`` are all theorems that a proof may cite.

    A certificate that is malformed or speaks of another statement is the trouble of its own theorem: the others are
    judged all the same. ``tick(name, part)`` is told what is being done.
    """
    (lemmas, fault), arrays = _library(known), Arrays(settings, backend, store, _certificates(known))
    for found in chosen:
        mine = (lemmas, "") if not fault else _library(_needed(found, known))
        yield _both(found, mine, arrays, tick)


def alone(found: Found, known: list[Found], settings: Settings, *, backend: Any = None) -> TheoremResult:
    """The result of one theorem, from the certificates that it needs and no others."""
    [result] = readings([found], _needed(found, known), settings, backend=backend)
    return result


def _needed(found: Found, known: list[Found]) -> list[Found]:
    names = {t.name for t in needed(found.theorem)}
    return [f for f in known if f.name in names]


def _library(known: list[Found]) -> tuple[Any, str]:
    """The checked certificates; or nothing, and why."""
    from verify import exact
    try:
        return exact.load_library([f.theorem for f in known], _certificates(known)), ""
    except exact.CertificateError as fault:
        return None, str(fault)


def _certificates(known: list[Found]) -> dict[str, Path]:
    return {f.name: f.certificate for f in known}


def _both(found: Found, certificates: tuple[Any, str], arrays: Arrays, tick: Tick) -> TheoremResult:
    start = time.perf_counter()
    tick(found.name, "exact")
    lemmas, trouble = certificates
    exact, trouble = _judge(found, lemmas) if not trouble else ({}, trouble)
    middle = time.perf_counter()

    def progress(done: int, planned: int) -> None:
        tick(found.name, f"numeric, part {done} of {planned}")
    numeric, repairs, other = _evaluate(found, arrays, progress)
    trouble = trouble or other
    seconds = (middle - start, time.perf_counter() - middle)
    return join(found.theorem, exact, numeric, repairs, file=shown(found.path), seconds=seconds, trouble=trouble)


def _judge(found: Found, lemmas: Any) -> tuple[dict[str, ExactResult], str]:
    from verify import exact
    try:
        return exact.judge(found.theorem, lemmas), ""
    except exact.CertificateError as fault:
        return {}, str(fault)
    except Exception as fault:
        return {}, fault_of_ours(found, fault)


def _evaluate(found: Found, arrays: Arrays, progress: Progress) -> tuple[Numbers, Numbers, str]:
    try:
        return arrays.printed(found.theorem, progress), arrays.repairs(found.theorem, progress), ""
    except Trouble as fault:
        return {}, {}, f"lemma {found.name}: {fault}"
    except Exception as fault:
        return {}, {}, fault_of_ours(found, fault)


def fault_of_ours(found: Found, fault: Exception) -> str:
    """A mistake of the program loses one theorem, not the run; the sentence says where it is."""
    place = traceback.extract_tb(fault.__traceback__)[-1]
    return (f"lemma {found.name}: {type(fault).__name__} in {shown(Path(place.filename))}, line {place.lineno}: {fault}; "
            "this is a fault of the program, please report it.")
