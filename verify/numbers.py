"""The numeric reading, asked of ``numerics``: the only module of this package that calls it.

Imports are local: nothing numeric is loaded for ``--help`` or ``list``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verify.errors import Trouble
from verify.verdict import Numeric, NumericResult

if TYPE_CHECKING:
    from proofs.theorem import Obligation

INSTANCES, PROBLEMS = 100_000, 1_000


@dataclass(frozen=True)
class Settings:
    """What a person may choose about a run; ``numeric=False`` leaves the arrays out altogether."""

    instances: int = INSTANCES
    problems: int = PROBLEMS
    seed: int = 0
    backend: str = "auto"
    numeric: bool = True


@contextmanager
def _told() -> Iterator[None]:
    """Turn a usage error of the numeric part into one of ours."""
    from numerics.errors import UsageError
    try:
        yield
    except UsageError as fault:
        raise Trouble(str(fault)) from None


def choose_backend(name: str) -> Any:
    """The array backend: it has a ``name`` and a ``note``, a sentence to show. Raises `Trouble` when it cannot be had."""
    from numerics import backend
    with _told():
        return backend.choose(name)


def check(obligations: list[Obligation], settings: Settings, backend: Any, store: Path | None,
          progress: Callable[..., None] | None = None) -> dict[str, NumericResult]:
    """The numeric verdict of every obligation by name. Raises `Trouble` for an instance with NaN or inf, say."""
    if not settings.numeric or not obligations:
        return {o.name: NumericResult(Numeric.NOT_RUN, "The numeric reading was left out.") for o in obligations}
    from numerics import campaign
    with _told():
        return campaign.check(obligations, instances=settings.instances, problems=settings.problems, seed=settings.seed,
                              backend=backend, progress=progress, store=store)


def replay(path: Path) -> Any:
    """Evaluate a saved witness again. Raises `Trouble` when the file is no witness or holds NaN or inf."""
    if not path.is_file():
        raise Trouble(f"{path}: there is no such file; the witnesses of a run lie in reports/witnesses/.")
    from numerics import witness
    with _told():
        return witness.replay(path)
