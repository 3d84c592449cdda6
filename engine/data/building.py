"""From tensors to a data set with training, validation and test split."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.data.base import Dataset, Examples
from engine.data.scaling import standard
from engine.data.splits import TRAIN_SHARE, VALIDATION_SHARE, generator, stratified
from engine.errors import at_least, one_of

if TYPE_CHECKING:
    from torch import Tensor

LEAST = 10
"""Examples of a generated set: with fewer, a split would be empty."""
MOST_OF_TWO = 0.75
"""Share of the examples that train where none are kept for test."""


def drawn(
    name: str,
    inputs: Tensor,
    targets: Tensor,
    *,
    classes: tuple[str, ...] = (),
    features: tuple[str, ...] = (),
) -> Dataset:
    """A generated set: the first 60 % train, the next 20 % validate, the last 20 % are for test.

    Only for examples that were drawn independently of each other, classes in turn: then every
    split is a fair sample without being mixed again.
    """
    train = round(len(inputs) * TRAIN_SHARE)
    end = train + round(len(inputs) * VALIDATION_SHARE)
    return Dataset(
        name,
        Examples(inputs[:train], targets[:train]),
        Examples(inputs[train:end], targets[train:end]),
        Examples(inputs[end:], targets[end:]),
        classes=classes,
        features=features,
    )


def drawn_without_test(
    name: str,
    inputs: Tensor,
    targets: Tensor,
    *,
    classes: Sequence[str] = (),
    features: Sequence[str] = (),
    tokens: Sequence[str] = (),
) -> Dataset:
    """The same where there is no test split: three quarters train, one quarter validates."""
    train = round(len(inputs) * MOST_OF_TWO)
    return Dataset(
        name,
        Examples(inputs[:train], targets[:train]),
        Examples(inputs[train:], targets[train:]),
        classes=tuple(classes),
        features=tuple(features),
        tokens=tuple(tokens),
    )


def table(
    name: str,
    measured: Tensor,
    labels: Tensor,
    *,
    classes: tuple[str, ...],
    features: tuple[str, ...],
    chosen: Sequence[str],
    standardise: bool,
    seed: int,
) -> Dataset:
    """A measured classification: chosen columns of `measured` (n, k), split by class.

    Raises ConfigurationError for a column that does not exist, or where none is chosen.
    """
    at_least(f"{name}.features", len(chosen), 1)
    for feature in chosen:
        one_of(f"{name}.features", feature, features)
    values = measured[:, [features.index(feature) for feature in chosen]]
    train, validation, test = stratified(labels, generator(seed))
    inputs = standard(values, train) if standardise else values.float()

    def part(rows: Tensor) -> Examples:
        return Examples(inputs[rows], labels[rows])

    return Dataset(
        name,
        part(train),
        part(validation),
        part(test),
        classes=classes,
        features=tuple(chosen),
    )
