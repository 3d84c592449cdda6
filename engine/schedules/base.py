"""What every schedule is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


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
        """Where the schedule changes its behaviour.

        `W` warm-up ends, `D` the rate drops, `R` it starts again at the top, `N` the next
        schedule of a sequence begins.
        """
        ...


@runtime_checkable
class CyclesMomentum(Protocol):
    """A schedule that moves the momentum as well."""

    def momentum(self, step: int, horizon: Horizon) -> float | None:
        """Momentum (β₁ in Adam) of the update after `step` updates; None: as it is."""
        ...


@runtime_checkable
class Reactive(Protocol):
    """A schedule that listens to what is measured; its `factor` is the plan without news."""

    def react(self) -> Reaction | None:
        """Make the listener of one run; None where no part of the schedule listens."""
        ...


class Reaction(Protocol):
    """Follows the measurements of one run."""

    metric: str
    """What it listens to: `loss` of the validation split, or the name of a metric."""
    factor: float
    """What the schedule's own factor is multiplied by from now on; 1 at the start."""

    def report(self, value: float) -> bool:
        """Take note of a measurement. Returns whether `factor` has changed."""
        ...

    def state_dict(self) -> dict[str, float]:
        """What it remembers."""
        ...

    def load_state_dict(self, state: dict[str, float]) -> None:
        """Go back to what it remembered then."""
        ...
