"""One cycle: up to a high rate, then far below where it began."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.schedules.base import Horizon, Mark


@dataclass(frozen=True, slots=True)
class OneCycle:
    """Half a cosine up from η/d to η over a share p of the run, half a cosine down to η/(d·f).

    Source: Smith and Topin, "Super-Convergence", 2018. Equals
    `torch.optim.lr_scheduler.OneCycleLR(max_lr=η, cycle_momentum=False)` with the same defaults.
    """

    rise: float = 0.3
    """p: share of the run in which the rate rises."""
    start_divisor: float = 25.0
    """d: the first rate is η/d."""
    final_divisor: float = 1e4
    """f: the last rate is the first one divided by f."""

    def factor(self, step: int, horizon: Horizon) -> float:
        """Rises from 1/d to 1, then falls to 1/(d·f) at the last step."""
        first = 1 / self.start_divisor
        last = first / self.final_divisor
        peak = self._peak(horizon)
        if step <= peak:
            return _half_cosine(first, 1.0, step / peak if peak > 0 else 1.0)
        return _half_cosine(1.0, last, (step - peak) / (horizon.steps - 1 - peak))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`W` at the update with the highest rate."""
        before = max(math.floor(self._peak(horizon)), 0)
        after = min(before + 1, horizon.steps - 1)
        highest = max(before, after, key=lambda step: self.factor(step, horizon))
        return (Mark(highest + 1, "W", "highest rate"),)

    def _peak(self, horizon: Horizon) -> float:
        """Step of the highest rate; a fraction of a step, as in PyTorch."""
        return self.rise * horizon.steps - 1


def _half_cosine(start: float, end: float, progress: float) -> float:
    """From `start` to `end`, slow at both ends."""
    return end + (start - end) / 2 * (1 + math.cos(math.pi * progress))
