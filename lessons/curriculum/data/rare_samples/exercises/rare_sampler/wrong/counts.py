"""weights-are-shares: "The weight is how frequent a class is." That makes rare ones rarer."""

from torch import Tensor
from torch.utils.data import WeightedRandomSampler


def balanced(labels: Tensor) -> WeightedRandomSampler:
    weights = labels.bincount() / len(labels)
    return WeightedRandomSampler(weights[labels], num_samples=len(labels))
