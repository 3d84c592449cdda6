"""weight-as-it-is-read: "x times W." W has a row for each output, so it has to be turned."""

from torch import Tensor


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return x @ weight + bias
