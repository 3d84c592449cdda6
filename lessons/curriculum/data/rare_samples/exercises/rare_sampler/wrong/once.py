"""balanced-without-repeating: "Nobody should come twice." Then everybody comes once."""

from torch import Tensor
from torch.utils.data import WeightedRandomSampler


def balanced(labels: Tensor) -> WeightedRandomSampler:
    weights = 1 / labels.bincount()
    return WeightedRandomSampler(weights[labels], len(labels), replacement=False)
