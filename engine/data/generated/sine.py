"""A sine wave with noise: one number in, one number out."""

from __future__ import annotations

import math

from engine.data.base import Dataset
from engine.data.building import LEAST, drawn
from engine.data.splits import generator
from engine.errors import at_least


def sine(*, n: int = 200, waves: float = 1.0, noise: float = 0.1, seed: int = 0) -> Dataset:
    """y = sin(2π · waves · x) + noise for x from −1 to 1; inputs and targets (n, 1), float32.

    `waves` is the number of waves on a length of 1; `noise` is the standard deviation of what is
    added to y. Split in 60 %, 20 %, 20 %. Raises ConfigurationError for fewer than 10 points or
    negative noise.
    """
    at_least("sine.n", n, LEAST)
    at_least("sine.noise", noise, 0)
    import torch

    random = generator(seed)
    inputs = 2 * torch.rand(n, 1, generator=random) - 1
    clean = (2 * math.pi * waves * inputs).sin()
    targets = clean + noise * torch.randn(n, 1, generator=random)
    return drawn("sine", inputs, targets, features=("x",))
