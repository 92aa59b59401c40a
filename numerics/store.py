"""Finished shards in an SQLite file, keyed by content: a campaign that was killed goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from functools import cache
from pathlib import Path
from typing import Any


class Store:
    """A file of finished shards; one writer, write-ahead log."""

    def __init__(self, path: str | Path):
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("CREATE TABLE IF NOT EXISTS shard (key TEXT PRIMARY KEY, result TEXT NOT NULL)")

    def get(self, key: str) -> Any:
        """What was stored under the key, or None."""
        row = self._db.execute("SELECT result FROM shard WHERE key = ?", (key,)).fetchone()
        return None if row is None else json.loads(row[0])

    def put(self, key: str, result: Any) -> None:
        with self._db:
            self._db.execute("INSERT OR REPLACE INTO shard VALUES (?, ?)", (key, json.dumps(result)))

    def __len__(self) -> int:
        return self._db.execute("SELECT COUNT(*) FROM shard").fetchone()[0]

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_) -> None:
        self.close()


def key(*content: Any) -> str:
    """The name of a computation: a hash of everything that it depends on, this package's own code included."""
    return hashlib.sha256(json.dumps([code(), *content], sort_keys=True).encode()).hexdigest()


@cache
def code() -> str:
    """A hash of the files of this package."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
