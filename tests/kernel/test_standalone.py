"""The kernel runs with the standard library alone: isolated, without site-packages, with only the repository on the path."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = """
import sys
sys.path.insert(0, sys.argv[1])
import proofs.kernel.checker, proofs.kernel.rules, proofs.kernel.interpretation, proofs.kernel.__main__
strange = sorted(name for name in sys.modules if name.split(".")[0] not in sys.stdlib_module_names
                 and name not in ("proofs", "__main__") and name != "proofs.kernel" and not name.startswith("proofs.kernel."))
print(strange)
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-I", "-S", *arguments], capture_output=True, text=True, timeout=60, cwd="/")


def test_nothing_outside_the_standard_library_is_imported():
    done = run("-c", CODE, str(ROOT))
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_all_certificates_hold_in_isolation():
    """The command re-checks every certificate without anything installed."""
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from proofs.kernel.__main__ import main; sys.exit(main(sys.argv[1:]))"
    files = sorted(map(str, (ROOT/"proofs"/"certificates").glob("*.json")))
    done = run("-c", code, str(ROOT), *files)
    assert done.returncode == 0, done.stderr
    assert "PROVED" in done.stdout and "REJECTED" not in done.stderr


def test_no_float_decides():
    """No kernel module names float, numpy or a random number."""
    for path in (ROOT/"proofs"/"kernel").glob("*.py"):
        words = path.read_text().replace("isinstance(data, float)", "").replace("that it trusts is a float", "")
        assert "float(" not in words and "import random" not in words and "numpy" not in words, path.name
