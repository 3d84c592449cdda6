"""Which epoch a step belongs to, where the length of an epoch may change on the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.events import Replanned, RunStarted


@dataclass(frozen=True, slots=True)
class Epochs:
    """Stretches of a run in which all epochs are of one length."""

    stretches: tuple[tuple[int, int], ...]
    """Steps made before each stretch, and steps of its epochs; never 0."""
    steps: int
    """Steps planned."""

    @classmethod
    def of(cls, started: RunStarted, changes: Sequence[Replanned]) -> Epochs | None:
        """Those of a run; None where it has none."""
        if not started.steps_per_epoch:
            return None
        stretches = {0: started.steps_per_epoch}
        for change in changes:
            stretches[change.after] = change.steps_per_epoch
        steps = changes[-1].steps if changes else started.steps
        return cls(tuple(sorted(stretches.items())), steps)

    def before(self, step: int) -> int:
        """Epochs that are over or under way once `step` steps are made."""
        bounds = [after for after, _ in self.stretches[1:]] + [step]
        return sum(
            -(-(min(until, step) - after) // each)
            for (after, each), until in zip(self.stretches, bounds, strict=True)
            if min(until, step) > after
        )

    @property
    def ends(self) -> tuple[int, ...]:
        """Steps made at the end of each epoch that is planned to be whole."""
        bounds = [after for after, _ in self.stretches[1:]] + [self.steps]
        return tuple(
            end
            for (after, each), until in zip(self.stretches, bounds, strict=True)
            for end in range(after + each, until + 1, each)
        )

    @property
    def planned(self) -> int:
        """Epochs of the whole run."""
        return self.before(self.steps)
