"""Cyclical rates: up and down between two bounds, as long as the run lasts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

from engine.errors import at_least, one_of, share
from engine.schedules.base import Horizon, Mark
from engine.schedules.momentum import MomentumRange, check_momentum_range
from engine.schedules.units import Per, check_per, passed, updates

Cycle = Literal["triangular", "triangular2", "exp_range"]
"""What becomes of the height of later cycles: it stays, is halved each time, or falls with γᵗ."""


@dataclass(frozen=True, slots=True)
class Cyclic:
    """η_t = η · (b + (1 − b) · h · z), a triangle wave z between 0 and 1 with a height h.

    z rises in u steps and falls in v. In cycle c = 1, 2, … the height h is 1 (triangular), 2^(1−c)
    (triangular2), or γᵗ (exp_range). The momentum, where it is moved, goes the opposite way.

    Source: Smith, "Cyclical Learning Rates for Training Neural Networks", 2017, who recommends
    half-cycles of 2 to 10 epochs. Equals `torch.optim.lr_scheduler.CyclicLR(base_lr=b·η, max_lr=η,
    step_size_up=u, step_size_down=v, mode, gamma=γ)`.
    """

    rise: int = 2000
    """u: steps from the lowest rate to the highest."""
    fall: int | None = None
    """v: steps back; None: as many."""
    low: float = 0.1
    """b: the lowest factor."""
    cycle: Cycle = "triangular"
    """What becomes of the height."""
    gamma: float = 1.0
    """γ of `exp_range`."""
    momentum_range: MomentumRange | None = None
    """(lowest, highest) momentum; PyTorch's defaults are 0.8 and 0.9. None: it is left alone."""
    per: Per = "step"
    """Whether u, v and t count steps or epochs."""

    def __post_init__(self) -> None:
        at_least("rise", self.rise, 1)
        if self.fall is not None:
            at_least("fall", self.fall, 1)
        share("low", self.low, one=True)
        one_of("cycle", self.cycle, get_args(Cycle))
        at_least("gamma", self.gamma, 0)
        check_momentum_range(self.momentum_range)
        check_per(self.per)

    def factor(self, step: int, horizon: Horizon) -> float:
        """The triangle wave between `low` and 1."""
        return self.low + (1 - self.low) * self._swing(passed(step, horizon, self.per))

    def momentum(self, step: int, horizon: Horizon) -> float | None:
        """Highest where the rate is lowest; None without a `momentum_range`."""
        if self.momentum_range is None:
            return None
        lowest, highest = self.momentum_range
        return highest - (highest - lowest) * self._swing(passed(step, horizon, self.per))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:
        """`R` at the first step of each new cycle."""
        length = updates(self._length, horizon, self.per)
        return tuple(
            Mark(begins + 1, "R", "a new cycle") for begins in range(length, horizon.steps, length)
        )

    @property
    def _length(self) -> int:
        return self.rise + (self.rise if self.fall is None else self.fall)

    def _swing(self, t: int) -> float:
        """h · z: 0 at the lowest rate of a cycle, h at its highest."""
        full_cycles, within = divmod(t, self._length)
        if within <= self.rise:
            wave = within / self.rise
        else:
            wave = (self._length - within) / (self._length - self.rise)
        if self.cycle == "triangular2":
            return wave * math.ldexp(1.0, -full_cycles)
        if self.cycle == "exp_range":
            return float(wave * self.gamma**t)
        return wave
