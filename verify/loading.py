"""Load lemma files by their path, each once, so that the files of one folder may import each other by name.

``from lemma_upper_bound import upper_bound`` works in a file beside ``lemma_upper_bound.py``. What was loaded is forgotten
afterwards: a file of the same name in another folder is another file.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, TracebackType


class Loading:
    """Within ``with Loading() as files:``, ``files.load(path)`` imports a file; raises whatever the file raises."""

    def __init__(self) -> None:
        self._loaded: dict[Path, ModuleType] = {}
        self._folders: list[str] = []

    def __enter__(self) -> Loading:
        importlib.invalidate_caches()
        self._before, self._path = set(sys.modules), list(sys.path)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        sys.path[:] = [p for p in sys.path if p in self._path or p not in self._folders]
        for name in [name for name, _, _ in self._neighbours()]:
            del sys.modules[name]

    def load(self, path: Path) -> ModuleType:
        """The module of a file, which is run unless it was run before."""
        place = path.resolve()
        self._enter(str(place.parent))
        known = self._loaded.get(place) or next((m for _, p, m in self._neighbours() if p == place), None)
        if known is None:
            known = _run(place, self._loaded)
        self._loaded[place] = known
        return known

    def imported(self) -> list[tuple[Path, ModuleType]]:
        """The files that the loaded ones import from their own folders."""
        return [(p, m) for _, p, m in self._neighbours() if p not in self._loaded]

    def _enter(self, folder: str) -> None:
        """At the end of the search path: no file of a person's takes the place of an installed module."""
        if folder not in sys.path:
            sys.path.append(folder)
        if folder not in self._folders:
            self._folders.append(folder)

    def _neighbours(self) -> Iterator[tuple[str, Path, ModuleType]]:
        """Modules that came since, and lie in a folder of a file that was asked for: name, path, module."""
        for name, module in [(n, m) for n, m in sys.modules.items() if n not in self._before]:
            file = getattr(module, "__file__", None)
            if file and str(Path(file).resolve().parent) in self._folders:
                yield name, Path(file).resolve(), module


def _run(path: Path, loaded: dict[Path, ModuleType]) -> ModuleType:
    name = path.stem if _importable(path) else f"lemma_file_{path.stem}_{abs(hash(str(path)))}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError("Python cannot import this file; a lemma file ends in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = loaded[path] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        loaded.pop(path, None)
        raise
    return module


def _importable(path: Path) -> bool:
    """Whether ``import STEM`` would find this very file."""
    try:
        spec = importlib.util.find_spec(path.stem) if path.stem.isidentifier() else None
    except (ImportError, ValueError):
        return False
    return spec is not None and spec.origin is not None and Path(spec.origin).resolve() == path
