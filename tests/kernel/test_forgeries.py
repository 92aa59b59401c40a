"""Every certificate of the library, altered in one place, is refused: for what it says, never because of a checksum.

Altered are the numbers, summands and facts in every positivity and ring certificate, wherever it is nested, in proofs and in
the proofs that models carry; and the numbers of every statement that a proof passes through, with its certificate kept.
"""

from __future__ import annotations

import copy
import json
import math
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from proofs.kernel.__main__ import in_order
from proofs.kernel.checker import check_theorem
from proofs.kernel.interpretation import check_model, refute
from proofs.kernel.syntax import Reject, free_letters, freeze

Path_ = tuple[Any, ...]
FOLDER = Path(__file__).resolve().parents[2]/"proofs"/"certificates"
CAUSES = {"identity", "sign", "denominator", "fact", "sort", "mismatch", "range", "shape", "axiom", "hypothesis", "letter", "ball",
          "derivative", "cover", "inadmissible"}


@cache
def library() -> dict[str, Any]:
    return {data["theorem"]: data for data in (json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json")))}


@cache
def verified() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in in_order(library()):
        found[name] = check_theorem(library()[name], found)
    return found


def at(data: Any, path: Path_) -> Any:
    for key in path:
        data = data[key]
    return data


def steps(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Where the steps of a proof are, at any depth."""
    if isinstance(data, dict):
        if "rule" in data:
            yield path
        for key, value in data.items():
            yield from steps(value, (*path, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from steps(value, (*path, i))


def numbers(t: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Where the numbers of a term are. Indices of bound letters are no numbers."""
    if isinstance(t, int) and not isinstance(t, bool):
        yield path
    elif isinstance(t, list) and t[:1] != ["b"]:
        for i, a in enumerate(t):
            yield from numbers(a, (*path, i))


def sums(t: Any, path: Path_ = ()) -> Iterator[Path_]:
    if isinstance(t, list):
        if t[:1] == ["+"] and len(t) > 2:
            yield path
        for i, a in enumerate(t):
            yield from sums(a, (*path, i))


def named(t: Any, path: Path_ = ()) -> Iterator[Path_]:
    """Where the names of facts are in a certificate."""
    if isinstance(t, list):
        if t[:1] == ["slack"]:
            yield (*path, 1)
        for i, a in enumerate(t):
            yield from named(a, (*path, i))


Alteration = tuple[str, Path_, Any]


def of_numbers(data: Any, path: Path_) -> Iterator[Alteration]:
    for where in numbers(at(data, path), path):
        c = at(data, where)
        for word, new in (("c+1", c + 1), ("2c", 2*c), ("-c", -c)):
            if new != c:
                yield word, where, new


def of_certificate(data: Any, path: Path_) -> Iterator[Alteration]:
    """Alterations inside the certificate of one positivity or ring step."""
    step = at(data, path)
    if "nonneg" in step and step["nonneg"] == 0:
        yield "1 for 0", (*path, "nonneg"), 1
    elif "nonneg" in step:
        yield "0 for all", (*path, "nonneg"), 0
        yield from of_numbers(data, (*path, "nonneg"))
        for where in sums(step["nonneg"], (*path, "nonneg")):
            total = at(data, where)
            for i in range(1, len(total)):
                yield "drop a summand", where, total[:i] + total[i + 1:]
        for where in named(step["nonneg"], (*path, "nonneg")):
            yield "no such fact", where, "no such fact"
            for other in {at(data, w) for w in named(step["nonneg"], (*path, "nonneg"))} - {at(data, where)}:
                yield "swap facts", where, other
    equations = step.get("equations", [])
    for i, (_, name) in enumerate(equations):
        yield "drop an equation", (*path, "equations"), equations[:i] + equations[i + 1:]
        yield "no such fact", (*path, "equations", i, 1), "no such fact"
        for other in {n for _, n in equations} - {name}:
            yield "swap facts", (*path, "equations", i, 1), other
        yield from of_numbers(data, (*path, "equations", i, 0))


def of_statements(data: Any, path: Path_) -> Iterator[Alteration]:
    """Alterations of the statements that a step passes through."""
    step = at(data, path)
    if "claim" in step:
        yield from of_numbers(data, (*path, "claim"))
    if step["rule"] == "chain":
        yield from of_numbers(data, (*path, "start"))
        for i in range(len(step["links"])):
            yield from of_numbers(data, (*path, "links", i, "rhs"))


def alterations(data: Any, part: Path_) -> Iterator[Alteration]:
    for path in steps(at(data, part), part):
        if at(data, path)["rule"] in ("positivity", "ring"):
            yield from of_certificate(data, path)
        yield from of_statements(data, path)


def altered(data: Any, where: Path_, new: Any) -> Any:
    """The data with one place changed; only the containers on the way to it are copied."""
    if not where:
        return new
    out = copy.copy(data)
    out[where[0]] = altered(data[where[0]], where[1:], new)
    return out


def recheck(name: str, data: Any, part: Path_) -> None:
    if part == ("proof",):
        check_theorem(data, verified())
    elif part[0] == "example":
        check_model(data, data["example"])
    else:
        entry = at(data, part[:2])
        refute(entry.get("statement", data), entry["claim"], entry["model"])


def parts(data: Any) -> Iterator[Path_]:
    """Where proofs are in a certificate file."""
    yield ("proof",)
    yield from ((kind, name, "model", "proofs") for kind in ("refutations", "inferences") for name in data.get(kind, {}))
    if data.get("example", {}).get("proofs"):
        yield ("example", "proofs")


def floats(t: Any, point: dict[str, float]) -> float:
    """The value of a real term about numbers, by floating point: a witness independent of the kernel."""
    if isinstance(t, (int, float)):
        return float(t)
    if isinstance(t, str):
        return point[t]
    head, *args = t
    if head == "^":
        return floats(args[0], point)**args[1]
    values = [floats(a, point) for a in args]
    return {"+": sum, "*": math.prod, "-": lambda v: -v[0], "/": lambda v: v[0]/v[1], "norm": lambda v: abs(v[0]),
            "sq": lambda v: v[0]**2, "sqrt": lambda v: math.sqrt(v[0]), "exp": lambda v: math.exp(v[0]),
            "log": lambda v: math.log(v[0]), "sin": lambda v: math.sin(v[0]), "cos": lambda v: math.cos(v[0])}[head](values)


def says_the_same(old: Any, new: Any) -> bool:
    """Whether two relations between numbers have the same difference of sides at random points."""
    rng = random.Random(1)
    for _ in range(3):
        point = {f"{name}_{i}": rng.uniform(1, 2) for name in "xyzuvwps" for i in range(1, 5)} | {"k": 3.0}
        try:
            gaps = [floats(f[2], point) - floats(f[1], point) for f in (old, new)]
        except (KeyError, ZeroDivisionError, TypeError):
            return False
        if abs(gaps[0] - gaps[1]) > 1e-9*(1 + abs(gaps[0])):
            return False
    return True


# Altered proofs that are right all the same: theorem -> why, and each alteration with its place.
NULL = ("null", 0, "proof", 1, "proof")
FROM_AN_EMPTY_SUM = ("proof", 1, "base", 1, "claim", 1, 3, 2, 1)
RIGHT: dict[str, tuple[str, set[tuple[str, Path_]]]] = {
    "bound_minimiser": ("|u - g/beta - u|^2 is |u + g/beta - u|^2",
                        {("-c", ("proof", 0, "proof", 0, "claim", 1, 3, 2, 1, 2, 1, 1, 1))}),
    "bound_minimiser_unique": ("the same square", {("-c", ("proof", 0, "claim", 2, 3, 2, 1, 2, 1, 1, 1))}),
    "harmonic_series": ("0/(n + 0) is 0/(n + 1)", {("c+1", ("proof", 0, "proof", 0, "base", 0, "claim", 1, 2, 2, 2))}),
    "inverse_squares": ("1 to any power is 1", {(word, ("proof", 0, "base", 0, "claim", 1, 3, 2, 2)) for word in ("c+1", "2c", "-c")}),
    "squeeze": ("|-a| is |a|, and -a is below it as well", {("-c", ("example", "proofs", *where)) for where in (
        ("below", 1, "claim", 1, 1), ("below", 2, "claim", 1, 1, 1), (*NULL, 0, "proof", 1, "claim", 1, 1),
        (*NULL, 0, "proof", 2, "claim", 1, 1, 1), (*NULL, 0, "proof", 5, "claim", 1, 1, 1), (*NULL, 1, "claim", 3, 1, 1, 1),
        (*NULL, 2, "claim", 3, 3, 1, 1, 1))}),
    "summable_terms_vanish": ("zeros from 1 on add up to 0", {("c+1", ("example", "proofs", "bounded", 0, "claim", 1, 1))}),
    "harmonic_denominators": ("for i = 1 the sum from 1 to i - 1 is empty, and so it is from 2 on, or up to i - 2",
                              {(word, FROM_AN_EMPTY_SUM + end) for word in ("c+1", "2c") for end in ((1,), (2, 2, 1))}),
}


def still_valid(name: str, data: Any, word: str, where: Path_, new: Any) -> bool:
    """Whether an altered certificate is right all the same.

    It is listed above; or it changes the sign of a number that is squared; or the statement of a model says the same as before
    (a derivative spells out factors 0 and powers of 1, so that many of its numbers do not matter).
    """
    if (word, where) in RIGHT.get(name, ("", set()))[1] or (word == "-c" and at(data, where[:-1])[:1] == ["sq"]):
        return True
    if "claim" not in where:
        return False
    claim = where[:max(i for i, key in enumerate(where) if key == "claim") + 1]
    if where[0] == "proof" and free_letters(freeze(at(data, claim))):
        return False  # in a proof only a relation between numbers can be seen to say the same
    return says_the_same(at(data, claim), at(altered(data, where, new), claim))


@pytest.mark.parametrize("name", sorted(library()))
def test_altered_certificates_are_refused(name):
    data, accepted, refused, right = library()[name], [], 0, set()
    for part in parts(data):
        recheck(name, data, part)
        for word, where, new in alterations(data, part):
            try:
                recheck(name, altered(data, where, new), part)
            except Reject as fault:
                assert fault.cause in CAUSES and "no longer states" not in str(fault), (word, where, str(fault))
                refused += 1
            else:
                right.add((word, where))
                if not still_valid(name, data, word, where, new):
                    accepted.append((word, where, at(data, where), new))
    assert not accepted, "\n".join(map(str, accepted))
    assert right >= RIGHT.get(name, ("", set()))[1], "the list of alterations that are right is not up to date"
    assert refused or not data["proof"] or all(step["rule"] in ("cite", "known", "infimum") for step in data["proof"])
