"""Adagrad by torch's fused kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self

import torch
from torch import Tensor, nn

from engine import kernels
from engine.optim.fast.fused import FusedStepper

if TYPE_CHECKING:
    from engine.optim.rules import Adagrad


class FastAdagrad(FusedStepper):
    """Adagrad by `_fused_adagrad_`. Parameters without a gradient are left alone."""

    kernel_name: ClassVar[str] = "adagrad"
    label = "Adagrad, fused kernel"

    def __init__(
        self, rule: Adagrad, parameters: Sequence[nn.Parameter], kernel: Callable[..., Any]
    ) -> None:
        super().__init__(rule, parameters, kernel)
        start = rule.initial_accumulator_value
        self._sum = [torch.full_like(value, start) for value in self._values]
        self._steps = [torch.zeros((), device=value.device) for value in self._values]

    @classmethod
    def create(cls, rule: Any, parameters: Sequence[nn.Parameter]) -> Self | None:
        """The stepper, or None off the CPU: older torch has the name there but no kernel."""
        if any(parameter.device.type != "cpu" for parameter in parameters):
            return None
        return super().create(rule, parameters)

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
            self._take(self._sum, indices),
            steps,
            lr=lrs[0],
            maximize=False,
            grad_scale=None,
            found_inf=None,
            **self._settings,
        )

    def _numbers(self, rule: Adagrad) -> dict[str, float]:
        return {
            "lr_decay": rule.lr_decay,
            "weight_decay": rule.weight_decay,
            "eps": rule.eps,
        }

    def _memory(self) -> dict[str, list[Tensor]]:
        return {"sum": self._sum, "steps": self._steps}
