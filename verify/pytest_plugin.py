"""Lemma files and obligation files as tests: ``pytest my_paper/`` judges every ``lemma_*.py`` and ``*.obligations.json``.

Each statement is a test of its own, so that pytest-xdist can share them out; each process judges for itself and nothing is
written. All that is heavy is imported when the first such file is met.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from verify.discover import Found
    from verify.pool import Single
    from verify.verdict import TheoremResult

OBLIGATION = "obligation_{}"  # one without an id, by its position


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("rateproof", "convergence proofs (lemma_*.py, *.obligations.json)")
    group.addoption("--rateproof-instances", type=int, default=0, metavar="N",
                    help="Also evaluate each statement of a lemma file on N instances (default: the exact reading only).")
    group.addoption("--rateproof-timeout", type=float, default=10.0, metavar="SECONDS",
                    help="Time for each inequality of an obligations file (default: 10).")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--rateproof-instances") < 0:
        raise pytest.UsageError("--rateproof-instances: N is a number of instances, 0 or more.")
    if not 0.01 <= config.getoption("--rateproof-timeout") <= 86_400:
        raise pytest.UsageError("--rateproof-timeout: SECONDS lies between 0.01 and 86400.")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if not (file_path.match("lemma_*.py") or file_path.match("*.obligations.json")):
        return None
    kind = LemmaFile if file_path.suffix == ".py" else ObligationsFile
    collector: pytest.Collector = kind.from_parent(parent, path=file_path)
    return collector


class NotAsExpected(Exception):
    """A statement that did not come out. Its message is all that a person is shown."""


class Statement(pytest.Item):
    """A test whose failure is a message, without the traceback of the program."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        return str(excinfo.value) if isinstance(excinfo.value, NotAsExpected) else super().repr_failure(excinfo, style)

    def note(self, **properties: str | Iterable[str]) -> None:
        """Properties for the JUnit file; one that is empty is left out."""
        for name, value in properties.items():
            text = value if isinstance(value, str) else ", ".join(value)
            if text:
                self.user_properties.append((name, text))


# --- lemma files -------------------------------------------------------------------------------------------------------


@cache
def _library() -> list[Found]:
    from verify import discover
    return discover.library()


class LemmaFile(pytest.File):
    """A lemma file. Each theorem is judged when the first of its statements is asked for."""

    known: list[Found]

    def collect(self) -> Iterator[LemmaItem]:
        from verify import discover
        from verify.blame import line_of
        from verify.errors import Trouble
        try:
            self.known = discover.beside(_library(), [self.path])
        except Trouble as fault:
            raise self.CollectError(str(fault)) from None
        self._results: dict[str, TheoremResult] = {}
        for found in discover.select([str(self.path)], self.known):
            line = line_of(self.path, found.name)
            for o in found.theorem.obligations():
                yield LemmaItem.from_parent(self, name=o.name, found=found, line=line)

    def result(self, found: Found) -> TheoremResult:
        """Both readings of a theorem of this file."""
        from verify import run
        from verify.numbers import few
        if found.name not in self._results:
            settings, backend = few(self.config.getoption("--rateproof-instances"))
            self._results[found.name] = run.alone(found, self.known, settings, backend=backend)
        return self._results[found.name]


class LemmaItem(Statement):
    """One statement of a lemma file."""

    def __init__(self, *, found: Found, line: int, **rest: Any) -> None:
        super().__init__(**rest)
        self.found, self.line = found, line

    def runtest(self) -> None:
        from verify import failing
        assert isinstance(self.parent, LemmaFile)
        result = self.parent.result(self.found)
        claim = next(c for c in result.claims if c.name == self.name)
        numbers = claim.numeric.verdict.name if self.config.getoption("--rateproof-instances") else ""
        self.note(verdict=claim.exact.verdict.name, expected=claim.expect, claims=claim.ids, axioms=claim.exact.axioms,
                  uses=claim.exact.uses, numeric=numbers)
        if fault := failing.fault(result, claim):
            raise NotAsExpected(failing.message(result, claim, fault))

    def reportinfo(self) -> tuple[Path, int, str]:
        # (a bare name would be shown with :: in place of each dot, and could not be copied to run the test again)
        return self.path, self.line - 1, f"statement {self.name}"


