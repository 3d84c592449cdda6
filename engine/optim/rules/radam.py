"""RAdam as a rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import betas, not_negative, switch


@dataclass(frozen=True, slots=True)
class RAdam(TorchRule):
    """Adam that waits until it can trust its divisor (Liu et al. 2020).

    Same meaning and defaults as `torch.optim.RAdam`.
    """

    lr: float = 1e-3
    betas: tuple[float, float] = field(default=(0.9, 0.999), kw_only=True)
    eps: float = field(default=1e-8, kw_only=True)
    weight_decay: float = field(default=0.0, kw_only=True)
    decoupled_weight_decay: bool = field(default=False, kw_only=True)

    torch_name: ClassVar[str] = "RAdam"
    foreach: ClassVar[bool | None] = True

    def check(self) -> None:
        """Nothing negative; betas below 1."""
        betas(self.betas)
        not_negative(self, "lr", "eps", "weight_decay")
        switch(self, "decoupled_weight_decay")
