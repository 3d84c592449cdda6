"""What a linear layer computes."""

import torch


def linear(x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
    """The outputs of all units.

    x: (..., in), weight: (out, in), bias: (out,) → (..., out)
    """
    raise NotImplementedError
