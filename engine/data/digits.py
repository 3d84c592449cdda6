"""Handwritten digits: 1797 small images, ten classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.data.base import Dataset, Examples
from engine.data.splits import generator, stratified

if TYPE_CHECKING:
    from torch import Tensor


def digits(*, seed: int = 0, flat: bool = True) -> Dataset:
    """1797 grey images of 8 x 8 pixels, 0 … 1, float32; targets are the digits, int64.

    Inputs have shape (n, 64), or (n, 1, 8, 8) where not `flat`. Split by class into about 60 %
    training, 20 % validation, 20 % test; the same seed gives the same split.

    The images are those of scikit-learn's `load_digits`: the test set of "Optical Recognition of
    Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998,
    licensed CC BY 4.0.
    """
    import torch
    from sklearn.datasets import load_digits

    images, labels = load_digits(return_X_y=True)
    inputs = torch.as_tensor(images / 16, dtype=torch.float32)
    inputs = inputs if flat else inputs.reshape(-1, 1, 8, 8)
    targets = torch.as_tensor(labels, dtype=torch.int64)

    def part(chosen: Tensor) -> Examples:
        return Examples(inputs[chosen], targets[chosen])

    train, validation, test = stratified(targets, generator(seed))
    return Dataset(
        "digits",
        part(train),
        part(validation),
        part(test),
        classes=tuple(str(digit) for digit in range(10)),
        image_shape=(8, 8),
    )
