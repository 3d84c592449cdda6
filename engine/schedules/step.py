"""Step decay: constant for a while, then a sudden drop, and again."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import at_least
from engine.schedules.base import Horizon, Mark
from engine.schedules.units import Per, check_per, passed, updates


@dataclass(frozen=True, slots=True)
class StepDecay:
    """η_t = η · γ^⌊epoch / s⌋.

    Equals `torch.optim.lr_scheduler.StepLR(step_size=s, gamma=γ)` stepped once an epoch.
    """

    every: int
    """s: epochs between two drops (steps, in a run without epochs)."""
    gamma: float = 0.1
    """γ: factor of each drop."""
    per: Per = "epoch"
    """Whether s counts epochs or steps."""

    def __post_init__(self) -> None:
        at_least("every", self.every, 1)
        at_least("gamma", self.gamma, 0)
        check_per(self.per)

    def factor(self, step: int, horizon: Horizon) -> float:
        """Falls by `gamma` every `every` epochs."""
        return float(self.gamma ** (passed(step, horizon, self.per) // self.every))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`D` at the first step of each lower rate."""
        period = updates(self.every, horizon, self.per)
        return tuple(
            Mark(drop + 1, "D", f"rate × {self.gamma:g}")
            for drop in range(period, horizon.steps, period)
        )
