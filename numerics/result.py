"""What the numeric reading says of one claim."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any


class Numeric(Enum):
    """The numeric reading."""

    HELD = "It held on every instance, within the error bound of the arithmetic."
    VIOLATED = "It failed on an instance, which exact arithmetic confirmed."
    VACUOUS = "No sampled instance met the hypotheses."
    INCONCLUSIVE = "The error bound of the arithmetic exceeds the claim's own scale."
    NOT_RUN = "It was not run."


@dataclass(frozen=True)
class Course:
    """One problem of a `Trajectory`: ``words`` says which; ``left`` and ``right`` are the two sides at each step.

    4 significant digits; None where the statement is not admissible or a side is not finite.
    """

    words: str
    left: tuple[float | None, ...]
    right: tuple[float | None, ...]


@dataclass(frozen=True)
class Trajectory:
    """Both sides of a statement along runs of the algorithm: where the bound lies, and what happens.

    ``index`` the letter that counts (k, t, T); ``steps`` its values, increasing; ``runs`` one entry per problem shown, that
    with the least room first.
    """

    index: str
    steps: tuple[int, ...]
    runs: tuple[Course, ...]


@dataclass(frozen=True)
class NumericResult:
    """What the arrays said.

    ``problems`` distinct problems with their own data; ``instances`` admissible evaluations (replicas counted);
    ``inadmissible`` evaluations that failed a hypothesis; ``within_rounding`` those within the error bound;
    ``worst_margin_ulp`` the smallest margin in units of its error bound; ``tightness`` the largest ratio of the decrease
    promised to the decrease that happened (1 is attained, None where nothing is promised);
    ``histogram`` (edges, counts) of relative margins; ``witness`` the worst instance, enough to replay it;
    ``trajectory`` both sides along runs, for an inequality of reals that speaks of an iterate's index.
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
    trajectory: Trajectory | None = None

    def as_data(self) -> dict[str, Any]:
        """The result as lists, dictionaries, numbers and text, which `from_data` reads back."""
        return asdict(self) | {"verdict": self.verdict.name}

    @staticmethod
    def from_data(data: dict[str, Any]) -> NumericResult:
        edges, course = data["histogram"], data["trajectory"]
        histogram = None if edges is None else (tuple(edges[0]), tuple(edges[1]))
        trajectory = None if course is None else Trajectory(course["index"], tuple(course["steps"]), tuple(
            Course(c["words"], tuple(c["left"]), tuple(c["right"])) for c in course["runs"]))
        return NumericResult(**data | {"verdict": Numeric[data["verdict"]], "histogram": histogram, "trajectory": trajectory})
