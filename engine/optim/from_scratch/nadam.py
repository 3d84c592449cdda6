"""NAdam: Adam that looks ahead, as Nesterov does."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class NAdam(Optimizer):
    """Use the momentum of the next step already in this one.

    With m and v as in `Adam`, μₜ the momentum of step t, ψ its decay, and Π the product of all
    momenta so far:

        g ← ∇f(θ) + λ θ                 (decoupled:  θ ← θ − η λ θ)
        μₜ = β₁ (1 − ½ · 0.96^(t ψ))     Π ← Π μₜ
        m ← β₁ m + (1 − β₁) g           v ← β₂ v + (1 − β₂) g²
        m̂ = μₜ₊₁ m / (1 − Π μₜ₊₁) + (1 − μₜ) g / (1 − Π)
        v̂ = v / (1 − β₂ᵗ)
        θ ← θ − η m̂ / (√v̂ + ε)

    The momentum μ grows from about β₁/2 to β₁, slowly. Source: Dozat, "Incorporating Nesterov
    Momentum into Adam", 2016, algorithm 2. Equals `torch.optim.NAdam`, which keeps Π in single
    precision where the default dtype is float32.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 2e-3,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum_decay: float = 4e-3,
        decoupled_weight_decay: bool = False,
    ) -> None:
        """Take charge of the parameters."""
        super().__init__(parameters, lr)
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.momentum_decay = momentum_decay
        self.decoupled_weight_decay = decoupled_weight_decay
        self.m = self.zeros()
        self.v = self.zeros()
        self.product = [1.0] * len(self.parameters)
        self.t = [0] * len(self.parameters)

    def momentum_at(self, t: int) -> float:
        """μₜ, the momentum of step t."""
        return self.beta1 * (1 - 0.5 * math.pow(0.96, t * self.momentum_decay))

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step along the mean that the next step would see."""
        self.t[i] += 1
        if self.decoupled_weight_decay:
            theta -= self.lr * self.weight_decay * theta
        else:
            g = g + self.weight_decay * theta
        mu, mu_next = self.momentum_at(self.t[i]), self.momentum_at(self.t[i] + 1)
        self.product[i] *= mu
        self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
        self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
        ahead = mu_next * self.m[i] / (1 - self.product[i] * mu_next)
        m_hat = ahead + (1 - mu) * g / (1 - self.product[i])
        v_hat = self.v[i] / (1 - self.beta2 ** self.t[i])
        theta -= self.lr * m_hat / (v_hat.sqrt() + self.eps)
