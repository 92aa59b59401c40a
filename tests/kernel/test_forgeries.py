"""Certificates of the library, altered in one place, are refused: for what they say, never because of a checksum.

Altered are the numbers, summands and facts in every positivity and ring certificate, wherever it is nested, in proofs and in
the proofs that models carry; and the numbers of every statement that a proof passes through, with its certificate kept: all of
them in the proofs of the six chains of the lectures, a sample with a fixed seed in the models and in every other certificate.

What must never happen is that something false is accepted. An alteration can leave a proof right (a square of -x for that of x,
an empty sum written with other ends, 1^3 for 1^2), so one that the kernel accepts is judged by a witness that shares no code
with its normal forms: random worlds (``tests.kernel.worlds``), in which every term has a value. It must be that

- an altered certificate or side of a chain has the same value as before in every world;
- an altered statement has the same differences of sides as before in every world, or is true in every world;
- every fact of the theorem that is now another formula says the same as before, or is true, in every world. The reading by
  which a claim is PROVED compares formulas, so no verdict rests on such a fact (``tests/test_every_claim.py``).

The letters and hypotheses of a theorem are its statement: altered, it is another one, with another digest, and whoever cites it
is refused.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from proofs.kernel.__main__ import in_order
from proofs.kernel.checker import check_theorem
from proofs.kernel.interpretation import check_instance, check_model, refute
from proofs.kernel.syntax import Formula, Reject, freeze
from tests.kernel.worlds import Sorts, Unclear, World, close, sorts_in

Path_ = tuple[Any, ...]
FOLDER = Path(__file__).resolve().parents[2]/"proofs"/"certificates"
CAUSES = {"identity", "sign", "denominator", "fact", "sort", "mismatch", "range", "shape", "axiom", "hypothesis", "letter", "ball",
          "derivative", "cover", "inadmissible", "capture"}
SIX_CHAINS = """
    descent_lemma step_factor descent_range descent_range_at_its_word lipschitz_gradient quadratic_upper_bound
    harmonic_sum_printed harmonic_sum_coordinate_printed harmonic_denominators harmonic_denominators_second_moment
    gd_one_step gd_strict_progress gd_subtracted_term gd_second_term gd_decrease gd_telescoped gd_best_index gd_best_gradient
    bound_is_convex bound_minimiser bound_minimiser_unique successive_optimisation successive_optimisation_any_step
    lemma_equivalently lemma_upper_bound subgradient_of_strongly_convex strongly_convex_split_003 strongly_convex_error_bound
    error_bound error_bound_chain error_bound_geometric error_bound_linear error_bound_linear_local error_bound_window_003
    pl_descent pl_second_line pl_contraction pl_exponential pl_linear pl_linear_any_step polyak_lojasiewicz
    strong_convexity_implies_pl semi_smooth_window semi_smooth_chain semi_smooth_linear
