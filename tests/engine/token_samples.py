"""Token sequences, and what one step of a model of sequences computes."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.data import Batch
from engine.nn import token_cross_entropy


def some_tokens(n: int = 4, length: int = 7, vocabulary: int = 12, seed: int = 0) -> Tensor:
    """Sequences of different lengths, padded at the end."""
    random = torch.Generator().manual_seed(seed)
    tokens = torch.randint(1, vocabulary, (n, length), generator=random)
    lengths = torch.randint(1, length + 1, (n, 1), generator=random)
    return tokens * (torch.arange(length) < lengths)


def classify(model: nn.Module, batch: Batch) -> Tensor:
    """A `step_loss`: one class for each sequence."""
    return F.cross_entropy(model(batch.inputs), batch.targets)


def next_token(model: nn.Module, batch: Batch) -> Tensor:
    """A `step_loss`: one token for each place."""
    return token_cross_entropy(model(batch.inputs), batch.targets)
