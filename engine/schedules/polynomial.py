"""Polynomial decay: down to nothing, along a power of what is left."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import at_least, share
from engine.schedules.base import Horizon, Mark
from engine.schedules.units import Per, check_per, passed, planned


@dataclass(frozen=True, slots=True)
class Polynomial:
    """η_t = η · (m + (1 − m) · (1 − t/T)^p) for t ≤ T, then m·η.

    p = 1 is a straight line, p > 1 falls fast at first and slowly at the end. With m = 0 it equals
    `torch.optim.lr_scheduler.PolynomialLR(total_iters=T, power=p)`.
    """

    power: float = 1.0
    """p."""
    floor: float = 0.0
    """m: the last factor, reached after T."""
    period: int | None = None
    """T, in steps or epochs; None: the whole run."""
    per: Per = "step"
    """Whether t counts steps or epochs."""

    def __post_init__(self) -> None:
        at_least("power", self.power, 0, inclusive=False)
        share("floor", self.floor, one=True)
        check_per(self.per)
        if self.period is not None:
            at_least("period", self.period, 1)

    def factor(self, step: int, horizon: Horizon) -> float:
        """What is left of the way, to the power p."""
        t = passed(step, horizon, self.per)
        period = planned(horizon, self.per) if self.period is None else self.period
        left = max(1 - t / period, 0.0)
        return float(self.floor + (1 - self.floor) * left**self.power)

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:  # noqa: ARG002
        """Nothing happens at once."""
        return ()