""".split()
SAMPLE = 15
WORLDS = 12
SAYS = ("claim", "start", "rhs", "nonneg", "equations")  # the parts of a step that are altered


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


def recheck(name: str, data: Any, part: Path_) -> dict[str, Formula]:
    """Check one part; returns the facts of the theorem, if it is its proof."""
    if part == ("proof",):
        return check_theorem(data, verified()).facts
    if part[0] == "example":
        check_model(data, data["example"])
    elif part[0] == "instances":
        check_instance(data, at(data, part[:2])["claim"], at(data, part[:2])["model"])
    else:
        entry = at(data, part[:2])
        refute(entry.get("statement", data), entry["claim"], entry["model"])
    return {}


def parts(data: Any) -> Iterator[Path_]:
    """Where proofs are in a certificate file."""
    yield ("proof",)
    yield from ((kind, name, "model", "proofs") for kind in ("refutations", "inferences", "instances")
                for name, entry in data.get(kind, {}).items() if entry["model"].get("proofs"))
    if data.get("example", {}).get("proofs"):
        yield ("example", "proofs")


# --- the witness -----------------------------------------------------------------------------------------------------


def values(world: World, kind: str, part: Any) -> list[Any]:
    """What a part of a step says in a world."""
    if kind == "claim":
        return world.gaps(part)
    return [world.value(("*", q, ("slack", name))) for q, name in part] if kind == "equations" else [world.value(part)]


def right(sorts: Sorts, kind: str, old: Any, new: Any) -> bool:
    """Whether an altered part says the same in every world, or is a statement that is true in every world."""
    worlds = [World(seed, sorts) for seed in range(WORLDS)]
    try:
        both = [(values(w, kind, old), values(w, kind, new)) for w in worlds]
        if all(len(a) == len(b) and all(map(close, a, b)) for a, b in both):
            return True
        return kind == "claim" and all(world.holds(new) for world in worlds)
    except Unclear:
        return False


def right_all_the_same(data: Any, where: Path_, new: Any) -> bool:
    place = where[:max(i for i, key in enumerate(where) if key in SAYS) + 1]
    return right(sorts_in(data), place[-1], freeze(at(data, place)), freeze(at(altered(data, where, new), place)))


# --- the forgeries ---------------------------------------------------------------------------------------------------


def chosen(name: str, data: Any) -> list[tuple[Path_, Alteration]]:
    """The alterations that are tried: all in a proof of the six chains; else a few, with a seed of their own, fewer if it is long."""
    every = [(part, a) for part in parts(data) for a in alterations(data, part)]
    proof = [(part, a) for part, a in every if part == ("proof",) and name in SIX_CHAINS]
    rest = every[len(proof):]  # the proof comes first
    return proof + random.Random(name).sample(rest, min(len(rest), SAMPLE, max(3, 200_000//len(json.dumps(data)))))


@pytest.mark.parametrize("name", sorted(library()))
def test_altered_certificates_are_refused(name):
    data, wrong, refused = library()[name], [], 0
    facts = {part: recheck(name, data, part) for part in parts(data)}
    tried = chosen(name, data)
    for part, (word, where, new) in tried:
        try:
            found = recheck(name, altered(data, where, new), part)
        except Reject as fault:
            assert fault.cause in CAUSES and "no longer states" not in str(fault), (word, where, str(fault))
            refused += 1
            continue
        others = [n for n in facts[part] if found[n] != facts[part][n]]
        if not right_all_the_same(data, where, new) or not all(
                right(sorts_in(data), "claim", facts[part][n], found[n]) for n in others):
            wrong.append((word, where, at(data, where), new))
    assert not wrong, "\n".join(map(str, wrong))
    assert refused or not tried


def test_the_six_chains_are_in_the_library():
    assert set(SIX_CHAINS) <= set(library())


@pytest.mark.parametrize("name", sorted(library()))
def test_an_altered_statement_is_another_one(name):
    """A number of a hypothesis, or the sign of a letter: what is then proved, if anything, has another digest."""
    data, rng = library()[name], random.Random(name)
    others = [altered(data, where, new) for h in data["hypotheses"] for _, where, new in of_numbers(data, ("hypotheses", h))]
    others += [altered(data, ("letters", letter, 1), sign) for letter, (sort, known) in data["letters"].items()
               for sign in ("", "> 0") if sign != known and sort in ("real", "index")]
    for other in rng.sample(others, min(3, len(others))):
        try:
            assert check_theorem(other, verified()).digest != verified()[name].digest
        except Reject:
            pass


@pytest.mark.parametrize("old, new", [
    (["<=", "a", "b"], ["<=", "a", ["*", 2, "b"]]), (["==", ["sq", "u"], 1], ["==", ["sq", "u"], 2]), (["<", 1, 2], ["<", 2, 2]),
    (["==", ["norm", "a"], "a"], ["==", ["norm", ["-", "a"]], ["-", "a"]]),
    (["forall", [["k", "index"]], [["<=", 0, "k"]], ["<=", 0, "k"]], ["forall", [["k", "index"]], [["<=", 0, "k"]], ["<=", 1, ["+", "k", -1]]]),
], ids=str)
def test_the_witness_sees_what_is_wrong(old, new):
    assert not right({"u": ("vector", "")}, "claim", freeze(old), freeze(new))
    assert right({"u": ("vector", "")}, "claim", freeze(old), freeze(old))
