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
    given = dict(statement["hypotheses"])
    if steps[-1]["name"] != "claim" or _conclusions(steps, given)["claim"] != task.goal():
        return False
    for _ in range(60):
        drawn: dict[str, Any] = {}
        for letter in task.letters:
            draw = [Fraction(rng.randint(-8, 8), rng.randint(1, 4)) for _ in range(DIMENSION)]
            drawn[letter.name] = tuple(draw) if letter.sort == "vector" else abs(draw[0]) + Fraction(1, 7) if letter.sign else draw[0]
        try:
            if not _explained(steps, given, drawn, []):
                return False
        except ZeroDivisionError:
            continue
    return True


def _explained(steps: Any, given: dict[str, Any], drawn: dict[str, Any], replaced: list[Any]) -> bool:
    """The same at one point; of the branches of a proof, the one in whose case the point is."""
    facts, at, replaced = _conclusions(steps, given), drawn, list(replaced)
    for step in [None, *steps]:
        if step is not None and step["rule"] == "rewrite":
            replaced.append(facts[step["with"]])
        at = dict(drawn)
        for _, x, t in reversed(replaced):
            at[x] = value(t, at, {})
        slacks = {name: _slack(h, at) for name, h in facts.items() if h[0] != "or"}
        if step is not None and step["rule"] in ("positivity", "ring") and not _holds("==", _rest(step, at, slacks)):
            return False
        if step is not None and step["rule"] == "branches":
            part, branch = next((part, branch) for part, branch in zip(facts[step["of"]][1:], step["branches"], strict=True)
                                if part[0] == "or" or _holds(part[0], _slack(part, at)))
            before = {name: h for name, h in facts.items() if name not in [s["name"] for s in steps[steps.index(step):]]}
            if not _explained(branch, {**before, step["as"]: part}, drawn, replaced):
                return False
    holds = {name: _holds(facts[name][0], slack) for name, slack in slacks.items()}
    return all(holds.values()) or not all(holds[name] for name in given if name in holds)


def _conclusions(steps: Any, given: dict[str, Any]) -> dict[str, Any]:
    """What is given, and what the steps say that they prove."""
    facts = dict(given)
    for step in steps:
        facts[step["name"]] = _conclusion(step, facts)
    return facts


def _conclusion(step: Any, facts: dict[str, Any]) -> Any:
    if step["rule"] == "cauchy_schwarz":
        return ("<=", ("dot", step["u"], step["v"]), ("*", ("norm", step["u"]), ("norm", step["v"])))
    if step["rule"] == "excluded_middle":
        relation, a, b = step["claim"]
        others = {"<=": ("<", b, a), "<": ("<=", b, a), "==": ("or", ("<", a, b), ("<", b, a))}
        return ("or", step["claim"], others[relation])
    if step["rule"] == "branches":
        branch = step["branches"][0]
        return _conclusions(branch, {**facts, step["as"]: facts[step["of"]][1]})[branch[-1]["name"]]
    if step["rule"] == "same_point":
        return ("==", step["u"], step["v"])
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
