"""A tiny GPT: a Transformer that sees only the past, and guesses what comes next."""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor, nn

from engine.errors import at_least
from engine.nn.attention.encoder import Encoder
from engine.nn.attention.generate import generate
from engine.nn.attention.masks import causal_mask
from engine.nn.attention.settings import TransformerSettings

GPT_SETTINGS = TransformerSettings(
    norm_first=True,
    activation="gelu",
    positions="learned",
    embedding_std=0.02,
    scale_embedding=False,
)
"""As in GPT-2, but small."""


class TinyGPT(nn.Module):
    """The next token at every position: tokens (n, length) to logits (n, length, vocabulary).

    An encoder under a causal mask is all that a decoder without cross-attention is. With
    `tied` the output layer shares the embedding's weights (Press and Wolf, "Using the Output
    Embedding to Improve Language Models", 2017). `causal=False` lets every position see the
    token that it has to guess, to see what a leak looks like.

    Source: Radford et al., "Language Models are Unsupervised Multitask Learners", 2019.
    """

    def __init__(
        self,
        vocabulary: int,
        *,
        context: int,
        settings: TransformerSettings | None = None,
        tied: bool = True,
        causal: bool = True,
    ) -> None:
        """`context`: most tokens that it sees at once."""
        super().__init__()
        at_least("context", context, 1)
        settings = settings or GPT_SETTINGS
        self.context, self.causal = context, causal
        # Text has no padding, and a shared vector that stays 0 could never be made unlikely.
        self.embedding = settings.embedding(vocabulary, padding=None)
        self.positions = settings.positioned(context)
        self.dropout = nn.Dropout(settings.dropout)
        self.body = Encoder(settings)
        self.head = nn.Linear(settings.width, vocabulary, bias=False)
        if tied:
            self.head.weight = self.embedding.table.weight

    def forward(self, tokens: Tensor) -> Tensor:
        """(n, length) → (n, length, vocabulary); length up to `context`."""
        x = self.dropout(self.positions(self.embedding(tokens)))
        mask = causal_mask(tokens.shape[1], tokens.device) if self.causal else None
        return self.head(self.body(x, mask))  # type: ignore[no-any-return]

    def generate(
        self,
        prompt: Tensor,
        n: int,
        *,
        temperature: float = 1.0,
        top_k: int | None = None,
        generator: torch.Generator | None = None,
    ) -> Tensor:
        """The prompt (batch, t ≥ 1) and `n` tokens more, (batch, t + n): see `generate`."""
        return generate(
            self,
            prompt,
            n,
            context=self.context,
            temperature=temperature,
            top_k=top_k,
            generator=generator,
        )


def gpt_settings(**changes: object) -> TransformerSettings:
    """The settings of a small GPT-2 with some of them changed."""
    return replace(GPT_SETTINGS, **changes)  # type: ignore[arg-type]
