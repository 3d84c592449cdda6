"""The same by `*`: every sample meets every output, (N, outputs, inputs), then a sum."""

from torch import Tensor


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    pairs = x.unsqueeze(1) * weight
    return pairs.sum(dim=2) + bias
