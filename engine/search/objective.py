"""What makes one trial better than another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from engine.errors import ConfigurationError, one_of
from engine.events import Evaluated

Direction = Literal["minimize", "maximize"]
When = Literal["best", "last"]
Weights = Literal["current", "average"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """A number that evaluations measure, when it is read, and which end is good."""

    metric: str = "loss"
    """`loss`, or the name of one of the experiment's metrics."""
    direction: Direction = "minimize"
    when: When = "best"
    """`best` over the run, as with early stopping, or the `last` one. The best of many noisy
    evaluations flatters every trial a little: report the winner on the test set."""
    split: str = "validation"
    """What is evaluated. Choosing by `train` rewards memorising; `test` is refused, since what has
    chosen the winner can no longer say how good it is."""
    weights: Weights = "current"
    """`average`: measured with the moving average of the weights, where there is one."""

    def __post_init__(self) -> None:
        one_of("direction", self.direction, ("minimize", "maximize"))
        one_of("when", self.when, ("best", "last"))
        one_of("weights", self.weights, ("current", "average"))
        if self.split == "test":
            raise ConfigurationError(
                "split",
                "test",
                "Choose by validation, and measure the winner on test once.",
                "A set that has chosen the winner no longer says how good the winner is.",
            )
        one_of("split", self.split, ("validation", "train"))

    def reads(self, event: Evaluated) -> float | None:
        """The number in this evaluation; None where it is not about it."""
        if event.split != self.split or event.weights != self.weights:
            return None
        return event.value(self.metric)

    def of(self, values: Sequence[float]) -> float | None:
        """The number of a trial from those of its evaluations, in order.

        None where there are none, or none that is a number.
        """
        if self.when == "last":
            return values[-1] if values and math.isfinite(values[-1]) else None
        finite = [value for value in values if math.isfinite(value)]
        return min(finite, key=self.rank, default=None)

    def rank(self, value: float) -> float:
        """A key to sort by: the better, the smaller."""
        return value if self.direction == "minimize" else -value
