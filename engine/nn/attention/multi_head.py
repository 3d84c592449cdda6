"""Multi-head attention: several looks at once, each in a small space of its own."""

from __future__ import annotations

from typing import Any

import torch.nn.functional as F
from torch import Tensor, nn

from engine.errors import ConfigurationError, at_least, share
from engine.nn.attention.recording import Recording
from engine.nn.attention.scaled_dot_product import attention


class MultiHeadAttention(Recording):
    """h attentions side by side, on h projections of queries, keys and values.

        head_i = Attention(Q W_iᑫ, K W_iᵏ, V W_iᵛ)
        MultiHead(Q, K, V) = Concat(head_1, …, head_h) Wᴼ

    The h projections of each kind are kept as one matrix, whose output is cut into heads of
    `width / heads` numbers. Batch first: (n, length, width), as `nn.MultiheadAttention` with
    `batch_first=True`; its `state_dict` can be loaded here as it is.

    Source: Vaswani et al., "Attention Is All You Need", 2017, section 3.2.2.
    """

    def __init__(
        self,
        width: int,
        heads: int,
        *,
        dropout: float = 0.0,
        scaled: bool = True,
        fused: bool = False,
    ) -> None:
        """`dropout`: share of attention weights dropped in training; `scaled`: divide by √d.

        `fused` computes the same with `F.scaled_dot_product_attention`, which is faster; while
        weights are recorded the plain form is used, since the fused one never shows them.
        Raises ConfigurationError where the heads do not divide the width.
        """
        super().__init__()
        at_least("heads", heads, 1)
        share("dropout", dropout)
        if width % heads:
            raise ConfigurationError(
                "heads", heads, f"Give a number that divides the width, {width}."
            )
        self.heads, self.dropout, self.scaled, self.fused = heads, dropout, scaled, fused
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(width, width)
        self.value = nn.Linear(width, width)
        self.out_proj = nn.Linear(width, width)
        for projection in (self.query, self.key, self.value, self.out_proj):
            nn.init.xavier_uniform_(projection.weight)
            nn.init.zeros_(projection.bias)
        self.register_load_state_dict_pre_hook(_split_projections)  # type: ignore[no-untyped-call]

    def forward(
        self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor | None = None
    ) -> Tensor:
        """(n, q, width), (n, k, width), (n, k, width) → (n, q, width).

        `mask`: bool, true where a query may look, broadcastable to (n, heads, q, k).
        """
        q = self.split_heads(self.query(query))
        k = self.split_heads(self.key(key))
        v = self.split_heads(self.value(value))
        dropout = self.dropout if self.training else 0.0
        if self.fused and not self.recording:
            scale = None if self.scaled else 1.0
            found = F.scaled_dot_product_attention(q, k, v, mask, dropout, scale=scale)
        else:
            found, weights = attention(q, k, v, mask=mask, scaled=self.scaled, dropout=dropout)
            self.record(weights)
        merged = found.transpose(1, 2).flatten(start_dim=2)  # (n, q, width)
        return self.out_proj(merged)  # type: ignore[no-any-return]

    def split_heads(self, x: Tensor) -> Tensor:
        """(n, length, width) → (n, heads, length, width / heads).

        First cut the last axis, then swap: a `view` straight to the result's shape would mix
        positions and heads.
        """
        n, length, width = x.shape
        return x.view(n, length, self.heads, width // self.heads).transpose(1, 2)


def _split_projections(_: nn.Module, state: dict[str, Any], prefix: str, *__: object) -> None:
    """Cut the one projection of `nn.MultiheadAttention` into those for queries, keys, values."""
    for kind in ("weight", "bias"):
        joint = state.pop(f"{prefix}in_proj_{kind}", None)
        if joint is not None:
            for name, part in zip(("query", "key", "value"), joint.chunk(3), strict=True):
                state[f"{prefix}{name}.{kind}"] = part
