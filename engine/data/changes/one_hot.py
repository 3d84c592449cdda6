"""Classes as vectors of zeros and a one."""

from __future__ import annotations

from engine.data.base import Dataset, Examples
from engine.data.changes.each_split import changed, labels_of


def one_hot(data: Dataset) -> Dataset:
    """Targets (n,) become (n, classes) float32: 1 at the class, 0 elsewhere, in all splits.

    Mean squared error and binary cross-entropy want them so; cross-entropy takes them for
    probabilities. Raises ConfigurationError for a regression.
    """
    labels_of(data, "one_hot")
    import torch.nn.functional as F

    count = len(data.classes)
    return changed(data, lambda part: Examples(part.inputs, F.one_hot(part.targets, count).float()))
