"""RMSprop as a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import not_negative, number, switch


@dataclass(frozen=True, slots=True)
class RMSprop(TorchRule):
    """Divide the gradient by its recent size (Tieleman and Hinton 2012).

    Same meaning and defaults as `torch.optim.RMSprop`.
    """

    lr: float = 1e-2
    alpha: float = field(default=0.99, kw_only=True)
    eps: float = field(default=1e-8, kw_only=True)
    weight_decay: float = field(default=0.0, kw_only=True)
    momentum: float = field(default=0.0, kw_only=True)
    centered: bool = field(default=False, kw_only=True)
    """Divide by the spread of the gradient about its mean instead (Graves 2013)."""

    torch_name: ClassVar[str] = "RMSprop"
    foreach: ClassVar[bool | None] = True

    def check(self) -> None:
        """Nothing negative; the share of the past below 1, or nothing would ever be learnt."""
        not_negative(self, "lr", "eps", "weight_decay", "momentum")
        number("alpha", self.alpha, 0, 1)
        switch(self, "centered")
