"""The JSON that other programs read: one row per printed claim. The format is described in docs/json.md."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from verify.verdict import ClaimResult, NumericResult, TheoremResult

VERSION = 1

# The most severe first: a printed claim is PROVED only if everything printed under its id is.
SEVERITY = ("REFUTED", "ILL_TYPED", "TRUE_BUT_NOT_BY_THIS_ARGUMENT", "VACUOUS", "OPEN", "NOT_CHECKABLE", "DEFINITION", "PROVED")


def document(results: Iterable[TheoremResult], environment: dict[str, Any], *, complete: bool = True) -> dict[str, Any]:
    """The whole file: claims by id, then statements that carry no id, then controls, then the environment."""
    results = list(results)
    claims = [c for r in results for c in r.claims]
    return {
        "version": VERSION,
        "complete": complete,
        "claims": [{"id": i, **row(group)} for i, group in sorted(by_id(results).items())],
        "unnumbered": [{"name": c.name, **row([c])} for c in claims if not c.ids and not c.control],
        "controls": [{"name": c.name, "expected": c.expect, "noticed": c.as_expected, **row([c])} for c in claims if c.control],
        "troubles": [r.trouble for r in results if r.trouble],
        "environment": environment,
    }


def by_id(results: Iterable[TheoremResult]) -> dict[str, list[ClaimResult]]:
    """The statements that answer each printed claim; altered ones answer none."""
    found: dict[str, list[ClaimResult]] = {}
    for c in (c for r in results for c in r.claims if not c.control):
        for i in c.ids:
            found.setdefault(i, []).append(c)
    return found


def deciding(group: list[ClaimResult]) -> ClaimResult:
    """The statement that decides an id: the worst of its parts, the first of equals. Alternative readings do not decide."""
    return min(group, key=lambda c: (c.alternative, SEVERITY.index(c.exact.verdict.name)))


def row(group: list[ClaimResult]) -> dict[str, Any]:
    """The row of one id, from every statement that carries it."""
    c = deciding(group)
    return {
        "lemma": c.lemma,
        "statement": c.plain,
        "hypotheses": {name: plain for name, plain, _ in c.hypotheses},
        "verdict": c.exact.verdict.name,
        "readings": _readings(group),
        "repaired": c.exact.repaired,
        "repaired_statement": c.repaired_plain,
        "repaired_hypotheses": {name: plain for name, plain, _ in c.repaired_under},
        "beyond_repair": c.beyond_repair,
        "reason": c.exact.reason,
        "counterexample": _counterexample(c),
        "numeric": numeric(c.numeric),
        "axioms": sorted({a for m in group for a in m.exact.axioms}),
        "uses": sorted({u for m in group for u in m.exact.uses}),
        "notes": list(c.notes),
        "obligations": [m.name for m in group],
        "expected": c.expect,
        "as_expected": all(m.as_expected for m in group),
        "alarm": any(m.alarm for m in group),
    }


def _readings(group: list[ClaimResult]) -> list[dict[str, Any]]:
    """Each statement that answers the id, when there are several; then each reading that one statement admits."""
    found = [{"reading": "; ".join(c.notes) if c.alternative else "as the main encoding reads it", "statement": c.plain,
              "verdict": c.exact.verdict.name, "obligation": c.name, "numeric": c.numeric.verdict.name,
              "alternative": c.alternative} for c in group if len(group) > 1]
    return found + [{**r, "obligation": c.name} for c in group for r in c.exact.readings]


def _counterexample(c: ClaimResult) -> dict[str, Any] | None:
    if c.exact.counterexample is None:
        return None
    empty: dict[str, Any] = {"params": {}, "functions": {}, "points": {}, "lhs": "", "rhs": "", "relation": "", "because": ""}
    return {**empty, **c.exact.counterexample}


def numeric(n: NumericResult) -> dict[str, Any]:
    """The numeric reading of a row; a ratio or margin that was not measured is null."""
    return {
        "verdict": n.verdict.name, "problems": n.problems, "instances": n.instances, "within_rounding": n.within_rounding,
        "worst_margin_ulp": _finite(n.worst_margin_ulp), "tightness": _finite(n.tightness), "inadmissible": n.inadmissible,
        "reason": n.reason, "trajectory": None if n.trajectory is None else asdict(n.trajectory),
    }


def _finite(x: float | None) -> float | None:
    """JSON has no infinity and no NaN."""
    return None if x is None or x != x or x in (float("inf"), float("-inf")) else float(x)
