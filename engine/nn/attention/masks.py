"""Masks: which position may look at which. True means that it may."""

from __future__ import annotations

import torch
from torch import Tensor


def causal_mask(length: int, device: torch.device | None = None) -> Tensor:
    """Every position sees itself and what came before it: (length, length), bool.

    Row t is true up to column t, so that a model that predicts the next token cannot read it off.
    """
    return torch.ones(length, length, dtype=torch.bool, device=device).tril()


def padding_mask(tokens: Tensor, padding: int = 0) -> Tensor:
    """Nobody looks at padding: tokens (n, k) → (n, 1, 1, k), bool.

    The two axes of size 1 stand for heads and queries. A mask (n, k) would be read as
    (queries, keys): wrong, and without an error wherever n happens to equal the number of queries.
    """
    return (tokens != padding)[:, None, None, :]
