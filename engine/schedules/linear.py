"""A straight line from one factor to another."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import at_least
from engine.schedules.base import Horizon, Mark
from engine.schedules.units import Per, check_per, passed, planned


@dataclass(frozen=True, slots=True)
class Linear:
    """η_t = η · (a + (b − a) · t/T) for t ≤ T, then b·η.

    Equals `torch.optim.lr_scheduler.LinearLR(start_factor=a, end_factor=b, total_iters=T)`, whose
    defaults are a = ⅓, b = 1 and T = 5: a warm-up. Ours fall from the full rate to 0 over the run.
    """

    start: float = 1.0
    """a: the first factor."""
    end: float = 0.0
    """b: the last factor, reached after T."""
    period: int | None = None
    """T, in steps or epochs; None: the whole run."""
    per: Per = "step"
    """Whether t counts steps or epochs."""

    def __post_init__(self) -> None:
        at_least("start", self.start, 0)
        at_least("end", self.end, 0)
        check_per(self.per)
        if self.period is not None:
            at_least("period", self.period, 1)

    def factor(self, step: int, horizon: Horizon) -> float:
        """The line, and its end afterwards."""
        t = passed(step, horizon, self.per)
        period = planned(horizon, self.per) if self.period is None else self.period
        return self.start + (self.end - self.start) * min(t / period, 1.0)

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:  # noqa: ARG002
        """Nothing happens at once."""
        return ()
