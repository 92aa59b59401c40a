"""Stand-ins for the search, found by name in the workers. What each does stands in the first hypothesis or the id of a statement."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Said:
    verdict: str
    certificate: dict[str, Any] | None = None
    model: dict[str, Any] | None = None
    message: str = ""


def nothing() -> None:
    """In place of loading the search."""


def broken() -> None:
    raise ImportError("no module of that name")


def by_name(statement: dict[str, Any], goal: Any, deadline: float) -> Said:
    """Behaves as the id of the statement says: slow..., crash..., raise..., or any way of `answer`."""
    name = statement["theorem"]
    if name.startswith("slow"):
        if "SLOW_MARK" in os.environ:
            Path(os.environ["SLOW_MARK"]).touch()
        time.sleep(60)
    if name.startswith("nap"):
        time.sleep(0.3)
    if name.startswith("crash"):
        os._exit(7)
    if name.startswith("raise"):
        raise ZeroDivisionError("one over nothing")
    if name.startswith("leave"):
        raise SystemExit(3)
    if name.startswith("pid"):
        return Said("OPEN", message=str(os.getpid()))
    if name.startswith("clock"):
        return Said("OPEN", message=f"{deadline - time.monotonic():.3f}")
    return answer(statement, goal, name.split(".")[0])


def for_a_shell(statement: dict[str, Any], goal: Any, deadline: float) -> Said:
    """Behaves as the first hypothesis is called."""
    name = next(iter(statement["hypotheses"]), "open")
    return answer(statement, goal, name) if name == "proved" else by_name({**statement, "theorem": name}, goal, deadline)


def answer(statement: dict[str, Any], goal: Any, name: str) -> Said:
    """Right and wrong answers about the claim a**2 >= 0, or b >= 0, with the hypotheses that the tests give."""
    head = {**statement, "proof": []}
    square = {"name": "claim", "rule": "positivity", "claim": goal, "nonneg": ["sq", "a"]}
    model = {"dimension": 1, "reals": {"a": ["/", 1, 2], "b": -3}, "vectors": {"u": [["/", -1, 2]]}}
    return {
        "proved": Said("PROVED", {**head, "proof": [square]}),
        "bare": Said("PROVED"),
        "no_json": Said("PROVED", {**head, "proof": {1, 2}}),
        "unproved": Said("PROVED", {**head, "proof": [{**square, "nonneg": ["-", ["sq", "a"]]}]}),
        "no_fact": Said("PROVED", {**head, "proof": [{**square, "name": "other"}]}),
        "other_claim": Said("PROVED", {**head, "proof": [{**square, "claim": ["<=", 0, ["*", 2, ["sq", "a"]]],
                                                          "nonneg": ["*", 2, ["sq", "a"]]}]}),
        "other_letters": Said("PROVED", {**head, "letters": {**head["letters"], "a": ["real", ">= 0"]}, "proof": [square]}),
        "other_hypotheses": Said("PROVED", {**head, "hypotheses": {"more": ["<=", 0, "a"]}, "proof": [square]}),
        "other_theorem": Said("PROVED", {**head, "theorem": "elsewhere", "proof": [square]}),
        "refuted": Said("REFUTED", model=model),
        "no_model": Said("REFUTED"),
        "vacuous": Said("VACUOUS", {**head, "proof": [{"name": "contradiction", "rule": "positivity", "claim": ["<=", 1, 0],
                                                       "nonneg": ["+", ["slack", "up"], ["slack", "down"]]}]}),
        "not_vacuous": Said("VACUOUS", {**head, "proof": [{**square, "name": "contradiction"}]}),
        "strange": Said("MAYBE"),
    }.get(name, Said("OPEN", message="nothing was tried"))
