"""Adadelta as a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from engine.errors import share
from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import not_negative, number


@dataclass(frozen=True, slots=True)
class Adadelta(TorchRule):
    """Let the size of past steps over that of past gradients be the rate (Zeiler 2012).

    Same meaning and defaults as `torch.optim.Adadelta`: a rate of 1 is the paper's.
    """

    lr: float = 1.0
    rho: float = field(default=0.9, kw_only=True)
    eps: float = field(default=1e-6, kw_only=True)
    weight_decay: float = field(default=0.0, kw_only=True)

    torch_name: ClassVar[str] = "Adadelta"
    foreach: ClassVar[bool | None] = True

    def check(self) -> None:
        """Nothing negative; ρ a share."""
        not_negative(self, "lr", "eps", "weight_decay")
        number("rho", self.rho)
        share("rho", self.rho, one=True)
