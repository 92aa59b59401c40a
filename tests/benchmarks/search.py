"""How many textbook obligations the search decides and in what time, beside z3 on coordinates and PEPit, in one run.

Run: python -m tests.benchmarks.search [--timeout SECONDS]

The set is ``textbook.json``: one step of a proof each, from books and papers named under "source", about a third of them made
false on purpose ("truth"). Ours counts once the kernel confirms the certificate or the counterexample, and its time includes
that check. z3 (nlsat) gets the negated claim in coordinates of dimension min(number of vectors, 3): "unsat" speaks of that
dimension alone, and comes without a certificate. PEPit gets the claims that are a worst-case rate (``pepit_rates.py``), each at
one value of its parameters, and answers in floats; without it (``pip install -e '.[bench]'``) its column is left out.
"""

import argparse
import json
import time
from dataclasses import dataclass
from fractions import Fraction
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import z3

from proofs.kernel.checker import read_letters
from proofs.kernel.model import Model
from proofs.kernel.syntax import Reject, Term, freeze
from proofs.obligation import Task, read_obligation
from proofs.search.decide import decide
from verify.decided import settle

try:
    from tests.benchmarks.pepit_rates import RATES
except ImportError:  # PEPit is needed for its own column only
    RATES = {}

TEXTBOOK = Path(__file__).with_name("textbook.json")
NOTES = ("source", "truth")  # keys of the set that are no part of an obligation
RIGHT = {"true": "PROVED", "false": "REFUTED"}
SLOW = 1.0  # seconds
WITHIN = 1e-4  # what a worst case in floats may lie above a rate that holds, relatively
PEPIT = "PEPit (floats, one value of the parameters)"


@dataclass(frozen=True)
class Entry:
    """An obligation of the set; ``raw`` is as a user's file has it."""

    raw: dict[str, Any]
    source: str
    truth: str

    @property
    def id(self) -> str:
        return self.raw["id"]

    def task(self) -> Task:
        return read_obligation(self.raw)


@dataclass(frozen=True)
class Found:
    """What one of them made of an obligation: PROVED, REFUTED, VACUOUS or OPEN, in how many seconds."""

    verdict: str
    seconds: float
    message: str = ""


CLASSES = {
    "all": lambda e: True,
    "true": lambda e: e.truth == "true",
    "false": lambda e: e.truth == "false",
    "three or more vectors": lambda e: len(e.raw["vectors"]) >= 3,
    "two or more parameters": lambda e: len(e.raw["params"]) >= 2,
    "both": lambda e: len(e.raw["vectors"]) >= 3 and len(e.raw["params"]) >= 2,
    "worst-case rates": lambda e: e.id in RATES,
}


def load() -> list[Entry]:
    """The set, in the order of the file."""
    return [Entry({k: v for k, v in o.items() if k not in NOTES}, o["source"], o["truth"])
            for o in json.loads(TEXTBOOK.read_text(encoding="utf-8"))]


def ours(entry: Entry, limit: float) -> Found:
    """The decision of the search that the kernel confirms."""
    start = time.monotonic()
    task = entry.task()
    statement, goal = task.statement(), task.goal()
    try:
        answer = settle(statement, goal, decide(statement, goal, start + limit))
    except Exception as fault:  # what breaks on one obligation is listed, and the rest is still measured
        return Found("OPEN", time.monotonic() - start, f"BROKE OFF: {type(fault).__name__}: {fault}")
    return Found(answer.verdict, time.monotonic() - start, answer.message)


# --- z3 alone ------------------------------------------------------------------------------------------------------


def z3_alone(entry: Entry, limit: float) -> Found:
    """z3 on the negated claim, in coordinates."""
    start = time.monotonic()
    task = entry.task()
    statement, goal = task.statement(), freeze(task.goal())
    dimension = max(1, min(len(entry.raw["vectors"]), 3))
    letters = read_letters([(name, *kind) for name, kind in statement["letters"].items()])
    vectors = {n: [f"{n}.{i}" for i in range(dimension)] for n, letter in letters.items() if letter.sort == "vector"}
    model = Model(letters, {"dimension": dimension, "vectors": vectors}, {})
    solver = z3.SolverFor("QF_NRA")
    solver.set("timeout", int(1000*limit))
    for name, letter in letters.items():
        if letter.sign:
            solver.add(z3.Real(name) > 0 if letter.sign == "> 0" else z3.Real(name) >= 0)
    for formula in statement["hypotheses"].values():
        solver.add(*_relations(model, freeze(formula), solver))
    solver.add(z3.Not(z3.And(_relations(model, goal, solver))))
    answer = solver.check()
    verdict = "PROVED" if answer == z3.unsat else "REFUTED" if answer == z3.sat else "OPEN"
    return Found(verdict, time.monotonic() - start, f"in dimension {dimension}" if vectors else "")


