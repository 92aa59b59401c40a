"""Join the two readings of one theorem into plain data that the table, the JSON and the report all read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from verify.verdict import ClaimResult, Exact, ExactResult, Numeric, NumericResult, TheoremResult

if TYPE_CHECKING:
    from sympy import Basic

    from proofs.language import Letter
    from proofs.theorem import Obligation, Theorem

Pair = tuple[str, str]
Row = tuple[str, str, str]  # name, plain, LaTeX
_NOT_JUDGED = ExactResult(Exact.OPEN, "The exact reading gave no verdict.")
_NOT_RUN = NumericResult(Numeric.NOT_RUN, "No numeric reading was made.")


def join(theorem: Theorem, exact: dict[str, ExactResult], numeric: dict[str, NumericResult], repairs: dict[str, NumericResult],
         *, file: str = "", seconds: tuple[float, float] = (0.0, 0.0), trouble: str = "") -> TheoremResult:
    """A theorem with both readings of each of its statements; a reading that is missing is shown as missing.

    ``repairs`` has the numeric reading of what holds instead, by the name of the statement that it repairs.
    """
    stated = [o.statement for o in theorem.obligations()]
    hypotheses = (*_signs(_letters([*theorem.hypotheses.values(), *stated])),
                  *((name, *_pair(formula)) for name, formula in theorem.hypotheses.items()))
    claims = tuple(_claim(o, exact, numeric, repairs, hypotheses) for o in theorem.obligations())
    return TheoremResult(
        theorem.name, theorem.title, theorem.source, file, theorem.control, hypotheses,
        None if theorem.claim is None else _pair(theorem.claimed().statement),
        None if theorem.start is None else _pair(theorem.start),
        theorem.readings, claims, *seconds, trouble)


def _claim(o: Obligation, exact: dict[str, ExactResult], numeric: dict[str, NumericResult], repairs: dict[str, NumericResult],
           hypotheses: tuple[Row, ...]) -> ClaimResult:
    plain, latex = _pair(o.statement)
    repaired = (None, None) if o.repaired is None else _pair(o.repaired.statement)
    sign, sides = _as_printed(o)
    return ClaimResult(
        name=o.name, ids=o.ids, lemma=o.theorem.name, plain=plain, latex=latex, reason=o.reason, expect=o.expect,
        exact=exact.get(o.name, _NOT_JUDGED), numeric=numeric.get(o.name, _NOT_RUN), link=o.link,
        repaired_plain=repaired[0], repaired_latex=repaired[1], hypotheses=hypotheses, notes=o.readings,
        control=o.theorem.control, alternative=o.theorem.alternative, relation=sign, sides=sides,
        repaired_expect=o.repaired.expect if o.repaired else "PROVED",
        repaired_numeric=repairs.get(o.name), **_repair(o))


def _repair(o: Obligation) -> dict[str, Any]:
    """What a reader needs of the repair: the hypotheses (and signs) that are not among those printed, its name and readings."""
    mended = o.repaired
    if mended is None:
        return {"beyond_repair": o.theorem.beyond_repair}
    printed = _letters([*o.hypotheses.values(), o.statement])
    further = [(name, f) for name, f in mended.hypotheses.items() if f not in o.hypotheses.values()]
    own = _letters([mended.statement, *(f for _, f in further)]) - printed
    notes = tuple(r for r in dict.fromkeys((*mended.theorem.readings, *mended.readings)) if r not in o.theorem.readings)
    return {"repaired_under": (*_signs(own), *((name, *_pair(f)) for name, f in further)),
            **({} if mended.theorem is o.theorem else {"repaired_name": mended.theorem.name, "repaired_notes": notes})}


def _letters(formulas: Iterable[Basic]) -> set[Letter]:
    """The letters that occur free."""
    from proofs.language import letters_of
    return set().union(*map(letters_of, formulas))


def _signs(letters: set[Letter]) -> tuple[Row, ...]:
    """The signs of the letters and what counts, as one more hypothesis: a sign restricts what a statement says."""
    from proofs.language import INDEX, REAL_SEQUENCE, Letter
    groups: dict[tuple[bool, str], list[Pair]] = {}
    for v in sorted(letters, key=lambda v: v.name):
        if v.sort == INDEX or v.sign:
            number = v[Letter("k", INDEX)] if v.sort == REAL_SEQUENCE else v
            groups.setdefault((v.sort == INDEX, v.sign), []).append(_pair(number))
    told = []
    for (whole, sign), names in sorted(groups.items()):
        plain, tex = ", ".join(p for p, _ in names), r",\ ".join(t for _, t in names)
        kind = "" if not whole else ", integers" if len(names) > 1 else ", an integer"
        told.append((f"{plain} {sign}".rstrip() + kind,
                     f"{tex} {sign.replace('>=', chr(92) + 'ge')}".rstrip() + (rf"\text{{{kind}}}" if kind else "")))
    return (("signs", "; ".join(p for p, _ in told), r";\quad ".join(t for _, t in told)),) if told else ()


def _as_printed(o: Obligation) -> tuple[str, tuple[Pair, ...]]:
    """The sign and the two sides in the order of the page: a chain may go on with ``>=``, which no statement contains."""
    from proofs.language import Eq, Le, Lt, Relation
    if not isinstance(o.statement, Relation):
        return "", ()
    sides = _pair(o.statement.lhs), _pair(o.statement.rhs)
    if o.link is not None and o.theorem.chain[o.link - 1].relation == ">=":
        return ">=", sides[::-1]
    return {Le: "<=", Lt: "<", Eq: "="}[type(o.statement)], sides


def _pair(tree: Basic) -> Pair:
    from proofs.printing import latex, plain
    return plain(tree), latex(tree)
