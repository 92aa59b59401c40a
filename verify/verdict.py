"""Verdicts: enums whose values are sentences, and the records in which they are computed. Nothing here decides.

A ``ClaimResult`` joins the two readings of one obligation; the JSON, the table and the report all read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from numerics.result import Numeric, NumericResult

__all__ = ["ClaimResult", "Exact", "ExactResult", "Numeric", "NumericResult", "TheoremResult"]


class Exact(Enum):
    """The exact reading."""

    PROVED = "The kernel checked a proof of it."
    REFUTED = "The kernel checked an exact counterexample that satisfies every hypothesis."
    TRUE_BUT_NOT_BY_THIS_ARGUMENT = "It is true under the hypotheses, but what the text cites for it does not imply it."
    ILL_TYPED = "It has no meaning as printed: a symbol is missing or misplaced."
    DEFINITION = "It defines something; nothing is claimed."
    NOT_CHECKABLE = "It is no statement that a referee could decide."
    VACUOUS = "The kernel checked that its hypotheses contradict each other: they prove anything."
    OPEN = "Neither a proof nor a counterexample was found."


class Shown:
    """What a notebook draws: `verify.notebook` says how."""

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        from verify.notebook import bundle
        return bundle(self)

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]

    def _repr_latex_(self) -> str | None:
        return self._repr_mimebundle_().get("text/latex")


@dataclass(frozen=True)
class ExactResult(Shown):
    """What the kernel said.

    ``identity`` has the certificate as lines that a person can read (plain text, LaTeX): an identity to multiply out, or the
    steps of a proof, each with its rule. ``counterexample`` has exact values as text: ``params``, ``functions`` and ``points``
    by name; then ``lhs``, ``rhs`` and the ``relation`` that they do not satisfy, or else ``because``, how the claim fails.
    """

    verdict: Exact
    reason: str = ""
    axioms: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()  # names of theorems cited
    identity: tuple[tuple[str, str], ...] = ()
    counterexample: dict[str, Any] | None = None
    repaired: str | None = None  # "PROVED", "OPEN" or None
    readings: tuple[dict[str, str], ...] = ()  # {"reading": text, "verdict": name}


@dataclass(frozen=True)
class ClaimResult(Shown):
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
    notes: tuple[str, ...] = ()  # readings of letters and words
    control: bool = False  # a deliberately altered statement: a check of the checker
    alternative: bool = False  # another reading of the words; it does not decide the id
    relation: str = ""  # "<=", "<", "=", ">=" as printed, or "" when the statement is no relation
    sides: tuple[tuple[str, str], ...] = ()  # (plain, LaTeX) of the left and of the right side as printed
    repaired_expect: str = "PROVED"
    repaired_numeric: NumericResult | None = None
    repaired_under: tuple[tuple[str, str, str], ...] = ()  # hypotheses of the repair that the printed statement does not have
    repaired_name: str = ""  # the theorem in which the repair is proved, if it is not this one
    repaired_notes: tuple[str, ...] = ()  # how that theorem reads its letters and words, where it reads them otherwise
    beyond_repair: str = ""  # why nothing of the kind holds instead

    @property
    def offered(self) -> Exact:
        """The verdict on what is offered in its place."""
        return Exact[self.exact.repaired or "OPEN"]

    @property
    def as_expected(self) -> bool:
        """The exact verdict is the one its file expects, its repair included; a control was noticed by the numbers too."""
        exact = self.exact.verdict.name == self.expect
        repair = self.exact.repaired in (None, self.repaired_expect)
        return exact and repair and not (self.control and self.unnoticed)

    @property
    def unnoticed(self) -> bool:
        """A refuted statement that the numbers were run on and did not see fail."""
        return self.exact.verdict is Exact.REFUTED and self.numeric.verdict not in (Numeric.VIOLATED, Numeric.NOT_RUN)

    @property
    def alarm(self) -> bool:
        """PROVED (or VACUOUS: nothing meets the hypotheses) and VIOLATED together: the toolkit or a family is wrong."""
        proved = self.exact.verdict in (Exact.PROVED, Exact.VACUOUS) and self.numeric.verdict is Numeric.VIOLATED
        mended = self.repaired_numeric is not None and self.repaired_numeric.verdict is Numeric.VIOLATED
        return proved or (self.offered is Exact.PROVED and mended)


@dataclass(frozen=True)
class TheoremResult(Shown):
    """Everything that a reader is shown of one theorem: plain data, so that it can be saved and drawn again.

    ``hypotheses`` (name, plain, LaTeX), the signs of the letters first; ``claim`` and ``start`` (plain, LaTeX) or None;
    ``file`` the lemma file; ``trouble`` one sentence when the theorem could not be judged (a malformed certificate, say).
    """

    name: str
    title: str
    source: str
    file: str = ""
    control: bool = False
    hypotheses: tuple[tuple[str, str, str], ...] = ()
    claim: tuple[str, str] | None = None
    start: tuple[str, str] | None = None
    readings: tuple[str, ...] = ()
    claims: tuple[ClaimResult, ...] = ()
    seconds_exact: float = 0.0
    seconds_numeric: float = 0.0
    trouble: str = ""
