"""An epoch with one draw for each class: that is a handful, not an epoch."""

from torch import Tensor
from torch.utils.data import WeightedRandomSampler


def balanced(labels: Tensor) -> WeightedRandomSampler:
    counts = labels.bincount()
    return WeightedRandomSampler((1 / counts)[labels], num_samples=len(counts))
