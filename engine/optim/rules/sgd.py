"""Stochastic gradient descent as a rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from engine.errors import ConfigurationError
from engine.optim.rules.base import TorchRule
from engine.optim.rules.checks import not_negative, number, switch

if TYPE_CHECKING:
    from torch import nn

    from engine.optim.base import Stepper


@dataclass(frozen=True, slots=True)
class SGD(TorchRule):
    """Stochastic gradient descent, with momentum, weight decay and Nesterov's variant.

    v ← β v + (1 − τ)(g + λ θ), θ ← θ − η v (Nesterov: θ − η (g + λ θ + β v)).
    Same meaning and defaults as `torch.optim.SGD`; bit-equal to its fused form.
    """

    lr: float = 1e-3
    momentum: float = field(default=0.0, kw_only=True)
    dampening: float = field(default=0.0, kw_only=True)
    weight_decay: float = field(default=0.0, kw_only=True)
    nesterov: bool = field(default=False, kw_only=True)
    maximize: bool = field(default=False, kw_only=True)
    """Go uphill; the weight decay still pulls to 0."""

    torch_name: ClassVar[str] = "SGD"

    def check(self) -> None:
        """Nothing negative, and Nesterov's variant only where it is defined."""
        not_negative(self, "lr", "momentum", "weight_decay")
        number("dampening", self.dampening)
        switch(self, "nesterov", "maximize")
        if self.nesterov and (self.momentum <= 0 or self.dampening != 0):
            raise ConfigurationError(
                "nesterov", True, "Nesterov momentum needs a momentum above 0 and no dampening."
            )

    def fast(self, parameters: Sequence[nn.Parameter]) -> Stepper | None:
        """Torch's fused kernel where the device has one."""
        from engine.optim.fast import FastSGD

        return FastSGD.create(self, parameters)
