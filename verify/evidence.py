"""What is shown of a verdict: a model in words, a certificate as lines to multiply out. Nothing is decided here."""

from __future__ import annotations

from typing import Any

from proofs.kernel.checker import Verified
from proofs.kernel.model import Model
from proofs.kernel.syntax import freeze
from proofs.language import ForAll, Letter
from proofs.printing import latex, plain
from proofs.reader import declarations
from proofs.theorem import Obligation
from proofs.writer import readable, write

Data = dict[str, Any]
_PARTS = (("reals", ("real", "index")), ("vectors", ("vector",)), ("functions", ("function",)), ("operators", ("operator",)),
          ("sequences", ("real sequence", "vector sequence")), ("families", ("function sequence",)))


def describe(o: Obligation, model: Model, values: list[Any], data: Data) -> Data:
    """A model in words: exact numbers as strings, functions in their coordinates, and both sides of the claim."""
    mentioned = set(declarations(o.statement, *o.hypotheses.values(), *(o.cited or {}).values()))
    sorts = {name: letter.sort for name, letter in model.letters.items() if name in mentioned}
    given = {part: {name: v for name, v in data.get(part, {}).items() if sorts.get(name) in kinds} for part, kinds in _PARTS}
    functions = {name: _text(f, model.dimension) for name, f in given["functions"].items()}
    points = {name: _point(v) for name, v in given["vectors"].items()}
    for name, sequence in given["sequences"].items():
        if name not in mentioned:
            continue
        if "term" in sequence:
            points[f"{name}[k]"] = _point(sequence["term"])
        elif "values" in sequence:
            points |= {f"{name}[{i + sequence.get('from', 0)}]": _point(v) for i, v in enumerate(sequence["values"])}
        else:
            points |= {f"{name}[{i}]": _point(model.member(name, i)) for i in (0, 1)}
    for name, family in given["families"].items():
        listed = enumerate(family.get("values", ()), family.get("from", 1))
        members = {"k": family["term"]} if "term" in family else dict(listed)
        functions |= {f"{name}[{i}]": _text(f, model.dimension) for i, f in members.items()}
    if isinstance(o.statement, ForAll) and "at" in data:
        points |= {v.name: _point(data["at"][v.name]) for v in o.statement.letters}
    matrices = {name: f"({', '.join(_point(row) for row in rows)})" for name, rows in given["operators"].items()}
    params = {name: _text(v) for name, v in given["reals"].items()} | matrices
    sides = {"lhs": _number(values[0]), "rhs": _number(values[1])} if values else {}
    return {"params": params, "functions": functions, "points": points} | sides


def _text(t: Any, dimension: int = 0) -> str:
    text: str = plain(write(freeze(t), {})).replace("^", "**")
    return text.replace("x1", "x") if dimension == 1 else text


def _point(value: Any) -> str:
    if isinstance(value, (list, tuple)) and not (value and isinstance(value[0], str) and (len(value) > 1 or value[0] == "pi")):
        parts = [_text(a) for a in value]
        return parts[0] if len(parts) == 1 else f"({', '.join(parts)})"
    return _text(value)


def _number(interval: Any) -> str:
    low, high = interval
    return str(low) if low == high else f"{float(low):.12g} (an irrational number, enclosed to 48 digits)"


def identity(o: Obligation, data: Data, verified: Verified) -> tuple[tuple[str, str], ...]:
    """The certificate of an obligation as lines to read: (plain, LaTeX)."""
    step = step_named(o.name, data["proof"])
    return () if step is None else explain(step, data, verified)


def explain(step: Data, data: Data, verified: Verified) -> tuple[tuple[str, str], ...]:
    """One step of a proof as lines to read: (plain, LaTeX)."""
    letters = {name: Letter(name, *kind) for name, kind in data["letters"].items()}
    lines: list[tuple[str, str]] = []

    def say(text: str) -> None:
        lines.append((text, rf"\text{{{text}}}"))

    identical = step["rule"] == "ring" or (step["rule"] == "positivity" and "nonneg" not in step)
    if identical and not step.get("equations"):
        say("both sides have the same normal form")
    elif step["rule"] in ("positivity", "ring"):
        parts = [] if step["rule"] == "ring" or step.get("nonneg", 0) == 0 else [write(freeze(step["nonneg"]), letters)]
        parts += [write(("*", freeze(q), ("slack", name)), letters) for q, name in step.get("equations", [])]
        total = readable(parts[0] if len(parts) == 1 else sum(parts[1:], parts[0]) if parts else write(0, letters))
        lines.append((f"right - left = {plain(total)}", rf"\text{{right}} - \text{{left}} = {latex(total)}"))
        for name in sorted(slacks(step)):
            fact = verified.hypotheses.get(name) or verified.facts.get(name)
            if fact is not None:
                tree = write(fact, letters)
                lines.append((f"[{name}] is right - left of: {plain(tree)}",
                              rf"\left[\text{{{name}}}\right]\text{{ is right}} - \text{{left of: }}{latex(tree)}"))
    else:
        say(f"by the rule '{step['rule'].replace('_', ' ')}'" + (f" from '{step['of']}'" if "of" in step else "")
            + (f" from '{step['fact']}'" if "fact" in step else ""))
    return tuple(lines)


def slacks(part: Any) -> set[str]:
    """The facts whose slacks a step mentions."""
    if isinstance(part, dict):
        return set().union(*(slacks(v) for v in part.values())) | {name for _, name in part.get("equations", [])}
    if isinstance(part, list):
        return {part[1]} if part[:1] == ["slack"] else set().union(set(), *(slacks(v) for v in part))
    return set()


def step_named(name: str, proof: list[Data]) -> Data | None:
    """The step of a proof (or the link of a chain) with this name."""
    for step in proof:
        if step["name"] == name:
            return step
        for link in step["links"] if step["rule"] == "chain" else ():
            if link["name"] == name:
                return link["by"] if isinstance(link["by"], dict) else {"rule": "known", "fact": link["by"]}
    return None
