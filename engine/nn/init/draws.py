"""Weights drawn from one distribution, whatever the size of the layer."""

from __future__ import annotations

import torch
from torch import Generator, Tensor

from engine.errors import ConfigurationError, at_least


@torch.no_grad()
def uniform_(
    weight: Tensor, low: float = 0.0, high: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """From U(low, high). Raises ConfigurationError where high is below low."""
    if high < low:
        raise ConfigurationError("high", high, f"Give at least low, which is {low:g}.")
    return weight.uniform_(low, high, generator=generator)


@torch.no_grad()
def normal_(
    weight: Tensor, mean: float = 0.0, std: float = 1.0, generator: Generator | None = None
) -> Tensor:
    """From N(mean, std²). A std of 1 is far too large for all but the smallest layers."""
    at_least("std", std, 0)
    return weight.normal_(mean, std, generator=generator)
