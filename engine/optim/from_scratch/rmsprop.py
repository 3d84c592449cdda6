"""RMSprop: Adagrad that forgets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class RMSprop(Optimizer):
    """Divide the gradient by its typical size in the recent past.

    With v the running mean of the squared gradient, ḡ that of the gradient (only where centred),
    b the velocity, all 0 at the start, α the share of the past, β the momentum, λ the weight decay:

        g ← ∇f(θ) + λ θ
        v ← α v + (1 − α) g²
        s ← √v                                  centred:  ḡ ← α ḡ + (1 − α) g,  s ← √(v − ḡ²)
        θ ← θ − η g / (s + ε)                   with momentum:  b ← β b + g / (s + ε),  θ ← θ − η b

    Centred, s is the spread of the gradient about its mean instead of its size. The zeros that v
    started from are not undone, so that the first steps are up to 1 / √(1 − α) times longer.
    Sources: Tieleman and Hinton, "Lecture 6.5: rmsprop", 2012; Graves, "Generating Sequences With
    Recurrent Neural Networks", 2013, for the centred version. Equals `torch.optim.RMSprop`.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1e-2,
        *,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0.0,
        momentum: float = 0.0,
        centered: bool = False,
    ) -> None:
        """Take charge of the parameters."""
        super().__init__(parameters, lr)
        self.alpha = alpha
        self.eps = eps
        self.weight_decay = weight_decay
        self.momentum = momentum
        self.centered = centered
        self.v = self.zeros()
        self.g_bar = self.zeros()
        self.b = self.zeros()

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step of a length that does not depend on the gradient's scale."""
        g = g + self.weight_decay * theta
        self.v[i] = self.alpha * self.v[i] + (1 - self.alpha) * g**2
        if self.centered:
            self.g_bar[i] = self.alpha * self.g_bar[i] + (1 - self.alpha) * g
            s = (self.v[i] - self.g_bar[i] ** 2).sqrt()
        else:
            s = self.v[i].sqrt()
        if self.momentum > 0:
            self.b[i] = self.momentum * self.b[i] + g / (s + self.eps)
            theta -= self.lr * self.b[i]
        else:
            theta -= self.lr * g / (s + self.eps)
