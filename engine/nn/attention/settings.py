"""What can be chosen about a Transformer, in one place for all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import torch.nn.functional as F
from torch import Tensor, nn

from engine.errors import ConfigurationError, at_least, one_of, share
from engine.nn.attention.embedding import TokenEmbedding
from engine.nn.attention.positions import LearnedPositions, SinusoidalPositions

Positions = Literal["sinusoidal", "learned", "none"]
Activation = Literal["relu", "gelu"]

ACTIVATIONS: dict[str, Callable[[Tensor], Tensor]] = {"relu": F.relu, "gelu": F.gelu}


@dataclass(frozen=True, slots=True, kw_only=True)
class TransformerSettings:
    """The body of a Transformer. Raises ConfigurationError for values that do not fit."""

    width: int = 64
    """Numbers that stand for a token between any two layers (d_model)."""
    heads: int = 4
    layers: int = 2
    feed_forward: int = 128
    """Hidden units of the network inside each layer (d_ff); four times the width in the paper."""
    dropout: float = 0.0
    activation: Activation = "relu"
    norm_first: bool = False
    """Normalise before each sublayer (pre-norm, GPT-2) instead of after its sum (the paper)."""
    scaled: bool = True
    """Divide the dot products by √d."""
    positions: Positions = "sinusoidal"
    embedding_std: float | None = None
    """Standard deviation of the embeddings at the start; None: 1/√width."""
    scale_embedding: bool = True
    """Multiply embeddings by √width."""
    fused: bool = True
    """Attend with PyTorch's fused kernel; False: with the few lines that can be read."""

    def __post_init__(self) -> None:
        for name in ("width", "heads", "layers", "feed_forward"):
            at_least(name, getattr(self, name), 1)
        share("dropout", self.dropout)
        one_of("activation", self.activation, ACTIVATIONS)
        one_of("positions", self.positions, ("sinusoidal", "learned", "none"))
        if self.embedding_std is not None:
            at_least("embedding_std", self.embedding_std, 0, inclusive=False)
        if self.width % self.heads:
            remedy = f"Give a number that divides the width, {self.width}."
            raise ConfigurationError("heads", self.heads, remedy)

    def embedding(self, vocabulary: int, padding: int | None = 0) -> TokenEmbedding:
        """Embeddings for tokens 0 … vocabulary − 1."""
        return TokenEmbedding(
            vocabulary,
            self.width,
            std=self.embedding_std,
            scaled=self.scale_embedding,
            padding=padding,
        )

    def positioned(self, length: int) -> nn.Module:
        """What adds positions to up to `length` embeddings.

        Learned ones start with the standard deviation that tokens have, so that neither drowns
        the other.
        """
        if self.positions == "sinusoidal":
            return SinusoidalPositions(length, self.width)
        if self.positions == "learned":
            std = self.width**-0.5 if self.embedding_std is None else self.embedding_std
            scale = self.width**0.5 if self.scale_embedding else 1.0
            return LearnedPositions(length, self.width, std=std * scale)
        return nn.Identity()
