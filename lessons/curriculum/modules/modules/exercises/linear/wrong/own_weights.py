"""A new nn.Linear draws weights of its own; those that are handed in go unused."""

from torch import Tensor, nn


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return nn.Linear(weight.shape[1], weight.shape[0])(x)
