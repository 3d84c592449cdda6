"""A deep net with nothing in it that keeps signals in scale."""

from __future__ import annotations

from torch import nn

from engine.nn.init.he import he_normal
from engine.nn.mlp import mlp


def deep_plain(
    *, depth: int, width: int, gain: float, inputs: int = 64, outputs: int = 10
) -> nn.Sequential:
    """`depth` hidden ReLU layers of `width` units and nothing that keeps signals in scale.

    Weights are drawn by `he_normal(gain)`, so that at the start outputs and gradients grow by
    a factor of about `gain` with every layer: above 1 they explode, below 1 they vanish. Takes
    (n, inputs) to (n, outputs).
    """
    return mlp(inputs, *[width] * depth, outputs, init=he_normal(gain))
