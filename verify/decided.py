"""What the search decided, asked again of the kernel: a verdict here rests on the kernel's word alone.

What the search hands over is made plain JSON first, so that the data that were checked are the data that are saved.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from proofs import algebraic
from proofs.algebraic import THETA
from proofs.kernel.checker import Verified, check_theorem, open_theorem, read_letters
from proofs.kernel.exact import Interval, evaluate
from proofs.kernel.interpretation import refute
from proofs.kernel.syntax import BINDERS, RELATIONS, Formula, Reject, Term, freeze
from proofs.obligation import CLAIM, CONTRADICTION, DENOMINATOR, cancels
from proofs.printing import plain
from proofs.writer import write

Data = dict[str, Any]
PROVED, REFUTED, VACUOUS, OPEN, INVALID = "PROVED", "REFUTED", "VACUOUS", "OPEN", "INVALID"


class Proposal(Protocol):
    """What a search hands over: a verdict, with a theorem file or a model to check."""

    @property
    def verdict(self) -> str: ...
    @property
    def certificate(self) -> Data | None: ...
    @property
    def model(self) -> Data | None: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True)
class Answer:
    """A verdict that the kernel confirmed (or OPEN), with what it was confirmed by; ``sides`` are those of a refuted claim."""

    verdict: str
    certificate: Data | None = None
    model: Data | None = None
    sides: tuple[str, str] | None = None
    message: str = ""


class Unconfirmed(Exception):
    """The kernel does not confirm what the search says. The message says why."""


def settle(statement: Data, goal: Formula, found: Proposal) -> Answer:
    """The verdict on ``hypotheses |- goal`` that the kernel confirms; what it does not confirm is OPEN, with the reason."""
    goal = freeze(goal)
    try:
        if found.verdict == PROVED:
            verified, data = _checked(statement, found.certificate)
            if verified.facts.get(CLAIM) != goal:
                raise Unconfirmed("its certificate proves another claim")
            return Answer(PROVED, certificate=data, message=found.message)
        if found.verdict == VACUOUS:
            verified, data = _checked(statement, found.certificate)
            if not is_false(verified.facts.get(CONTRADICTION)):
                raise Unconfirmed("its certificate proves no contradiction of the hypotheses")
            return Answer(VACUOUS, certificate=data, message=found.message or "the hypotheses contradict each other")
        if found.verdict == REFUTED:
            return _refuted(statement, goal, found.model)
    except (Reject, Unconfirmed) as fault:
        return Answer(OPEN, message=f"the search answers {found.verdict}, and the kernel does not confirm it: {fault}")
    if found.verdict != OPEN:
        return Answer(OPEN, message=f"the search answers {found.verdict!r}, which is no verdict")
    return Answer(OPEN, message="; ".join(part for part in (found.message, *unknown_signs(statement, goal)) if part))


def refutation(statement: Data, goal: Formula, model: Data) -> Data:
    """A kernel file that holds a counterexample: ``python -m proofs.kernel FILE`` checks it again."""
    return {**statement, "proof": [], "refutations": {CLAIM: {"claim": _plain_json(goal, "claim"), "model": model}}}


def is_false(formula: Any) -> bool:
    """Whether a formula is a relation between numbers that does not hold."""
    if not isinstance(formula, tuple) or len(formula) != 3 or formula[0] not in RELATIONS:
        return False
    a, b = _number(formula[1]), _number(formula[2])
    if a is None or b is None:
        return False
    return not {"<=": a <= b, "<": a < b, "==": a == b}[formula[0]]


def _number(t: Term) -> Fraction | None:
    if isinstance(t, int):
        return Fraction(t)
    if isinstance(t, tuple) and len(t) == 3 and t[0] == "/" and isinstance(t[1], int) and isinstance(t[2], int) and t[2]:
        return Fraction(t[1], t[2])
    inner = _number(t[1]) if isinstance(t, tuple) and len(t) == 2 and t[0] == "-" else None
    return None if inner is None else -inner


def _plain_json(data: Any, what: str) -> Any:
    try:
        return json.loads(json.dumps(data))
    except (TypeError, ValueError, RecursionError) as fault:
        raise Unconfirmed(f"its {what} is no JSON ({fault})") from None


def _checked(statement: Data, certificate: Data | None) -> tuple[Verified, Data]:
    """What the kernel reads in a certificate, which must be for exactly this statement."""
    data = _plain_json(certificate, "certificate")
    if not isinstance(data, dict):
        raise Unconfirmed("it hands over no certificate")
    verified = check_theorem(data, {})
    if verified.gaps:
        raise Unconfirmed("its certificate rests on an assumption")
    if verified.name != statement["theorem"]:
        raise Unconfirmed("its certificate is for another theorem")
    if verified.letters != read_letters([(name, *kind) for name, kind in statement["letters"].items()]):
        raise Unconfirmed("its certificate declares other letters")
    if verified.hypotheses != {name: freeze(f) for name, f in statement["hypotheses"].items()}:
        raise Unconfirmed("its certificate assumes other hypotheses")
    return verified, data


def _refuted(statement: Data, goal: Formula, model: Data | None) -> Answer:
    data = _plain_json(model, "model")
    if not isinstance(data, dict):
        raise Unconfirmed("it hands over no model")
    if THETA in data:
        return Answer(REFUTED, model=data, sides=algebraic.refute(statement, goal, data))
    _, values, _ = refute(statement, goal, data)
    sides = (_side(values[0]), _side(values[1])) if values else None
    return Answer(REFUTED, model=data, sides=sides)


def _side(value: Interval) -> str:
    low, high = value
    return str(low) if low == high else f"{float(low):.12g}..."


def value_of(data: Any) -> str:
    """A number of a model as text: an exact rational where it is one, else the term."""
    t = freeze(data)
    low, high = evaluate(t)
    return str(low) if low == high else plain(write(t, {})).replace("^", "**")


def counterexample(answer: Answer, groups: dict[str, str]) -> Data | None:
    """The values of a model, by what each letter was declared as, in terms of theta where it has one; None without a model."""
    if answer.model is None:
        return None
    out: Data = {"params": {}, "scalars": {}, "vectors": {}}
    reals, vectors = answer.model.get("reals", {}), answer.model.get("vectors", {})
    text = value_of
    if THETA in answer.model:
        out[THETA] = {part: answer.model[THETA][part] for part in ("polynomial", "interval")}
        theta = algebraic.Theta.read(out[THETA])

        def text(data: Any) -> str:
            return algebraic.written(theta.value(freeze(data)))
    for name, group in groups.items():
        if name in reals:
            out[group][name] = text(reals[name])
        elif name in vectors:
            out[group][name] = [text(a) for a in vectors[name]]
    return out


def in_words(values: Data) -> str:
    """A counterexample as one line: L = 1, g = (1, 0). With theta, what that is comes last."""
    reals = [f"{name} = {value}" for part in ("params", "scalars") for name, value in values[part].items()]
    line = ", ".join(reals + [f"{name} = ({', '.join(value)})" for name, value in values["vectors"].items()])
    if THETA not in values:
        return line
    polynomial = algebraic.written([Fraction(a) for a in values[THETA]["polynomial"]])
    return f"{line}, where {THETA} is the root of {polynomial} between {' and '.join(values[THETA]['interval'])}"


# --- what stands in the way of a proof ---------------------------------------------------------------------------------


def unknown_signs(statement: Data, goal: Formula) -> Iterator[str]:
    """A sentence about the denominators that are not known to be nonzero: no proof can cancel them."""
    known = {name: f for name, f in statement["hypotheses"].items() if not name.startswith(DENOMINATOR)}
    try:
        space = open_theorem({**statement, "hypotheses": known}, {})
        unknown = list(dict.fromkeys(plain(write(t, {})) for f in (*space.facts.values(), goal)
                                     for t in (_denominators(f) if f[0] in RELATIONS else ())
                                     if not cancels(space, t)))
    except Reject:
        return
    if unknown:
        few = ", ".join(f"'{u[:100]}'" for u in unknown[:3]) + (", ..." if len(unknown) > 3 else "")
        yield (f"the sign of the denominator{'s' if len(unknown) > 1 else ''} {few} is unknown: "
               "state it in a strict hypothesis or by parameters that are > 0")


def _denominators(t: Any) -> Iterator[Term]:
    if not isinstance(t, tuple) or t[0] in BINDERS:
        return
    if t[0] == "/" and _number(t) is None:
        yield t[2]
    if t[0] == "^" and isinstance(t[2], int) and t[2] < 0:
        yield t[1]
    for a in t[1:]:
        yield from _denominators(a)
