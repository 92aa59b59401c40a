"""What the pages show is what happens: each example of `docs/obligations.md` and of the README's section is run."""

from __future__ import annotations

import json
import re
import shlex

import pytest

from tests.conftest import ROOT

PAGES = {"docs/obligations.md": [0, 1, 0, 0], "README.md": [0, 0]}
VERDICTS = {"descent": "PROVED", "descent_51": "REFUTED", "nothing_is_both": "VACUOUS"}


def blocks(page: str, kind: str) -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return [text for of, text in found if of == kind]


@pytest.mark.parametrize("page", PAGES)
def test_steps(page, run):
    lines = [shlex.split(line) for block in blocks(page, "sh") for line in block.splitlines() if "verify step" in line]
    told = [run(*words[3:]) for words in lines]
    assert [t.exit_code for t in told] == PAGES[page], [t.output for t in told]
    shown = [b for b in blocks(page, "") if b.startswith(("free reals", "c = "))]
    assert shown and all(any(set(b.splitlines()) <= set(t.stdout.splitlines()) for t in told) for b in shown), [t.stdout for t in told]


@pytest.mark.parametrize("page", PAGES)
def test_files(page, run, tmp_path):
    (block,) = blocks(page, "json")
    (tmp_path / "in.json").write_text(block)
    told = run("obligations", tmp_path / "in.json", "--json", tmp_path / "out.json")
    assert told.exit_code == 0, told.output
    found = json.loads((tmp_path / "out.json").read_text())
    assert found and all(r["verdict"] == VERDICTS[r["id"]] for r in found), [r["message"] for r in found]
