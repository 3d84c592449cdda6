"""How the weights of a layer are drawn before training."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import nn

from engine.nn.mlp import mlp


def he_normal(gain: float = 1.0) -> Callable[[nn.Linear], None]:
    """Draw weights with standard deviation gain · √(2 / inputs), and biases of 0.

    With gain 1 a layer with ReLU passes on signals as large as it received; with gain a, a times
    as large. Source: He, Zhang, Ren and Sun, "Delving Deep into Rectifiers", 2015, equation 10.
    """

    def draw(linear: nn.Linear) -> None:
        with torch.no_grad():
            linear.weight.normal_(0.0, gain * (2 / linear.in_features) ** 0.5)
            linear.bias.zero_()

    return draw


def deep_plain(
    *, depth: int, width: int, gain: float, inputs: int = 64, outputs: int = 10
) -> nn.Sequential:
    """`depth` hidden ReLU layers of `width` units and nothing that keeps signals in scale.

    Weights are drawn by `he_normal(gain)`, so that at the start outputs and gradients grow by
    a factor of about `gain` with every layer: above 1 they explode, below 1 they vanish. Takes
    (n, inputs) to (n, outputs).
    """
    return mlp(inputs, *[width] * depth, outputs, init=he_normal(gain))
