"""The numeric reading, asked of ``numerics``: the only module of this package that calls it.

Imports are local: nothing numeric is loaded for ``--help`` or ``list``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verify.errors import Trouble
from verify.files import write
from verify.verdict import Numeric, NumericResult

if TYPE_CHECKING:
    from proofs.theorem import Obligation, Theorem

Progress = Callable[[int, int], None]
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


def few(instances: int) -> tuple[Settings, Any]:
    """Settings and backend for a quick reading on so many instances, on NumPy; for 0, of the exact reading only."""
    if not instances:
        return Settings(numeric=False), None
    return Settings(instances, min(PROBLEMS, instances)), choose_backend("numpy")


class Arrays:
    """The numeric readings of one run. Each theorem is read once, also where it repairs another.

    ``certificates`` says where the certificate of a theorem lies, by name, if not with the library's.
    """

    def __init__(self, settings: Settings, backend: Any, store: Path | None, certificates: dict[str, Path]) -> None:
        self.settings, self.backend, self.store, self.certificates = settings, backend, store, certificates
        self._read: dict[int, dict[str, NumericResult]] = {}

    def printed(self, theorem: Theorem, progress: Progress) -> dict[str, NumericResult]:
        """The reading of every statement of a theorem, by its name. Raises `Trouble` for an instance with NaN or inf, say."""
        if theorem.definition:
            return {o.name: NumericResult(Numeric.NOT_RUN, "A definition claims nothing.") for o in theorem.obligations()}
        if id(theorem) not in self._read:
            self._read[id(theorem)] = self._check(list(theorem.obligations()), progress)
        return self._read[id(theorem)]

    def repairs(self, theorem: Theorem, progress: Progress) -> dict[str, NumericResult]:
        """The reading of what holds instead, by the name of the statement that it repairs."""
        if not self.settings.numeric:
            return {}
        mended = [(o.name, o.repaired) for o in theorem.obligations() if o.repaired is not None]
        within = self._check([r for _, r in mended if r.theorem is theorem], progress)
        return {name: (within if r.theorem is theorem else self.printed(r.theorem, progress))[r.name] for name, r in mended}

    def _check(self, obligations: list[Obligation], progress: Progress) -> dict[str, NumericResult]:
        if not self.settings.numeric or not obligations:
            return {o.name: NumericResult(Numeric.NOT_RUN, "The numeric reading was left out.") for o in obligations}
        from numerics import campaign
        chosen = self.settings
        with _told():
            return campaign.check(obligations, instances=chosen.instances, problems=chosen.problems, seed=chosen.seed,  # type: ignore[no-any-return]
                                  backend=self.backend, progress=progress, store=self.store,
                                  certificate=self.certificates.get(obligations[0].theorem.name))


def replay(path: Path) -> str:
    """Evaluate a saved witness again, in sentences. Raises `Trouble` when the file is no witness or holds NaN or inf."""
    if not path.is_file():
        raise Trouble(f"{path}: there is no such file; the witnesses of a run lie in reports/witnesses/.")
    from numerics import witness
    from numerics.confirm import confirm
    with _told():
        found, (fails, why) = witness.replay(path), confirm(path)
        text = str(witness.load(path).get("text", ""))
    names = {"lhs": "left side", "rhs": "right side"}
    sides = [f"  {name:<12} {found[key]!r}" for key, name in names.items() if key in found]
    margin = f"  {'margin':<12} {found.get('margin')!r}, with an error bound of {found.get('bound')!r}"
    end = f"The statement fails on this instance: {why}." if fails else f"No failure: {why}."
    return "\n".join([text, *sides, margin, end])


def stow(result: NumericResult, name: str, folder: Path) -> NumericResult:
    """Write the worst instance to a file of its own, which the result then names. Raises `Trouble` when that fails."""
    if not result.witness or "file" in result.witness:
        return result
    path = folder / (re.sub(r"[^\w.-]", "_", name) + ".json")
    write(path, json.dumps(result.witness, indent=1) + "\n")
    return replace(result, witness={"file": str(path)})
