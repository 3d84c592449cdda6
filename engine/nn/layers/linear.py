"""The linear layer: every output is a weighted sum of all inputs."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.errors import at_least
from engine.nn.init.default import torch_default


class Linear(nn.Module):
    """y = x Wᵀ + b.

    Works on the last axis: takes (…, in_features) to (…, out_features). W has the shape
    (out_features, in_features): one row for each output. Source: `torch.nn.Linear`, whose initial
    weights it draws too.
    """

    def __init__(self, in_features: int, out_features: int, *, bias: bool = True) -> None:
        """Raises ConfigurationError for fewer than 1 input or output."""
        super().__init__()
        at_least("in_features", in_features, 1)
        at_least("out_features", out_features, 1)
        self.in_features, self.out_features = in_features, out_features
        self.weight = nn.Parameter(torch.empty(out_features, in_features))
        self.bias = nn.Parameter(torch.empty(out_features)) if bias else None
        torch_default(self)

    def forward(self, x: Tensor) -> Tensor:
        """(…, in_features) → (…, out_features)."""
        y = x @ self.weight.T
        return y if self.bias is None else y + self.bias
