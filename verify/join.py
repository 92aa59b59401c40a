"""Join the two readings of one theorem into plain data that the table, the JSON and the report all read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from verify.verdict import ClaimResult, Exact, ExactResult, Numeric, NumericResult, TheoremResult

if TYPE_CHECKING:
    from sympy import Basic

    from proofs.theorem import Obligation, Theorem

Pair = tuple[str, str]
_NOT_JUDGED = ExactResult(Exact.OPEN, "The exact reading gave no verdict.")
_NOT_RUN = NumericResult(Numeric.NOT_RUN, "No numeric reading was made.")


def join(theorem: Theorem, exact: dict[str, ExactResult], numeric: dict[str, NumericResult], repairs: dict[str, NumericResult],
         *, file: str = "", seconds: tuple[float, float] = (0.0, 0.0), trouble: str = "") -> TheoremResult:
    """A theorem with both readings of each of its statements; a reading that is missing is shown as missing.

    ``repairs`` has the numeric reading of what holds instead, by the name of the statement that it repairs.
    """
    hypotheses = tuple((name, *_pair(formula)) for name, formula in theorem.hypotheses.items())
    claims = tuple(_claim(o, exact, numeric, repairs, hypotheses) for o in theorem.obligations())
    return TheoremResult(
        theorem.name, theorem.title, theorem.source, file, theorem.control, hypotheses,
        None if theorem.claim is None else _pair(theorem.claimed().statement),
        None if theorem.start is None else _pair(theorem.start),
        theorem.readings, claims, *seconds, trouble)


def _claim(o: Obligation, exact: dict[str, ExactResult], numeric: dict[str, NumericResult], repairs: dict[str, NumericResult],
           hypotheses: tuple[tuple[str, str, str], ...]) -> ClaimResult:
    plain, latex = _pair(o.statement)
    repaired = (None, None) if o.repaired is None else _pair(o.repaired.statement)
    sign, sides = _as_printed(o)
    return ClaimResult(
        name=o.name, ids=o.ids, lemma=o.theorem.name, plain=plain, latex=latex, reason=o.reason, expect=o.expect,
        exact=exact.get(o.name, _NOT_JUDGED), numeric=numeric.get(o.name, _NOT_RUN), link=o.link,
        repaired_plain=repaired[0], repaired_latex=repaired[1], hypotheses=hypotheses, notes=o.readings,
        control=o.theorem.control, alternative=o.theorem.alternative, relation=sign, sides=sides,
        repaired_expect=o.repaired.expect if o.repaired else "PROVED",
        repaired_numeric=repairs.get(o.name), repaired_under=_further(o))


def _further(o: Obligation) -> tuple[tuple[str, str, str], ...]:
    """The hypotheses under which the repair holds and which are not among those printed."""
    mended = o.repaired.hypotheses if o.repaired is not None else {}
    return tuple((name, *_pair(f)) for name, f in mended.items() if f not in o.hypotheses.values())


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
