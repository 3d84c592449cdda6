"""Two moons: two classes of points in the plane that no straight line separates."""

from __future__ import annotations

import math

from engine.data.base import Dataset
from engine.data.building import drawn_without_test
from engine.data.splits import generator
from engine.errors import at_least


def moons(*, n: int = 400, noise: float = 0.2, seed: int = 0) -> Dataset:
    """`n` points on two interleaved half circles; inputs (n, 2) float32, targets (n,) int64.

    Class 0 is the upper half circle around (0, 0), class 1 the lower one around (1, 0.5), both
    of radius 1, with Gaussian noise of standard deviation `noise`. Three quarters train, one
    quarter validates; the same seed gives the same points. Raises ConfigurationError for fewer
    than 8 points, which leave a split without one of the classes.
    """
    at_least("moons.n", n, 8)
    import torch

    random = generator(seed)
    targets = torch.arange(n) % 2
    angle = math.pi * torch.rand(n, generator=random)
    upper = torch.stack([angle.cos(), angle.sin()], dim=1)
    lower = torch.stack([1 - angle.cos(), 0.5 - angle.sin()], dim=1)
    clean = torch.where(targets[:, None] == 0, upper, lower)
    inputs = clean + noise * torch.randn(n, 2, generator=random)

    return drawn_without_test(
        "two moons", inputs, targets, classes=("upper", "lower"), features=("x", "y")
    )
