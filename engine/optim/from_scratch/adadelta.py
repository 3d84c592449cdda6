"""Adadelta: steps whose unit is that of the weights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class Adadelta(Optimizer):
    """Let the typical size of past steps, over that of past gradients, be the rate.

    With v and u the running means of the squared gradient and of the squared step, which start
    at 0, ρ the share of the past and λ the weight decay:

        g ← ∇f(θ) + λ θ
        v ← ρ v + (1 − ρ) g²
        Δ ← √(u + ε) / √(v + ε) · g
        u ← ρ u + (1 − ρ) Δ²
        θ ← θ − η Δ

    η is 1 in the paper: ε alone decides how long the first steps are. Source: Zeiler, "ADADELTA:
    An Adaptive Learning Rate Method", 2012, algorithm 1. Equals `torch.optim.Adadelta`.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1.0,
        *,
        rho: float = 0.9,
        eps: float = 1e-6,
        weight_decay: float = 0.0,
    ) -> None:
        """Take charge of the parameters."""
        super().__init__(parameters, lr)
        self.rho = rho
        self.eps = eps
        self.weight_decay = weight_decay
        self.v = self.zeros()
        self.u = self.zeros()

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step, about as long as the last ones were."""
        g = g + self.weight_decay * theta
        self.v[i] = self.rho * self.v[i] + (1 - self.rho) * g**2
        delta = (self.u[i] + self.eps).sqrt() / (self.v[i] + self.eps).sqrt() * g
        self.u[i] = self.rho * self.u[i] + (1 - self.rho) * delta**2
        theta -= self.lr * delta
