"""linear-takes-two-dimensions: "The rest is the batch." It must come back as it was."""

from torch import Tensor


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return x.reshape(-1, x.shape[-1]) @ weight.T + bias
