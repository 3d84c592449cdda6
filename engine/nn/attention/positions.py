"""Positions: attention by itself does not know which token came first."""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn

from engine.errors import ConfigurationError


def sinusoidal(length: int, width: int, dtype: torch.dtype = torch.float32) -> Tensor:
    """A wave of another length in every pair of columns: (length, width), values −1 … 1.

        PE(pos, 2i)     = sin(pos / 10000^(2i / width))
        PE(pos, 2i + 1) = cos(pos / 10000^(2i / width))

    An odd width ends with a sine that has no cosine. The root mean square is √½ = 0.707 for an
    even width. Source: Vaswani et al., "Attention Is All You Need", 2017, section 3.5.
    """
    pos = torch.arange(length, dtype=torch.float64)[:, None]  # (length, 1)
    two_i = torch.arange(0, width, 2, dtype=torch.float64)  # (⌈width / 2⌉,)
    angle = pos * torch.exp(-math.log(10000) * two_i / width)
    table = torch.empty(length, width, dtype=torch.float64)
    table[:, 0::2] = angle.sin()
    table[:, 1::2] = angle.cos()[:, : width // 2]
    return table.to(dtype)


class SinusoidalPositions(nn.Module):
    """Adds a fixed wave to every position: nothing here is learned."""

    table: Tensor

    def __init__(self, length: int, width: int) -> None:
        """Tabulate the waves for up to `length` positions."""
        super().__init__()
        # A buffer moves with the model; it can always be computed again, so it is not saved.
        self.register_buffer("table", sinusoidal(length, width), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        """(n, length, width) → the same shape."""
        _check_length(x, self.table)
        return x + self.table[: x.shape[1]]


class LearnedPositions(nn.Module):
    """Adds a vector of its own to every position, learned like any other weight.

    Source: Gehring et al., "Convolutional Sequence to Sequence Learning", 2017, section 3.1.
    """

    def __init__(self, length: int, width: int, *, std: float = 0.02) -> None:
        """`std`: standard deviation with which the vectors start."""
        super().__init__()
        self.table = nn.Parameter(torch.empty(length, width).normal_(0.0, std))

    def forward(self, x: Tensor) -> Tensor:
        """(n, length, width) → the same shape."""
        _check_length(x, self.table)
        return x + self.table[: x.shape[1]]


def _check_length(x: Tensor, table: Tensor) -> None:
    """Raise ConfigurationError for a sequence with more positions than there are vectors."""
    if x.shape[1] > len(table):
        raise ConfigurationError(
            "length",
            x.shape[1],
            "Shorten the sequences, or build the model with more positions.",
            f"The model knows {len(table)} positions.",
        )
