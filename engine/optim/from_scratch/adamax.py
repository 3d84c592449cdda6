"""Adamax: Adam that divides by the largest recent gradient."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class Adamax(Optimizer):
    """Put the largest gradient, fading with time, in the place of the root mean square.

    With m the running mean of the gradient and u its fading maximum, both 0 at the start:

        g ← ∇f(θ) + λ θ
        m ← β₁ m + (1 − β₁) g           u ← max(β₂ u, |g| + ε)
        θ ← θ − η / (1 − β₁ᵗ) · m / u

    The maximum needs no correction: zero is never the larger one. Source: Kingma and Ba, "Adam",
    2015, algorithm 2. Equals `torch.optim.Adamax`, whose ε keeps u from being 0.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 2e-3,
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
        self.u = self.zeros()
        self.t = [0] * len(self.parameters)

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step, never much longer than η."""
        self.t[i] += 1
        g = g + self.weight_decay * theta
        self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
        self.u[i] = (self.beta2 * self.u[i]).maximum(g.abs() + self.eps)
        theta -= self.lr / (1 - self.beta1 ** self.t[i]) * self.m[i] / self.u[i]
