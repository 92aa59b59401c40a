"""What is shown of a verdict: a model in words, a certificate as lines to multiply out. Nothing is decided here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from proofs.kernel.checker import Verified
from proofs.kernel.exact import evaluate
from proofs.kernel.model import Model
from proofs.kernel.syntax import freeze
from proofs.language import ForAll, Letter, LinearRate, meaning
from proofs.printing import latex, plain
from proofs.reader import declarations, read
from proofs.theorem import Obligation
from proofs.writer import readable, write

Data = dict[str, Any]
CHAIN = "the chain, from its first side to its last"
_REPEATS = ("known", "same_statement")  # rules that say a fact again
_NO_FACTS = ("name", "rule", "claim", "letters", "letter", "theorem", "digest", "at", "as", "part", "nonneg")  # keys of a step
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
    stated = meaning(o.statement)
    if isinstance(stated, ForAll) and "at" in data:
        points |= {v.name: _point(data["at"][v.name]) for v in stated.letters}
    matrices = {name: f"({', '.join(_point(row) for row in rows)})" for name, rows in given["operators"].items()}
    params = {name: _text(v) for name, v in given["reals"].items()} | matrices
    return {"params": params, "functions": functions, "points": points} | _end(o, model, values, data)


def _end(o: Obligation, model: Model, values: list[Any], data: Data) -> Data:
    """How the claim fails: its two sides, or in words what is proved of the model."""
    if isinstance(o.statement, LinearRate) and values:
        low = f"{plain(o.statement.body)} is at least {_number(values[0])} for every {o.statement.var}"
        return {"because": f"{low}, so that no C and q < 1 exist"}
    if not values:
        return {"because": _negation(model, data)}
    stated = freeze(read(o.statement))
    relation = stated[3] if stated[0] == "forall" else stated
    if stated[0] == "==" and model.is_vector(stated[1]):
        both = [[_number(evaluate(x)) for x in model.vector(t)] for t in stated[1:]]
        return {side: f"({', '.join(v)})" if len(v) > 1 else v[0] for side, v in zip(("lhs", "rhs"), both, strict=True)}
    return {"lhs": _number(values[0]), "rhs": _number(values[1]), "relation": relation[0]}


def _negation(model: Model, data: Data) -> str:
    """What a person needs of the proof of the negation: the values that it takes, and what it shows by induction."""
    steps = data.get("proofs", {}).get("claim", [])
    words = list(_taken(model, steps)) or [_bare(model, s["claim"]) for s in steps if s["rule"] == "compute"]
    return "the negation of the claim is proved" + (f": {'; '.join(words)}" if words else "")


def _taken(model: Model, steps: list[Data], depth: int = 0) -> Iterator[str]:
    for step in steps:
        if step["rule"] == "induction":
            yield f"{_bare(model, step['claim'])} for every {step['letter']} from {step['from']}, by induction"
        elif step["rule"] == "witness":
            yield "take " + ", ".join(f"{_bare(model, name)} = {_bare(model, value)}" for name, value in step["at"].items())
        elif step["rule"] == "obtain":
            yield from _taken(model, step["proof"], depth)
        elif step["rule"] == "generalise" and depth == 0 and (inner := list(_taken(model, step["proof"], 1))):
            letters = ", ".join(_bare(model, name) for name, _ in step["letters"])
            given = ", ".join(_bare(model, f) for f in step["conditions"].values())
            yield f"for every {letters}{f' with {given}' if given else ''}: {'; '.join(inner)}"


def _bare(model: Model, t: Any) -> str:
    """A term or formula of a proof inside a model; on a line a point x is its only coordinate, to the kernel x_1 or x.1."""
    text: str = plain(write(freeze(t), {}))
    return re.sub(r"\b([A-Za-z]\w*?)[._]1\b", r"\1", text) if model.dimension == 1 else text


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
    """How the last step of a proof comes about, as lines to read: (plain, LaTeX). An identity, or the steps that lead to it."""
    letters = {name: Letter(name, *kind) for name, kind in data["letters"].items()}
    if is_leaf(step):
        return tuple(_leaf(step, letters, verified))
    own = {s["name"]: s for s in data["proof"]}
    if step["rule"] == "known" and own.get(step["fact"], {}).get("rule") == "chain":
        return ((CHAIN, rf"\text{{{CHAIN}}}"),)
    return tuple(told(own[name], verified.facts[name], letters) for name in _leading_to(step, own) if name in verified.facts)


def is_leaf(step: Data) -> bool:
    """Whether the certificate of a step is an identity to multiply out."""
    return step["rule"] in ("positivity", "ring")


def _leaf(step: Data, letters: Data, verified: Verified) -> Iterator[tuple[str, str]]:
    """A certificate that can be multiplied out."""
    if (step["rule"] == "ring" or "nonneg" not in step) and not step.get("equations"):
        words = "both sides have the same normal form"
        yield words, rf"\text{{{words}}}"
        return
    parts = [] if step["rule"] == "ring" or step.get("nonneg", 0) == 0 else [write(freeze(step["nonneg"]), letters)]
    parts += [write(("*", freeze(q), ("slack", name)), letters) for q, name in step.get("equations", [])]
    total = readable(parts[0] if len(parts) == 1 else sum(parts[1:], parts[0]) if parts else write(0, letters))
    yield f"right - left = {plain(total)}", rf"\text{{right}} - \text{{left}} = {latex(total)}"
    for name in sorted(slacks(step)):
        fact = verified.hypotheses.get(name) or verified.facts.get(name)
        if fact is not None:
            tree = write(fact, letters)
            yield (f"[{name}] is right - left of: {plain(tree)}",
                   rf"\left[\text{{{name}}}\right]\text{{ is right}} - \text{{left of: }}{latex(tree)}")


def _leading_to(step: Data, own: dict[str, Data]) -> list[str]:
    """The steps under one of them, in the order of the proof, without those that only repeat another."""
    needed: set[str] = set()
    pending = [step]
    while pending:
        for name in _mentions(pending.pop()) & own.keys() - needed:
            needed.add(name)
            pending.append(own[name])
    silent = _REPEATS if needed else ()
    return [s["name"] for s in own.values() if (s["name"] in needed or s is step) and s["rule"] not in silent]


def _mentions(part: Any) -> set[str]:
    """The facts that a step, or what stands inside of it, names."""
    if isinstance(part, list):
        return set().union(*map(_mentions, part))
    if not isinstance(part, dict):
        return set()
    found = slacks(part)
    for key, value in part.items():
        values = value if isinstance(value, list) else [*value.values()] if isinstance(value, dict) else [value]
        if key not in _NO_FACTS:
            found |= {v for v in values if isinstance(v, str)}
            found |= set().union(*map(_mentions, values))
    return found


def told(step: Data, fact: Any, letters: Data) -> tuple[str, str]:
    """``name: formula (by what)``."""
    tree, by = write(fact, letters), step["rule"].replace("_", " ")
    if by == "cite":
        by = f"theorem {step['theorem']}"
    elif by == "instance":
        by = f"from {step['of']}"
    elif by == "witness":
        by = "take " + ", ".join(f"{n} = {plain(write(freeze(t), letters))}" for n, t in step["at"].items())
    name = "" if re.fullmatch(r"s\d+", step["name"]) else f"{step['name'].removesuffix('.never')}: "  # s1, s2: the search's own
    return f"{name}{plain(tree)}   ({by})", (rf"\text{{{name}}}" if name else "") + rf"{latex(tree)}\quad\text{{({by})}}"


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
