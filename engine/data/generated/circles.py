"""Two circles, one inside the other: the distance to the centre decides."""

from __future__ import annotations

import math

from engine.data.base import Dataset
from engine.data.building import LEAST, drawn
from engine.data.splits import generator
from engine.errors import at_least, share


def circles(*, n: int = 500, inner: float = 0.5, noise: float = 0.1, seed: int = 0) -> Dataset:
    """`n` points on two circles around 0; inputs (n, 2) float32, targets (n,) int64.

    Class 0 has radius 1, class 1 radius `inner`; Gaussian noise of standard deviation `noise` is
    added to both coordinates. No straight line separates them, x² + y² does. Split in 60 %, 20 %,
    20 %. Raises ConfigurationError for fewer than 10 points, an `inner` outside 0 … 1 or negative
    noise.
    """
    at_least("circles.n", n, LEAST)
    at_least("circles.noise", noise, 0)
    share("circles.inner", inner)
    import torch

    random = generator(seed)
    targets = torch.arange(n) % 2
    angle = 2 * math.pi * torch.rand(n, generator=random)
    radius = torch.where(targets == 0, 1.0, inner)
    clean = radius[:, None] * torch.stack([angle.cos(), angle.sin()], dim=1)
    inputs = clean + noise * torch.randn(n, 2, generator=random)
    return drawn("circles", inputs, targets, classes=("outer", "inner"), features=("x", "y"))
