"""One schedule after another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from engine.errors import ConfigurationError, at_least
from engine.schedules.base import Horizon, Mark, Reaction, Schedule
from engine.schedules.parts import momentum_of, reaction_among
from engine.schedules.units import Per, check_per, updates


@dataclass(frozen=True, slots=True)
class Sequence:
    """Part k from milestone k to milestone k+1, as if it were a run of its own.

    Each part starts at its first factor and is stretched over its own stretch of the run. Equals
    `torch.optim.lr_scheduler.SequentialLR(schedulers, milestones)`.

    A part that leaves the momentum alone keeps the last value of the part before it. One part may
    react to measurements; it is heard, and its reductions hold, during the whole run.
    """

    parts: tuple[Schedule, ...]
    milestones: tuple[int, ...]
    """Steps (epochs) after which the second part begins, the third, …; in rising order."""
    per: Per = "step"
    """Whether the milestones are steps or epochs."""

    def __post_init__(self) -> None:
        if len(self.milestones) != len(self.parts) - 1:
            raise ConfigurationError(
                "milestones",
                self.milestones,
                f"Give {max(len(self.parts) - 1, 0)}: one between each two parts."
                if self.parts
                else "Give at least one part.",
            )
        if list(self.milestones) != sorted(set(self.milestones)):
            raise ConfigurationError("milestones", self.milestones, "Give them in rising order.")
        if self.milestones:
            at_least("milestones", self.milestones[0], 1)
        check_per(self.per)
        reaction_among(self.parts)

    def factor(self, step: int, horizon: Horizon) -> float:
        """The factor of the part that is at work."""
        bounds = self._bounds(horizon)
        active = bisect_right(bounds[:-1], step) - 1
        stretch = _stretch(active, bounds, horizon)
        return self.parts[active].factor(step - bounds[active], stretch)

    def momentum(self, step: int, horizon: Horizon) -> float | None:
        """The momentum of the part at work, or of the nearest part before it, or after it."""
        bounds = self._bounds(horizon)
        active = bisect_right(bounds[:-1], step) - 1
        for index in (*range(active, -1, -1), *range(active + 1, len(self.parts))):
            stretch = _stretch(index, bounds, horizon)
            within = min(max(step - bounds[index], 0), stretch.steps - 1)
            value = momentum_of(self.parts[index], within, stretch)
            if value is not None:
                return value
        return None

    def react(self) -> Reaction | None:
        """The listener of the part that has one; None where no part listens."""
        return reaction_among(self.parts)

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`N` where the next part begins, and the marks of every part in its stretch."""
        return tuple(mark for mark in self._all_marks(horizon) if mark.step <= horizon.steps)

    def _all_marks(self, horizon: Horizon) -> Iterator[Mark]:
        bounds = self._bounds(horizon)
        for index, begins in enumerate(bounds[:-1]):
            if index > 0:
                yield Mark(begins + 1, "N", "the next schedule begins")
            stretch = _stretch(index, bounds, horizon)
            for mark in self.parts[index].marks(stretch):
                if mark.step <= stretch.steps:
                    yield Mark(begins + mark.step, mark.letter, mark.meaning)

    def _bounds(self, horizon: Horizon) -> tuple[int, ...]:
        """The step at which each part begins, and the end of the run."""
        begins = [updates(milestone, horizon, self.per) for milestone in self.milestones]
        return (0, *begins, horizon.steps)


def _stretch(index: int, bounds: tuple[int, ...], horizon: Horizon) -> Horizon:
    """The stretch of one part: a run of its own."""
    return Horizon(max(bounds[index + 1] - bounds[index], 1), horizon.steps_per_epoch)
