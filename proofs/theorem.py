"""A theorem as a lemma file writes it: hypotheses, claim, chain of lines, and the facts that each line uses.

Every printed line becomes an `Obligation`: one statement, with the ids of the printed claims that it answers.

Legend: a *link* of a chain goes from the previous right side to its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Iterator

from sympy import Basic
from sympy.core.containers import Tuple

from proofs.language import Eq, Formula, IllTyped, Le, Lt, Prose, SomeInstance, letters_of, meaning, term
from proofs.sorts import sort_of

LINKS = {"=": lambda a, b: Eq(a, b), "<=": lambda a, b: Le(a, b), "<": lambda a, b: Lt(a, b), ">=": lambda a, b: Le(b, a)}


class Definition(Enum):
    """What a definition settles. It claims nothing, so there is nothing to prove; its sorts and its source are checked."""

    CLASS = "It names a property of functions, points or problems."
    UPDATE_RULE = "It says how a method computes its next iterate, or its step sizes."
    SETTING = "It says which problem, data or assumption the text speaks of."
    NOTATION = "It introduces a name or a symbol."


class NotCheckable(Enum):
    """Why no referee could decide a sentence. The list is closed: a formula, a number or an implication is checkable."""

    ADVICE = "It recommends or warns; nothing is stated that could be false."
    HISTORY = "It tells who found or named something."
    PICTURE = "It describes a figure whose data the text does not give."
    EXPERIMENT = "It reports an experiment whose data the text does not give."
    CITATION = "It reports another text's theorem without its hypotheses."
    VAGUE = "It uses words to which the text gives no meaning."


@dataclass(frozen=True)
class Step:
    """One inference for the kernel: the rule's name and its data (trees of the language, names of facts)."""

    rule: str
    data: dict[str, Any] = field(default_factory=dict)
    name: str = ""

    def named(self, name: str) -> Step:
        """The same step, its conclusion known under ``name``."""
        return Step(self.rule, self.data, name)


@dataclass(frozen=True)
class Line:
    """A link of a chain as printed, with one of the signs of ``LINKS``.

    ``repaired`` is the right side that should have been printed; ``repaired_by`` a theorem with the hypothesis that is missing;
    ``model`` values that the search may try for a counterexample (untrusted: the kernel checks them).
    """

    relation: str
    rhs: Basic
    reason: str = ""
    using: tuple[Step | str, ...] = ()
    ids: tuple[str, ...] = ()
    repaired: Basic | None = None
    repaired_by: Theorem | None = None
    expect: str = "PROVED"
    readings: tuple[str, ...] = ()
    model: dict[str, Any] | None = None

    def link(self, left: Basic, right: Basic) -> Formula:
        return LINKS[self.relation](left, right)


def _line(relation):
    def make(rhs, reason="", *using, ids=(), repaired=None, repaired_by=None, expect="PROVED", readings=(), model=None) -> Line:
        return Line(relation, rhs if isinstance(rhs, Basic) else term(rhs), reason, using, tuple(ids), repaired, repaired_by,
                    expect, tuple(readings), model)
    return make


equal, at_most, less, at_least = _line("="), _line("<="), _line("<"), _line(">=")


@dataclass(frozen=True)
class Obligation:
    """One statement to judge: ``hypotheses |- statement``, and what it answers.

    ``cited``   the facts that the text cites for it; None when what it cites is the whole theorem
    ``model``   values that the search may try for a counterexample
    ``expect``  a test oracle for the exit code, never printed as a verdict
    ``repaired`` the obligation that holds instead, where what is printed is false
    """

    name: str
    theorem: Theorem
    statement: Formula
    ids: tuple[str, ...] = ()
    reason: str = ""
    using: tuple[Step | str, ...] = ()
    expect: str = "PROVED"
    repaired: Obligation | None = None
    readings: tuple[str, ...] = ()
    cited: dict[str, Formula] | None = None
    link: int | None = None
    model: dict[str, Any] | None = None

    @property
    def hypotheses(self) -> dict[str, Formula]:
        return self.theorem.hypotheses

    @property
    def sayable(self) -> bool:
        """Whether the language has words for the statement, and it has a meaning."""
        return not isinstance(self.statement, Prose) and not self.ill_typed()

    def ill_typed(self) -> str:
        """Why the statement has no meaning, or the empty string."""
        try:
            sort_of(self.statement)
        except IllTyped as fault:
            return str(fault)
        return ""


