"""A sampler that draws all classes equally often."""

from torch import Tensor
from torch.utils.data import WeightedRandomSampler


def balanced(labels: Tensor) -> WeightedRandomSampler:
    """Draws numbers of samples, as many in an epoch as there are labels.

    labels (n,), int64: the class of each sample, from 0 on; every class occurs. All classes are
    drawn equally often on average, and the samples of one class equally often among themselves.
    """
    raise NotImplementedError
