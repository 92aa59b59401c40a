"""docs/language.md holds: its blocks run, what they show is what is shown, and its theorems get the verdicts they expect."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest

from proofs import steps
from proofs.kernel.checker import check_theorem
from proofs.search.prove import write_proof
from proofs.theorem import Theorem
from tests.conftest import ROOT
from tests.judged import LIBRARY
from verify import discover, exact

PAGE = (ROOT / "docs" / "language.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(code: str, names: dict[str, Any]) -> list[str]:
    """Run a block; returns what its last expressions give: each one's repr, or the error that it ends in."""
    tree, last = ast.parse(code), []
    while tree.body and isinstance(tree.body[-1], ast.Expr):
        last.insert(0, tree.body.pop())
    exec(compile(tree, "docs/language.md", "exec"), names)
    return [shown(ast.Expression(statement.value), names) for statement in last]


def shown(expression: ast.Expression, names: dict[str, Any]) -> str:
    try:
        return repr(eval(compile(expression, "docs/language.md", "eval"), names))
    except Exception as fault:
        return f"{type(fault).__name__}: {fault}"


def carry_out(section: str) -> list[Theorem]:
    """Run the blocks of a section and compare what they show; returns the theorems that it defines."""
    names: dict[str, Any] = {"__name__": "language"}
    blocks = BLOCK.findall(SECTIONS[section])
    assert {kind for kind, _ in blocks} <= {"python", "text"}
    for (kind, code), (following, text) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if kind == "python":
            assert run(code, names) == (text.splitlines() if following == "text" else [])
    own = {id(f.theorem) for f in discover.library()}
    return [value for value in names.values() if isinstance(value, Theorem) and id(value) not in own]


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_does_what_it_says(section):
    verified, certificates = dict(LIBRARY.verified), dict(LIBRARY.certificates)
    theorems = carry_out(section)
    for theorem in [t for stated in theorems for t in discover._with_repairs(stated)]:
        certificates[theorem.name] = write_proof(theorem, verified)
        verified[theorem.name] = check_theorem(certificates[theorem.name], verified)
    library = exact.Library(certificates=certificates, verified=verified)
    for theorem in theorems:
        verdicts = exact.judge(theorem, library)
        for o in theorem.obligations():
            assert verdicts[o.name].verdict.name == o.expect, f"{o.name}: {verdicts[o.name].reason}"
            assert verdicts[o.name].repaired in (None, "PROVED"), o.name
        assert theorem.example is None or not exact.check_example(theorem, library)


def test_every_complete_theorem_is_proved():
    proved = [t.name for s in SECTIONS for t in carry_out(s) if t.expect == "PROVED" and t.claim is not None]
    assert {"growth_bound", "decrease", "young"} <= set(proved) and len(proved) >= 30


def test_every_step_is_on_the_page():
    here = [name for name, f in vars(steps).items() if name[0] != "_" and callable(f) and getattr(f, "__module__", "") == steps.__name__]
    assert len(here) > 20 and not [name for name in here if f"`{name}(" not in SECTIONS["Steps"]]
