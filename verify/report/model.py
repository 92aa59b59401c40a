"""The model of the report: what stands in it and in which order. Renderers beside it draw it; none of them decides anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from verify import claims, outcome
from verify.claims import Claim
from verify.coverage import coverage, verdicts
from verify.rows import SEVERITY, by_id, deciding
from verify.verdict import ClaimResult, Exact, TheoremResult

if TYPE_CHECKING:
    from verify.discover import Found
    from verify.report.drawable import Experiment, Glance

_STANDS = (Exact.PROVED, Exact.DEFINITION, Exact.NOT_CHECKABLE, Exact.OPEN)
FURTHER = "Further sources"
TITLE = "Report of the referee"
EXPLANATION = (
    "Every statement is judged twice: exactly, by a certificate that a small kernel checks in rational arithmetic for all "
    "values of the letters, and numerically, by evaluating the same statement on many problem instances with an error bound "
    "for the arithmetic.")
INTERRUPTED = "The run was interrupted: this report holds what was computed until then."
LONG = 24  # letters of a first side from which a chain does not stand beside it
SERIES = 3  # from so many theorems that differ by a number in their title, they are shown as one table


@dataclass(frozen=True)
class Section:
    """A theorem of the report, and the anchor by which other parts point at it.

    ``uses`` and ``used_by`` are the theorems next to it in the graph of citations; ``instead`` names, for a statement that
    does not stand, the theorem that holds in its place; ``repairs`` are the theorems of which this one mends a statement.
    """

    result: TheoremResult
    anchor: str
    uses: tuple[str, ...] = ()
    used_by: tuple[str, ...] = ()
    instead: dict[str, str] = field(default_factory=dict)
    repairs: tuple[str, ...] = ()

    @property
    def repaired_by(self) -> tuple[str, ...]:
        """The theorems that hold in place of what does not stand in it."""
        return tuple(dict.fromkeys(self.instead.values()))

    @property
    def links(self) -> tuple[ClaimResult, ...]:
        """The lines of the chain, in order."""
        return tuple(c for c in self.result.claims if c.link is not None)

    @property
    def statements(self) -> tuple[ClaimResult, ...]:
        """What is claimed outside of the chain."""
        return tuple(c for c in self.result.claims if c.link is None)

    @property
    def verdict(self) -> Exact | None:
        """The worst verdict on one of its statements."""
        found = [c.exact.verdict for c in self.result.claims]
        return min(found, key=lambda v: SEVERITY.index(v.name)) if found else None

    @property
    def long(self) -> bool:
        """Whether the first side of the chain stands above it, being too wide to stand beside it."""
        return self.result.start is not None and len(self.result.start[0]) > LONG

    def place(self, c: ClaimResult) -> str:
        """The anchor of a statement."""
        return f"{self.anchor}-{c.link or 'claim'}"


@dataclass(frozen=True)
class Series:
    """Theorems that differ by a number only, as the rows of a printed table do."""

    title: str
    anchor: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Topic:
    """A folder of lemma files within a document; ``first`` says that no document before has theorems of it."""

    title: str
    anchor: str
    entries: tuple[Section | Series, ...]
    first: bool = True


@dataclass(frozen=True)
class Erratum:
    """A printed statement that does not stand as printed, and where the report speaks of it."""

    claim: ClaimResult
    section: Section
    where: str  # as the list of claims says it


@dataclass(frozen=True)
class Document:
    """A text under review: its coverage (a row per version of the text), its errata, its theorems by topic.

    ``mended`` counts, by version, the claims that do not stand and have a correction that is proved.
    """

    title: str
    anchor: str
    coverage: tuple[dict[str, Any], ...] = ()
    mended: dict[str, int] = field(default_factory=dict)
    errata: tuple[Erratum, ...] = ()
    topics: tuple[Topic, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """The documents of the list of claims that are versions of this text."""
        return tuple(d["document"] for d in self.coverage)


@dataclass(frozen=True)
class Report:
    """Everything on the page."""

    summary: str
    complete: bool
    documents: tuple[Document, ...]
    sections: tuple[Section, ...]
    controls: tuple[ClaimResult, ...]
    surprises: tuple[str, ...]
    troubles: tuple[str, ...]
    axioms: tuple[str, ...]
    environment: dict[str, Any]
    topic_of: dict[str, str] = field(default_factory=dict)  # theorem -> topic

    @property
    def statements(self) -> Iterator[tuple[Section, ClaimResult]]:
        """Every statement, in the order of the page."""
        return ((s, c) for s in self.sections for c in s.result.claims)

    @cached_property
    def by_name(self) -> dict[str, Section]:
        return {s.result.name: s for s in self.sections}

    @cached_property
    def rows(self) -> set[str]:
        """The theorems that are rows of a table: too many and too much alike for a graph."""
        entries = (e for d in self.documents for t in d.topics for e in t.entries)
        return {s.result.name for e in entries if isinstance(e, Series) for s in e.sections}

    @cached_property
    def lemmas(self) -> dict[str, Found]:
        """The lemmas of the library that the report speaks of and may draw."""
        from verify.report.experiments import lemmas
        return lemmas(self)

    @cached_property
    def experiments(self) -> tuple[Experiment, ...]:
        """What of the documents can be drawn; asked for by the renderers only, for it reads the lemma files."""
        from verify.report.experiments import experiments
        return experiments(self)

    @cached_property
    def figures(self) -> dict[str, Markup]:
        """The figures of the experiments, by their anchors: drawn once for all renderers."""
        from verify.report.figures import figure
        return {e.anchor: figure(e) for e in self.experiments}

    @cached_property
    def glances(self) -> dict[str, Glance]:
        """Pictures of counterexamples on a line, by the name of the statement."""
        from verify.report.counterexamples import glances
        return glances(self)

    @property
    def errata(self) -> tuple[Erratum, ...]:
        return tuple(e for d in self.documents for e in d.errata)


def build(results: list[TheoremResult], environment: dict[str, Any], *, complete: bool = True) -> Report:
    """The report of a run; the controls are set apart from the theorems."""
    listed = claims.load()
    sections = _linked([Section(r, anchor(r.name, i)) for i, r in enumerate(results) if not r.control])
    every = [c for r in results for c in r.claims]
    documents = _documents(sections, listed, results)
    return Report(
        summary=outcome.summary(results),
        complete=complete,
        documents=documents,
        sections=tuple(s for d in documents for t in d.topics for e in t.entries
                       for s in (e.sections if isinstance(e, Series) else (e,))),
        controls=tuple(c for c in every if c.control),
        surprises=tuple(outcome.surprises(results)),
        troubles=tuple(outcome.troubles(results)),
        axioms=tuple(sorted({a for c in every for a in c.exact.axioms})),
        environment=environment,
        topic_of={s.result.name: _topic(s.result) for s in sections},
    )


def anchor(name: str, number: int) -> str:
    """An id for a heading: letters, digits and dashes only, unique through its number."""
    return f"t{number}-{_slug(name)}"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


# --- who cites whom ------------------------------------------------------------------------------------------------


def _linked(sections: list[Section]) -> list[Section]:
    """The sections with their neighbours: a theorem that another citation brings in anyway is left out."""
    every = {s.result.name: {u for c in s.result.claims for u in c.exact.uses} - {s.result.name} for s in sections}
    direct = {name: used - set().union(*(every.get(u, set()) for u in used)) for name, used in every.items()}
    users: dict[str, list[str]] = {}
    for name, used in direct.items():
        for u in used:
            users.setdefault(u, []).append(name)
    mended = {s.result.name: _repairs(s) for s in sections}
    mends = {name: tuple(n for n, others in mended.items() if name in others.values()) for name in mended}
    return [replace(s, uses=tuple(sorted(direct[name])), used_by=tuple(users.get(name, ())), instead=mended[name],
                    repairs=mends[name]) for s in sections for name in (s.result.name,)]


def _repairs(s: Section) -> dict[str, str]:
    """Statements that do not stand, each with the theorem that is proved in its place."""
    return {c.name: c.repaired_name for c in s.result.claims
            if c.repaired_name and c.offered is Exact.PROVED and c.exact.verdict not in _STANDS}


# --- documents, topics, series -------------------------------------------------------------------------------------


def _documents(sections: list[Section], listed: dict[str, Claim], results: list[TheoremResult]) -> tuple[Document, ...]:
    titles = _titles(sections)
    mended = _mended(results)
    counted = [d for d in coverage(listed, verdicts(results))["documents"] if d["encoded"]]
    groups: dict[str, list[Section]] = {t: [] for t in dict.fromkeys(titles.get(d["document"], d["document"]) for d in counted)}
    for s in sections:
        groups.setdefault(_home(s, titles, set(groups)), []).append(s)
    further = groups.pop(FURTHER, None)
    ordered, seen = groups | ({FURTHER: further} if further else {}), set[str]()
    return tuple(Document(
        title, f"d{i}-{_slug(title)}", tuple(d for d in counted if titles.get(d["document"], d["document"]) == title), mended,
        tuple(_errata(mine, listed)), tuple(_topics(mine, f"d{i}", seen))) for i, (title, mine) in enumerate(ordered.items()))


def _mended(results: list[TheoremResult]) -> dict[str, int]:
    return Counter(claims.number_of(i) for i, group in by_id(results).items()
                   if (c := deciding(group)).offered is Exact.PROVED and c.exact.verdict not in _STANDS)


def _titles(sections: Iterable[Section]) -> dict[str, str]:
    """The title of each document, as most of the theorems that answer its claims cite it."""
    cited: dict[str, Counter[str]] = {}
    for s in sections:
        for number in {claims.number_of(i) for c in s.result.claims for i in c.ids}:
            cited.setdefault(number, Counter())[_source(s)] += 1
    return {number: votes.most_common(1)[0][0] for number, votes in cited.items()}


def _source(s: Section) -> str:
    return re.split(r"[,;]", s.result.source)[0].strip()


def _home(s: Section, titles: dict[str, str], known: set[str]) -> str:
    """The document under which a theorem stands: that of its first claim; without one, that which its source names."""
    first = next((claims.number_of(i) for c in s.result.claims for i in c.ids), None)
    if first in titles:
        return titles[first]
    return next((title for title in known if title in s.result.source), FURTHER)


def _topics(sections: list[Section], prefix: str, seen: set[str]) -> Iterator[Topic]:
    """``seen`` are the titles of the topics of documents before; those of this one are added."""
    groups: dict[str, list[Section]] = {}
    for s in sections:
        groups.setdefault(_topic(s.result), []).append(s)
    for title, mine in groups.items():
        yield Topic(title, f"{prefix}-{_slug(title)}", tuple(_entries(mine)), title not in seen)
        seen.add(title)


def _topic(r: TheoremResult) -> str:
    """The folder of the lemma file, in words; one without a vowel is an abbreviation."""
    words = [w if re.search("[aeiouy]", w) else w.upper() for w in Path(r.file).parent.name.split("_")]
    title = " ".join(words)
    return title[:1].upper() + title[1:] or "Lemma files"


def _entries(sections: list[Section]) -> Iterator[Section | Series]:
    groups: dict[Any, list[Section]] = {}
    for s in sections:
        groups.setdefault(_family(s.result), []).append(s)
    for s in sections:
        group = groups[_family(s.result)]
        if len(group) < SERIES:
            yield s
        elif s is group[0]:
            yield Series(_common(s.result), f"{s.anchor}-series", tuple(group))


def _family(r: TheoremResult) -> Any:
    """What the rows of a table have in common: no chain, and the same words but for the last number of the title."""
    if r.start is not None or len(r.claims) != 1 or not re.search(r"\d", r.title):
        return r.name
    c = r.claims[0]
    return r.file, _common(r), r.source, r.readings, c.ids, c.alternative


def _common(r: TheoremResult) -> str:
    return re.sub(r"[\s,]*(\w+ )?\d+(?=\D*$)", "", r.title)


def _errata(sections: Iterable[Section], listed: dict[str, Claim]) -> Iterator[Erratum]:
    """What does not stand as printed. Another reading of the same words is an erratum only where no reading of them stands."""
    for s in sections:
        for c in s.result.claims:
            if c.exact.verdict not in _STANDS and not c.alternative:
                where = dict.fromkeys(listed[i].where for i in c.ids if i in listed)
                yield Erratum(c, s, ", ".join(where))
