"""Stochastic gradient descent, with momentum, Nesterov momentum and weight decay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class SGD(Optimizer):
    """Go downhill, and remember where you were going.

    With θ the parameters, η the learning rate, β the momentum, τ the dampening, λ the weight
    decay, and v the velocity, which starts as the first gradient:

        g ← ∇f(θ) + λ θ    (to maximise f, g ← −∇f(θ) + λ θ: uphill, and still shrinking)
        v ← β v + (1 − τ) g
        d ← g + β v    with Nesterov momentum,    d ← v    without,    d ← g    where β = 0
        θ ← θ − η d

    Sources: Polyak, "Some methods of speeding up the convergence of iteration methods", 1964, for
    the velocity; Sutskever, Martens, Dahl and Hinton, "On the importance of initialization and
    momentum in deep learning", 2013, for Nesterov's version. Both multiply g by η before adding
    it to v; here, as in `torch.optim.SGD`, η multiplies the whole step, so that a new rate acts
    at once on the whole velocity.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float,
        *,
        momentum: float = 0.0,
        dampening: float = 0.0,
        weight_decay: float = 0.0,
        nesterov: bool = False,
        maximize: bool = False,
    ) -> None:
        """Take charge of the parameters. Raises ValueError for Nesterov without momentum."""
        if nesterov and (momentum <= 0 or dampening != 0):
            raise ValueError("Nesterov momentum needs a momentum above 0 and a dampening of 0")
        super().__init__(parameters, lr)
        self.momentum = momentum
        self.dampening = dampening
        self.weight_decay = weight_decay
        self.nesterov = nesterov
        self.maximize = maximize
        self.velocity: list[Tensor | None] = [None] * len(self.parameters)

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step with what is remembered of the steps before."""
        g = (-g if self.maximize else g) + self.weight_decay * theta
        if self.momentum != 0:
            v = self.velocity[i]
            v = g if v is None else self.momentum * v + (1 - self.dampening) * g
            self.velocity[i] = v
            d = g + self.momentum * v if self.nesterov else v
        else:
            d = g
        theta -= self.lr * d
