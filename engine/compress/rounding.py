"""Weights rounded to a few bits: what quantisation does to the numbers, from scratch."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.errors import ConfigurationError

FEWEST, MOST = 2, 16
"""Bits that a weight can be rounded to."""


@dataclass(frozen=True, slots=True, eq=False)
class Rounded:
    """A weight tensor as whole numbers, and one scale for each row."""

    integers: Tensor
    """As the weights, int32, −Q … Q where Q = 2^(bits − 1) − 1."""
    scale: Tensor
    """(rows, 1, …): what one unit is worth; it broadcasts against `integers`."""

    @property
    def values(self) -> Tensor:
        """ŵ = s · q, as the weights."""
        return self.scale * self.integers


def round_weights(weights: Tensor, bits: int = 8) -> Rounded:
    """Symmetric rounding with a scale of its own for each output channel.

    s = max |w| / Q with Q = 2^(b − 1) − 1, and q = round(w / s), both within a row of `weights`,
    (rows, …). No weight moves by more than s / 2. Zero stays zero. Two bits leave three values,
    −s, 0 and s. Raises ConfigurationError for bits outside 2 … 16. Source: Krishnamoorthi,
    "Quantizing deep convolutional networks for efficient inference", 2018, section 2.
    """
    if bits not in range(FEWEST, MOST + 1):
        raise ConfigurationError(
            "bits",
            bits,
            f"Give a whole number from {FEWEST} to {MOST}.",
            "One bit has no room for both signs and zero.",
        )
    largest_integer = 2 ** (bits - 1) - 1
    rest = tuple(range(1, weights.dim()))
    largest_weight = weights.abs().amax(dim=rest, keepdim=True)
    scale = torch.where(largest_weight > 0, largest_weight / largest_integer, 1.0)
    integers = (weights / scale).round().clamp(-largest_integer, largest_integer)
    return Rounded(integers.to(torch.int32), scale)


def round_model(model: nn.Module, bits: int = 8) -> nn.Module:
    """A copy in which every weight matrix and kernel is rounded; biases and norms stay.

    The copy still computes with floats, so it shows what rounding does to the answers, not to
    speed. Raises ConfigurationError as `round_weights` does.
    """
    rounded = copy.deepcopy(model)
    with torch.no_grad():
        for weights in rounded.parameters():
            if weights.dim() >= 2:
                weights.copy_(round_weights(weights, bits).values)
    return rounded


def bytes_at(model: nn.Module, bits: int = 8) -> int:
    """Bytes that the parameters take with weight matrices stored in that many bits.

    Each row adds a float32 scale; biases and norms stay as they are.
    """
    total = 0
    for weights in model.parameters():
        if weights.dim() >= 2:
            total += -(-weights.numel() * bits // 8) + 4 * len(weights)
        else:
            total += weights.numel() * weights.element_size()
    return total
