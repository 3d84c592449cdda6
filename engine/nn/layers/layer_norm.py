"""Layer normalisation: every example gets mean 0 and variance 1 over its own features."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from engine.nn.layers.expect import expect


class LayerNorm(nn.Module):
    """y = γ (x − μ) / √(σ² + ε) + β, with μ and σ² over the last axes of each example.

    Other examples do not matter, and training and eval mode are the same. Source: Ba, Kiros and
    Hinton, "Layer Normalization", 2016; `torch.nn.LayerNorm`.
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-5,
        *,
        elementwise_affine: bool = True,
    ) -> None:
        """`normalized_shape`: sizes of the last axes, over which is averaged."""
        super().__init__()
        if isinstance(normalized_shape, int):
            normalized_shape = (normalized_shape,)
        self.normalized_shape = tuple(normalized_shape)
        self.eps = eps
        affine = elementwise_affine
        self.weight = nn.Parameter(torch.ones(self.normalized_shape)) if affine else None  # γ
        self.bias = nn.Parameter(torch.zeros(self.normalized_shape)) if affine else None  # β

    def forward(self, x: Tensor) -> Tensor:
        """(…, *normalized_shape) → the same shape."""
        axes = tuple(range(-len(self.normalized_shape), 0))
        fits = x.shape[axes[0] :] == self.normalized_shape
        expect(fits, f"(…, {', '.join(map(str, self.normalized_shape))})", x)
        mean = x.mean(axes, keepdim=True)
        variance = x.var(axes, correction=0, keepdim=True)
        y = (x - mean) / (variance + self.eps).sqrt()
        return y if self.weight is None or self.bias is None else self.weight * y + self.bias
