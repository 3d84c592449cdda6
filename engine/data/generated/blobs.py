"""Blobs: round clouds of points, one class each."""

from __future__ import annotations

from engine.data.base import Dataset
from engine.data.building import LEAST, drawn
from engine.data.generated.ring import around
from engine.data.splits import generator
from engine.errors import at_least


def blobs(
    *, n: int = 500, classes: int = 3, radius: float = 2.0, spread: float = 0.7, seed: int = 0
) -> Dataset:
    """`n` points in Gaussian clouds; inputs (n, 2) float32, targets (n,) int64: the cloud.

    The centres are spaced evenly on a circle of that radius, every cloud has standard deviation
    `spread` in both coordinates: lines separate them, as far as they do not overlap. Split in
    60 %, 20 %, 20 %. Raises ConfigurationError for fewer than 2 classes, fewer than 10 points or 5
    points a class, or a negative spread.
    """
    at_least("blobs.classes", classes, 2)
    at_least("blobs.n", n, max(LEAST, 5 * classes))
    at_least("blobs.spread", spread, 0)
    import torch

    random = generator(seed)
    targets = torch.arange(n) % classes
    inputs = around(classes, radius)[targets] + spread * torch.randn(n, 2, generator=random)
    names = tuple(f"blob {blob + 1}" for blob in range(classes))
    return drawn("blobs", inputs, targets, classes=names, features=("x", "y"))
