"""SGD by torch's fused kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import torch
from torch import Tensor, nn

from engine.optim.fast.fused import FusedStepper
from engine.optim.state import check_origin

if TYPE_CHECKING:
    from engine.optim.rules import SGD


class FastSGD(FusedStepper):
    """SGD by `_fused_sgd_`. Parameters without a gradient are left alone, as in `torch.optim`."""

    kernel_name: ClassVar[str] = "sgd"
    label = "SGD, fused kernel"

    def __init__(
        self, rule: SGD, parameters: Sequence[nn.Parameter], kernel: Callable[..., Any]
    ) -> None:
        super().__init__(rule, parameters, kernel)
        self._nesterov = rule.nesterov
        self._maximize = rule.maximize
        self._velocity: list[Tensor] = []
        """One for each parameter, from the first step with momentum on."""
        self._at_rest = set(self._all)

    def step(self, lrs: Sequence[float]) -> None:
        """One fused update of all parameters."""
        indices, gradients = self._present()
        if not gradients:
            return
        if self._settings["momentum"] == 0:
            self._update(indices, gradients, [], lrs[0])
            return
        if not self._velocity:
            self._allocate()
        if self._at_rest.isdisjoint(indices):
            self._update(indices, gradients, self._take(self._velocity, indices), lrs[0])
        else:
            self._set_off(indices, gradients, lrs[0])

    def state_dict(self) -> dict[str, Any]:
        """The numbers, the velocities, and which of them have not begun."""
        return {**super().state_dict(), "at_rest": sorted(self._at_rest)}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go back there. Raises ConfigurationError for the state of something else."""
        check_origin(state, self.label)
        if state["tensors"]["velocity"]:
            self._allocate()
        else:
            self._velocity = []
        super().load_state_dict(state)
        self._at_rest = set(state["at_rest"])

    def _numbers(self, rule: SGD) -> dict[str, float]:
        return {
            "momentum": rule.momentum,
            "dampening": rule.dampening,
            "weight_decay": rule.weight_decay,
        }

    def _memory(self) -> dict[str, list[Tensor]]:
        return {"velocity": self._velocity}

    def _allocate(self) -> None:
        self._velocity = [torch.zeros_like(value) for value in self._values]

    def _set_off(self, indices: Sequence[int], gradients: list[Tensor], lr: float) -> None:
        """A first velocity is the gradient itself, undamped: the kernel has to be told."""
        for index, gradient in zip(indices, gradients, strict=True):
            first = index in self._at_rest
            self._update([index], [gradient], [self._velocity[index]], lr, first=first)
        self._at_rest.difference_update(indices)

    def _update(
        self,
        indices: Sequence[int],
        gradients: list[Tensor],
        velocity: list[Tensor],
        lr: float,
        *,
        first: bool = False,
    ) -> None:
        self._kernel(
            self._take(self._values, indices),
            gradients,
            velocity,
            lr=lr,
            nesterov=self._nesterov,
            maximize=self._maximize,
            is_first_step=first,
            grad_scale=None,
            found_inf=None,
            **self._settings,
        )
