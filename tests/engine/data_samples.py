"""What the tests of data look at: all splits of a data set, and all of their tensors."""

from __future__ import annotations

from torch import Tensor

from engine.data import Dataset, Examples


def splits(data: Dataset) -> list[Examples]:
    """Training, validation and test, where there is one."""
    return [part for part in (data.train, data.validation, data.test) if part is not None]


def tensors(data: Dataset) -> list[Tensor]:
    """Inputs and targets of all splits."""
    return [tensor for part in splits(data) for tensor in (part.inputs, part.targets)]
