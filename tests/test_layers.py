"""Imports flow one way, the kernel stands alone, and no file evaluates text. Read from the source, file by file."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = tuple(f"proofs.{p.stem}" for p in sorted((ROOT / "proofs").glob("*.py")) if p.stem != "__init__")

# The first prefix that fits a module says what it may import of this project.
MAY_IMPORT = {
    "proofs.kernel": ("proofs.kernel",),
    "proofs.search": ("proofs",),
    "proofs.library": ("proofs.kernel", "proofs.library", *LANGUAGE),
    "proofs": ("proofs.kernel", *LANGUAGE),
    "numerics": ("numerics", "proofs.kernel", *LANGUAGE),
    "verify.searching": ("verify", "proofs", "numerics"),
    "verify": ("verify", "numerics", "proofs.kernel", "proofs.library", *LANGUAGE),
}
OURS = ("proofs", "numerics", "verify")


def modules() -> Iterator[tuple[str, Path]]:
    for package in OURS:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


MODULES = list(modules())


def imports(name: str, path: Path) -> Iterator[str]:
    """Every module that a file imports, anywhere in it; ``from package import module`` counts as the module."""
    known = {n for n, _ in MODULES}
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package.split(".")[:len(package.split(".")) - node.level + 1], *([base] if base else [])])
            yield from (f"{base}.{a.name}" if f"{base}.{a.name}" in known else base for a in node.names)


def within(module: str, prefixes: tuple[str, ...]) -> bool:
    return any(module == p or module.startswith(p + ".") for p in prefixes)


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[n for n, _ in MODULES])
def test_imports_flow_one_way(name, path):
    allowed = next(may for prefix, may in MAY_IMPORT.items() if within(name, (prefix,)))
    for imported in imports(name, path):
        ours = within(imported, OURS) and imported not in OURS
        assert not ours or within(imported, allowed), f"{name} imports {imported}"


@pytest.mark.parametrize(("name", "path"), [m for m in MODULES if within(m[0], ("proofs.kernel",)) or m[0] == "proofs"])
def test_kernel_imports_the_standard_library_only(name, path):
    for imported in imports(name, path):
        assert imported.split(".")[0] in sys.stdlib_module_names or within(imported, ("proofs.kernel",)), f"{name} imports {imported}"


def test_kernel_runs_with_nothing_installed():
    code = ("import sys; sys.path.insert(0, sys.argv[1]); import proofs.kernel; "
            "print(*sorted({m.partition('.')[0] for m in sys.modules} - set(sys.stdlib_module_names) - {'__main__', 'proofs'}))")
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_only_the_command_prove_reaches_the_search():
    users = {n for n, p in MODULES if any(within(i, ("proofs.search",)) for i in imports(n, p)) and not within(n, ("proofs.search",))}
    assert users <= {"verify.searching"}


@pytest.mark.parametrize(("name", "path"), MODULES, ids=[n for n, _ in MODULES])
def test_no_file_evaluates_text(name, path):
    """``eval``, ``exec``, ``compile`` and the parsers of SymPy turn text into code; ``sympify`` may be called on an int only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        assert called not in ("eval", "exec", "compile", "parse_expr"), f"{name}, line {node.lineno}: {called}"
        assert method not in ("parse_expr", "parse_latex", "lambdify"), f"{name}, line {node.lineno}: {method}"
        if "sympify" in (called, method):
            assert (name, method) == ("proofs.language", "sympify"), f"{name}, line {node.lineno}: sympify"


def test_sympify_refuses_text():
    """The one place that calls ``sympify`` gives it integers only."""
    from proofs.language import IllTyped, term
    with pytest.raises(IllTyped):
        term("__import__('os')")


def test_help_loads_neither_sympy_nor_numpy():
    code = ("import sys; from click.testing import CliRunner; from verify.cli import cli; "
            "assert CliRunner().invoke(cli, ['--help']).exit_code == 0; "
            "print(*sorted({'sympy', 'numpy', 'scipy', 'matplotlib', 'jinja2', 'rich'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""
