"""Cosine annealing with warm restarts: back to the full rate, again and again."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.errors import at_least, share
from engine.schedules.base import Horizon, Mark
from engine.schedules.units import Per, check_per, passed, updates


@dataclass(frozen=True, slots=True)
class CosineRestarts:
    """η_t = η · (m + (1 − m) · ½ (1 + cos(π T_cur / T_i))).

    T_cur counts from the last restart, and T_i, the length of cycle i, is T_0 · T_multⁱ. The model
    just before each restart is a good one: the rate is lowest there.

    Source: Loshchilov and Hutter, "SGDR", 2017, equation 5. Equals
    `torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(T_0, T_mult, eta_min=m·η)` stepped once an
    epoch; with T_0 = 10 and T_mult = 2 it restarts after 10, 30 and 70 epochs.
    """

    first: int
    """T_0: length of the first cycle."""
    growth: int = 1
    """T_mult: by how much each cycle is longer than the one before."""
    floor: float = 0.0
    """m: the factor that a cycle falls to."""
    per: Per = "epoch"
    """Whether cycles are measured in epochs or in steps."""

    def __post_init__(self) -> None:
        at_least("first", self.first, 1)
        at_least("growth", self.growth, 1)
        share("floor", self.floor, one=True)
        check_per(self.per)

    def factor(self, step: int, horizon: Horizon) -> float:
        """Half a cosine wave from 1 to `floor`, in each cycle."""
        t_cur, t_i = self._cycle(passed(step, horizon, self.per))
        return self.floor + (1 - self.floor) * 0.5 * (1 + math.cos(math.pi * t_cur / t_i))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`R` at the first step of each new cycle."""
        marks = []
        begins, length = self.first, self.first
        while (before := updates(begins, horizon, self.per)) < horizon.steps:
            marks.append(Mark(before + 1, "R", "back to the full rate"))
            length *= self.growth
            begins += length
        return tuple(marks)

    def _cycle(self, t: int) -> tuple[int, int]:
        """(T_cur, T_i): how far the current cycle has come, and how long it is."""
        if self.growth == 1:
            return t % self.first, self.first
        length = self.first
        while t >= length:
            t -= length
            length *= self.growth
        return t, length
