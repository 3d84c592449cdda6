"""Everything that can be asked of a run. Obeyed between two steps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pause:
    """Wait after the step that is under way."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on at full speed."""


@dataclass(frozen=True, slots=True)
class Step:
    """Make `count` updates, then wait."""

    count: int = 1


@dataclass(frozen=True, slots=True)
class StepEpoch:
    """Go on to the end of this epoch, then wait. Without data every update is an epoch."""


@dataclass(frozen=True, slots=True)
class SetHyperparameter:
    """Change a hyperparameter from the next update on; `batch_size` from the next epoch on.

    Answered by `HyperparameterSet` once it acts, by `Replanned` where the run gets another length,
    by `HyperparameterRefused` where the run has no such thing, or the value makes no sense.

    `lr` sets the base rate that the schedule multiplies (of the first parameter group; the others
    keep their ratios to it); `clip` the clipping threshold, `dropout` the probability of every
    dropout layer; other names are those of the optimiser (`momentum`, `weight_decay`, …).
    """

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class SetPace:
    """Make at most this many updates a second, so that a short run can be watched."""

    steps_per_second: float | None
    """None: full speed."""


@dataclass(frozen=True, slots=True)
class Stop:
    """End the run now and keep what it recorded."""


Command = Pause | Resume | Step | StepEpoch | SetHyperparameter | SetPace | Stop
