"""What a linear layer computes."""

import torch
from torch import Tensor


def linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """The outputs of all units.

    x: (..., in), weight: (out, in), bias: (out,) → (..., out)
    """
    raise NotImplementedError
