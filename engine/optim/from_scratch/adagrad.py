"""Adagrad: a rate of its own for every weight, which only ever falls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class Adagrad(Optimizer):
    """Divide the rate of each weight by the size of all gradients it has ever had.

    With G the sum of squared gradients, which starts at `initial_accumulator_value`, t = 1, 2, …
    the number of the step, η the learning rate, κ its decay and λ the weight decay:

        g ← ∇f(θ) + λ θ
        G ← G + g²
        θ ← θ − η / (1 + (t − 1) κ) · g / (√G + ε)

    The first step has the size of η, whatever the gradient; a weight that is seldom used keeps
    a high rate. Source: Duchi, Hazan and Singer, "Adaptive Subgradient Methods for Online Learning
    and Stochastic Optimization", 2011, the diagonal version. Equals `torch.optim.Adagrad`.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1e-2,
        *,
        lr_decay: float = 0.0,
        weight_decay: float = 0.0,
        initial_accumulator_value: float = 0.0,
        eps: float = 1e-10,
    ) -> None:
        """Take charge of the parameters."""
        super().__init__(parameters, lr)
        self.lr_decay = lr_decay
        self.weight_decay = weight_decay
        self.eps = eps
        self.G = [zero + initial_accumulator_value for zero in self.zeros()]
        self.t = [0] * len(self.parameters)

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step; its square is never forgotten."""
        self.t[i] += 1
        g = g + self.weight_decay * theta
        self.G[i] = self.G[i] + g**2
        lr = self.lr / (1 + (self.t[i] - 1) * self.lr_decay)
        theta -= lr * g / (self.G[i].sqrt() + self.eps)
