"""Small builders for theorem files and models, and what it means that the kernel refuses one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from proofs.kernel.checker import Verified, check_theorem
from proofs.kernel.interpretation import check_model, refute
from proofs.kernel.syntax import Reject

Data = dict[str, Any]

LETTERS: Data = {
    "a": ["real", ""], "b": ["real", ""], "c": ["real", ""], "p": ["real", "> 0"], "q": ["real", ">= 0"],
    "n": ["index", ">= 0"], "m": ["index", ">= 0"], "i": ["index", ""],
    "u": ["vector", ""], "v": ["vector", ""], "w": ["vector", ""], "f": ["function", ""], "g": ["function", ""],
    "s": ["real sequence", ""], "r": ["real sequence", ">= 0"], "x": ["vector sequence", ""],
    "A": ["operator", ""], "D": ["operator", ""], "F": ["function sequence", ""],
}
SMOOTH = ["forall", [["y", "vector"], ["z", "vector"]], [],
          ["<=", ["norm", ["+", ["grad", "f", "y"], ["-", ["grad", "f", "z"]]]], ["*", "p", ["norm", ["+", "y", ["-", "z"]]]]]]


def statement(hypotheses: Data | None = None, proof: Any = (), letters: Data | None = None) -> Data:
    """A theorem file as JSON would give it."""
    data = {"format": 1, "theorem": "test", "letters": LETTERS if letters is None else letters,
            "hypotheses": hypotheses or {}, "proof": proof}
    return json.loads(json.dumps(data))  # type: ignore[no-any-return]


def check(hypotheses: Data | None, *proof: Any, letters: Data | None = None, library: Any = None) -> Verified:
    """Check steps, named s1, s2, ... where they have no name."""
    named = [{"name": f"s{i + 1}", **step} if isinstance(step, dict) else step for i, step in enumerate(proof)]
    return check_theorem(statement(hypotheses, named, letters), library or {})


def rejected(cause: str, hypotheses: Data | None, *proof: Any, letters: Data | None = None, library: Any = None) -> str:
    """The message with which the kernel refuses steps; the cause must be the one named."""
    with pytest.raises(Reject) as fault:
        check(hypotheses, *proof, letters=letters, library=library)
    assert fault.value.cause == cause, str(fault.value)
    return str(fault.value)


def model(**parts: Any) -> Data:
    return json.loads(json.dumps(parts))  # type: ignore[no-any-return]


def no_model(cause: str, letters: Data, hypotheses: Data, data: Any, claim: Any = None) -> str:
    """The message with which the kernel refuses a model (of the hypotheses, or against a claim)."""
    stated = statement(hypotheses, letters=letters)
    with pytest.raises(Reject) as fault:
        check_model(stated, data) if claim is None else refute(stated, json.loads(json.dumps(claim)), data)
    assert fault.value.cause == cause, str(fault.value)
    return str(fault.value)


def for_all(body: Any, k: str = "k", lo: Any = 0) -> list[Any]:
    """body for all k >= lo"""
    return ["forall", [[k, "index"]], [["<=", lo, k]], body]


def positive(claim: Any, nonneg: Any = 0, **more: Any) -> Data:
    return {"rule": "positivity", "claim": claim, "nonneg": nonneg, **more}


def ring(claim: Any, **more: Any) -> Data:
    return {"rule": "ring", "claim": claim, **more}
