"""linear-takes-two-dimensions: "The rest is the batch." It must come back as it was."""

import torch


def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    return x.reshape(-1, x.shape[-1]) @ weight.T + bias
