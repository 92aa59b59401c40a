"""The model of the report: what stands in it and in which order. The drawing is ``verify.report.html``'s."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from verify import claims, outcome
from verify.coverage import coverage, verdicts
from verify.verdict import ClaimResult, Exact, TheoremResult


@dataclass(frozen=True)
class Section:
    """A theorem of the report: its result, and the anchor by which other parts point at it."""

    result: TheoremResult
    anchor: str

    @property
    def links(self) -> tuple[ClaimResult, ...]:
        """The lines of the chain, in order."""
        return tuple(c for c in self.result.claims if c.link is not None)

    @property
    def statements(self) -> tuple[ClaimResult, ...]:
        """What is claimed outside of the chain."""
        return tuple(c for c in self.result.claims if c.link is None)


@dataclass(frozen=True)
class Erratum:
    """A printed statement that does not stand as printed, and where the report speaks of it."""

    claim: ClaimResult
    section: Section


@dataclass(frozen=True)
class Report:
    """Everything on the page."""

    summary: str
    complete: bool
    documents: tuple[dict[str, Any], ...]
    errata: tuple[Erratum, ...]
    sections: tuple[Section, ...]
    controls: tuple[ClaimResult, ...]
    surprises: tuple[str, ...]
    troubles: tuple[str, ...]
    axioms: tuple[str, ...]
    environment: dict[str, Any]


_STANDS = (Exact.PROVED, Exact.DEFINITION, Exact.NOT_CHECKABLE, Exact.OPEN)


def build(results: list[TheoremResult], environment: dict[str, Any], *, complete: bool = True) -> Report:
    """The report of a run; the controls are set apart from the theorems."""
    sections = tuple(Section(r, anchor(r.name, i)) for i, r in enumerate(results) if not r.control)
    every = [c for r in results for c in r.claims]
    judged = verdicts(results)
    documents = tuple(d for d in coverage(claims.load(), judged)["documents"])
    return Report(
        summary=outcome.summary(results),
        complete=complete,
        documents=documents,
        errata=tuple(Erratum(c, s) for s in sections for c in s.result.claims if c.exact.verdict not in _STANDS),
        sections=sections,
        controls=tuple(c for c in every if c.control),
        surprises=tuple(outcome.surprises(results)),
        troubles=tuple(outcome.troubles(results)),
        axioms=tuple(sorted({a for c in every for a in c.exact.axioms})),
        environment=environment,
    )


def anchor(name: str, number: int) -> str:
    """An id for a heading: letters, digits and dashes only, unique through its number."""
    return f"t{number}-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}"
