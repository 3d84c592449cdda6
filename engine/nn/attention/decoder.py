"""The Transformer's decoder: it looks back at its own output and across at what was read."""

from __future__ import annotations

from torch import Tensor, nn

from engine.nn.attention.multi_head import MultiHeadAttention
from engine.nn.attention.settings import ACTIVATIONS, Activation, TransformerSettings


class DecoderLayer(nn.Module):
    """Self-attention, cross-attention to the encoder's output, a feed-forward network.

    In cross-attention the queries come from the decoder, keys and values from the encoder. Ways
    around and normalisations as in `EncoderLayer`. Equal to `nn.TransformerDecoderLayer` with
    `batch_first=True`; its `state_dict` can be loaded here.

    Source: Vaswani et al., "Attention Is All You Need", 2017, section 3.1.
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
        # PyTorch's name for cross-attention, so that its weights can be loaded.
        self.multihead_attn = MultiHeadAttention(
            width, heads, dropout=dropout, scaled=scaled, fused=fused
        )
        self.linear1 = nn.Linear(width, feed_forward)
        self.linear2 = nn.Linear(feed_forward, width)
        self.norm1 = nn.LayerNorm(width)
        self.norm2 = nn.LayerNorm(width)
        self.norm3 = nn.LayerNorm(width)
        self.dropout = nn.Dropout(dropout)

    def forward(
        self,
        x: Tensor,
        memory: Tensor,
        mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
    ) -> Tensor:
        """(n, t, width) and the encoder's output (n, s, width) → (n, t, width).

        `mask` says where the decoder may look in itself (causal), `memory_mask` where in the
        encoder's output (not at padding); true means that it may.
        """
        if self.norm_first:
            x = x + self._look_back(self.norm1(x), mask)
            x = x + self._look_across(self.norm2(x), memory, memory_mask)
            return x + self._feed_forward(self.norm3(x))
        x = self.norm1(x + self._look_back(x, mask))
        x = self.norm2(x + self._look_across(x, memory, memory_mask))
        return self.norm3(x + self._feed_forward(x))  # type: ignore[no-any-return]

    def _look_back(self, x: Tensor, mask: Tensor | None) -> Tensor:
        return self.dropout(self.self_attn(x, x, x, mask))  # type: ignore[no-any-return]

    def _look_across(self, x: Tensor, memory: Tensor, mask: Tensor | None) -> Tensor:
        return self.dropout(self.multihead_attn(x, memory, memory, mask))  # type: ignore[no-any-return]

    def _feed_forward(self, x: Tensor) -> Tensor:
        hidden = self.dropout(self.activation(self.linear1(x)))
        return self.dropout(self.linear2(hidden))  # type: ignore[no-any-return]


class Decoder(nn.Module):
    """Decoder layers one after the other; with pre-norm, a last normalisation after them."""

    def __init__(self, settings: TransformerSettings) -> None:
        """Build `settings.layers` layers."""
        super().__init__()
        self.layers = nn.ModuleList(decoder_layer(settings) for _ in range(settings.layers))
        self.norm = nn.LayerNorm(settings.width) if settings.norm_first else nn.Identity()

    def forward(
        self,
        x: Tensor,
        memory: Tensor,
        mask: Tensor | None = None,
        memory_mask: Tensor | None = None,
    ) -> Tensor:
        """(n, t, width) and the encoder's output (n, s, width) → (n, t, width)."""
        for layer in self.layers:
            x = layer(x, memory, mask, memory_mask)
        return self.norm(x)  # type: ignore[no-any-return]


def decoder_layer(settings: TransformerSettings) -> DecoderLayer:
    """One layer as the settings want it."""
    return DecoderLayer(
        settings.width,
        settings.heads,
        settings.feed_forward,
        dropout=settings.dropout,
        activation=settings.activation,
        norm_first=settings.norm_first,
        scaled=settings.scaled,
        fused=settings.fused,
    )
