"""Families of functions, one file each, found by walking this folder: a new family is a new file.

A file offers ``FAMILIES``, a tuple of frozen descriptions with a ``name`` and ``sample(rng, problems, n, backend) -> Problem``;
and a witness is rebuilt by ``from_data(data, backend) -> Problem``.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from numerics.errors import UsageError
from numerics.families.base import Family


@cache
def families() -> tuple[Family, ...]:
    """All families, in the order of their files."""
    found: list[Family] = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda m: m.name):
        found += getattr(importlib.import_module(f"{__name__}.{module.name}"), "FAMILIES", ())
    return tuple(found)


def family(name: str) -> Family:
    """The family of that name, one of matrices included. Raises `UsageError` where there is none."""
    from numerics import symmetric
    for f in (*families(), *symmetric.FAMILIES):
        if f.name == name:
            return f
    raise UsageError(f"the witness names the family {name!r}, which does not exist")
