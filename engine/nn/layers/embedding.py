"""The embedding: a table with one learned vector for each token."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.errors import ConfigurationError, at_least


class Embedding(nn.Module):
    """Looks up row `token` of the table W: the product of a one-hot vector with W, without it.

    Only rows that were looked up receive a gradient; the row `padding_idx` starts at 0 and never
    receives one. Other rows start from N(0, 1). Source: `torch.nn.Embedding`.
    """

    def __init__(
        self, num_embeddings: int, embedding_dim: int, padding_idx: int | None = None
    ) -> None:
        """Raises ConfigurationError for a padding that is not one of the tokens."""
        super().__init__()
        at_least("num_embeddings", num_embeddings, 1)
        at_least("embedding_dim", embedding_dim, 1)
        if padding_idx is not None and not 0 <= padding_idx < num_embeddings:
            raise ConfigurationError(
                "padding_idx", padding_idx, f"Give one of the tokens, 0 … {num_embeddings - 1}."
            )
        self.num_embeddings, self.embedding_dim = num_embeddings, embedding_dim
        self.padding_idx = padding_idx
        self.weight = nn.Parameter(torch.randn(num_embeddings, embedding_dim))
        if padding_idx is not None:
            with torch.no_grad():
                self.weight[padding_idx] = 0

    def forward(self, tokens: Tensor) -> Tensor:
        """Token numbers, any shape (…), int64 → (…, embedding_dim)."""
        rows = self.weight[tokens]
        if self.padding_idx is None:
            return rows
        padding = (tokens == self.padding_idx).unsqueeze(-1)
        return torch.where(padding, rows.detach(), rows)
