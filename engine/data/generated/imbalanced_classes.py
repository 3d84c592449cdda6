"""Two classes of very different size."""

from __future__ import annotations

from engine.data.base import Dataset, Examples
from engine.data.splits import generator, stratified
from engine.errors import at_least


def imbalanced_classes(
    *, n: int = 2100, ratio: float = 20.0, distance: float = 2.0, seed: int = 0
) -> Dataset:
    """`n` points in two round clouds; inputs (n, 2) float32, targets (n,) int64.

    Class 1 is rare: class 0 has `ratio` times as many examples, in every split. Both clouds have
    standard deviation 1 in both coordinates, their centres are `distance` apart along x. Who always
    says "common" is right in ratio / (ratio + 1) of the cases and finds nothing: look at the recall
    of each class. Split by class in 60 %, 20 %, 20 %. Raises ConfigurationError for a ratio below
    1, or where the rare class has fewer than 5 examples.
    """
    at_least("imbalanced_classes.ratio", ratio, 1)
    at_least("imbalanced_classes.n", n, 5 * (ratio + 1))
    import torch

    random = generator(seed)
    targets = (torch.arange(n) < round(n / (ratio + 1))).long()
    inputs = torch.randn(n, 2, generator=random)
    inputs[:, 0] += distance * (targets - 0.5)

    def part(rows: torch.Tensor) -> Examples:
        return Examples(inputs[rows], targets[rows])

    train, validation, test = stratified(targets, random)
    return Dataset(
        "imbalanced classes",
        part(train),
        part(validation),
        part(test),
        classes=("common", "rare"),
        features=("x", "y"),
    )
