"""weight-as-it-is-read: "W x, as in the book." There x is a column; here samples are rows."""

from torch import Tensor


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return weight @ x.T + bias
