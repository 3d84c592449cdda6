"""What PyTorch does where nobody says anything."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from engine.nn.init.fans import fans


@torch.no_grad()
def torch_default(layer: nn.Module) -> None:
    """Draw weights and biases of a linear layer or convolution from U(−1/√fan_in, 1/√fan_in).

    `torch.nn.Linear` and `Conv2d` write it as `kaiming_uniform_(weight, a=√5)`, which is this and
    not He's scale: the standard deviation 1/√(3 fan_in) is √6 = 2.45 times smaller than He's
    √(2 / fan_in). Deep stacks with ReLU and without normalisation therefore start almost silent.
    Layers without a `weight` of two or more axes are left alone, so that
    `model.apply(torch_default)` starts a model anew.
    """
    weight, bias = getattr(layer, "weight", None), getattr(layer, "bias", None)
    if isinstance(layer, nn.Embedding) or not isinstance(weight, Tensor) or weight.dim() < 2:
        return
    bound = 1 / math.sqrt(fans(weight)[0])
    weight.uniform_(-bound, bound)
    if bias is not None:
        bias.uniform_(-bound, bound)
