"""Verdicts: enums whose values are sentences, and the records in which they are computed. Nothing here decides.

A ``ClaimResult`` joins the two readings of one obligation; the JSON, the table and the report all read it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Any


class Exact(Enum):
    """The exact reading."""

    PROVED = "The kernel checked a proof of it."
    REFUTED = "The kernel checked an exact counterexample that satisfies every hypothesis."
    TRUE_BUT_NOT_BY_THIS_ARGUMENT = "It is true under the hypotheses, but what the text cites for it does not imply it."
    ILL_TYPED = "It has no meaning as printed: a symbol is missing or misplaced."
    DEFINITION = "It defines something; nothing is claimed."
    NOT_CHECKABLE = "It is no statement that a referee could decide."
    OPEN = "Neither a proof nor a counterexample was found."


class Numeric(Enum):
    """The numeric reading."""

    HELD = "It held on every instance, within the error bound of the arithmetic."
    VIOLATED = "It failed on an instance by more than the error bound of the arithmetic; confirmed exactly."
    VACUOUS = "No sampled instance met the hypotheses."
    INCONCLUSIVE = "The error bound of the arithmetic exceeds the claim's own scale."
    NOT_RUN = "It was not run."


@dataclass(frozen=True)
class ExactResult:
    """What the kernel said. ``identity`` is the certificate as lines a person can read (plain text, LaTeX)."""

    verdict: Exact
    reason: str = ""
    axioms: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()  # names of theorems cited
    identity: tuple[tuple[str, str], ...] = ()
    counterexample: dict[str, Any] | None = None  # params, functions, points, lhs, rhs: exact, as strings
    repaired: str | None = None  # "PROVED", "OPEN" or None
    readings: tuple[dict[str, str], ...] = ()  # {"reading": text, "verdict": name}


@dataclass(frozen=True)
class NumericResult:
    """What the arrays said.

    ``problems`` distinct problems with their own data; ``instances`` admissible evaluations (replicas counted);
    ``inadmissible`` evaluations that failed a hypothesis; ``within_rounding`` those within the error bound;
    ``worst_margin_ulp`` the smallest margin in units of its error bound; ``tightness`` the largest ratio of the decrease
    that happened to the decrease promised (1 is attained, None where nothing is promised);
    ``histogram`` (edges, counts) of relative margins; ``witness`` the worst instance, enough to replay it.
    """

    verdict: Numeric
    reason: str = ""
    problems: int = 0
    instances: int = 0
    inadmissible: int = 0
    within_rounding: int = 0
    worst_margin_ulp: float | None = None
    tightness: float | None = None
    histogram: tuple[tuple[float, ...], tuple[int, ...]] | None = None
    witness: dict[str, Any] | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class ClaimResult:
    """Both readings of one obligation, with what a reader needs to follow it."""

    name: str
    ids: tuple[str, ...]
    lemma: str
    plain: str
    latex: str
    reason: str
    expect: str
    exact: ExactResult
    numeric: NumericResult
    link: int | None = None
    repaired_plain: str | None = None
    repaired_latex: str | None = None
    hypotheses: tuple[tuple[str, str, str], ...] = ()  # name, plain, LaTeX
    notes: tuple[str, ...] = field(default=())  # readings of letters and words
    control: bool = False  # a deliberately altered statement: a check of the checker

    @property
    def as_expected(self) -> bool:
        return self.exact.verdict.name == self.expect

    @property
    def alarm(self) -> bool:
        """PROVED and VIOLATED together: the toolkit or a family is wrong."""
        return self.exact.verdict is Exact.PROVED and self.numeric.verdict is Numeric.VIOLATED
