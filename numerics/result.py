"""What the numeric reading says of one claim."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any


class Numeric(Enum):
    """The numeric reading."""

    HELD = "It held on every instance, within the error bound of the arithmetic."
    VIOLATED = "It failed on an instance by more than the error bound of the arithmetic; confirmed exactly."
    VACUOUS = "No sampled instance met the hypotheses."
    INCONCLUSIVE = "The error bound of the arithmetic exceeds the claim's own scale."
    NOT_RUN = "It was not run."


@dataclass(frozen=True)
class NumericResult:
    """What the arrays said.

    ``problems`` distinct problems with their own data; ``instances`` admissible evaluations (replicas counted);
    ``inadmissible`` evaluations that failed a hypothesis; ``within_rounding`` those within the error bound;
    ``worst_margin_ulp`` the smallest margin in units of its error bound; ``tightness`` the largest ratio of the decrease
    promised to the decrease that happened (1 is attained, None where nothing is promised);
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
