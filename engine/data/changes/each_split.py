"""What the functions of this package share: the same change to some of the splits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from engine.data.base import Dataset, Examples, are_classes
from engine.errors import ConfigurationError, one_of

if TYPE_CHECKING:
    from torch import Tensor

SPLITS = ("train", "validation", "test")


def changed(
    data: Dataset, change: Callable[[Examples], Examples], splits: Sequence[str] = SPLITS
) -> Dataset:
    """The data set with `change` made to these splits; an absent test split stays absent.

    Raises ConfigurationError for the name of a split that does not exist.
    """
    for name in splits:
        one_of("splits", name, SPLITS)
    test = data.test
    return replace(
        data,
        train=change(data.train) if "train" in splits else data.train,
        validation=change(data.validation) if "validation" in splits else data.validation,
        test=change(test) if test is not None and "test" in splits else test,
    )


def labels_of(data: Dataset, who: str) -> Tensor:
    """The class numbers of the training split, (n,). Raises ConfigurationError for a regression."""
    targets = data.train.targets
    if not are_classes(targets):
        raise ConfigurationError(
            f"{who}.data",
            data.name,
            "Give a data set whose targets are class numbers.",
            f"Its targets have shape {tuple(targets.shape)} and type {targets.dtype}.",
        )
    return targets


def images_of(data: Dataset, who: str) -> Tensor:
    """The training images, (n, c, h, w). Raises ConfigurationError for anything else."""
    inputs = data.train.inputs
    if inputs.ndim != 4:
        remedy = "Use as_images(data) first." if data.image_shape else "Give a data set of images."
        raise ConfigurationError(
            f"{who}.data", data.name, remedy, f"Its inputs have shape {tuple(inputs.shape)}."
        )
    return inputs
