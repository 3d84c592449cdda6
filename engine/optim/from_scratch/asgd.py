"""ASGD: descent with a falling rate, and the mean of the path beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class ASGD(Optimizer):
    """Keep the mean of all points after the first t₀: it lies nearer to the optimum than the last.

    With η the learning rate, λ (`lambd`) a decay that goes into the rate too, θ̄ the mean:

        g ← ∇f(θ) + `weight_decay` · θ
        θ ← (1 − λ ηₜ) θ − ηₜ g                 η₁ = η,   ηₜ₊₁ = η / (1 + λ η t)^α
        θ̄ ← θ̄ + (θ − θ̄) / max(1, t − 1 − t₀)

    The model trains at θ; θ̄ is in `average`, to be copied into the model by whoever wants it, as
    with `torch.optim.ASGD`, which this equals. With its default t₀ of a million steps the mean
    has usually not begun. Source: Polyak and Juditsky, "Acceleration of stochastic approximation
    by averaging", 1992. A new rate acts one step late.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1e-2,
        *,
        lambd: float = 1e-4,
        alpha: float = 0.75,
        t0: float = 1e6,
        weight_decay: float = 0.0,
    ) -> None:
        """Take charge of the parameters."""
        super().__init__(parameters, lr)
        self.lambd = lambd
        self.alpha = alpha
        self.t0 = t0
        self.weight_decay = weight_decay
        self.average = self.zeros()
        self.eta: list[float | None] = [None] * len(self.parameters)
        self.t = [0] * len(self.parameters)

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step, and its part in the mean."""
        self.t[i] += 1
        eta = self.eta[i]
        eta = self.lr if eta is None else eta
        g = g + self.weight_decay * theta
        theta *= 1 - self.lambd * eta
        theta -= eta * g
        mean = self.average[i]
        self.average[i] = mean + (theta - mean) / max(1, self.t[i] - 1 - self.t0)
        self.eta[i] = self.lr / (1 + self.lambd * self.lr * self.t[i]) ** self.alpha
