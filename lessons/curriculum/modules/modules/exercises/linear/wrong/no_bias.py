"""forgets-biases: "A layer is its weights." Each unit adds a number of its own."""

from torch import Tensor


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return x @ weight.T
