"""Weights that are not drawn: all alike, or the identity."""

from __future__ import annotations

import torch
from torch import Tensor


@torch.no_grad()
def zeros_(weight: Tensor) -> Tensor:
    """All weights 0.

    With biases of 0 too, no hidden weight ever gets a gradient, and only the output's bias moves.
    """
    return weight.zero_()


@torch.no_grad()
def constant_(weight: Tensor, value: float = 1.0) -> Tensor:
    """All weights `value`: units of a layer are equal, receive equal gradients, stay equal."""
    return weight.fill_(value)


@torch.no_grad()
def identity_(weight: Tensor) -> Tensor:
    """Output i is input i, as far as there are as many of both; weights (out, in, …).

    For a convolution, the centre of kernel i on channel i is 1. The same as `torch.nn.init.eye_`
    and `dirac_`; Le, Jaitly and Hinton, "A Simple Way to Initialize Recurrent Networks of
    Rectified Linear Units", 2015, begin recurrent weights so.
    """
    weight.zero_()
    centre = tuple(size // 2 for size in weight.shape[2:])
    for i in range(min(weight.shape[:2])):
        weight[(i, i, *centre)] = 1
    return weight
