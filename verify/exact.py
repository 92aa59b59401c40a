"""The exact reading: certificates re-checked by the kernel, from statement and data, in a fresh pass. Nothing is searched.

A verdict rests on what the kernel says now, of the statement that the lemma file makes now; a certificate for another
statement is refused. What has neither proof nor model is OPEN.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from proofs.certificate import inference, path_of, statement
from proofs.kernel.checker import Checker, Verified, check_theorem, read_letters
from proofs.kernel.interpretation import check_instance, check_model, refute
from proofs.kernel.syntax import Reject, freeze
from proofs.language import Formula, IllTyped, SomeInstance
from proofs.printing import plain
from proofs.reader import declarations, read
from proofs.theorem import Obligation, Theorem
from verify.decided import is_false, unknown_signs
from verify.evidence import describe, explain, identity, slacks, step_named
from verify.verdict import Exact, ExactResult

Data = dict[str, Any]
Lines = tuple[tuple[str, str], ...]  # (plain, LaTeX)
_HEAD = ("format", "theorem", "letters", "hypotheses")


class CertificateError(Exception):
    """A certificate that cannot be read, or that is for another statement. The message says which, and what to do."""


@dataclass
class Library:
    """Certificates as data, and the theorems that the kernel has checked so far, in the order of their citations."""

    certificates: dict[str, Data] = field(default_factory=dict)
    verified: dict[str, Verified] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)  # theorem -> why the kernel refuses its certificate


def load_library(theorems: list[Theorem], paths: dict[str, Path] | None = None) -> Library:
    """Read and check the certificates of theorems; a missing one is no error (its claims are OPEN).

    ``paths`` says where the certificate of a theorem lies, by name, if not with the library's.
    """
    library = Library()
    for theorem in theorems:
        path = (paths or {}).get(theorem.name, path_of(theorem))
        if not path.exists():
            continue
        library.certificates[theorem.name] = _load(theorem, path)
    pending = [t for t in theorems if t.name in library.certificates]
    cited = {t.name: _cited(library.certificates[t.name]) for t in pending}
    while pending:
        ready = [t for t in pending if not cited[t.name] & {p.name for p in pending}]
        if not ready:
            raise CertificateError(f"the certificates of {', '.join(t.name for t in pending)} cite each other in a circle; "
                                   "prove them again with: python -m verify prove NAME")
        for theorem in ready:
            try:
                library.verified[theorem.name] = check_theorem(library.certificates[theorem.name], library.verified)
            except Reject as fault:
                library.faults[theorem.name] = str(fault)
        pending = [t for t in pending if t not in ready]
    return library


def _cited(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {str(part.get("theorem"))} if part.get("rule") == "cite" else set()
        return own.union(*(_cited(v) for v in part.values()))
    return set().union(*(_cited(v) for v in part)) if isinstance(part, list) else set()


def _load(theorem: Theorem, path: Path) -> Data:
    def refused(why: str) -> CertificateError:
        word = theorem.name if path == path_of(theorem) else f"FILE.py (the file with {theorem.name})"
        return CertificateError(f"lemma {theorem.name}: {why}; write it again with: python -m verify prove {word}")
    try:
        data = json.loads(path.read_text())
    except (OSError, ValueError) as fault:
        raise refused(f"the certificate {path} cannot be read ({fault})") from None
    required = (*_HEAD, "proof")
    if not isinstance(data, dict) or any(part not in data for part in required):
        raise refused(f"{path} is no certificate (it needs {', '.join(required)})")
    mine = {name: freeze(read(f)) for name, f in theorem.hypotheses.items()}
    try:
        theirs = {name: freeze(f) for name, f in data["hypotheses"].items()}
        data["letters"].items()
    except (Reject, AttributeError) as fault:
        raise refused(f"{path} is no certificate ({fault})") from None
    letters = declarations(*theorem.hypotheses.values())
    wrong = [name for name, kind in letters.items() if data["letters"].get(name) != kind]
    if data["theorem"] != theorem.name or mine != theirs or wrong:
        different = [n for n in {*mine, *theirs} if mine.get(n) != theirs.get(n)] + [f"the letter {n}" for n in wrong]
        raise refused(f"the certificate {path} is for another statement (different: "
                      f"{', '.join(sorted(different)) or 'the name'})")
    return data


def _head(data: Data) -> Data:
    """The statement that a certificate is for, as the kernel takes it beside a model."""
    return {part: data[part] for part in _HEAD}


def judge(theorem: Theorem, library: Library) -> dict[str, ExactResult]:
    """The exact verdict on every obligation of a theorem."""
    return {o.name: _judge(o, library) for o in theorem.obligations()}


def _judge(o: Obligation, library: Library) -> ExactResult:
    fault = o.ill_typed()
    if fault:
        return ExactResult(Exact.ILL_TYPED, reason=f"{fault}{'; ' + o.theorem.reason if o.theorem.reason else ''}",
                           repaired=_repaired(o, library))
    if not o.sayable:
        return _in_words(o)
    if o.theorem.definition:
        return _definition(o)
    repaired = _repaired(o, library)
    if isinstance(o.statement, SomeInstance):
        return replace(_some_instance(o, o.statement, library), repaired=repaired)
    vacuous = _vacuous(o, library)
    if vacuous is not None:
        return ExactResult(Exact.VACUOUS, *vacuous, repaired=repaired)
    proof = _proved(o, library)
    data = library.certificates.get(o.theorem.name, {})
    if proof is not None and o.cited is not None and o.name in data.get("inferences", {}):
        broken = _inference(o, data["inferences"][o.name])
        if broken is not None:
            cited = "; ".join(plain(f) for f in o.cited.values())
            return ExactResult(Exact.TRUE_BUT_NOT_BY_THIS_ARGUMENT, f"cited: {cited}", proof.axioms, proof.uses, proof.identity,
                               broken, repaired)
    if proof is not None:
        return proof
    if o.name in data.get("refutations", {}):
        found = _refuted(o, data, library)
        if found is not None:
            reason, counterexample, axioms = found
            return ExactResult(Exact.REFUTED, reason, axioms, counterexample=counterexample, repaired=repaired)
    return ExactResult(Exact.OPEN, _missing(o, library), repaired=repaired)


def _missing(o: Obligation, library: Library) -> str:
    """Why a statement is OPEN, as far as it is seen."""
    verified = library.verified.get(o.theorem.name)
    if verified is not None and verified.gaps:
        return f"it rests on an assumption that nobody proved: {'; '.join(sorted(verified.gaps))}"
    why = library.faults.get(o.theorem.name)
    if why:
        return f"the kernel refuses the certificate: {why}"
    return "; ".join(part for part in (_unknown_signs(o), o.theorem.reason) if part)


def _unknown_signs(o: Obligation) -> str:
    """What stands in the way of a proof, as far as it is seen: denominators that may be zero."""
    try:
        return "; ".join(unknown_signs(statement(o.theorem), freeze(read(o.statement))))
    except (Reject, IllTyped):
        return ""


def _in_words(o: Obligation) -> ExactResult:
    """A sentence for which the language has no words: beyond any referee for a reason of the closed list, or OPEN."""
    why = o.theorem.not_checkable
    if why is None or not o.theorem.reason:
        return ExactResult(Exact.OPEN, reason=f"the language has no word for it yet; {o.theorem.reason}")
    return ExactResult(Exact.NOT_CHECKABLE, reason=f"{why.value} {o.theorem.reason}")


def _definition(o: Obligation) -> ExactResult:
    """A definition whose sorts are right, and which says what its source says."""
    kind, source = o.theorem.definition, o.theorem.source_form
    if source is not None and not _same(o.statement, source):
        return ExactResult(Exact.OPEN, reason=f"its source says something else: {plain(source)}")
    parts = (kind.value if kind else "", o.theorem.reason)
    return ExactResult(Exact.DEFINITION, reason=" ".join(part for part in parts if part))


def _same(a: Formula, b: Formula) -> bool:
    """Whether two statements say the same: up to the names of bound letters and the form of their terms."""
    letters = [(name, *kind) for name, kind in declarations(a, b).items()]
    try:
        return Checker(read_letters(letters), {}).same(freeze(read(a)), freeze(read(b)))
    except (Reject, IllTyped):
        return False


def _declared(o: Obligation, library: Library, *more: Any) -> bool:
    """Whether the certificate declares the letters of the statement as the lemma file does."""
    letters = library.certificates[o.theorem.name]["letters"]
    return all(letters.get(name) == kind for name, kind in declarations(o.statement, *more).items())


def _proved(o: Obligation, library: Library) -> ExactResult | None:
    """PROVED, if the kernel has this very statement among the facts of the theorem."""
    verified = library.verified.get(o.theorem.name)
    if verified is None or verified.gaps or o.name not in verified.facts or not _declared(o, library):
        return None
    if verified.facts[o.name] != freeze(read(o.statement)) or _false_fact(verified) is not None:
        return None
    used = verified.used[o.name]
    return ExactResult(Exact.PROVED, axioms=_named("axiom:", used), uses=_named("theorem:", used),
                       identity=identity(o, library.certificates[o.theorem.name], verified))


def _false_fact(verified: Verified) -> str | None:
    """A fact that is false of numbers: the hypotheses contradict each other, and prove anything."""
    return next((name for name, formula in verified.facts.items() if is_false(formula)), None)


def _vacuous(o: Obligation, library: Library) -> tuple[str, tuple[str, ...], tuple[str, ...], Lines] | None:
    """Reason, axioms, theorems and certificate, where the kernel has a contradiction among the facts of the theorem."""
    verified = library.verified.get(o.theorem.name)
    if verified is None or verified.gaps or (name := _false_fact(verified)) is None:
        return None
    used, data = verified.used.get(name, frozenset()), library.certificates[o.theorem.name]
    step = step_named(name, data["proof"])
    names = sorted(_mentioned(name, data["proof"]) & {*o.hypotheses}) or list(o.hypotheses)
    listed = ", ".join(names)
    told = f"the hypothesis {listed} cannot be met" if len(names) == 1 else f"the hypotheses {listed} contradict each other"
    return told, _named("axiom:", used), _named("theorem:", used), () if step is None else explain(step, data, verified)


def _mentioned(name: str, proof: list[Data]) -> set[str]:
    """The facts under one of them, as far as the steps name them."""
    step = step_named(name, proof)
    if step is None:
        return {name}
    return set().union(*(_mentioned(n, proof) for n in (slacks(step) | {str(step.get("of", ""))}) - {name, ""}))


def _named(kind: str, used: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(u.removeprefix(kind) for u in used if u.startswith(kind)))


def _some_instance(o: Obligation, statement: SomeInstance, library: Library) -> ExactResult:
    """PROVED by a model of the hypotheses in which the claim holds, REFUTED by a proof of its negation from them."""
    data, verified = library.certificates.get(o.theorem.name, {}), library.verified.get(o.theorem.name)
    if not data or not _declared(o, library):
        return ExactResult(Exact.OPEN)
    claim, never = freeze(read(statement.body)), f"{o.name}.never"
    entry = data.get("instances", {}).get(o.name)
    if entry is not None:
        try:
            if freeze(entry["claim"]) == claim and isinstance(entry["model"], dict):
                model, axioms = check_instance(_head(data), claim, entry["model"])
                given = describe(o, model, [], entry["model"])
                values = [f"{n} = {v}" for part in ("params", "functions", "points") for n, v in given[part].items()]
                return ExactResult(Exact.PROVED, f"every hypothesis and the claim hold for {', '.join(values)}",
                                   _named("axiom:", axioms))
        except (Reject, KeyError, TypeError):
            pass
    if verified is not None and not verified.gaps and verified.facts.get(never) == ("not", claim):
        used, step = verified.used[never], step_named(never, data["proof"])
        return ExactResult(Exact.REFUTED, "no instance: the hypotheses imply that the claim is false",
                           _named("axiom:", used), _named("theorem:", used),
                           () if step is None else explain(step, data, verified))
    return ExactResult(Exact.OPEN)


def _repaired(o: Obligation, library: Library) -> str | None:
    if o.repaired is None:
        return None
    mended = o.repaired.statement
    if isinstance(mended, SomeInstance):
        return "PROVED" if _some_instance(o.repaired, mended, library).verdict is Exact.PROVED else "OPEN"
    return "PROVED" if _proved(o.repaired, library) is not None else "OPEN"


def _refuted(o: Obligation, data: Data, library: Library) -> tuple[str, Data, tuple[str, ...]] | None:
    if not _declared(o, library):
        return None
    claim = freeze(read(o.statement))
    entry = data["refutations"][o.name]
    try:
        if freeze(entry["claim"]) != claim or not isinstance(entry["model"], dict):
            return None
        model, values, axioms = refute(_head(data), claim, entry["model"])
    except (Reject, KeyError, TypeError):
        return None
    reason = "every hypothesis holds in this model and the line fails"
    end = _end_to_end(o)
    if end is not None and _declared(o, library, o.theorem.start) and _breaks(_head(data), end, entry["model"]):
        reason += "; the inequality from the first side of the chain to this one fails as well"
    return reason, describe(o, model, values, entry["model"]), _named("axiom:", axioms)


def _end_to_end(o: Obligation) -> Any:
    """What the chain claims up to this link, from its very first side."""
    if o.link is None or o.link == 1:
        return None
    lines = o.theorem.chain[:o.link]
    relations = {line.relation for line in lines}
    sign = ">=" if ">=" in relations else "<" if "<" in relations else "<=" if "<=" in relations else "="
    from proofs.theorem import LINKS
    return freeze(read(LINKS[sign](o.theorem.start, lines[-1].rhs)))


def _breaks(head: Data, claim: Any, model: Data) -> bool:
    try:
        refute(head, claim, model)
    except Reject:
        return False
    return True


def _inference(o: Obligation, entry: Data) -> Data | None:
    """A model of what the text cites that breaks the line, or None."""
    mine = inference(o.theorem)
    try:
        if freeze(entry["claim"]) != freeze(read(o.statement)):
            return None
        stated = entry["statement"]
        if {n: freeze(f) for n, f in stated["hypotheses"].items()} != {n: freeze(f) for n, f in mine["hypotheses"].items()} \
                or stated["letters"] != mine["letters"]:
            return None
        model, values, _ = refute(stated, entry["claim"], entry["model"])
    except (Reject, KeyError, TypeError, IllTyped):
        return None
    return describe(o, model, values, entry["model"])


def check_example(theorem: Theorem, library: Library) -> str:
    """Why the example of a theorem is no model of its hypotheses; empty if it is one (or if there is none)."""
    data = library.certificates.get(theorem.name, {})
    if "example" not in data:
        return "there is no example"
    try:
        check_model(_head(data), data["example"])
    except Reject as fault:
        return str(fault)
    return ""
