"""Multi-step decay: drops at chosen moments."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from engine.errors import ConfigurationError, at_least
from engine.schedules.base import Horizon, Mark
from engine.schedules.units import Per, check_per, passed, updates


@dataclass(frozen=True, slots=True)
class MultiStep:
    """η_t = η · γ^k, with k the number of milestones that epoch t has reached.

    Equals `torch.optim.lr_scheduler.MultiStepLR(milestones, gamma=γ)` stepped once an epoch.
    A milestone named twice counts twice.
    """

    milestones: tuple[int, ...]
    """Epochs (steps, in a run without epochs) after which the rate drops, in rising order."""
    gamma: float = 0.1
    """γ: factor of each drop."""
    per: Per = "epoch"
    """Whether the milestones are epochs or steps."""

    def __post_init__(self) -> None:
        if list(self.milestones) != sorted(self.milestones):
            raise ConfigurationError(
                "milestones", self.milestones, "Give the milestones in rising order."
            )
        if self.milestones:
            at_least("milestones", self.milestones[0], 1)
        at_least("gamma", self.gamma, 0)
        check_per(self.per)

    def factor(self, step: int, horizon: Horizon) -> float:
        """Falls by `gamma` at each milestone."""
        reached = bisect_right(self.milestones, passed(step, horizon, self.per))
        return float(self.gamma**reached)

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`D` at the first step of each lower rate."""
        drops = sorted({updates(milestone, horizon, self.per) for milestone in self.milestones})
        return tuple(
            Mark(drop + 1, "D", f"rate × {self.gamma:g}") for drop in drops if drop < horizon.steps
        )
