"""Instance normalisation: every channel of every image gets mean 0 and variance 1."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.errors import at_least
from engine.nn.layers.expect import expect


class InstanceNorm2d(nn.Module):
    """y = γ (x − μ) / √(σ² + ε) + β, with μ and σ² over the places of one channel of one image.

    Contrast and brightness of an image are taken out of it. As in `torch.nn.InstanceNorm2d`, γ
    and β are there only where `affine`; no running statistics are kept. Source: Ulyanov, Vedaldi
    and Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016.
    """

    def __init__(self, num_features: int, eps: float = 1e-5, *, affine: bool = False) -> None:
        """`num_features`: channels. Raises ConfigurationError for fewer than 1."""
        super().__init__()
        at_least("num_features", num_features, 1)
        self.num_features, self.eps = num_features, eps
        self.weight = nn.Parameter(torch.ones(num_features)) if affine else None  # γ
        self.bias = nn.Parameter(torch.zeros(num_features)) if affine else None  # β

    def forward(self, x: Tensor) -> Tensor:
        """(n, channels, height, width) → the same shape."""
        fits = x.dim() == 4 and x.shape[1] == self.num_features
        expect(fits, f"(n, {self.num_features}, height, width)", x)
        mean = x.mean((2, 3), keepdim=True)
        variance = x.var((2, 3), correction=0, keepdim=True)
        y = (x - mean) / (variance + self.eps).sqrt()
        if self.weight is None or self.bias is None:
            return y
        return self.weight.view(-1, 1, 1) * y + self.bias.view(-1, 1, 1)
