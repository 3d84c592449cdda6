"""Exclusive or: the smallest task that a single layer cannot learn."""

from __future__ import annotations

from engine.data.base import Dataset
from engine.data.building import LEAST, drawn
from engine.data.splits import generator
from engine.errors import at_least


def xor(*, n: int = 400, noise: float = 0.2, seed: int = 0) -> Dataset:
    """`n` points around the corners (±1, ±1); inputs (n, 2) float32, targets (n,) int64.

    The target is 1 where the signs of the corner differ. Gaussian noise of standard deviation
    `noise` is added to both coordinates; without noise every split repeats the four rows of the
    truth table. Split in 60 %, 20 %, 20 %. Raises ConfigurationError for fewer than 20 points,
    which leave a split without one of the corners, or negative noise.

    Source: M. Minsky and S. Papert, "Perceptrons", 1969.
    """
    at_least("xor.n", n, 2 * LEAST)
    at_least("xor.noise", noise, 0)
    import torch

    random = generator(seed)
    number = torch.arange(n)
    bits = torch.stack([number % 2, number // 2 % 2], dim=1)
    targets = bits[:, 0] ^ bits[:, 1]
    inputs = 2.0 * bits - 1 + noise * torch.randn(n, 2, generator=random)
    return drawn("xor", inputs, targets, classes=("equal", "different"), features=("x", "y"))
