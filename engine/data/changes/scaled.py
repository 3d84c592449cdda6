"""Features on one scale, by statistics of the training split.

Statistics of other splits would leak what the model must not know; statistics of other data
(ImageNet's, MNIST's) do not centre these. `over` chooses what shares a mean and a scale: each
`feature` on its own (a column, or a pixel of an image), each `channel` of an image, or `all`
numbers together, which leaves a feature that is a thousand times larger a thousand times larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from engine.data.base import Dataset, Examples
from engine.data.changes.each_split import changed, images_of
from engine.data.scaling import not_zero
from engine.errors import ConfigurationError, at_least, one_of

if TYPE_CHECKING:
    from torch import Tensor

Over = Literal["feature", "channel", "all"]


def standardised(data: Dataset, *, over: Over = "feature", targets: bool = False) -> Dataset:
    """z = (x − μ) / σ with mean μ and population deviation σ of the training split.

    Inputs of the training split then have mean 0 and standard deviation 1. With `targets` those
    of a regression are standardised as well, column by column. What never varies is only centred.
    Doing it twice, or to data on another scale, gives the same numbers.
    """
    dims = _dims(data, over, "standardised")
    inputs = data.train.inputs
    scaled = _moved(data, inputs.mean(dims, keepdim=True), _deviation(inputs, dims))
    if not targets:
        return scaled
    known = data.train.targets
    if not known.is_floating_point():
        raise ConfigurationError(
            "standardised.targets",
            True,
            "Leave it out for a classification: classes have no scale.",
        )
    mean, scale = known.mean(0, keepdim=True), _deviation(known, [0])
    return changed(scaled, lambda part: Examples(part.inputs, (part.targets - mean) / scale))


def min_max_scaled(data: Dataset, *, over: Over = "feature") -> Dataset:
    """(x − min) / (max − min) with the range of the training split.

    Inputs of the training split then lie from 0 to 1; those of the others may lie outside.
    """
    dims = _dims(data, over, "min_max_scaled")
    inputs = data.train.inputs
    least = inputs.amin(dims, keepdim=True)
    return _moved(data, least, not_zero(inputs.amax(dims, keepdim=True) - least))


def normalised(data: Dataset, mean: Sequence[float], std: Sequence[float]) -> Dataset:
    """(x − mean) / std with given statistics, one pair for each channel of an image or column.

    Raises ConfigurationError where there are not as many as channels or columns (one number for
    three channels would be taken for all of them without a word), or a deviation is not positive.
    """
    inputs = data.train.inputs
    channels = inputs.shape[1]
    for name, values in (("mean", mean), ("std", std)):
        if len(values) != channels:
            raise ConfigurationError(
                f"normalised.{name}", values, f"Give {channels} numbers, one for each channel."
            )
    for value in std:
        at_least("normalised.std", value, 0, inclusive=False)
    shape = (1, channels) + (1,) * (inputs.ndim - 2)
    return _moved(
        data, inputs.new_tensor(mean).reshape(shape), inputs.new_tensor(std).reshape(shape)
    )


def _dims(data: Dataset, over: Over, who: str) -> list[int]:
    """The dimensions that a statistic is taken over."""
    one_of(f"{who}.over", over, ("feature", "channel", "all"))
    if over == "channel":
        images_of(data, who)
        return [0, 2, 3]
    return [0] if over == "feature" else list(range(data.train.inputs.ndim))


def _deviation(values: Tensor, dims: list[int]) -> Tensor:
    return not_zero(values.std(dims, correction=0, keepdim=True))


def _moved(data: Dataset, centre: Tensor, scale: Tensor) -> Dataset:
    return changed(data, lambda part: Examples((part.inputs - centre) / scale, part.targets))
