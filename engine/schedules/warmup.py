"""Linear warm-up in front of any other schedule."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.errors import at_least
from engine.schedules.base import Horizon, Mark, Reaction, Schedule
from engine.schedules.constant import Constant
from engine.schedules.cosine import Cosine
from engine.schedules.parts import momentum_of, reaction_of
from engine.schedules.units import Per, check_per, passed, updates


@dataclass(frozen=True, slots=True)
class Warmup:
    """η_t = η · (t + 1) / w for t < w, then `then`, stretched over the steps that are left.

    Source: Goyal et al., "Accurate, Large Minibatch SGD", 2017, section 2.2. Starts at η/w, not
    at 0: an update with rate 0 would be thrown away. Equals `SequentialLR` with milestone w of
    `LinearLR(start_factor=1/w, total_iters=w-1)` and the twin of a constant, cosine or step-decay
    schedule, which counts its epochs from the end of the warm-up.

    The momentum of `then` waits at its first value; what `then` listens to is heard from the start.
    """

    steps: int
    """w: updates until the full rate is reached; 0: no warm-up."""
    then: Schedule = field(default_factory=Constant)
    per: Per = "step"
    """Whether w and t count steps, or epochs, in which case the rate rises once an epoch."""

    def __post_init__(self) -> None:
        at_least("steps", self.steps, 0)
        check_per(self.per)

    def factor(self, step: int, horizon: Horizon) -> float:
        """Rises linearly to 1 in `steps` updates, then follows `then`."""
        t = passed(step, horizon, self.per)
        if t < self.steps:
            return (t + 1) / self.steps
        return self.then.factor(step - self._updates(horizon), self._rest(horizon))

    def momentum(self, step: int, horizon: Horizon) -> float | None:
        """What `then` wants, its first value during the warm-up; None where it wants nothing."""
        later = max(step - self._updates(horizon), 0)
        return momentum_of(self.then, later, self._rest(horizon))

    def react(self) -> Reaction | None:
        """The listener of `then`; None where it has none."""
        return reaction_of(self.then)

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`W` at the first step of the full rate, then the marks of `then`, up to the last step."""
        warm = self._updates(horizon)
        full = updates(max(self.steps - 1, 0), horizon, self.per) + 1
        ends = (Mark(full, "W", "warm-up ends"),) if self.steps > 0 else ()
        later = (
            Mark(mark.step + warm, mark.letter, mark.meaning)
            for mark in self.then.marks(self._rest(horizon))
        )
        return tuple(mark for mark in (*ends, *later) if mark.step <= horizon.steps)

    def _updates(self, horizon: Horizon) -> int:
        return updates(self.steps, horizon, self.per)

    def _rest(self, horizon: Horizon) -> Horizon:
        return Horizon(max(horizon.steps - self._updates(horizon), 1), horizon.steps_per_epoch)


def warmup_cosine(*, steps: int, floor: float = 0.0, per: Per = "step") -> Warmup:
    """Linear warm-up, then half a cosine to `floor` at the end of the run: today's usual choice.

    Stays at `floor` after the last step, and multiplies the rate of every parameter group.
    GPT-3 falls to a floor of 0.1 (Brown et al., 2020, appendix B).
    """
    return Warmup(steps, Cosine(floor, per=per), per)
