"""Step decay: constant for a while, then a sudden drop, and again."""

from __future__ import annotations

from dataclasses import dataclass

from engine.schedules.base import Horizon, Mark


@dataclass(frozen=True, slots=True)
class StepDecay:
    """η_t = η · γ^⌊epoch / s⌋.

    Equals `torch.optim.lr_scheduler.StepLR(step_size=s, gamma=γ)` stepped once an epoch.
    """

    every: int
    """s: epochs between two drops (steps, in a run without epochs)."""
    gamma: float = 0.1
    """γ: factor of each drop."""

    def factor(self, step: int, horizon: Horizon) -> float:
        """Falls by `gamma` every `every` epochs."""
        return float(self.gamma ** (step // self._period(horizon)))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`D` at the first step of each lower rate."""
        period = self._period(horizon)
        return tuple(
            Mark(drop + 1, "D", f"rate × {self.gamma:g}")
            for drop in range(period, horizon.steps, period)
        )

    def _period(self, horizon: Horizon) -> int:
        return self.every * max(horizon.steps_per_epoch, 1)
