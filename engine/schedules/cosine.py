"""Cosine annealing: slow at both ends, fastest in the middle."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.errors import at_least, share
from engine.schedules.base import Horizon, Mark
from engine.schedules.units import Per, check_per, passed, planned


@dataclass(frozen=True, slots=True)
class Cosine:
    """η_t = η · (m + (1 − m) · ½ (1 + cos(π t / T))), from η down to m·η over the run.

    Source: Loshchilov and Hutter, "SGDR", 2017, equation 5, without restarts.
    Equals `torch.optim.lr_scheduler.CosineAnnealingLR(T_max=T, eta_min=m·η)`. With T the length of
    the run it stays at m·η afterwards; with a `period` of its own it is a wave that comes up
    again after T, as PyTorch's does: slowly, not in a restart.
    """

    floor: float = 0.0
    """m: the last factor, reached after the last step."""
    period: int | None = None
    """T, in steps or epochs; None: the whole run."""
    per: Per = "step"
    """Whether t counts steps, or epochs, in which case the rate changes once an epoch."""

    def __post_init__(self) -> None:
        share("floor", self.floor, one=True)
        check_per(self.per)
        if self.period is not None:
            at_least("period", self.period, 1)

    def factor(self, step: int, horizon: Horizon) -> float:
        """Half a cosine wave from 1 to `floor`."""
        t = passed(step, horizon, self.per)
        if self.period is not None:
            progress = t / self.period
        else:
            progress = min(t / planned(horizon, self.per), 1.0)
        return self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * progress))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:  # noqa: ARG002
        """Nothing happens at once."""
        return ()
