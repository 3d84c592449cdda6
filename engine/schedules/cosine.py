"""Cosine annealing: slow at both ends, fastest in the middle."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.schedules.base import Horizon, Mark


@dataclass(frozen=True, slots=True)
class Cosine:
    """η_t = η · (m + (1 − m) · ½ (1 + cos(π t / T))), from η down to m·η over the run.

    Source: Loshchilov and Hutter, "SGDR", 2017, equation 5, without restarts.
    Equals `torch.optim.lr_scheduler.CosineAnnealingLR(T_max=T, eta_min=m·η)`.
    """

    floor: float = 0.0
    """m: the last factor, reached after the last step."""

    def factor(self, step: int, horizon: Horizon) -> float:
        """Half a cosine wave from 1 to `floor`."""
        progress = step / horizon.steps
        return self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * progress))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:  # noqa: ARG002
        """Nothing happens at once."""
        return ()
