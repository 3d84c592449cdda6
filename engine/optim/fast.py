"""The fast lane: optimiser state plus one call of torch's fused kernel a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

import torch
from torch import Tensor, nn

from engine import kernels

if TYPE_CHECKING:
    from engine.optim.rules import SGD, AdamW


class FusedStepper:
    """What the two fused optimisers share: parameters, one group, hyperparameters by name."""

    label = ""

    def __init__(
        self,
        parameters: Sequence[nn.Parameter],
        kernel: Callable[..., Any],
        lr: float,
        settings: dict[str, float],
    ) -> None:
        self._parameters = list(parameters)
        # Aliases of the weights that autograd does not watch, so that no step needs `no_grad`.
        self._values = [parameter.detach() for parameter in parameters]
        self._kernel = kernel
        self._all = range(len(self._parameters))
        self._lr = lr
        self._settings = settings

    @property
    def base_lrs(self) -> tuple[float, ...]:
        """One group."""
        return (self._lr,)

    def set(self, name: str, value: float) -> None:
        """Change one of the rule's numbers. Raises KeyError for others."""
        if name not in self._settings:
            raise KeyError(name)
        self._settings[name] = value

    def _present(self) -> tuple[Sequence[int], list[Tensor]]:
        """Indices and gradients of the parameters that took part in this step's loss."""
        gradients = [parameter.grad for parameter in self._parameters]
        if not any(gradient is None for gradient in gradients):
            return self._all, cast("list[Tensor]", gradients)
        pairs = [(index, g) for index, g in enumerate(gradients) if g is not None]
        return [index for index, _ in pairs], [gradient for _, gradient in pairs]

    def _take(self, tensors: list[Tensor], indices: Sequence[int]) -> list[Tensor]:
        return tensors if indices is self._all else [tensors[index] for index in indices]


class FastSGD(FusedStepper):
    """SGD by `_fused_sgd_`. Parameters without a gradient are left alone, as in `torch.optim`."""

    label = "SGD, fused kernel"

    def __init__(
        self, rule: SGD, parameters: Sequence[nn.Parameter], kernel: Callable[..., Any]
    ) -> None:
        numbers = {
            "momentum": rule.momentum,
            "dampening": rule.dampening,
            "weight_decay": rule.weight_decay,
        }
        super().__init__(parameters, kernel, rule.lr, numbers)
        self._nesterov = rule.nesterov
        self._velocity = [torch.zeros_like(value) for value in self._values]
        self._at_rest = set(self._all)

    @classmethod
    def create(cls, rule: SGD, parameters: Sequence[nn.Parameter]) -> FastSGD | None:
        """The stepper, or None where torch has no kernel for these parameters."""
        kernel = kernels.fused("sgd", parameters)
        return cls(rule, parameters, kernel) if kernel else None

    def step(self, lrs: Sequence[float]) -> None:
        """One fused update of all parameters."""
        indices, gradients = self._present()
        if not gradients:
            return
        if self._settings["momentum"] == 0:
            self._update(indices, gradients, [], lrs[0])
        elif self._at_rest.isdisjoint(indices):
            self._update(indices, gradients, self._take(self._velocity, indices), lrs[0])
        else:
            self._set_off(indices, gradients, lrs[0])

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
            maximize=False,
            is_first_step=first,
            grad_scale=None,
            found_inf=None,
            **self._settings,
        )


class FastAdamW(FusedStepper):
    """AdamW by `_fused_adamw_`. Parameters without a gradient are left alone."""

    label = "AdamW, fused kernel"

    def __init__(
        self, rule: AdamW, parameters: Sequence[nn.Parameter], kernel: Callable[..., Any]
    ) -> None:
        numbers = {
            "beta1": rule.betas[0],
            "beta2": rule.betas[1],
            "eps": rule.eps,
            "weight_decay": rule.weight_decay,
        }
        super().__init__(parameters, kernel, rule.lr, numbers)
        self._mean = [torch.zeros_like(value) for value in self._values]
        self._square = [torch.zeros_like(value) for value in self._values]
        self._steps = [torch.zeros((), device=value.device) for value in self._values]

    @classmethod
    def create(cls, rule: AdamW, parameters: Sequence[nn.Parameter]) -> FastAdamW | None:
        """The stepper, or None where torch has no kernel for these parameters."""
        kernel = kernels.fused("adamw", parameters)
        return cls(rule, parameters, kernel) if kernel else None

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
            [],
            steps,
            lr=lrs[0],
            amsgrad=False,
            maximize=False,
            grad_scale=None,
            found_inf=None,
            **self._settings,
        )
