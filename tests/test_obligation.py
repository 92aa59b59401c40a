"""Obligations as JSON: what is read, and what each refusal says."""

from __future__ import annotations

import json

import pytest

from proofs.kernel.checker import open_theorem
from proofs.kernel.syntax import freeze
from proofs.obligation import ObligationError, json_object, read_obligation
from proofs.printing import plain

WHOLE = {"id": "step", "params": {"L": ">0", "eta": ">= 0", "c": "real", "d": ""}, "scalars": ["f", "fs"], "vectors": ["x", "y", "g"],
         "let": {"z": "y - g/L", "w": "z - x"}, "hyps": {"rate": "1 - L*eta"}, "eqs": {"point": "x - y + g/L", "value": "f - fs"},
         "claim": "sq(w) + eta"}


def test_a_whole_obligation():
    task = read_obligation(WHOLE)
    assert plain(task.claim) == "0 <= |y - g/L - x|^2 + eta"
    assert {name: plain(f) for name, f in task.hypotheses.items()} == {
        "rate": "0 <= 1 - L*eta", "point": "x - y + g/L = 0*g", "value": "f - fs = 0"}
    statement = task.statement()
    assert statement["theorem"] == "step" and statement["format"] == 1 and statement["proof"] == []
    assert statement["letters"] == {
        "L": ["real", "> 0"], "c": ["real", ""], "d": ["real", ""], "eta": ["real", ">= 0"], "f": ["real", ""], "fs": ["real", ""],
        "g": ["vector", ""], "x": ["vector", ""], "y": ["vector", ""]}
    open_theorem(json.loads(json.dumps(statement)), {}).check_formula(freeze(task.goal()))
    assert task.groups == {"L": "params", "eta": "params", "c": "params", "d": "params", "f": "scalars", "fs": "scalars",
                           "x": "vectors", "y": "vectors", "g": "vectors"}


def test_only_an_id_and_a_claim_are_needed():
    assert read_obligation({"id": "one", "claim": "1"}).goal() == ("<=", 0, 1)


def test_a_hypothesis_may_be_called_claim():
    """The kernel's certificate proves a fact of this name, so the hypothesis gets a longer one."""
    assert list(read_obligation({"id": "a", "scalars": ["a"], "hyps": {"claim": "a"}, "claim": "a"}).hypotheses) == ["hypothesis claim"]


def wrong(**parts):
    return {k: v for k, v in {"id": "a", "scalars": ["a"], "vectors": ["u"], "claim": "a", **parts}.items() if v is not None}


@pytest.mark.parametrize(("data", "words"), [
    (3, ["an obligation is a JSON object", "3 stands here"]),
    (wrong(id=None), ["the key 'id' is missing"]),
    (wrong(claim=None), ["the key 'claim' is missing"]),
    (wrong(id=3), ["id: 3 is no name"]),
    (wrong(id=" "), ["id: ' ' is no name"]),
    (wrong(claims="a"), ["'claims' is unknown", "did you mean 'claim'?"]),
    (wrong(zzz="a"), ["'zzz' is unknown", "the keys are id, params"]),
    (wrong(claim=0), ["claim: 0 is no text", "in quotes"]),
    (wrong(claim=["a"]), ["claim: ['a'] is no text"]),
    (wrong(params=["L"]), ["params: ['L'] is no JSON object"]),
    (wrong(scalars="a"), ["scalars: 'a' is no JSON list"]),
    (wrong(let=[]), ["let: [] is no JSON object"]),
    (wrong(hyps=None, eqs="a"), ["eqs: 'a' is no JSON object"]),
    (wrong(params={"L": "<0"}), ["the sign of 'L' is '<0'", '">0", ">=0" or "real"']),
    (wrong(params={"L": 1}), ["the sign of 'L' is 1"]),
    (wrong(params={"a": ">0"}), ["scalars: the name 'a' is declared already (under params)"]),
    (wrong(vectors=["u", "u"]), ["vectors: the name 'u' is declared already"]),
    (wrong(let={"a": "1"}), ["let: the name 'a' is declared already"]),
    (wrong(scalars=["a", "2b"]), ["'2b' is no name"]),
    (wrong(scalars=["a", "a b"]), ["'a b' is no name"]),
    (wrong(scalars=["a", "#1"]), ["'#1' is no name"]),
    (wrong(scalars=["a", ""]), ["'' is no name"]),
    (wrong(scalars=["a", 4]), ["4 is no name"]),
    (wrong(scalars=["a", "sq"]), ["'sq' is a word of the language"]),
    (wrong(let={"p": "q", "q": "a"}), ["let 'p'", "'q' is not declared"]),
    (wrong(let={"p": "p + a"}), ["let 'p'", "'p' is not declared"]),
    (wrong(hyps={"h": "b"}), ["hyps 'h'", "column 1", "'b' is not declared"]),
    (wrong(hyps={"h": "u"}), ["hyps 'h'", "is a vector", "sq(u)"]),
    (wrong(claim="u"), ["claim", "is a vector"]),
    (wrong(claim="a <= 1"), ["claim", "makes a relation"]),
    (wrong(claim="a**a"), ["the exponent is no integer"]),
    (wrong(claim=""), ["claim", "the text is empty"]),
    (wrong(hyps={"h": "a"}, eqs={"h": "a"}), ["two hypotheses have the name 'h'"]),
    (wrong(hyps={"": "a"}), ["a hypothesis has an empty name"]),
    (wrong(hyps={"claim": "a", "hypothesis claim": "a"}), ["two hypotheses have the name 'hypothesis claim'"]),
])
def test_refusals(data, words):
    with pytest.raises(ObligationError) as fault:
        read_obligation(data)
    for word in words:
        assert word in str(fault.value), fault.value
    assert len(str(fault.value)) < 400 and "\n" not in str(fault.value)


@pytest.mark.parametrize(("text", "where"), [
    ('{"id": "a", "params": {"L": ">0", "L": ">=0"}, "claim": "1"}', "params: the name 'L' is defined twice"),
    ('{"id": "a", "hyps": {"h": "1", "h": "2"}, "claim": "1"}', "hyps: the name 'h' is defined twice"),
    ('{"id": "a", "let": {"p": "1", "p": "2"}, "claim": "1"}', "let: the name 'p' is defined twice"),
    ('{"id": "a", "claim": "1", "claim": "2"}', "the obligation: the name 'claim' is defined twice"),
])
def test_a_name_given_twice_in_one_object_is_seen(text, where):
    with pytest.raises(ObligationError, match=where):
        read_obligation(json.loads(text, object_pairs_hook=json_object))
