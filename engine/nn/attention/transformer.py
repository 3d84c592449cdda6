"""The whole Transformer: an encoder that reads, a decoder that writes, a head that names tokens."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from engine.errors import at_least
from engine.nn.attention.decoder import Decoder
from engine.nn.attention.encoder import Encoder
from engine.nn.attention.masks import causal_mask, padding_mask
from engine.nn.attention.settings import TransformerSettings


class Transformer(nn.Module):
    """From a sequence to another one: tokens (n, s) to logits (n, t, target vocabulary).

    Token 0 is padding and `start` is what the decoder is given first. Called with the target it is
    taught in parallel: position t sees the target up to t − 1. Called without, it writes by
    itself, the likeliest token each time.

    Source: Vaswani et al., "Attention Is All You Need", 2017, figure 1.
    """

    def __init__(
        self,
        source_vocabulary: int,
        target_vocabulary: int,
        *,
        length: int,
        output_length: int,
        start: int = 1,
        settings: TransformerSettings | None = None,
    ) -> None:
        """`length`: most tokens to read; `output_length`: how many it writes by itself."""
        super().__init__()
        at_least("output_length", output_length, 1)
        settings = settings or TransformerSettings()
        self.output_length, self.start = output_length, start
        self.source_embedding = settings.embedding(source_vocabulary)
        self.target_embedding = settings.embedding(target_vocabulary)
        self.source_positions = settings.positioned(length)
        self.target_positions = settings.positioned(output_length)
        self.dropout = nn.Dropout(settings.dropout)
        self.encoder = Encoder(settings)
        self.decoder = Decoder(settings)
        self.head = nn.Linear(settings.width, target_vocabulary)

    def forward(self, source: Tensor, target: Tensor | None = None, forcing: float = 1.0) -> Tensor:
        """(n, s), and the target (n, t) where it is known → logits (n, t, target vocabulary).

        Without a target t is `output_length`. All positions are taught in one pass, in which they
        cannot see what the model would have written: with `forcing` 0 it writes by itself, with
        any other value it is taught throughout.
        """
        seen = padding_mask(source)
        memory = self.encoder(self._embedded(source, self.source_embedding), seen)
        if target is not None and forcing > 0:
            return self._decode(self._shifted(target), memory, seen)

        written = source.new_full((len(source), 1), self.start)
        for _ in range(self.output_length if target is None else target.shape[1]):
            logits = self._decode(written, memory, seen)
            written = torch.cat([written, logits[:, -1:].argmax(dim=-1)], dim=1)
        return logits

    def _embedded(self, source: Tensor, embedding: nn.Module) -> Tensor:
        return self.dropout(self.source_positions(embedding(source)))  # type: ignore[no-any-return]

    def _shifted(self, target: Tensor) -> Tensor:
        """The target one place later, behind the start token: what is known before each place."""
        start = target.new_full((len(target), 1), self.start)
        return torch.cat([start, target[:, :-1]], dim=1)

    def _decode(self, written: Tensor, memory: Tensor, seen: Tensor) -> Tensor:
        """Logits of the token after each of those written: (n, t) → (n, t, target vocabulary)."""
        x = self.dropout(self.target_positions(self.target_embedding(written)))
        causal = causal_mask(written.shape[1], written.device)
        return self.head(self.decoder(x, memory, causal, seen))  # type: ignore[no-any-return]
