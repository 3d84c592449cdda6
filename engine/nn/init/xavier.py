"""Xavier's weights: a compromise between the scale of signals and that of gradients."""

from __future__ import annotations

import math

import torch
from torch import Generator, Tensor

from engine.nn.init.fans import fans


@torch.no_grad()
def xavier_normal_(weight: Tensor, gain: float = 1.0, generator: Generator | None = None) -> Tensor:
    """From N(0, σ²) with σ = gain · √(2 / (fan_in + fan_out)).

    With gain 1, made for activations that have a slope of 1 at 0, such as tanh. Source: Glorot and
    Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
    """
    fan_in, fan_out = fans(weight)
    return weight.normal_(0, gain * math.sqrt(2 / (fan_in + fan_out)), generator=generator)


@torch.no_grad()
def xavier_uniform_(
    weight: Tensor, gain: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """From U(−a, a) with a = gain · √(6 / (fan_in + fan_out)): the same variance, a² / 3.

    Source: Glorot and Bengio 2010, equation 16.
    """
    fan_in, fan_out = fans(weight)
    a = gain * math.sqrt(6 / (fan_in + fan_out))
    return weight.uniform_(-a, a, generator=generator)
