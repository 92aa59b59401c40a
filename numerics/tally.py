"""What is counted of a claim on a shard, and how two counts are merged: associative, so shards may come in any order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numerics.logic import Truth

# Edges of the histogram of relative margins, margin/(|a| + |b|), symmetric about 0.
EDGES = (-1.0, -1e-3, -1e-6, -1e-9, -1e-12, -1e-15, 0.0, 1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1e-1, 1.0)
UNDERFLOW = 1e-290  # errors below it are what underflow may cost, of sides that are 0
KEPT = 60  # worst instances remembered, one a shard

Place = tuple[float, int, int, int]  # an instance: margin in units of its error bound, shard, problem, replica


@dataclass(frozen=True)
class Tally:
    """``worst`` holds the worst instances, smallest margin first.

    ``blurred`` counts instances whose error bound exceeds the claim's own scale; ``failed`` those below minus the error bound;
    ``open`` those that were left open, because points that were tried decide neither a hypothesis nor the claim.
    """

    problems: int = 0
    instances: int = 0
    inadmissible: int = 0
    within: int = 0
    blurred: int = 0
    failed: int = 0
    tightness: float | None = None
    counts: tuple[int, ...] = (0,)*(len(EDGES) - 1)
    worst: tuple[Place, ...] = ()
    open: int = 0

    def __add__(self, other: Tally) -> Tally:
        ratios = [t for t in (self.tightness, other.tightness) if t is not None]
        return Tally(self.problems + other.problems, self.instances + other.instances, self.inadmissible + other.inadmissible,
                     self.within + other.within, self.blurred + other.blurred, self.failed + other.failed,
                     max(ratios, default=None), tuple(a + b for a, b in zip(self.counts, other.counts, strict=True)),
                     tuple(sorted((*self.worst, *other.worst)))[:KEPT], self.open + other.open)

    def as_list(self) -> list:
        return [self.problems, self.instances, self.inadmissible, self.within, self.blurred, self.failed, self.tightness,
                self.open, list(self.counts), [list(w) for w in self.worst]]

    @staticmethod
    def from_list(data: list) -> Tally:
        *numbers, still_open, counts, worst = data
        return Tally(*numbers, tuple(counts), tuple(tuple(w) for w in worst), still_open)


def count(shard: int, truth: Truth, good: np.ndarray, left_open: np.ndarray, tightness: float | None) -> Tally:
    """Count one claim on one shard: ``good`` says which instances are admissible, ``left_open`` which nothing decided."""
    bound = truth.bound
    with np.errstate(all="ignore"):
        good = good & np.isfinite(truth.margin) & np.isfinite(bound)
        ulps, failed, within = np.where(good, truth.ulps, np.inf), good & truth.fails, good & truth.within
        relative = np.clip(truth.margin/np.maximum(truth.scale, 5e-324), -1, 1)
    counts, _ = np.histogram(relative[good], EDGES)
    i = int(ulps.argmin())
    if (truth.strict & within).any() and not failed.any():
        i = int(np.where(truth.strict & within, bound, np.inf).argmin())  # where the two sides are most likely to be equal
    worst = [(float(ulps.flat[i]), shard, *(int(v) for v in np.unravel_index(i, ulps.shape)))]
    return Tally(int(good.any(axis=1).sum()), int(good.sum()), int((~good).sum()), int(within.sum()),
                 int((good & (bound > np.maximum(truth.scale, UNDERFLOW))).sum()), int(failed.sum()), tightness,
                 tuple(int(c) for c in counts),
                 tuple(w for w in worst if np.isfinite(w[0])), int((left_open & ~good).sum()))
