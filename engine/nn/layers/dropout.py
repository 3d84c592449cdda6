"""Dropout: in training, every value is left out at random."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.errors import share


class Dropout(nn.Module):
    """y = x · mask / (1 − p) in training, y = x in eval mode.

    Each value is kept with probability 1 − p. Dividing in training ("inverted" dropout) keeps the
    expected value, so that eval mode has nothing to scale. Draws from torch's global generator,
    the numbers that `torch.nn.Dropout` draws. Source: Srivastava, Hinton, Krizhevsky, Sutskever
    and Salakhutdinov, "Dropout: A Simple Way to Prevent Neural Networks from Overfitting", 2014.
    """

    def __init__(self, p: float = 0.5) -> None:
        """`p`: probability of being left out. Raises ConfigurationError outside 0 … 1."""
        super().__init__()
        share("p", p, one=True)
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        """Any shape → the same shape."""
        if not self.training or self.p == 0:
            return x
        if self.p == 1:  # nothing is kept, and 0 / 0 is not a number
            return x * 0
        mask = torch.empty_like(x).bernoulli_(1 - self.p)
        return x * mask / (1 - self.p)
