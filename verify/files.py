"""Write files: all or nothing, and a sentence when the place cannot be written."""

from __future__ import annotations

import os
from pathlib import Path

from verify.errors import Trouble


def write(path: Path, content: str | bytes) -> None:
    """Replace a file in one step. Raises `Trouble` when the place cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        draft.replace(path)
    except OSError as fault:
        raise Trouble(f"{path}: cannot be written ({fault.strerror or fault}); choose another place "
                      "(--reports DIR, --json PATH) or make it writable.") from None
