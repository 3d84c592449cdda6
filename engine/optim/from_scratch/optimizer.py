"""What all optimisers written from scratch have in common: parameters, a rate, and a loop."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor, nn


class Optimizer(ABC):
    """Goes through the parameters; `update` says what happens to one of them.

    A parameter without a gradient took no part in the loss. It stays where it is, its memory
    included, as in `torch.optim`.
    """

    def __init__(self, parameters: Iterable[nn.Parameter], lr: float) -> None:
        """Take charge of the parameters."""
        self.parameters = list(parameters)
        self.lr = lr

    @abstractmethod
    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """Move parameter `i`, whose values are θ and whose gradient is g, in place."""

    def step(self) -> None:
        """Move every parameter that has a gradient."""
        for i, parameter in enumerate(self.parameters):
            if parameter.grad is not None:
                # Detached, a tensor keeps its memory but leaves autograd: moving θ moves the
                # parameter.
                self.update(i, parameter.detach(), parameter.grad.detach())

    def zero_grad(self) -> None:
        """Forget the gradients: `backward()` adds to what is there."""
        for parameter in self.parameters:
            parameter.grad = None

    def zeros(self) -> list[Tensor]:
        """A tensor of zeros for each parameter, of its shape: a memory that is still empty."""
        return [parameter.new_zeros(parameter.shape) for parameter in self.parameters]
