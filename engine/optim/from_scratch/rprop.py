"""Rprop: look at the sign of the gradient and at nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.optim.from_scratch.optimizer import Optimizer

if TYPE_CHECKING:
    from torch import Tensor, nn


class Rprop(Optimizer):
    """Every weight has a step of its own: longer while the sign stays, shorter when it turns.

    With s the step of each weight, which starts as the learning rate, and g₋ the last gradient:

        g g₋ > 0:   s ← min(η₊ s, s_max)
        g g₋ < 0:   s ← max(η₋ s, s_min),  g ← 0        (it went too far: this once, stand still)
        θ ← θ − s sign(g)

    For the gradient of the whole training set: the noise of batches turns signs as well. After the
    first step the learning rate plays no part. Source: Riedmiller and Braun, "A direct adaptive
    method for faster backpropagation learning: the RPROP algorithm", 1993, in the version without
    backtracking (iRprop−: Igel and Hüsken, 2000). Equals `torch.optim.Rprop`.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        lr: float = 1e-2,
        *,
        etas: tuple[float, float] = (0.5, 1.2),
        step_sizes: tuple[float, float] = (1e-6, 50.0),
    ) -> None:
        """Take charge of the parameters."""
        super().__init__(parameters, lr)
        self.shrink, self.grow = etas
        self.shortest, self.longest = step_sizes
        self.last = self.zeros()
        self.steps: list[Tensor | None] = [None] * len(self.parameters)

    def update(self, i: int, theta: Tensor, g: Tensor) -> None:
        """One step, of the length that each weight has earned."""
        s = self.steps[i]
        s = self.lr * g.new_ones(g.shape) if s is None else s
        agreement = g * self.last[i]
        s = s.where(agreement <= 0, self.grow * s).where(agreement >= 0, self.shrink * s)
        self.steps[i] = s = s.clamp(self.shortest, self.longest)
        g = g.where(agreement >= 0, 0)
        theta -= s * g.sign()
        self.last[i] = g
