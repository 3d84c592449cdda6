"""Exponential decay: the same share of the rate is lost again and again."""

from __future__ import annotations

from dataclasses import dataclass

from engine.errors import at_least
from engine.schedules.base import Horizon, Mark
from engine.schedules.units import Per, check_per, passed


@dataclass(frozen=True, slots=True)
class Exponential:
    """η_t = η · γ^t. The rate is halved every ln 2 / −ln γ epochs: 13.5 for γ = 0.95.

    Equals `torch.optim.lr_scheduler.ExponentialLR(gamma=γ)` stepped once an epoch.
    """

    gamma: float = 0.95
    """γ: what is left of the rate after each epoch."""
    per: Per = "epoch"
    """Whether t counts epochs or steps."""

    def __post_init__(self) -> None:
        at_least("gamma", self.gamma, 0)
        check_per(self.per)

    def factor(self, step: int, horizon: Horizon) -> float:
        """γ to the power of what has passed."""
        return float(self.gamma ** passed(step, horizon, self.per))

    def marks(self, horizon: Horizon) -> tuple[Mark, ...]:  # noqa: ARG002
        """Nothing happens at once."""
        return ()
