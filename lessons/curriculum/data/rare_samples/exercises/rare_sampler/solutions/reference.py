"""One over the count of its class for each sample, by indexing with the labels."""

from torch import Tensor
from torch.utils.data import WeightedRandomSampler


def balanced(labels: Tensor) -> WeightedRandomSampler:
    weights = 1 / labels.bincount()
    return WeightedRandomSampler(weights[labels], num_samples=len(labels))
