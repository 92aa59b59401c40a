"""A small library of lemma files, and stand-ins for the two readings: the outer layer is tested without either."""

from __future__ import annotations

import sys
import types
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.verify import pages
from verify.verdict import Exact, ExactResult, Numeric, NumericResult


class Readings:
    """What the stand-ins answer: a test changes the verdict of a statement by its name."""

    def __init__(self) -> None:
        self.exact: dict[str, ExactResult] = {}
        self.numeric: dict[str, NumericResult] = {}
        self.fault: dict[str, Exception] = {}
        self.judged: list[str] = []

    def judge(self, theorem, library):
        self.judged.append(theorem.name)
        if theorem.name in self.fault:
            raise self.fault[theorem.name]
        return {o.name: self.exact.get(o.name, self._usual(o)) for o in theorem.obligations()}

    @staticmethod
    def _usual(o) -> ExactResult:
        if o.expect == "PROVED":
            return ExactResult(Exact.PROVED, axioms=("fundamental theorem of calculus",),
                               identity=(("rhs - lhs = eta/2*|g|^2", r"\mathrm{rhs}-\mathrm{lhs}=\frac{\eta}{2}\lVert g\rVert^2"),))
        example = {"params": {"a": "3/4"}, "functions": {"f": "x**2/1024"}, "points": {"x": "(1, 2)"}, "lhs": "3/4", "rhs": "3/8"}
        return ExactResult(Exact[o.expect], "It fails at a = 3/4.", counterexample=example, repaired="PROVED" if o.repaired else None)

    def check(self, obligations, *, instances, problems, seed, backend, progress, store, certificate):
        held = NumericResult(Numeric.HELD, problems=problems, instances=instances, within_rounding=3, worst_margin_ulp=0.5,
                             tightness=0.998, histogram=((-1.0, 0.0, 1.0, 2.0), (0, 5, 9)), witness={"claim": "x"})
        violated = NumericResult(Numeric.VIOLATED, "worst at a = 1", problems=problems, instances=instances, worst_margin_ulp=-40.0)
        return {o.name: self.numeric.get(o.name, held if o.expect == "PROVED" else violated) for o in obligations}


class CertificateError(Exception):
    """As in verify.exact."""


class UsageError(Exception):
    """As in numerics.errors."""


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> Readings:
    """Replace both readings by stand-ins."""
    told = Readings()
    told.CertificateError, told.UsageError = CertificateError, UsageError
    exact = types.SimpleNamespace(judge=told.judge, load_library=lambda theorems, paths=None: list(theorems), CertificateError=CertificateError)
    chosen = types.SimpleNamespace(name="numpy", note="No CuPy here: the arrays are NumPy's.")
    replay = types.SimpleNamespace(replay=lambda path: {"lhs": 3.0, "rhs": 1.0, "margin": -2.0, "bound": 1e-16},
                                   load=lambda path: {"text": "a <= b"})
    _stand_in(monkeypatch, "verify", "exact", exact)
    _stand_in(monkeypatch, "numerics", "campaign", types.SimpleNamespace(check=told.check))
    _stand_in(monkeypatch, "numerics", "backend", types.SimpleNamespace(choose=lambda name: chosen))
    _stand_in(monkeypatch, "numerics", "witness", replay)
    _stand_in(monkeypatch, "numerics", "confirm", types.SimpleNamespace(confirm=lambda path: (True, "3 is not at most 1")))
    _stand_in(monkeypatch, "numerics", "errors", types.SimpleNamespace(UsageError=UsageError))
    return told


def _stand_in(monkeypatch: pytest.MonkeyPatch, package: str, name: str, module: object) -> None:
    monkeypatch.setitem(sys.modules, f"{package}.{name}", module)
    monkeypatch.setattr(f"{package}.{name}", module, raising=False)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readings: Readings) -> Path:
    """A library of three lemma files; the working directory is an empty folder beside it."""
    root = tmp_path / "library" / "topic"
    root.mkdir(parents=True)
    for name in ("good", "wrong", "control"):
        (root / f"{name}.py").write_text(getattr(pages, name.upper()), encoding="utf-8")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr("verify.discover.LIBRARY", root.parent)
    return root


@pytest.fixture
def run():
    """Call the command line in this process."""
    from verify.cli import cli

    def call(*words: object) -> Result:
        return CliRunner().invoke(cli, [str(w) for w in words])
    return call
