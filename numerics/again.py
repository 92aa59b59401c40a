"""Instances of a campaign once more, for those who look at them: the worst as a file, and runs in its shard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from numerics import shard as shards
from numerics import witness as witnesses
from numerics.claims import Claim
from numerics.result import Trajectory
from numerics.shard import Plan
from numerics.tally import Place
from numerics.trajectory import along, counting
from proofs.language import Letter

SHARDS, TRIED = 3, 12  # shards that are tried, and instances of a shard among which three are shown
LONG = 5  # the value of the index from which on a run is worth a picture
CLEAR = 1e-6  # the error bound of a margin, relative to the sides, on instances that are shown


class Again:
    """Draws shards of a plan again for one claim, and keeps the last of them in hand."""

    def __init__(self, plan: Plan, c: Claim):
        self.plan, self.claim = plan, c
        self._shard = -1

    def _draw(self, shard: int) -> None:
        if shard == self._shard:
            return
        with np.errstate(all="ignore"):
            self._sample, self._shard = shards.draw(self.plan, shard), shard
            good, _ = shards.admissible(self.plan, self._sample)  # binds the letters that only hypotheses mention
            truth, _, meeting = shards.evaluate(self.claim, self._sample)
            clear = good & meeting & (truth.bound <= CLEAR*truth.scale)
            self._room = np.where(clear, truth.margin/truth.scale, np.nan)  # as in the histogram

    def _take(self, problem: int, replica: int) -> dict[str, Any]:
        return witnesses.take(self._sample, self.plan.hypotheses, self.claim, problem, replica)

    def witness(self, place: Place) -> dict[str, Any]:
        """One instance as a file."""
        ulps, shard, problem, replica = place
        self._draw(shard)
        drawn = {"seed": self.plan.seed, "shard": shard, "problem": problem, "replica": replica}
        return self._take(problem, replica) | {"margin_in_error_bounds": ulps, "drawn": drawn}

    def trajectory(self, places: Sequence[Place], *, fails: bool) -> Trajectory | None:
        """Runs in the shard of one of these instances; of the first instance itself, if the claim ``fails`` there."""
        letter = counting(self.claim, self.plan.hypotheses, fails=fails)
        if letter is None:
            return None
        # A sequence that no recursion gives ends where its shard does.
        far = sorted(places, key=lambda place: shards.indices(self.plan, place[1]).get(letter, 0) < LONG)
        found = (self._runs(letter, place, fails) for place in (places[:1] if fails else far[:SHARDS]))
        return next((runs for runs in found if runs is not None), None)

    def _runs(self, letter: Letter, place: Place, fails: bool) -> Trajectory | None:
        _, shard, problem, replica = place
        self._draw(shard)
        order = np.argsort(self._room, axis=None)[:np.isfinite(self._room).sum()]
        spread = order[np.linspace(0, len(order) - 1, TRIED).astype(int)] if len(order) else order
        chosen = [(problem, replica)] if fails else []
        chosen += [tuple(int(a) for a in np.unravel_index(i, self._room.shape)) for i in spread]
        saved = [self._take(*at) for at in dict.fromkeys(chosen)]
        return along(letter, saved, self._words(), self.plan.backend, fails=fails) if saved else None

    def _words(self) -> str:
        """The family of the problems, and their dimension."""
        kinds = dict.fromkeys(p.family for p in self._sample.functions.values() if hasattr(p, "data"))
        n = self._sample.dimension
        return ", ".join([*kinds, f"{n} dimension{'s'*(n > 1)}"])
