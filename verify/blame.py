"""From an exception that a lemma file raised to one sentence: which file, which line, which symbol, what to do."""

from __future__ import annotations

import ast
import importlib
import traceback
from pathlib import Path

from verify.errors import Trouble


def shown(path: Path) -> str:
    """A path as a person types it: relative to the working directory where possible."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def blame(path: Path, fault: BaseException) -> Trouble:
    """The sentence for a fault raised while ``path`` was imported."""
    if isinstance(fault, SyntaxError) and fault.filename and Path(fault.filename).resolve() == path.resolve():
        code = (fault.text or "").strip()
        code = code if len(code) <= 100 else code[:97] + "..."
        return Trouble(f"{shown(path)}, line {fault.lineno}: {fault.msg}{f' in `{code}`' if code else ''}.")
    line = _line_in(path, fault)
    return Trouble(f"{shown(path)}, line {line}: {_cause(fault)}")


def _line_in(path: Path, fault: BaseException) -> int:
    """The innermost line of the lemma file itself: the faults of the language are the lemma's, not the language's."""
    frames = [f for f in traceback.extract_tb(fault.__traceback__) if Path(f.filename).resolve() == path.resolve()]
    return (frames[-1].lineno if frames else 1) or 1


def _cause(fault: BaseException) -> str:
    text = str(fault).rstrip(".")
    if isinstance(fault, NameError):
        name = fault.name or text
        return f"the symbol {name} is not defined; {_where_from(name)}."
    if isinstance(fault, ModuleNotFoundError):
        return f"there is no module {fault.name}; install it or correct the import."
    if isinstance(fault, ImportError):
        return f"{text}; correct the import."
    if isinstance(fault, (RecursionError, MemoryError)):
        return "an expression is too long or nests too deeply for Python; name its parts."
    if isinstance(fault, SystemExit):
        return "the file calls exit; a lemma file only states theorems."
    return f"{text}." if type(fault).__name__ == "IllTyped" else f"{type(fault).__name__}: {text}."


def _where_from(name: str) -> str:
    """Which import gives a word of the language; a letter must be declared."""
    for module in ("language", "classes", "steps", "theorem", "methods"):
        if hasattr(importlib.import_module(f"proofs.{module}"), name):
            return f"import it: from proofs.{module} import {name}"
    return f"declare it among the letters (for instance `{name}, = real(\"{name}\")`) or import it"


def line_of(path: Path, theorem: str, key: str = "") -> int:
    """The line on which a theorem (or one of its hypotheses) is written; 1 when it was made by a loop."""
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError):
        return 1
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        constants = [*call.args[:1], *(k.value for k in call.keywords if k.arg == "name")]
        if any(isinstance(c, ast.Constant) and c.value == theorem for c in constants):
            return _line_of_key(call, key) or call.lineno
    return 1


def _line_of_key(call: ast.Call, key: str) -> int:
    for node in ast.walk(call):
        if isinstance(node, ast.Constant) and key and node.value == key:
            return node.lineno
        if isinstance(node, ast.keyword) and key and node.arg == key:
            return node.value.lineno
    return 0
