"""Group normalisation: channels of one example in groups, each with mean 0 and variance 1."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.errors import ConfigurationError, at_least
from engine.nn.layers.expect import expect


class GroupNorm(nn.Module):
    """y = γ (x − μ) / √(σ² + ε) + β, with μ and σ² over one group of channels of one example.

    One group is layer normalisation over channels and places, as many groups as channels are
    instance normalisation. γ and β belong to channels. Batch size does not matter. Source: Wu and
    He, "Group Normalization", 2018; `torch.nn.GroupNorm`.
    """

    def __init__(
        self, num_groups: int, num_channels: int, eps: float = 1e-5, *, affine: bool = True
    ) -> None:
        """Raises ConfigurationError where the channels cannot be shared out among the groups."""
        super().__init__()
        at_least("num_groups", num_groups, 1)
        if num_channels % num_groups:
            raise ConfigurationError(
                "num_groups", num_groups, f"Give a number that divides {num_channels} channels."
            )
        self.num_groups, self.num_channels, self.eps = num_groups, num_channels, eps
        self.weight = nn.Parameter(torch.ones(num_channels)) if affine else None  # γ
        self.bias = nn.Parameter(torch.zeros(num_channels)) if affine else None  # β

    def forward(self, x: Tensor) -> Tensor:
        """(n, channels, …) → the same shape."""
        fits = x.dim() >= 2 and x.shape[1] == self.num_channels
        expect(fits, f"(n, {self.num_channels}, …)", x)
        grouped = x.reshape(len(x), self.num_groups, -1)
        mean = grouped.mean(-1, keepdim=True)
        variance = grouped.var(-1, correction=0, keepdim=True)
        y = ((grouped - mean) / (variance + self.eps).sqrt()).view(x.shape)
        if self.weight is None or self.bias is None:
            return y
        shape = (-1, *[1] * (x.dim() - 2))  # so that channels meet axis 1
        return self.weight.view(shape) * y + self.bias.view(shape)
