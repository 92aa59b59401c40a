"""Annotations of GitHub: each statement that did not come out, and each file that could not be judged, beside its line."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from verify.blame import line_of
from verify.failing import fault, message
from verify.verdict import TheoremResult


def wanted() -> bool:
    """Whether this runs in a workflow of GitHub."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def commands(results: Iterable[TheoremResult]) -> Iterator[str]:
    """The commands that a workflow reads from the output, one a line."""
    for r in results:
        if r.trouble:
            yield _command(r, "cannot be judged", r.trouble)
            continue
        for c in r.claims:
            if headline := fault(r, c):
                title = "the readings disagree" if c.alarm else c.exact.verdict.name
                yield _command(r, f"{c.name}: {title}", message(r, c, headline))


def _command(r: TheoremResult, title: str, text: str) -> str:
    where = f"file={_property(_file(r.file))},line={line_of(Path(r.file), r.name)}," if r.file else ""
    return f"::error {where}title={_property(title)}::{_data(text)}"


def _file(name: str) -> str:
    """As the workflow's checkout sees it."""
    root = os.environ.get("GITHUB_WORKSPACE", "")
    path = Path(name).resolve()
    return str(path.relative_to(Path(root).resolve())) if root and path.is_relative_to(Path(root).resolve()) else name


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
