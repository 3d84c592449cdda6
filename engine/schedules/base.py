"""What every schedule is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Horizon:
    """How long a run is going to be."""

    steps: int
    """Updates planned."""
    steps_per_epoch: int
    """Updates in one epoch; 0 where there are no epochs."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A step at which something happens, with the letter that marks it on a plot."""

    step: int
    letter: str
    meaning: str


class Schedule(Protocol):
    """A factor on the base learning rate."""

    def factor(self, step: int, horizon: Horizon) -> float:
        """Factor for the update after `step` updates have been made (0 for the first)."""
        ...

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """Where the schedule changes its behaviour: `W` warm-up ends, `D` the rate drops."""
        ...
