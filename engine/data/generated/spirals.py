"""Spirals: arms wound around each other, one class each."""

from __future__ import annotations

import math

from engine.data.base import Dataset
from engine.data.building import LEAST, drawn
from engine.data.splits import generator
from engine.errors import at_least


def spirals(
    *, n: int = 600, arms: int = 2, turns: float = 1.0, noise: float = 0.05, seed: int = 0
) -> Dataset:
    """`n` points on `arms` spirals; inputs (n, 2) float32, targets (n,) int64: the arm.

    Arm a of k, at the share t of its length (0.1 ≤ t ≤ 1), lies at radius t and angle
    2π (a/k + turns · t); Gaussian noise of standard deviation `noise` is added to both
    coordinates. Split in 60 %, 20 %, 20 %. Raises ConfigurationError for fewer than 10 points,
    fewer than 2 arms, more arms than points allow, or negative noise.
    """
    at_least("spirals.arms", arms, 2)
    at_least("spirals.n", n, max(LEAST, 5 * arms))
    at_least("spirals.noise", noise, 0)
    import torch

    random = generator(seed)
    targets = torch.arange(n) % arms
    radius = 0.1 + 0.9 * torch.rand(n, generator=random)
    angle = 2 * math.pi * (targets / arms + turns * radius)
    clean = radius[:, None] * torch.stack([angle.cos(), angle.sin()], dim=1)
    inputs = clean + noise * torch.randn(n, 2, generator=random)
    names = tuple(f"arm {arm + 1}" for arm in range(arms))
    return drawn("spirals", inputs, targets, classes=names, features=("x", "y"))
