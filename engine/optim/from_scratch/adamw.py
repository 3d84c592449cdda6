"""AdamW: Adam with the weight decay beside the gradient instead of inside."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.adam import Adam

if TYPE_CHECKING:
    from torch import Tensor, nn


class AdamW(Adam):
    """Shrink the weights, then step as Adam does.

        θ ← θ − η λ θ
        θ ← θ − η m̂ / (√v̂ + ε)         m̂ and v̂ of the gradient alone, as in `Adam`

    Every weight shrinks at the same relative speed η λ, whatever its gradients. Source: Loshchilov
    and Hutter, "Decoupled Weight Decay Regularization", 2019, algorithm 2; as in
    `torch.optim.AdamW`, which this equals, the decay is multiplied by the learning rate.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1e-3,
        *,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
    ) -> None:
        """Take charge of the parameters."""
        super().__init__(parameters, lr, betas=betas, eps=eps, weight_decay=weight_decay)

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step, with the decay beside the gradient."""
        theta -= self.lr * self.weight_decay * theta
        theta -= self.lr * self.direction(i, g)
