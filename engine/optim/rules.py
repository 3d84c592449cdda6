"""SGD and AdamW as rules: hyperparameters by name, executed by the quickest exact means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn

    from engine.optim.base import Stepper


@dataclass(frozen=True, slots=True)
class SGD:
    """Stochastic gradient descent, with momentum, weight decay and Nesterov's variant.

    v ← μ v + (1 − τ)(g + λ θ), θ ← θ − η v (Nesterov: θ − η (g + λ θ + μ v)).
    Same meaning and defaults as `torch.optim.SGD`; bit-equal to its fused form.
    """

    lr: float = 1e-3
    momentum: float = field(default=0.0, kw_only=True)
    dampening: float = field(default=0.0, kw_only=True)
    weight_decay: float = field(default=0.0, kw_only=True)
    nesterov: bool = field(default=False, kw_only=True)

    def __post_init__(self) -> None:
        if self.nesterov and (self.momentum <= 0 or self.dampening != 0):
            raise ValueError("Nesterov momentum needs a momentum above 0 and no dampening")

    def build(self, parameters: Sequence[nn.Parameter]) -> Stepper:
        """Fused kernel where the device has one, else `torch.optim.SGD`."""
        from engine.optim.fast import FastSGD
        from engine.optim.torch_optimizer import TorchStepper

        fast = FastSGD.create(self, parameters)
        if fast is not None:
            return fast
        import torch

        return TorchStepper(
            torch.optim.SGD(
                parameters,
                lr=self.lr,
                momentum=self.momentum,
                dampening=self.dampening,
                weight_decay=self.weight_decay,
                nesterov=self.nesterov,
            )
        )


@dataclass(frozen=True, slots=True)
class AdamW:
    """Adam with decoupled weight decay (Loshchilov and Hutter 2019).

    Same meaning and defaults as `torch.optim.AdamW`; bit-equal to its fused form.
    """

    lr: float = 1e-3
    betas: tuple[float, float] = field(default=(0.9, 0.999), kw_only=True)
    eps: float = field(default=1e-8, kw_only=True)
    weight_decay: float = field(default=1e-2, kw_only=True)

    def build(self, parameters: Sequence[nn.Parameter]) -> Stepper:
        """Fused kernel where the device has one, else `torch.optim.AdamW`."""
        from engine.optim.fast import FastAdamW
        from engine.optim.torch_optimizer import TorchStepper

        fast = FastAdamW.create(self, parameters)
        if fast is not None:
            return fast
        import torch

        return TorchStepper(
            torch.optim.AdamW(
                parameters,
                lr=self.lr,
                betas=self.betas,
                eps=self.eps,
                weight_decay=self.weight_decay,
            )
        )
