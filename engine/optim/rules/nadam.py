"""NAdam as a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import betas, not_negative, switch


@dataclass(frozen=True, slots=True)
class NAdam(TorchRule):
    """Adam that looks ahead as Nesterov does (Dozat 2016).

    Same meaning and defaults as `torch.optim.NAdam`.
    """

    lr: float = 2e-3
    betas: tuple[float, float] = field(default=(0.9, 0.999), kw_only=True)
    eps: float = field(default=1e-8, kw_only=True)
    weight_decay: float = field(default=0.0, kw_only=True)
    momentum_decay: float = field(default=4e-3, kw_only=True)
    """ψ: how slowly the momentum grows to β₁; 0 keeps it at half of it."""
    decoupled_weight_decay: bool = field(default=False, kw_only=True)

    torch_name: ClassVar[str] = "NAdam"
    foreach: ClassVar[bool | None] = True

    def check(self) -> None:
        """Nothing negative; betas below 1."""
        betas(self.betas)
        not_negative(self, "lr", "eps", "weight_decay", "momentum_decay")
        switch(self, "decoupled_weight_decay")
