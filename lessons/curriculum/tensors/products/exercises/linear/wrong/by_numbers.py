"""matmul-is-elementwise: "A product is a star." It adds nothing up."""

from torch import Tensor


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return x * weight + bias