def _relations(model: Model, formula: Any, solver: Any) -> list[Any]:
    """A relation in coordinates; of vectors, one for each."""
    head, a, b = formula
    if model.is_vector(a) or model.is_vector(b):
        return [_z3(x, solver) == _z3(y, solver) for x, y in zip(model.vector(a), model.vector(b), strict=True)]
    x, y = _z3(model.real(a), solver), _z3(model.real(b), solver)
    return [x <= y if head == "<=" else x < y if head == "<" else x == y]


def _z3(t: Term, solver: Any) -> Any:
    """A term about numbers for z3; what divides is not zero."""
    if isinstance(t, (int, Fraction)):
        return z3.RealVal(str(t))
    if isinstance(t, str):
        return z3.Real(t)
    head, args = t[0], t[1:]
    if head == "^" and args[1] >= 0:
        return z3.Product([_z3(args[0], solver)]*args[1]) if args[1] else z3.RealVal(1)
    parts = [_z3(a, solver) for a in args]
    if head == "+":
        return z3.Sum(parts)
    if head == "*":
        return z3.Product(parts)
    if head == "-":
        return -parts[0]
    if head == "/":
        if not isinstance(args[1], (int, Fraction)):
            solver.add(parts[1] != 0)
        return parts[0]/parts[1]
    raise Reject("shape", f"z3 is not given {head!r}")


# --- PEPit ---------------------------------------------------------------------------------------------------------


def pepit(entry: Entry) -> Found | None:
    """PEPit's worst case against the rate that is claimed; None for what is no rate."""
    if entry.id not in RATES:
        return None
    start, rate = time.monotonic(), RATES[entry.id]
    try:
        worst = rate.worst_case()
    except Exception as fault:  # a solver that gives up is an answer too
        return Found("OPEN", time.monotonic() - start, f"{type(fault).__name__}: {fault}")
    claimed = float(rate.rate)
    verdict = "OPEN" if isnan(worst) else "PROVED" if worst <= claimed*(1 + WITHIN) else "REFUTED"
    return Found(verdict, time.monotonic() - start, f"worst case {worst:.6g}, claimed {claimed:.6g}")


# --- the table -----------------------------------------------------------------------------------------------------


def table(entries: list[Entry], results: dict[str, list[Found | None]]) -> str:
    """Per class: how many of those that it was given each decides rightly, and the times of all of these in milliseconds."""
    head = f"{'':24}" + "".join(f"{name:^50}" for name in results)
    lines = [head, f"{'class':24}" + f"{'decided':>12}{'wrong':>6}{'median':>8}{'90%':>8}{'99%':>8}{'max':>8}"*len(results)]
    for name, belongs in CLASSES.items():
        row = f"{name:24}"
        for found in results.values():
            given = [(e, f) for e, f in zip(entries, found, strict=True) if f and belongs(e)]
            decided = sum(f.verdict == RIGHT[e.truth] for e, f in given)
            row += f"{f'{decided}/{len(given)}':>12}{sum(wrong(e, f) for e, f in given):>6}"
            times = 1000*np.quantile([f.seconds for e, f in given], [0.5, 0.9, 0.99, 1.0]) if given else ()
            row += "".join(f"{t:>8.0f}" for t in times) or " "*32
        lines.append(row)
    return "\n".join(lines)


def wrong(entry: Entry, found: Found) -> bool:
    return found.verdict not in ("OPEN", RIGHT[entry.truth])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--timeout", type=float, default=10.0, help="seconds for each obligation, for ours and for z3")
    limit = parser.parse_args().timeout
    entries = load()
    if unknown := RATES.keys() - {e.id for e in entries}:
        raise SystemExit(f"pepit_rates.py speaks of {', '.join(sorted(unknown))}, and the set does not")
    deciders = {"ours": lambda e: ours(e, limit), "z3": lambda e: z3_alone(e, limit)}
    if RATES:
        deciders[PEPIT] = pepit
    for name, decider in deciders.items():
        decider(next(e for e in entries if name != PEPIT or e.id in RATES))  # what is loaded at the first use is nobody's time
    results: dict[str, list[Found | None]] = {name: [] for name in deciders}
    for e in entries:
        for name, decider in deciders.items():
            results[name].append(decider(e))
    print(f"{len(entries)} obligations, {limit:g} s each; times in milliseconds\n\n{table(entries, results)}")
    if not RATES:
        print("\nPEPit is not installed, so its column is missing: pip install -e '.[bench]'")
    for name, found in results.items():
        given = [(e, f) for e, f in zip(entries, found, strict=True) if f]
        decided = [(e, f) for e, f in given if f.verdict != "OPEN"]
        for title, rows in (("open", [(e, f) for e, f in given if f.verdict == "OPEN"]),
                            ("WRONG", [(e, f) for e, f in given if wrong(e, f)]),
                            (f"decided, in more than {SLOW:g} s", [(e, f) for e, f in decided if f.seconds > SLOW])):
            print(f"\n{name}: {title}: {len(rows)}")
            for e, f in rows:
                print(f"  {e.id:42} {e.truth:6} {f.verdict:8} {f.seconds:7.2f} s  {f.message[:100]}".rstrip())


if __name__ == "__main__":
    main()
