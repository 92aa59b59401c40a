"""The library as verified and judged now: once a process, for all tests that ask."""

from __future__ import annotations

from verify import discover, exact

FOUND = discover.library()
THEOREMS = {f.name: f.theorem for f in FOUND}
LIBRARY = exact.load_library(list(THEOREMS.values()))
JUDGED = {name: exact.judge(theorem, LIBRARY) for name, theorem in THEOREMS.items()}
OBLIGATIONS = [(name, o) for name, theorem in THEOREMS.items() for o in theorem.obligations()]
