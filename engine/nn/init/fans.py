"""How many numbers flow into and out of a unit, and what an activation does to their size."""

from __future__ import annotations

import math

from torch import Tensor

from engine.errors import ConfigurationError, one_of

_GAINS = {
    "identity": 1.0,
    "sigmoid": 1.0,
    "tanh": 5 / 3,
    "relu": math.sqrt(2),
}


def fans(weight: Tensor) -> tuple[int, int]:
    """(fan_in, fan_out): the numbers that one output is made of, that one input goes into.

    For a linear layer, (out, in), its sizes; for a convolution, (out, in, height, width), both
    times height · width. Raises ConfigurationError for a tensor with fewer than two axes.
    """
    if weight.dim() < 2:
        raise ConfigurationError(
            "weight",
            tuple(weight.shape),
            "Give a matrix or the kernels of a convolution; set biases to a constant.",
            "A fan is counted over two axes: outputs and inputs.",
        )
    places = weight[0, 0].numel()
    return weight.shape[1] * places, weight.shape[0] * places


def fan(weight: Tensor, mode: str) -> int:
    """`fan_in` keeps the scale of signals on the way forward, `fan_out` that of gradients."""
    one_of("mode", mode, ("fan_in", "fan_out"))
    return fans(weight)[0 if mode == "fan_in" else 1]


def gain(activation: str, negative_slope: float = 0.01) -> float:
    """Factor on the standard deviation that makes up for what an activation takes away.

    √2 for ReLU, which halves the mean square; √(2 / (1 + a²)) for a leaky one with slope a; 5/3
    for tanh, and 1 for sigmoid and no activation. The same as `torch.nn.init.calculate_gain`.
    """
    one_of("activation", activation, (*_GAINS, "leaky_relu"))
    if activation == "leaky_relu":
        return math.sqrt(2 / (1 + negative_slope**2))
    return _GAINS[activation]
