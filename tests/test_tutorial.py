"""docs/tutorial.md does what it says: its files are written, its commands run, its output compared, in order, in one folder."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

TUTORIAL = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = shlex.quote(sys.executable)


def carry_out(command: str, folder: Path) -> str:
    """Run one line in a shell; the comment ``# exit code N`` says how it should end."""
    wanted = int(found[1]) if (found := re.search(r"# exit code (\d+)$", command)) else 0
    line = re.sub(r"^(?:python -m )?(verify|pytest)\b", rf"{PYTHON} -m \1", command)
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")} | {"PYTHONPATH": str(ROOT), "COLUMNS": "120"}
    done = subprocess.run(line, shell=True, capture_output=True, text=True, cwd=folder, env=environment, check=False, timeout=300)
    assert done.returncode == wanted, f"{command}\n{done.stdout}{done.stderr}"
    assert "Traceback" not in done.stdout + done.stderr
    return done.stdout + done.stderr


def shows(output: str, wanted: str) -> None:
    """Each line stands in the output, in order; ``...`` stands for any text."""
    place = 0
    for line in wanted.splitlines():
        pattern = ".*".join(map(re.escape, line.split("...")))
        found = re.compile(rf"^{pattern}" if line[:1].isspace() else pattern, re.MULTILINE).search(output, place)
        assert found, f"{line!r} is not shown (here, in this order) by:\n{output}"
        place = found.end()


def test_the_tutorial_does_what_it_says(tmp_path):
    blocks = BLOCK.findall(TUTORIAL.read_text(encoding="utf-8"))
    assert {kind for kind, _ in blocks} == {"sh", "python", "text", "yaml"}
    output = ""
    for kind, text in blocks:
        if kind == "python":
            name, _, code = text.removeprefix("# ").partition("\n")
            (tmp_path / name).write_text(code, encoding="utf-8")
        elif kind == "sh":
            output = "".join(carry_out(line, tmp_path) for line in text.splitlines())
        elif kind == "text":
            shows(output, text)
    assert "PROVED" in (tmp_path / "proofs.xml").read_text()
