"""A straight line, and a few points that are far from it."""

from __future__ import annotations

from engine.data.base import Dataset, Examples
from engine.data.building import LEAST, drawn
from engine.data.splits import generator
from engine.errors import at_least, share


def line(
    *,
    n: int = 200,
    slope: float = 2.0,
    intercept: float = 0.5,
    noise: float = 0.2,
    outliers: float = 0.1,
    distance: float = 10.0,
    seed: int = 0,
) -> Dataset:
    """y = slope · x + intercept + noise for x from −1 to 1; inputs and targets (n, 1), float32.

    In a share `outliers` of the training examples `distance` is added to y: always to the same
    side, so that they do not cancel. Validation and test have none, and measure how well the line
    itself was found. Split in 60 %, 20 %, 20 %. Raises ConfigurationError for fewer than 10
    points, negative noise, or a share outside 0 ≤ outliers < 1.
    """
    at_least("line.n", n, LEAST)
    at_least("line.noise", noise, 0)
    share("line.outliers", outliers)
    import torch

    random = generator(seed)
    inputs = 2 * torch.rand(n, 1, generator=random) - 1
    targets = slope * inputs + intercept + noise * torch.randn(n, 1, generator=random)
    clean = drawn("line", inputs, targets, features=("x",))
    train = clean.train
    # The examples are independent of each other: the first ones are as good as any.
    far = torch.arange(len(train)) < round(outliers * len(train))
    moved = Examples(train.inputs, train.targets + distance * far[:, None])
    return Dataset(clean.name, moved, clean.validation, clean.test, features=clean.features)
