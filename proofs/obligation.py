"""One inequality that somebody wants decided: read from JSON, or put together by the command line.

    {"id": "descent.last_line", "params": {"L": ">0", "eta": ">=0"}, "scalars": ["f0", "f1"], "vectors": ["x", "g"],
     "let": {"z": "x - g/L"}, "hyps": {"step": "1 - L*eta"}, "eqs": {"stationary": "g"}, "claim": "f0 - f1"}

``hyps`` and ``claim`` are expressions that are >= 0, ``eqs`` expressions that are == 0 (also of vectors). ``id`` and ``claim``
must be there, the rest may be left out. ``let`` is read in order. Values at which a denominator vanishes are inadmissible:
where nothing shows that it does not, that is a hypothesis.

>>> task = read_obligation({"id": "square", "scalars": ["a"], "claim": "a**2"})
>>> task.claim, task.goal()
(0 <= a^2, ('<=', 0, ('^', 'a', 2)))
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import islice
from typing import Any

from sympy import Integer, Rational

from proofs import language as lang
from proofs.kernel.checker import Checker, open_theorem
from proofs.kernel.normal import add as add_polynomials
from proofs.kernel.normal import constant
from proofs.kernel.syntax import Reject, Term
from proofs.parser import CALLS, Node, ParseError, node, parse
from proofs.printing import plain
from proofs.reader import declarations, read

SIGNS = {">0": "> 0", ">=0": ">= 0", "": "", "real": ""}
KEYS = ("id", "params", "scalars", "vectors", "let", "hyps", "eqs", "claim")
CLAIM, CONTRADICTION = "claim", "contradiction"  # the facts that a certificate proves
DENOMINATOR = "denominator "  # a hypothesis of this name says that what follows is not zero
_RESERVED = (CLAIM, CONTRADICTION)
_NAME = re.compile(r"[^\W\d]\w*")
_FEW = 30  # parts of a value that a message may show


class ObligationError(ValueError):
    """An obligation that cannot be read. One sentence that names the part, the cause and what to do."""


class Doubled(dict[str, Any]):
    """A JSON object in which names occur twice: ``doubled`` says which."""

    doubled: tuple[str, ...] = ()


def json_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """For ``json.loads(..., object_pairs_hook=json_object)``: an object that remembers names given twice."""
    out = dict(pairs)
    if len(out) < len(pairs):
        seen = [name for name, _ in pairs]
        out = Doubled(out)
        out.doubled = tuple(sorted({name for name in seen if seen.count(name) > 1}))
    return out


@dataclass(frozen=True)
class Task:
    """``hypotheses |- claim`` over declared letters; ``groups`` says as what each letter was declared."""

    id: str
    letters: tuple[lang.Letter, ...]
    hypotheses: dict[str, lang.Formula]
    claim: lang.Formula
    groups: dict[str, str] = field(default_factory=dict)  # letter -> "params", "scalars" or "vectors"

    def statement(self) -> dict[str, Any]:
        """The head of a kernel file: every declared letter, and the hypotheses; no proof yet."""
        return {"format": 1, "theorem": self.id, "letters": declarations(*self.letters),
                "hypotheses": {name: read(f) for name, f in self.hypotheses.items()}, "proof": []}

    def goal(self) -> Any:
        """The claim as the kernel reads it."""
        return read(self.claim)


class Letters:
    """Letters and abbreviations as they are declared, each name once."""

    def __init__(self) -> None:
        self.scope: dict[str, Node] = {}
        self.letters: list[lang.Letter] = []
        self.groups: dict[str, str] = {}

    def declare(self, name: Any, group: str, sort: str = lang.REAL, sign: str = "") -> None:
        """A letter. Raises `ObligationError` for what is no name, and for a name that is taken."""
        self._take(name, group)
        letter = lang.Letter(name, sort, sign)
        self.scope[name] = node(letter)
        self.letters.append(letter)
        self.groups[name] = group

    def abbreviate(self, name: Any, text: Any) -> None:
        """A name that stands for an expression of the names before it."""
        self._take(name, "let")
        self.scope[name] = expression(text, self.scope, f"let '{name}'")

    def _take(self, name: Any, group: str) -> None:
        where = f"{group}: "
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            raise ObligationError(f"{where}{shown(name)} is no name; a name has letters, digits and _, "
                                  "and starts with no digit")
        if name in CALLS:
            raise ObligationError(f"{where}'{name}' is a word of the language; choose another name")
        if name in self.scope:
            raise ObligationError(f"{where}the name '{name}' is declared already (under {self.groups.get(name, 'let')}); "
                                  "rename one of the two")


def read_obligation(data: Any) -> Task:
    """A task from one JSON object. Raises `ObligationError`."""
    if not isinstance(data, dict):
        raise ObligationError(f"an obligation is a JSON object, and {shown(data)} stands here; "
                              'write {"id": ..., "claim": ...}')
    _check_keys(data)
    letters = Letters()
    for name, sign in _object(data, "params").items():
        letters.declare(name, "params", sign=read_sign(name, sign))
    for part, sort in (("scalars", lang.REAL), ("vectors", lang.VECTOR)):
        for name in _list(data, part):
            letters.declare(name, part, sort)
    for name, text in _object(data, "let").items():
        letters.abbreviate(name, text)
    hypotheses: dict[str, lang.Formula] = {}
    for part in ("hyps", "eqs"):
        for name, text in _object(data, part).items():
            add(hypotheses, name, fact(text, letters.scope, f"{part} '{name}'", equation=part == "eqs"))
    claim = fact(data["claim"], letters.scope, "claim")
    return admissible(Task(data["id"], tuple(letters.letters), hypotheses, claim, letters.groups))


def admissible(task: Task) -> Task:
    """The task with a hypothesis for each denominator that nothing visibly keeps away from zero: d^2 > 0.

    Raises `ObligationError` for one that is zero whatever the values.
    """
    hypotheses = dict(task.hypotheses)
    trees = dict.fromkeys(d for f in (*task.hypotheses.values(), task.claim) for d in _denominators(f))
    if not trees:
        return task
    try:
        space = open_theorem(task.statement(), {})
        for tree in trees:
            if space.vanishes(space.real(read(tree))):
                where = next((f"'{n}'" for n, f in task.hypotheses.items() if tree in _denominators(f)), CLAIM)
                raise ObligationError(f"{where}: divides by '{plain(tree)[:60]}', which is zero; an instance without a value "
                                      "supports nothing")
            if not cancels(space, read(tree)):
                formula, name = lang.lt(0, lang.Power(tree, Integer(2))), f"{DENOMINATOR}{plain(tree)}"
                if name not in hypotheses and name.isprintable():
                    space.assume(name, read(formula), frozenset())
                    hypotheses[name] = formula
    except Reject:
        return task  # too large to be multiplied out: whoever decides says so
    return replace(task, hypotheses=hypotheses)


def _denominators(tree: lang.Basic) -> Iterator[lang.Basic]:
    """What is divided by, inner ones first."""
    for a in () if isinstance(tree, (lang.Letter, Rational)) else tree.args:
        yield from _denominators(a)
    if isinstance(tree, lang.Over) and not isinstance(tree.args[1], Rational):
        yield tree.args[1]
    if isinstance(tree, lang.Power) and tree.args[1] < 0:
        yield tree.args[0]


def cancels(space: Checker, t: Term) -> bool:
    """Whether t * (1/t) = 1 is provable in a scope."""
    try:
        return space.vanishes(add_polynomials(space.mul(space.real(t), space.reciprocal(t)), constant(1), -1))
    except Reject:
        return False


def read_sign(name: Any, sign: Any) -> str:
    """The sign of a parameter as the language writes it."""
    word = sign.replace(" ", "") if isinstance(sign, str) else None
    if word not in SIGNS:
        raise ObligationError(f"params: the sign of '{name}' is {shown(sign)}; write \">0\", \">=0\" or \"real\"")
    return SIGNS[word]


def expression(text: Any, scope: Mapping[str, Node], where: str) -> Node:
    """The expression of a part of an obligation."""
    if not isinstance(text, str):
        raise ObligationError(f"{where}: {shown(text)} is no text; write the expression in quotes")
    try:
        return parse(text, scope)
    except ParseError as fault:
        raise ObligationError(f"{where}: {fault}") from None


def fact(text: Any, scope: Mapping[str, Node], where: str, equation: bool = False) -> lang.Formula:
    """``0 <= text``, or ``text == 0`` for an equation."""
    found = expression(text, scope, where)
    if equation:
        zero = 0 if found.sort == lang.REAL else lang.Times(lang.term(0), min(_vectors(found.tree), key=lambda v: v.name))
        return lang.eq(found.tree, zero)
    if found.sort != lang.REAL:
        raise ObligationError(f"{where}: '{text[:80]}' is a vector, and a scalar that is >= 0 belongs here; "
                              "write sq(u), or put an equation of vectors under eqs")
    return lang.le(0, found.tree)


def add(hypotheses: dict[str, lang.Formula], name: str, formula: lang.Formula) -> None:
    """One hypothesis more, each under a name of its own."""
    if not name.strip():
        raise ObligationError("a hypothesis has an empty name; name it")
    name = f"hypothesis {name}" if name in _RESERVED else name
    if name in hypotheses:
        raise ObligationError(f"two hypotheses have the name '{name}'; rename one of the two")
    hypotheses[name] = formula


def _vectors(tree: lang.Basic) -> list[lang.Letter]:
    return [v for v in lang.letters_of(tree) if v.sort == lang.VECTOR]


def _check_keys(data: dict[str, Any]) -> None:
    for key in data:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1, cutoff=0.5)
            raise ObligationError(f"the key {shown(key)} is unknown; "
                                  + (f"did you mean '{near[0]}'?" if near else f"the keys are {', '.join(KEYS)}"))
    _once(data, "the obligation")
    for key in ("id", "claim"):
        if key not in data:
            raise ObligationError(f"the key '{key}' is missing; " + ("give the obligation a name" if key == "id" else
                                  "write the expression that is to be shown >= 0"))
    if not isinstance(data["id"], str) or not data["id"].strip():
        raise ObligationError(f"id: {shown(data['id'])} is no name; write a text that is not empty")


def _once(data: dict[str, Any], where: str) -> None:
    doubled = getattr(data, "doubled", ())
    if doubled:
        raise ObligationError(f"{where}: the name '{doubled[0]}' is defined twice; rename or remove one of the two")


def _object(data: dict[str, Any], part: str) -> dict[str, Any]:
    found = data.get(part, {})
    if not isinstance(found, dict):
        raise ObligationError(f"{part}: {shown(found)} is no JSON object; write {{\"name\": \"...\"}}")
    _once(found, part)
    return found


def _list(data: dict[str, Any], part: str) -> list[Any]:
    found = data.get(part, [])
    if not isinstance(found, list):
        raise ObligationError(f"{part}: {shown(found)} is no JSON list; write [\"name\", ...]")
    return found


def shown(value: Any, inside: bool = False) -> str:
    """What stands in a JSON file, in JSON's words, short enough for a sentence."""
    if isinstance(value, (dict, list)) and (inside or not value):
        text = ("{...}" if value else "{}") if isinstance(value, dict) else "[...]" if value else "[]"
    elif isinstance(value, dict):
        text = f"{{{', '.join(f'{name!r}: {shown(a, True)}' for name, a in islice(value.items(), _FEW))}}}"
    elif isinstance(value, list):
        text = f"[{', '.join(shown(a, True) for a in value[:_FEW])}]"
    else:
        text = repr(value) if isinstance(value, str) else json.dumps(value, default=repr)
    return text if len(text) <= 60 else text[:57] + "..."
