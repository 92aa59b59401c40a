"""True obligations with a constant made stronger, a sign flipped or a hypothesis dropped, and a check that trusts no kernel.

Run 1,000 of them: python -m tests.search.mutations 1000.
"""

from __future__ import annotations

import json
import math
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
    """A kernel term at exact numbers, by the school's rules only; vectors are tuples, and norms of them floats."""
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
    if head == "norm":
        return math.sqrt(sum(a*a for a in parts[0])) if isinstance(parts[0], tuple) else abs(parts[0])
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
    """Whether the certificate's identities hold at random points, and all that it proves wherever the hypotheses do.

    Where a step replaced a letter, the steps after it speak of points on that equation. Points are exact; norms are not.
    """
    statement, steps = task.statement(), _tuples(certificate["proof"])
    facts = dict(statement["hypotheses"])
    for step in steps:
        facts[step["name"]] = _conclusion(step, facts)
    if steps[-1]["name"] != "claim" or facts["claim"] != task.goal():
        return False
    for _ in range(60):
        drawn: dict[str, Any] = {}
        for letter in task.letters:
            draw = [Fraction(rng.randint(-8, 8), rng.randint(1, 4)) for _ in range(DIMENSION)]
            drawn[letter.name] = tuple(draw) if letter.sort == "vector" else abs(draw[0]) + Fraction(1, 7) if letter.sign else draw[0]
        try:
            at, replaced = drawn, []
            for step in steps:
                if step["rule"] == "rewrite":
                    at, replaced = dict(drawn), [*replaced, facts[step["with"]]]
                    for _, x, t in reversed(replaced):
                        at[x] = value(t, at, {})
                slacks = {name: _slack(h, at) for name, h in facts.items()}
                if step["rule"] in ("positivity", "ring") and not _holds("==", _rest(step, at, slacks)):
                    return False
        except ZeroDivisionError:
            continue
        holds = [_holds(facts[name][0], slacks[name]) for name in facts]
        if all(holds[:len(statement["hypotheses"])]) and not all(holds):
            return False
    return True


def _conclusion(step: Any, facts: dict[str, Any]) -> Any:
    """What a step says that it proves."""
    if step["rule"] == "cauchy_schwarz":
        return ("<=", ("dot", step["u"], step["v"]), ("*", ("norm", step["u"]), ("norm", step["v"])))
    name = step.get("with") or step.get("fact")
    return facts[name] if name else step["claim"]


def _rest(step: Any, at: dict[str, Any], slacks: dict[str, Any]) -> Any:
    """What the certificate of a step leaves unexplained."""
    rest = slacks[step["name"]]
    parts = [value(step["nonneg"], at, slacks)] if "nonneg" in step else []
    for q, name in step.get("equations", ()):
        m, e = value(q, at, slacks), slacks[name]
        both = isinstance(m, tuple) and isinstance(e, tuple)
        parts.append(sum(a*b for a, b in zip(m, e, strict=True)) if both else tuple(m*a for a in e) if isinstance(e, tuple) else m*e)
    for part in parts:
        rest = tuple(a - b for a, b in zip(rest, part, strict=True)) if isinstance(rest, tuple) else rest - part
    return rest


def _holds(relation: str, slack: Any) -> bool:
    if isinstance(slack, tuple):
        return not any(slack)
    zero = 1e-6 if isinstance(slack, float) else 0
    return abs(slack) <= zero if relation == "==" else slack >= -zero if relation == "<=" else slack > -zero


def _tuples(t: Any) -> Any:
    """JSON with tuples for its lists."""
    if isinstance(t, dict):
        return {key: _tuples(a) for key, a in t.items()}
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
