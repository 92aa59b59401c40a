"""Weights of certificates are found by search: no lemma file holds any."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from proofs.kernel.checker import check_theorem
from proofs.search.prove import write_proof
from proofs.theorem import Step, Theorem
from tests.conftest import ROOT
from tests.judged import JUDGED, LIBRARY, THEOREMS
from verify import exact

WEIGHTS = {"nonneg", "equations", "tree", "box", "cells"}  # what only a certificate holds
LEAVES = ("positivity", "ring", "ball")


def authored(part: Any) -> Iterator[Step]:
    """Every step that a lemma file gives, at any depth."""
    if isinstance(part, Step):
        yield part
        yield from authored(part.data)
    elif isinstance(part, Theorem):
        return  # cited: it has steps of its own
    elif isinstance(part, dict):
        for value in part.values():
            yield from authored(value)
    elif isinstance(part, (tuple, list)):
        for value in part:
            yield from authored(value)


def of_theorem(theorem: Theorem) -> Iterator[Step]:
    yield from authored((theorem.proof, theorem.using, theorem.model, theorem.example))
    for line in theorem.chain:
        yield from authored((line.using, line.model))


def leaves(part: Any) -> Iterator[str]:
    """The rules of all steps of a certificate that carry weights (a ring step has none, or equations)."""
    if isinstance(part, dict):
        if part.get("rule") in LEAVES or WEIGHTS & set(part):
            yield str(part.get("rule", "side condition"))
        for value in part.values():
            yield from leaves(value)
    elif isinstance(part, list):
        for value in part:
            yield from leaves(value)


def test_no_lemma_file_gives_a_weight():
    given = {name: [step for step in of_theorem(t) if WEIGHTS & set(step.data) or step.rule in ("positivity", "ring")]
             for name, t in THEOREMS.items()}
    assert {name: [step.rule for step in steps] for name, steps in given.items() if steps} == {}


@pytest.mark.parametrize("path", sorted((ROOT/"proofs"/"library").rglob("*.py")), ids=lambda p: p.stem)
def test_no_lemma_file_spells_a_kernel_step(path):
    """Nor does it hold one as data, in proofs that it gives for a model or elsewhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    keywords = {word.arg for node in ast.walk(tree) if isinstance(node, ast.Call) for word in node.keywords}
    assert not (words | keywords) & {"nonneg", "equations", "positivity", "rule"}


def test_at_least_95_percent_of_the_leaves_come_from_search():
    """Counted against the search: where the author suggests a square, or gives a weight, the leaf is the author's."""
    counted = Counter(rule for data in LIBRARY.certificates.values() for rule in leaves(data))
    given = [step for t in THEOREMS.values() for step in of_theorem(t)
             if WEIGHTS & set(step.data) or step.rule in ("positivity", "ring", "square") or step.data.get("square")]
    assert counted["positivity"] >= 1000 and counted["ring"] >= 100 and counted["ball"] >= 5, counted
    assert 1 - len(given)/counted.total() >= 0.95, (len(given), counted)


@pytest.mark.parametrize("name", list(LIBRARY.certificates)[::12])
def test_search_finds_a_certificate_again_from_the_lemma_file_alone(name):
    """Every twelfth: the same verdicts rest on what is found now, so that what is checked in need not have been typed by hand."""
    others = {other: verified for other, verified in LIBRARY.verified.items() if other != name}
    found = write_proof(THEOREMS[name], others)
    library = exact.Library({**LIBRARY.certificates, name: found}, {**others, name: check_theorem(found, others)})
    again = exact.judge(THEOREMS[name], library)
    assert {o: result.verdict for o, result in again.items()} == {o: result.verdict for o, result in JUDGED[name].items()}
