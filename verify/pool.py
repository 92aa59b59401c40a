"""Work in processes that can be stopped: each piece has a time limit that holds whatever the piece does.

A worker is used again for piece after piece; one that is stopped, or ends by itself, is replaced.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from verify.errors import Trouble

STARTING = 120.0  # seconds that a worker may take to load what it needs


@dataclass(frozen=True)
class Done:
    """What became of one piece: its value, or why there is none. ``fault`` is a sentence; empty when there is a value."""

    value: Any = None
    fault: str = ""
    seconds: float = 0.0


def work(pieces: Sequence[Any], call: Callable[[Any, float], Any], *, prepare: Callable[[], None], jobs: int,
         limit: float) -> Iterator[tuple[int, Done]]:
    """``call(piece, deadline)`` for each piece, in ``jobs`` processes; yields (position, what became of it) as they end.

    ``deadline`` is a value of `time.monotonic`, somewhat before the ``limit`` in seconds at which the worker is stopped.
    ``prepare`` is called once a worker; its time is nobody's. Both functions must be importable by name. Raises `Trouble`
    when workers cannot start. An interrupt stops all workers.
    """
    waiting = list(range(len(pieces) - 1, -1, -1))
    crew: list[_Worker] = []
    try:
        while waiting or any(w.piece is not None for w in crew):
            while len(crew) < jobs and len(crew) < len(waiting) + sum(w.piece is not None for w in crew):
                crew.append(_Worker(call, prepare, limit))
            for w in crew:
                if w.ready and w.piece is None and waiting:
                    w.give(waiting.pop(), pieces)
            wait([w.pipe for w in crew], timeout=min(60.0, max(0.0, min(w.until for w in crew) - time.monotonic())))
            for w in list(crew):
                found = w.look()
                if w.over:
                    crew.remove(w)
                if found is not None:
                    yield found
    finally:
        for w in crew:
            w.stop()


class Single:
    """One worker for piece after piece, where the next piece depends on what became of the last. Close it, or use ``with``."""

    def __init__(self, prepare: Callable[[], None]) -> None:
        self._prepare = prepare
        self._worker: _Worker | None = None

    def __enter__(self) -> Single:
        return self

    def __exit__(self, *fault: object) -> None:
        self.close()

    def ask(self, call: Callable[[Any, float], Any], piece: Any, limit: float) -> Done:
        """``call(piece, deadline)``, as `work` does it: stopped after ``limit`` seconds whatever it does."""
        worker = self._worker = self._worker or _Worker(_given, self._prepare, limit)
        worker.limit = limit
        while not worker.ready:
            worker.attend()
        worker.give(0, [(call, piece, limit)])
        while True:
            found = worker.attend()
            if worker.over:
                self._worker = None
            if found is not None:
                return found[1]

    def close(self) -> None:
        if self._worker is not None:
            self._worker.stop()
            self._worker = None


def _given(piece: tuple[Callable[[Any, float], Any], Any, float], deadline: float) -> Any:
    """What `Single` asks: the piece says what to call, and how long it may take."""
    call, what, limit = piece
    return call(what, _soon(limit))


def _soon(limit: float) -> float:
    """A deadline somewhat before the limit, at which the worker is stopped."""
    return time.monotonic() + limit - min(0.5, limit/10)


class _Worker:
    """A process and the piece in its hands. It is done with once ``over``."""

    def __init__(self, call: Callable[[Any, float], Any], prepare: Callable[[], None], limit: float) -> None:
        context: Any = mp.get_context("forkserver" if "forkserver" in mp.get_all_start_methods() else "spawn")
        self.limit, self.ready, self.over = limit, False, False
        self.piece: int | None = None
        self.pipe, far = context.Pipe()
        self.process = context.Process(target=_serve, args=(far, call, prepare, limit), daemon=True)
        _without_interrupt(self.process.start)
        far.close()
        self.start = time.monotonic()
        self.until = self.start + STARTING

    def give(self, piece: int, pieces: Sequence[Any]) -> None:
        self.piece, self.start = piece, time.monotonic()
        self.until = self.start + self.limit
        try:
            self.pipe.send(pieces[piece])
        except OSError:
            pass  # it has ended: `look` finds that out

    def attend(self) -> tuple[int, Done] | None:
        """Wait until there is something to look at."""
        wait([self.pipe], timeout=min(60.0, max(0.0, self.until - time.monotonic())))
        return self.look()

    def look(self) -> tuple[int, Done] | None:
        """What became of the piece, if something has; None otherwise."""
        seconds = time.monotonic() - self.start
        try:
            if self.pipe.poll():
                return self._told(self.pipe.recv(), seconds)
        except (EOFError, OSError):
            self.stop()
            return self._lost(f"the worker ended ({_ending(self.process.exitcode)})", seconds)
        if time.monotonic() < self.until:
            return None
        self.stop()
        return self._lost(f"time-out after {self.limit:g} s", seconds)

    def _told(self, told: tuple[str, Any], seconds: float) -> tuple[int, Done] | None:
        kind, value = told
        if kind == "ready":
            self.ready, self.until = True, float("inf")
            return None
        if kind == "unready":
            raise Trouble(f"the search cannot start ({value}); install the project's requirements again.")
        piece, self.piece, self.until = self.piece, None, float("inf")
        assert piece is not None
        return piece, Done(fault=value, seconds=seconds) if kind == "fault" else Done(value, seconds=seconds)

    def _lost(self, fault: str, seconds: float) -> tuple[int, Done] | None:
        if not self.ready:
            raise Trouble(f"the search cannot start ({fault}); try again with fewer --jobs.")
        return None if self.piece is None else (self.piece, Done(fault=fault, seconds=seconds))

    def stop(self) -> None:
        self.over = True
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(pipe: Connection, call: Callable[[Any, float], Any], prepare: Callable[[], None], limit: float) -> None:
    """The life of a worker: load, then piece after piece until the pipe is closed."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # the workers share the cores
    try:
        prepare()
    except Exception as fault:
        pipe.send(("unready", _sentence(fault)))
        return
    pipe.send(("ready", None))
    while True:
        try:
            piece = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            told = ("value", call(piece, _soon(limit)))
        except (Exception, SystemExit) as fault:
            told = ("fault", _sentence(fault))
        try:
            pipe.send(told)
        except OSError:
            return  # nobody waits for it any more


def _sentence(fault: BaseException) -> str:
    return f"failed with {type(fault).__name__}: {fault}"[:500].rstrip(": ")


def _ending(code: int | None) -> str:
    if code is not None and code < 0:
        return f"signal {-code}" + (", perhaps for want of memory" if -code == 9 else "")
    return f"exit code {code}"


def _without_interrupt(start: Callable[[], None]) -> None:
    """Start a process that never hears of Ctrl-C: the one who waits for it decides what an interrupt means."""
    if threading.current_thread() is not threading.main_thread():
        start()
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        start()
    finally:
        signal.signal(signal.SIGINT, before)
