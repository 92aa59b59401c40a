"""What was computed, in an SQLite file, keyed by content: nothing is computed twice, and nothing old is taken for new.

Two things are kept in it. The *results of a theorem*, when all of it is done: a run after no change reads them and computes
nothing. The *shards* of its campaign, each as it is done: they are for a campaign that was killed, or of which another part
changed (the certificate, say), and are not looked at once the results are there.

The key of an entry is a hash of everything that it depends on: the statements, the sizes and the seed, and always the code and
the libraries that compute it. An entry is never changed. One writer, write-ahead log.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sqlite3
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent.parent
FOLDERS = ("numerics/**/*.py", "proofs/*.py", "proofs/kernel/**/*.py")  # the code that the numeric reading runs
LIBRARIES = ("sympy", "python-flint", "array-api-compat")  # beside that of the arrays, of which the backend tells


class Store:
    """A file of finished computations; without a path they are kept in memory."""

    def __init__(self, path: str | Path = ":memory:"):
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS computed (key TEXT PRIMARY KEY, result TEXT NOT NULL)")

    def get(self, key: str) -> Any:
        """What was stored under the key, or None."""
        row = self._db.execute("SELECT result FROM computed WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def put(self, key: str, result: Any) -> None:
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO computed VALUES (?, ?)", (key, json.dumps(result)))

    def __len__(self) -> int:
        return self._db.execute("SELECT COUNT(*) FROM computed").fetchone()[0]

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_) -> None:
        self.close()


def key(*content: Any) -> str:
    """The name of a computation: a hash of everything that it depends on, code and libraries included."""
    return hashlib.sha256(json.dumps([code(), libraries(), *content], sort_keys=True).encode()).hexdigest()


@cache
def code() -> str:
    """A hash of the files whose code the numeric reading runs."""
    digest = hashlib.sha256()
    for path in files():
        digest.update(f"{path.relative_to(PACKAGE)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def files() -> list[Path]:
    """This package, and that part of `proofs` which reads statements and checks models: not the library, not the search."""
    return sorted(path for pattern in FOLDERS for path in PACKAGE.glob(pattern))


@cache
def libraries() -> dict[str, str]:
    """The versions of Python and of the libraries, by name."""
    return {"python": platform.python_version()} | {name: metadata.version(name) for name in LIBRARIES}
