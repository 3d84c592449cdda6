"""AdamW: steps of a size that does not depend on the size of the gradient."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import nn


class AdamW:
    """Divide the mean gradient by its typical size, and shrink the weights beside it.

    With θ the parameters, g the gradient, m and v its running mean and mean square, which start
    at 0, t = 1, 2, … the number of the step, η the learning rate and λ the weight decay:

        θ ← θ − η λ θ
        m ← β₁ m + (1 − β₁) g           v ← β₂ v + (1 − β₂) g²
        m̂ = m / (1 − β₁ᵗ)               v̂ = v / (1 − β₂ᵗ)
        θ ← θ − η m̂ / (√v̂ + ε)

    The hats undo the pull of the zeros that m and v started from. Sources: Kingma and Ba, "Adam",
    2015, algorithm 1; Loshchilov and Hutter, "Decoupled Weight Decay Regularization", 2019,
    algorithm 2. As in `torch.optim.AdamW`, the decay is multiplied by the learning rate.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        """Take charge of the parameters, which must all receive a gradient from the first step."""
        self.parameters = list(parameters)
        self.lr = lr
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.m = [parameter.new_zeros(parameter.shape) for parameter in self.parameters]
        self.v = [parameter.new_zeros(parameter.shape) for parameter in self.parameters]
        self._t = 0

    def step(self) -> None:
        """Move every parameter that has a gradient, in place."""
        self._t += 1
        for i, parameter in enumerate(self.parameters):
            if parameter.grad is None:
                continue
            # Detached, a tensor keeps its memory but leaves autograd: moving θ moves the parameter.
            theta, g = parameter.detach(), parameter.grad.detach()
            theta -= self.lr * self.weight_decay * theta
            self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
            self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
            m_hat = self.m[i] / (1 - self.beta1**self._t)
            v_hat = self.v[i] / (1 - self.beta2**self._t)
            theta -= self.lr * m_hat / (v_hat.sqrt() + self.eps)

    def zero_grad(self) -> None:
        """Forget the gradients: `backward()` adds to what is there."""
        for parameter in self.parameters:
            parameter.grad = None
