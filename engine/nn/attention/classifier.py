"""A Transformer encoder that names the class of a whole sequence."""

from __future__ import annotations

from typing import Literal

from torch import Tensor, nn

from engine.errors import one_of
from engine.nn.attention.encoder import Encoder
from engine.nn.attention.masks import padding_mask
from engine.nn.attention.settings import TransformerSettings

Pooling = Literal["mean", "first"]


class TransformerClassifier(nn.Module):
    """Embedding, positions, encoder, then one vector for the whole sequence and a linear layer.

    Takes tokens (n, length), int64, 0 is padding, to logits (n, classes). Padding is neither
    looked at nor averaged: more of it changes nothing. Without positions the result with
    `pooling="mean"` does not depend on the order of the tokens.
    """

    def __init__(
        self,
        vocabulary: int,
        classes: int,
        *,
        length: int,
        settings: TransformerSettings | None = None,
        pooling: Pooling = "mean",
        masked: bool = True,
    ) -> None:
        """`length`: most tokens of a sequence; `pooling`: `mean` over tokens, or the `first` one.

        `masked=False` treats padding as tokens like any other, to see what that does.
        """
        super().__init__()
        one_of("pooling", pooling, ("mean", "first"))
        settings = settings or TransformerSettings()
        self.pooling, self.masked = pooling, masked
        self.embedding = settings.embedding(vocabulary)
        self.positions = settings.positioned(length)
        self.dropout = nn.Dropout(settings.dropout)
        self.encoder = Encoder(settings)
        self.head = nn.Linear(settings.width, classes)

    def forward(self, tokens: Tensor) -> Tensor:
        """(n, length) → (n, classes)."""
        mask = padding_mask(tokens) if self.masked else None
        x = self.dropout(self.positions(self.embedding(tokens)))
        x = self.encoder(x, mask)  # (n, length, width)
        return self.head(self._pooled(x, tokens))  # type: ignore[no-any-return]

    def _pooled(self, x: Tensor, tokens: Tensor) -> Tensor:
        """One vector for each sequence: (n, width)."""
        if self.pooling == "first":
            return x[:, 0]
        if not self.masked:
            return x.mean(dim=1)
        real = (tokens != 0)[:, :, None].to(x.dtype)
        return (x * real).sum(dim=1) / real.sum(dim=1).clamp(min=1)
