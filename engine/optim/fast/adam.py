"""Adam and AdamW by torch's fused kernels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import torch
from torch import Tensor, nn

from engine import kernels
from engine.optim.fast.fused import FusedStepper

if TYPE_CHECKING:
    from engine.optim.rules import Adam


class FastAdam(FusedStepper):
    """Adam by `_fused_adam_`. Parameters without a gradient are left alone."""

    kernel_name: ClassVar[str] = "adam"
    label = "Adam, fused kernel"

    def __init__(
        self, rule: Adam, parameters: Sequence[nn.Parameter], kernel: Callable[..., Any]
    ) -> None:
        super().__init__(rule, parameters, kernel)
        self._amsgrad = rule.amsgrad
        self._mean = [torch.zeros_like(value) for value in self._values]
        self._square = [torch.zeros_like(value) for value in self._values]
        self._largest = [torch.zeros_like(value) for value in self._values if rule.amsgrad]
        self._steps = [torch.zeros((), device=value.device) for value in self._values]

    def step(self, lrs: Sequence[float]) -> None:
        """One fused update of all parameters."""
        indices, gradients = self._present()
        if not gradients:
            return
        steps = self._take(self._steps, indices)
        kernels.increment_(steps)
        self._kernel(
            self._take(self._values, indices),
            gradients,
            self._take(self._mean, indices),
            self._take(self._square, indices),
            self._largest and self._take(self._largest, indices),
            steps,
            lr=lrs[0],
            amsgrad=self._amsgrad,
            maximize=False,
            grad_scale=None,
            found_inf=None,
            **self._settings,
        )

    def _numbers(self, rule: Adam) -> dict[str, float]:
        return {
            "beta1": rule.betas[0],
            "beta2": rule.betas[1],
            "eps": rule.eps,
            "weight_decay": rule.weight_decay,
        }

    def _memory(self) -> dict[str, list[Tensor]]:
        return {
            "mean": self._mean,
            "square": self._square,
            "largest": self._largest,
            "steps": self._steps,
        }


class FastAdamW(FastAdam):
    """AdamW by `_fused_adamw_`: the same state, the decay beside the gradient."""

    kernel_name: ClassVar[str] = "adamw"
    label = "AdamW, fused kernel"
