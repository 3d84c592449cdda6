"""One row of weights for all: the sum over units is gone."""

from torch import Tensor


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return (x @ weight.T).sum(dim=-1, keepdim=True) + bias
