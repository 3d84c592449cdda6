"""RAdam: Adam that waits until it can trust its divisor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class RAdam(Optimizer):
    """Step by momentum alone while v has seen too few gradients, then as Adam, a little shorter.

    ρ counts how many gradients v is a mean of; r makes up for how much such a mean scatters:

        g ← ∇f(θ) + λ θ                 (decoupled:  θ ← θ − η λ θ)
        m ← β₁ m + (1 − β₁) g           v ← β₂ v + (1 − β₂) g²           m̂ = m / (1 − β₁ᵗ)
        ρ∞ = 2 / (1 − β₂) − 1           ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ)
        ρ ≤ 5:   θ ← θ − η m̂
        ρ > 5:   r = √((ρ − 4)(ρ − 2) ρ∞ / ((ρ∞ − 4)(ρ∞ − 2) ρ))
                 θ ← θ − η r m̂ √(1 − β₂ᵗ) / (√v + ε)

    A warm-up that nobody has to choose: five steps of plain momentum with β₂ = 0.999, then a
    factor r that rises from near 0 to 1. Source: Liu, Jiang, He, Chen, Liu, Gao and Han, "On the
    Variance of the Adaptive Learning Rate and Beyond", 2020, algorithm 2, with 5 in the place of
    its 4. Equals `torch.optim.RAdam`.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1e-3,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        decoupled_weight_decay: bool = False,
    ) -> None:
        """Take charge of the parameters."""
        super().__init__(parameters, lr)
        self.beta1, self.beta2 = betas
        self.eps = eps
        self.weight_decay = weight_decay
        self.decoupled_weight_decay = decoupled_weight_decay
        self.m = self.zeros()
        self.v = self.zeros()
        self.t = [0] * len(self.parameters)

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step, of momentum or of Adam."""
        self.t[i] += 1
        t = self.t[i]
        if self.decoupled_weight_decay:
            theta -= self.lr * self.weight_decay * theta
        else:
            g = g + self.weight_decay * theta
        self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
        self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
        m_hat = self.m[i] / (1 - self.beta1**t)
        rho_inf = 2 / (1 - self.beta2) - 1
        rho = rho_inf - 2 * t * self.beta2**t / (1 - self.beta2**t)
        if rho <= 5:
            theta -= self.lr * m_hat
            return
        r = ((rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)) ** 0.5
        correction = (1 - self.beta2**t) ** 0.5
        theta -= self.lr * r * m_hat * correction / (self.v[i].sqrt() + self.eps)
