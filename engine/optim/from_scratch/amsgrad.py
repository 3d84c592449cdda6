"""AMSGrad: Adam whose divisor never falls."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.adam import Adam
from engine.optim.from_scratch.adamw import AdamW

if TYPE_CHECKING:
    from torch import Tensor, nn


class AMSGrad(Adam):
    """Remember the largest mean square there has been, and divide by that.

    With g as in `Adam`, and v⁺ the largest v so far:

        m ← β₁ m + (1 − β₁) g           v ← β₂ v + (1 − β₂) g²
        v⁺ ← max(v⁺, v)                 m̂ = m / (1 − β₁ᵗ)               v̂ = v⁺ / (1 − β₂ᵗ)
        θ ← θ − η m̂ / (√v̂ + ε)

    Adam may forget a large gradient that comes seldom and walk away from the optimum; here the
    steps cannot grow again. Source: Reddi, Kale and Kumar, "On the Convergence of Adam and
    Beyond", 2018, algorithm 2, which has no bias correction; `torch.optim.Adam(amsgrad=True)`,
    which this equals, corrects the maximum by the step's own factor.
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
        super().__init__(parameters, lr, betas=betas, eps=eps, weight_decay=weight_decay)
        self.v_max = self.zeros()

    def direction(self, i: int, g: Tensor) -> Tensor:
        """m̂ / (√v̂ + ε) with the largest v so far."""
        self.t[i] += 1
        self.m[i] = self.beta1 * self.m[i] + (1 - self.beta1) * g
        self.v[i] = self.beta2 * self.v[i] + (1 - self.beta2) * g**2
        self.v_max[i] = self.v_max[i].maximum(self.v[i])
        m_hat = self.m[i] / (1 - self.beta1 ** self.t[i])
        v_hat = self.v_max[i] / (1 - self.beta2 ** self.t[i])
        return m_hat / (v_hat.sqrt() + self.eps)


class AMSGradW(AMSGrad, AdamW):
    """AMSGrad's direction, AdamW's decay. Equals `torch.optim.AdamW(amsgrad=True)`."""