@dataclass(frozen=True)
class Theorem:
    """A theorem of a text: one judgement, and optionally the chain by which the text proves it.

    ``name``       unique; the name on the command line
    ``title``      what a reader calls it; ``source`` where it stands
    ``hypotheses`` name -> formula, exactly those printed
    ``claim``      the statement (None for a mere chain); ``ids`` the printed claims that it answers
    ``start, chain`` the left side of the chain and its lines
    ``proof``      facts established before the chain and the claim, in order
    ``readings``   how letters and words were read; shown in the report, no repair
    ``cited``      the facts that the text cites for the claim; None when it gives no reason
    ``repaired``   the theorem that holds instead; ``beyond_repair`` one sentence why there is none
    ``definition`` the claim defines something; its sorts are checked, and that ``source_form``, the same as the cited source
                   prints it with letters renamed, says the same
    ``not_checkable`` why no referee could decide the sentence; for a claim in prose only, and ``reason`` says it of this one
    ``model``      values that the search may try for a counterexample (untrusted: the kernel checks them)
    ``example``    values of a model that satisfies the hypotheses without being degenerate (untrusted as well)
    ``alternative`` another reading of words that the main encoding reads as the text's context suggests; both are judged
    ``existence``  the claim is that some instance satisfies all hypotheses and the claim: ``model`` proposes one, and what
                   follows instead, that none does, is proved from the facts of ``using``
    ``control``    a deliberately altered statement: a check of the checker
    """

    name: str
    title: str
    source: str
    hypotheses: dict[str, Formula]
    claim: Formula | None = None
    ids: tuple[str, ...] = ()
    start: Basic | None = None
    chain: tuple[Line, ...] = ()
    proof: tuple[Step, ...] = ()
    using: tuple[Step | str, ...] = ()
    readings: tuple[str, ...] = ()
    cited: dict[str, Formula] | None = None
    repaired: Theorem | None = None
    beyond_repair: str = ""
    expect: str = "PROVED"
    definition: Definition | None = None
    source_form: Formula | None = None
    not_checkable: NotCheckable | None = None
    reason: str = ""
    model: dict[str, Any] | None = None
    example: dict[str, Any] | None = None
    alternative: bool = False
    existence: bool = False
    control: bool = False

    def obligations(self) -> Iterator[Obligation]:
        """Every statement to judge, in the order of the text: the links as printed, then the claim."""
        printed = actual = self.start
        for i, line in enumerate(self.chain, 1):
            right = line.rhs if line.repaired is None else line.repaired
            mended = line.repaired_by.claimed() if line.repaired_by else None
            if (printed, line.rhs) != (actual, right):
                mended = Obligation(f"{self.name}.{i}", self, line.link(actual, right), reason=line.reason,
                                    using=line.using, link=i)
            yield Obligation(f"{self.name}.{i}", self, line.link(printed, line.rhs), line.ids, line.reason, line.using,
                             line.expect, mended, line.readings, link=i, model=line.model)
            printed, actual = line.rhs, right
        if self.claim is not None:
            yield self.claimed()

    def claimed(self) -> Obligation:
        """The obligation of the claim itself."""
        stated = self.claim
        if self.existence:
            letters = set().union(*(letters_of(f) for f in (self.claim, *self.hypotheses.values())))
            stated = SomeInstance(self.claim, Tuple(*sorted(letters, key=lambda v: v.name)))
        return Obligation(self.name, self, stated, self.ids, self.reason, self.using, self.expect,
                          self.repaired.claimed() if self.repaired else None, self.readings, self.cited, model=self.model)

    def sound_chain(self) -> tuple[tuple[Line, Basic], ...]:
        """The links that hold, with repairs in place, up to the first that needs a further hypothesis."""
        links = []
        for line in self.chain:
            if line.repaired_by is not None:
                break
            links.append((line, line.rhs if line.repaired is None else line.repaired))
        return tuple(links)

    def _repr_latex_(self) -> str:
        """For notebooks: the hypotheses by name, the chain, and what is claimed."""
        from proofs.printing import latex
        rows = [rf"\text{{{name}: }} & {latex(f)}" for name, f in self.hypotheses.items()]
        if self.start is not None:
            signs = {"<=": r"\le", ">=": r"\ge"}
            rows += [f"& {latex(self.start)}"]
            rows += [rf"& \quad {signs.get(line.relation, line.relation)} {latex(line.rhs)}" for line in self.chain]
        rows += [rf"\text{{claim: }} & {latex(self.claim)}"] if self.claim is not None else []
        return r"$$\begin{aligned}" + r" \\ ".join(rows) + r"\end{aligned}$$"

    def check_sorts(self) -> None:
        """Raise `IllTyped` if a hypothesis has no meaning: in a claim that is a verdict, in a hypothesis a mistake."""
        for name, formula in self.hypotheses.items():
            try:
                sort_of(meaning(formula))
            except IllTyped as fault:
                raise IllTyped(f"lemma {self.name}, hypothesis {name}: {fault}") from None
