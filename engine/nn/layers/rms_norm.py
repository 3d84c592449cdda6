"""RMS normalisation: layer normalisation that leaves the mean where it is."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from engine.nn.layers.expect import expect


class RMSNorm(nn.Module):
    """y = γ x / √(mean(x²) + ε), with the mean over the last axes of each example.

    An ε of None is the spacing of the input's numbers above 1 (1.2e-7 in single precision).
    Source: Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019; `torch.nn.RMSNorm`.
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float | None = None,
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

    def forward(self, x: Tensor) -> Tensor:
        """(…, *normalized_shape) → the same shape."""
        axes = tuple(range(-len(self.normalized_shape), 0))
        fits = x.shape[axes[0] :] == self.normalized_shape
        expect(fits, f"(…, {', '.join(map(str, self.normalized_shape))})", x)
        eps = torch.finfo(x.dtype).eps if self.eps is None else self.eps
        y = x / ((x**2).mean(axes, keepdim=True) + eps).sqrt()
        return y if self.weight is None else self.weight * y
