"""A ring of narrow Gaussians: what a generator has to find all of."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from engine.data.base import Dataset
from engine.data.building import LEAST, drawn
from engine.data.splits import generator
from engine.errors import at_least

if TYPE_CHECKING:
    from torch import Tensor


def gaussian_ring(
    *, n: int = 5000, modes: int = 8, radius: float = 2.0, spread: float = 0.02, seed: int = 0
) -> Dataset:
    """`n` points in `modes` clouds on a circle; inputs (n, 2) float32, targets (n,) int64.

    The target is the number of the cloud, counted anticlockwise from (radius, 0): nothing to
    learn for a generator, but what one counts to see which modes it has dropped. Split in 60 %,
    20 %, 20 %. Raises ConfigurationError for no mode, fewer than 10 points or 5 points a mode, or
    a negative spread.

    Source of the task and its sizes: L. Metz, B. Poole, D. Pfau and J. Sohl-Dickstein, "Unrolled
    Generative Adversarial Networks", ICLR 2017.
    """
    at_least("gaussian_ring.modes", modes, 1)
    at_least("gaussian_ring.n", n, max(LEAST, 5 * modes))
    at_least("gaussian_ring.spread", spread, 0)
    import torch

    random = generator(seed)
    targets = torch.arange(n) % modes
    inputs = around(modes, radius)[targets] + spread * torch.randn(n, 2, generator=random)
    names = tuple(f"mode {mode + 1}" for mode in range(modes))
    return drawn("ring of Gaussians", inputs, targets, classes=names, features=("x", "y"))


def around(count: int, radius: float) -> Tensor:
    """`count` points spaced evenly on a circle, anticlockwise from (radius, 0): (count, 2)."""
    import torch

    angle = 2 * math.pi * torch.arange(count) / count
    return radius * torch.stack([angle.cos(), angle.sin()], dim=1)
