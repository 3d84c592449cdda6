"""Several schedules at once: their factors multiplied."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.errors import ConfigurationError
from engine.schedules.base import Horizon, Mark, Reaction, Schedule
from engine.schedules.parts import momentum_of, reaction_among


@dataclass(frozen=True, slots=True)
class Chained:
    """η_t = η · f₁(t) · f₂(t) · …

    Equals `torch.optim.lr_scheduler.ChainedScheduler` of schedulers that multiply the rate they
    find, such as `LinearLR` and `ExponentialLR`. Where several parts move the momentum, the last
    one has its way, as there. One part may react to measurements.
    """

    parts: tuple[Schedule, ...]

    def __post_init__(self) -> None:
        if not self.parts:
            raise ConfigurationError("parts", self.parts, "Give at least one part.")
        reaction_among(self.parts)

    def factor(self, step: int, horizon: Horizon) -> float:
        """The product of all factors."""
        return math.prod(part.factor(step, horizon) for part in self.parts)

    def momentum(self, step: int, horizon: Horizon) -> float | None:
        """The momentum of the last part that moves it; None where none does."""
        for part in reversed(self.parts):
            value = momentum_of(part, step, horizon)
            if value is not None:
                return value
        return None

    def react(self) -> Reaction | None:
        """The listener of the part that has one; None where no part listens."""
        return reaction_among(self.parts)

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """The marks of all parts, in the order of their steps."""
        marks = (mark for part in self.parts for mark in part.marks(horizon))
        return tuple(sorted(marks, key=lambda mark: mark.step))
