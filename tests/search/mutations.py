"""True obligations with a constant made stronger, a sign flipped or a hypothesis dropped, and a check that trusts no kernel.

Run 1,000 of them: python -m tests.search.mutations 1000.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

from proofs.obligation import ObligationError, Task, read_obligation
from proofs.search.decide import decide
from verify.decided import settle

SOURCES = [Path(__file__).resolve().parents[1]/"benchmarks"/"textbook.json"]
DIMENSION = 3


def true_obligations() -> list[dict[str, Any]]:
    """The obligations of the benchmark that are true."""
    found = [o for path in SOURCES for o in json.loads(path.read_text())]
    return [{k: v for k, v in o.items() if k not in ("source", "truth")} for o in found if o["truth"] == "true"]


def mutant(o: dict[str, Any], rng: random.Random) -> dict[str, Any]:
    """One change: a number of the claim, a sign of the claim, or a hypothesis that is left out."""
    out = json.loads(json.dumps(o))
    kind = rng.choice(["constant", "sign", "drop"])
    if kind == "drop" and out.get("hyps"):
        del out["hyps"][rng.choice(sorted(out["hyps"]))]
        return out
    spots = list(re.finditer(r"\b\d+\b" if kind == "constant" else r"(?<=[\w)])[-+](?=[\w(])", out["claim"]))
    if not spots:
        out["claim"] += " - 1/1000"
        return out
    spot = rng.choice(spots)
    new = {"+": "-", "-": "+"}.get(spot[0]) or str(int(spot[0]) + rng.choice([1, 2]))
    out["claim"] = out["claim"][:spot.start()] + new + out["claim"][spot.end():]
    return out


def value(t: Any, at: dict[str, Any], slacks: dict[str, Any]) -> Any:
    """A kernel term at exact numbers, by the school's rules only; vectors are tuples."""
    if isinstance(t, (int, Fraction)):
        return Fraction(t)
    if isinstance(t, str):
        return at[t]
    head, args = t[0], t[1:]
    if head == "slack":
        return slacks[args[0]]
    if head == "^":
        return value(args[0], at, slacks)**args[1]
    parts = [value(a, at, slacks) for a in args]
    if head in ("dot", "sq"):
        u, v = parts if head == "dot" else parts*2
        return sum((a*b for a, b in zip(u, v, strict=True)), Fraction(0)) if isinstance(u, tuple) else u*v
    if head == "/":
        return tuple(a/parts[1] for a in parts[0]) if isinstance(parts[0], tuple) else parts[0]/parts[1]
    if head == "-":
        return tuple(-a for a in parts[0]) if isinstance(parts[0], tuple) else -parts[0]
    if head == "+":
        return tuple(map(sum, zip(*parts, strict=True))) if isinstance(parts[0], tuple) else sum(parts)
    if head == "*":
        out: Any = Fraction(1)
        for p in parts:
            out = tuple(out*a for a in p) if isinstance(p, tuple) else tuple(p*a for a in out) if isinstance(out, tuple) else out*p
        return out
    raise ValueError(head)


def _slack(relation: Any, at: dict[str, Any]) -> Any:
    a, b = value(relation[1], at, {}), value(relation[2], at, {})
    return tuple(y - x for x, y in zip(a, b, strict=True)) if isinstance(a, tuple) else b - a


def confirmed(task: Task, certificate: dict[str, Any], rng: random.Random) -> bool:
    """Whether the certificate's identity holds at random exact points, and the claim wherever the hypotheses do."""
    (step,) = [s for s in certificate["proof"] if s["name"] == "claim"]
    statement, goal = task.statement(), task.goal()
    for _ in range(60):
        at: dict[str, Any] = {}
        for letter in task.letters:
            draw = [Fraction(rng.randint(-8, 8), rng.randint(1, 4)) for _ in range(DIMENSION)]
            at[letter.name] = tuple(draw) if letter.sort == "vector" else abs(draw[0]) + Fraction(1, 7) if letter.sign else draw[0]
        try:
            slacks = {name: _slack(h, at) for name, h in statement["hypotheses"].items()}
            rest = _slack(goal, at) - value(_tuples(step.get("nonneg", 0)), at, slacks)
            for q, name in step.get("equations", []):
                m, e = value(_tuples(q), at, slacks), slacks[name]
                rest -= sum(a*b for a, b in zip(m, e, strict=True)) if isinstance(e, tuple) else m*e
        except ZeroDivisionError:
            continue
        holds = all(s >= 0 if h[0] == "<=" else s == 0 or not any(s if isinstance(s, tuple) else (s,))
                    for h, s in zip(statement["hypotheses"].values(), slacks.values(), strict=True))
        if rest != 0 or (holds and _slack(goal, at) < 0):
            return False
    return True


def _tuples(t: Any) -> Any:
    return tuple(_tuples(a) for a in t) if isinstance(t, list) else t


def run(count: int, seconds: float = 1.0) -> Counter[str]:
    """Decide mutants; raises `AssertionError` for a PROVED that the exact check does not confirm."""
    rng = random.Random(0)
    pool, verdicts = true_obligations(), Counter[str]()
    while sum(verdicts.values()) < count:
        o = mutant(rng.choice(pool), rng)
        try:
            task = read_obligation(o)
        except ObligationError:
            continue
        answer = settle(task.statement(), task.goal(), decide(task.statement(), task.goal(), time.monotonic() + seconds))
        verdicts[answer.verdict] += 1
        if answer.verdict == "PROVED":
            assert confirmed(task, answer.certificate or {}, rng), o
    return verdicts


if __name__ == "__main__":
    print(dict(run(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)))
