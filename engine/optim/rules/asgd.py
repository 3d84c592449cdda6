"""Averaged stochastic gradient descent as a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import not_negative, number


@dataclass(frozen=True, slots=True)
class ASGD(TorchRule):
    """Descent with a falling rate, and the mean of the path beside it (Polyak and Juditsky 1992).

    Same meaning and defaults as `torch.optim.ASGD`. A new rate acts one step late, and the mean
    is kept but never put into the model.
    """

    lr: float = 1e-2
    lambd: float = field(default=1e-4, kw_only=True)
    alpha: float = field(default=0.75, kw_only=True)
    t0: float = field(default=1e6, kw_only=True)
    """Step after which the mean begins."""
    weight_decay: float = field(default=0.0, kw_only=True)

    torch_name: ClassVar[str] = "ASGD"

    def check(self) -> None:
        """Nothing negative."""
        not_negative(self, "lr", "lambd", "t0", "weight_decay")
        number("alpha", self.alpha, 0)
