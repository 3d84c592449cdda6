"""Linear warm-up in front of any other schedule."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.schedules.base import Horizon, Mark, Schedule
from engine.schedules.constant import Constant


@dataclass(frozen=True, slots=True)
class Warmup:
    """η_t = η · (t + 1) / w for t < w, then `then`, stretched over the steps that are left.

    Source: Goyal et al., "Accurate, Large Minibatch SGD", 2017, section 2.2. Starts at η/w, not
    at 0: an update with rate 0 would be thrown away. Equals `SequentialLR` with milestone w of
    `LinearLR(start_factor=1/w, total_iters=w-1)` and the twin of a constant, cosine or step-decay
    schedule, which counts its epochs from the end of the warm-up.
    """

    steps: int
    """w: updates until the full rate is reached; 0: no warm-up."""
    then: Schedule = field(default_factory=Constant)

    def factor(self, step: int, horizon: Horizon) -> float:
        """Rises linearly to 1 in `steps` updates, then follows `then`."""
        if step < self.steps:
            return (step + 1) / self.steps
        return self.then.factor(step - self.steps, self._rest(horizon))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`W` at the first step of the full rate, then the marks of `then`, up to the last step."""
        ends = (Mark(self.steps, "W", "warm-up ends"),) if self.steps > 0 else ()
        later = (
            Mark(mark.step + self.steps, mark.letter, mark.meaning)
            for mark in self.then.marks(self._rest(horizon))
        )
        return tuple(mark for mark in (*ends, *later) if mark.step <= horizon.steps)

    def _rest(self, horizon: Horizon) -> Horizon:
        return Horizon(max(horizon.steps - self.steps, 1), horizon.steps_per_epoch)
