"""weight-of-a-class: "A weight for each class, as in the loss." It draws the first samples only."""

from torch import Tensor
from torch.utils.data import WeightedRandomSampler


def balanced(labels: Tensor) -> WeightedRandomSampler:
    return WeightedRandomSampler(1 / labels.bincount(), num_samples=len(labels))
