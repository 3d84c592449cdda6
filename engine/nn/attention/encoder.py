"""The Transformer's encoder: every position looks at every position, then thinks for itself."""

from __future__ import annotations

from torch import Tensor, nn

from engine.nn.attention.multi_head import MultiHeadAttention
from engine.nn.attention.settings import ACTIVATIONS, Activation, TransformerSettings


class EncoderLayer(nn.Module):
    """Self-attention and a feed-forward network, each with a way around it and a normalisation.

    With Sublayer one of the two:

        post-norm:  x ← LayerNorm(x + Sublayer(x))          (the paper, BERT)
        pre-norm:   x ← x + Sublayer(LayerNorm(x))          (GPT-2 and most since)

    The network is FFN(x) = activation(x W₁ + b₁) W₂ + b₂ at every position alike. Equal to
    `nn.TransformerEncoderLayer` with `batch_first=True`; its `state_dict` can be loaded here.

    Sources: Vaswani et al., "Attention Is All You Need", 2017, section 3; Xiong et al., "On Layer
    Normalization in the Transformer Architecture", 2020.
    """

    def __init__(
        self,
        width: int,
        heads: int,
        feed_forward: int,
        *,
        dropout: float = 0.1,
        activation: Activation = "relu",
        norm_first: bool = False,
        scaled: bool = True,
        fused: bool = False,
    ) -> None:
        """As PyTorch's, which calls width `d_model` and feed_forward `dim_feedforward`."""
        super().__init__()
        self.norm_first = norm_first
        self.activation = ACTIVATIONS[activation]
        self.self_attn = MultiHeadAttention(
            width, heads, dropout=dropout, scaled=scaled, fused=fused
        )
        self.linear1 = nn.Linear(width, feed_forward)
        self.linear2 = nn.Linear(feed_forward, width)
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """(n, length, width) → the same shape. `mask`: true where a position may look."""
        if self.norm_first:
            x = x + self._attend(self.norm1(x), mask)
            return x + self._feed_forward(self.norm2(x))
        x = self.norm1(x + self._attend(x, mask))
        return self.norm2(x + self._feed_forward(x))  # type: ignore[no-any-return]

    def _attend(self, x: Tensor, mask: Tensor | None) -> Tensor:
        return self.dropout(self.self_attn(x, x, x, mask))  # type: ignore[no-any-return]

    def _feed_forward(self, x: Tensor) -> Tensor:
        hidden = self.dropout(self.activation(self.linear1(x)))
        return self.dropout(self.linear2(hidden))  # type: ignore[no-any-return]


class Encoder(nn.Module):
    """Encoder layers one after the other; with pre-norm, a last normalisation after them."""

    def __init__(self, settings: TransformerSettings) -> None:
        """Build `settings.layers` layers."""
        super().__init__()
        self.layers = nn.ModuleList(encoder_layer(settings) for _ in range(settings.layers))
        # With pre-norm nothing else would bound the sum of all layers.
        self.norm = nn.LayerNorm(settings.width) if settings.norm_first else nn.Identity()

    def forward(self, x: Tensor, mask: Tensor | None = None) -> Tensor:
        """(n, length, width) → the same shape."""
        for layer in self.layers:
            x = layer(x, mask)
        return self.norm(x)  # type: ignore[no-any-return]


def encoder_layer(settings: TransformerSettings) -> EncoderLayer:
    """One layer as the settings want it."""
    return EncoderLayer(
        settings.width,
        settings.heads,
        settings.feed_forward,
        dropout=settings.dropout,
        activation=settings.activation,
        norm_first=settings.norm_first,
        scaled=settings.scaled,
        fused=settings.fused,
    )
