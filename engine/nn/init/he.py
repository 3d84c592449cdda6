"""He's weights: signals keep their scale through any number of layers with ReLU."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import torch
from torch import Generator, Tensor, nn

from engine.nn.init.apply import drawn
from engine.nn.init.fans import fan


@torch.no_grad()
def he_normal_(
    weight: Tensor,
    *,
    gain: float = 1.0,
    a: float = 0.0,
    mode: str = "fan_in",
    generator: Generator | None = None,
) -> Tensor:
    """From N(0, σ²) with σ = gain · √(2 / ((1 + a²) fan)), for ReLU with a slope a below 0.

    Mode `fan_in` keeps the scale of signals, `fan_out` that of gradients. With gain 1 the same as
    `torch.nn.init.kaiming_normal_`. Source: He, Zhang, Ren and Sun, "Delving Deep into
    Rectifiers", 2015, equations 10, 14 and 15.
    """
    std = gain * math.sqrt(2 / ((1 + a**2) * fan(weight, mode)))
    return weight.normal_(0, std, generator=generator)


@torch.no_grad()
def he_uniform_(
    weight: Tensor,
    *,
    gain: float = 1.0,
    a: float = 0.0,
    mode: str = "fan_in",
    generator: Generator | None = None,
) -> Tensor:
    """From U(−b, b) with b = gain · √(6 / ((1 + a²) fan)): the variance of `he_normal_`."""
    bound = gain * math.sqrt(6 / ((1 + a**2) * fan(weight, mode)))
    return weight.uniform_(-bound, bound, generator=generator)


def he_normal(gain: float = 1.0) -> Callable[[nn.Module], None]:
    """`he_normal_`, and biases of 0, for each linear layer of `mlp(…, init=he_normal())`.

    With gain 1 a layer with ReLU passes on signals as large as it received; with gain a, a times
    as large.
    """

    return drawn(partial(he_normal_, gain=gain))
