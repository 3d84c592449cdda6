"""Adam: steps of a size that does not depend on the size of the gradient."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class Adam(Optimizer):
    """Divide the mean gradient by its typical size.

    With θ the parameters, m and v the running mean and mean square of the gradient, which start
    at 0, t = 1, 2, … the number of the step, η the learning rate and λ the weight decay:

        g ← ∇f(θ) + λ θ
        m ← β₁ m + (1 − β₁) g           v ← β₂ v + (1 − β₂) g²
        m̂ = m / (1 − β₁ᵗ)               v̂ = v / (1 − β₂ᵗ)
        θ ← θ − η m̂ / (√v̂ + ε)

    The hats undo the pull of the zeros that m and v started from. The decay is part of the
    gradient here and is divided by √v̂ with it, so that weights with large gradients hardly decay;
    `AdamW` differs in that one line. Source: Kingma and Ba, "Adam: A Method for Stochastic
    Optimization", 2015, algorithm 1. Equals `torch.optim.Adam`.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1e-3,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        """Take charge of the parameters."""
        super().__init__(parameters, lr)
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.m = self.zeros()
        self.v = self.zeros()
        self.t = [0] * len(self.parameters)

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step, with the decay inside the gradient."""
        g = g + self.weight_decay * theta
        theta -= self.lr * self.direction(i, g)

    def direction(self, i: int, g: Tensor) -> Tensor:
        """m̂ / (√v̂ + ε): where the gradients agree, about their sign; where not, less."""
        self.t[i] += 1
        self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
        self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
        m_hat = self.m[i] / (1 - self.beta1 ** self.t[i])
        v_hat = self.v[i] / (1 - self.beta2 ** self.t[i])
        return m_hat / (v_hat.sqrt() + self.eps)