# --- obligation files --------------------------------------------------------------------------------------------------

_WORKER = pytest.StashKey["Single"]()


def _worker(config: pytest.Config) -> Single:
    """The process in which this one has its inequalities decided: it can be stopped, whatever the search does."""
    from verify import searching
    from verify.pool import Single
    if _WORKER not in config.stash:
        config.stash[_WORKER] = Single(searching.prepare)
        config.add_cleanup(config.stash[_WORKER].close)
    return config.stash[_WORKER]


class ObligationsFile(pytest.File):
    """A JSON file of inequalities, decided one by one."""

    def collect(self) -> Iterator[ObligationItem]:
        from verify import obligations
        from verify.errors import Trouble
        try:
            raws = obligations.read_file(self.path)
        except Trouble as fault:
            raise self.CollectError(str(fault)) from None
        if not raws:
            raise self.CollectError(f"{self.path}: the list is empty; write at least one obligation (docs/obligations.md).")
        names = [raw.get("id") if isinstance(raw, dict) else None for raw in raws]
        times = Counter(name for name in names if isinstance(name, str))
        for i, (raw, name) in enumerate(zip(raws, names, strict=True), 1):
            text = name if isinstance(name, str) and name.strip() else OBLIGATION.format(i)
            twice = isinstance(name, str) and times[name] > 1
            yield ObligationItem.from_parent(self, name=f"{text}_{i}" if twice else text, raw=raw, twice=twice)


class ObligationItem(Statement):
    """One inequality of an obligations file."""

    def __init__(self, *, raw: Any, twice: bool, **rest: Any) -> None:
        super().__init__(**rest)
        self.raw, self.twice = raw, twice

    def runtest(self) -> None:
        from verify import decided
        found = self._decided()
        self.note(verdict=found["verdict"], claims=found["id"] or "", axioms=_axioms(found["certificate"]))
        if found["verdict"] != decided.PROVED:
            raise NotAsExpected("\n".join(self._message(found)))

    def _decided(self) -> dict[str, Any]:
        from verify import decided, obligations, searching
        from verify.errors import Trouble
        if self.twice:
            return obligations.result(self.raw, decided.INVALID, "its id occurs more than once in the file; "
                                                                 "give every obligation an id of its own")
        call = partial(obligations.judge, decide=searching.decide)
        try:
            done = _worker(self.config).ask(call, self.raw, self.config.getoption("--rateproof-timeout"))
        except Trouble as fault:
            raise NotAsExpected(str(fault)) from None
        found: dict[str, Any] = obligations.result(self.raw, decided.OPEN, done.fault) if done.fault else done.value
        return found

    def _message(self, found: dict[str, Any]) -> Iterator[str]:
        from verify.blame import shown
        from verify.show import sentence
        yield f"{self.name}: {found['verdict']}, where PROVED is wanted. {sentence(found['message'])}"
        if isinstance(self.raw, dict):
            yield f"  claim: {str(self.raw.get('claim', '(none)'))[:2000]}   >= 0"
            yield from (f"  {part} {name}: {str(text)[:2000]}   {sign}" for part, sign in (("hyps", ">= 0"), ("eqs", "== 0"))
                        for name, text in _items(self.raw.get(part)))
        for part, values in (found["counterexample"] or {}).items():
            yield from (f"  {part.removesuffix('s')} {name} = {_value(value)}" for name, value in values.items())
        yield f"next: correct it in {shown(self.path)}, then: python -m verify obligations {shown(self.path)}"

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, f"obligation {self.name}"


def _axioms(certificate: Any) -> list[str]:
    from proofs.kernel.checker import check_theorem
    from proofs.obligation import CLAIM
    used = check_theorem(certificate, {}).used.get(CLAIM, frozenset()) if certificate is not None else frozenset()
    return sorted(name.removeprefix("axiom:") for name in used if name.startswith("axiom:"))


def _items(part: Any) -> Iterable[tuple[str, Any]]:
    return part.items() if isinstance(part, dict) else ()


def _value(value: str | list[str]) -> str:
    return value if isinstance(value, str) else f"({', '.join(value)})"
