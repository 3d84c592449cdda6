"""Gradient descent: one step down the slope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor


class GradientDescent(Optimizer):
    """The gradient points uphill, so go the other way.

    With θ the parameters and η the learning rate:

        θ ← θ − η ∇f(θ)

    It is called stochastic when the gradient comes from a part of the data, drawn at random; the
    rule is the same. Source: Cauchy, "Méthode générale pour la résolution des systèmes d'équations
    simultanées", 1847. Equals `torch.optim.SGD` without momentum and weight decay.
    """

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:  # noqa: ARG002 - no memory
        """One step; nothing is remembered."""
        theta -= self.lr * g
