"""How far two embeddings are from each other."""

from __future__ import annotations

from torch import Tensor

EPS = 1e-6
"""Keeps the slope of the root finite where two embeddings are equal; PyTorch's value."""


def euclidean(first: Tensor, second: Tensor) -> Tensor:
    """‖a − b + ε‖₂ of each pair: (n, d) and (n, d) → (n,). As `torch.nn.PairwiseDistance`."""
    return ((first - second + EPS) ** 2).sum(-1).sqrt()
