"""Certificate files: what they state, where they lie, how they are written.

A file holds the statement as the kernel reads it, the proof, models that refute printed lines ("refutations"), models of
what a text cites for a line and which break the line ("inferences"), models in which an existence claim holds ("instances"),
and a model of the hypotheses ("example").
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sympy import Basic

from proofs import language as lang
from proofs.reader import declarations, read
from proofs.theorem import Step, Theorem

Data = dict[str, Any]
FOLDER = Path(__file__).parent/"certificates"


def statement(theorem: Theorem) -> Data:
    """The head of a certificate: letters and hypotheses."""
    trees = [*theorem.hypotheses.values(), *_trees(theorem.proof)]
    trees += [t for o in theorem.obligations() if o.sayable for t in (o.statement, *_trees(o.using))]
    trees += [right for _, right in theorem.sound_chain()]
    return {"format": 1, "theorem": theorem.name, "letters": declarations(*trees),
            "hypotheses": {name: read(f) for name, f in theorem.hypotheses.items()}, "proof": []}


def _trees(steps: Any) -> list[Basic]:
    """Trees of steps whose letters must be declared: those that no step binds."""
    out: list[Basic] = []
    for step in steps:
        if isinstance(step, Step):
            found: list[Basic] = []
            for part in step.data.values():
                found += _collect(part)
            bound = _bound(step)
            out += [letter for tree in found for letter in lang.letters_of(tree) if letter not in bound]
    return out


def _bound(step: Step) -> set[Basic]:
    data, out = step.data, set()
    for part in ("letter", "index"):
        if part in data:
            out.add(data[part])
    return out | set(data.get("letters", ())) if step.rule in ("generalise", "obtain") else out


def _collect(part: Any) -> list[Basic]:
    if isinstance(part, Step):
        return _trees([part])
    if isinstance(part, Basic):
        return [part]
    if isinstance(part, dict):
        return [t for v in part.values() for t in _collect(v)]
    if isinstance(part, (tuple, list)):
        return [t for v in part for t in _collect(v)]
    return []


def path_of(theorem: Theorem, folder: Path = FOLDER) -> Path:
    """Where a theorem's certificate lies."""
    return folder / f"{theorem.name}.json"


def save(data: Data, path: Path) -> None:
    """One entry a line, so that a change of one step is a change of one line."""
    def block(key: str, value: Any) -> str:
        if isinstance(value, dict) and value:
            body = ",\n  ".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in value.items())
            return f" {json.dumps(key)}: {{\n  {body}\n }}"
        if isinstance(value, list) and value:
            return f" {json.dumps(key)}: [\n  " + ",\n  ".join(json.dumps(v) for v in value) + "\n ]"
        return f" {json.dumps(key)}: {json.dumps(value)}"
    path.write_text("{\n" + ",\n".join(block(k, v) for k, v in data.items()) + "\n}\n")


def inference(theorem: Theorem) -> dict[str, Any]:
    """The statement of what a text cites for a claim: the cited facts as the only hypotheses."""
    cited = theorem.cited or {}
    return {"format": 1, "theorem": theorem.name, "letters": declarations(*cited.values(), theorem.claim),
            "hypotheses": {name: read(f) for name, f in cited.items()}, "proof": []}
