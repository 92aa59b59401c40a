"""Results on disk: written after every theorem, read again by ``report`` and ``show``."""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from verify.errors import Trouble
from verify.verdict import TheoremResult

VERSION = 1
RESULTS = "results.json"  # of the whole library; those of a part lie in a folder beside it
PARTS = "parts"


def dump(results: list[TheoremResult], environment: dict[str, Any], complete: bool) -> str:
    """The results as text that `load` reads back."""
    rows = [_plain(r) for r in results]
    return json.dumps({"version": VERSION, "complete": complete, "environment": environment, "theorems": rows})


def everywhere(folder: Path) -> list[Path]:
    """The files with results of a folder of reports, the oldest first."""
    paths = [folder / RESULTS, *(folder / PARTS).glob(f"*-{RESULTS}")]
    return sorted((p for p in paths if p.is_file()), key=lambda p: p.stat().st_mtime)


def load(path: Path) -> tuple[list[TheoremResult], dict[str, Any], bool]:
    """The results of the last run, its environment, and whether it came to its end.

    Raises `Trouble` when there are none, or when they were written by another version.
    """
    if not path.is_file():
        raise Trouble(f"{path}: no results are saved there; run `python -m verify all` first.")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["version"] != VERSION:
            raise ValueError(f"version {data['version']}")
        return [_read(TheoremResult, r) for r in data["theorems"]], data["environment"], data["complete"]
    except (ValueError, KeyError, TypeError, OSError) as fault:
        raise Trouble(f"{path}: these saved results cannot be read ({fault}); run `python -m verify all` again.") from None


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    return value if value is None or isinstance(value, (str, bool, int)) else float(value) if _number(value) else str(value)


def _number(value: Any) -> bool:
    return hasattr(value, "__float__") and not hasattr(value, "free_symbols")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _read(kind: Any, value: Any) -> Any:
    """Rebuild a value of the given type from plain data: dataclasses, enums, tuples, options."""
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _read(next(a for a in args if a is not type(None)), value)
    if origin is tuple:
        kinds = [args[0]] * len(value) if args[-1] is Ellipsis else args
        return tuple(_read(k, v) for k, v in zip(kinds, value, strict=True))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind[value]
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return kind(**{name: _read(_hints(kind)[name], v) for name, v in value.items()})
    return value
