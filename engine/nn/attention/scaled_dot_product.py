"""Scaled dot-product attention: look where the key fits the query, take the value there."""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor


def attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    *,
    mask: Tensor | None = None,
    scaled: bool = True,
    dropout: float = 0.0,
) -> tuple[Tensor, Tensor]:
    """What every query finds, (…, q, v), and the weights with which it looked, (…, q, k).

    With Q the queries (…, q, d), K the keys (…, k, d) and V the values (…, k, v):

        Attention(Q, K, V) = softmax(Q Kᵀ / √d) V

    The dot product of two vectors of d independent numbers of variance 1 has variance d: without
    the division (`scaled=False`) the softmax saturates as d grows, and its gradient vanishes.

    `mask` is boolean, broadcastable to (…, q, k), and true where a query may look, as in
    `F.scaled_dot_product_attention` (`nn.MultiheadAttention` means the opposite). A query that may
    look nowhere gets the weights 0 and the output 0. `dropout` is the share of weights that are
    dropped at random; the weights returned are those before dropout.

    Source: Vaswani et al., "Attention Is All You Need", 2017, equation 1.
    """
    d = query.shape[-1]
    scores = query @ key.transpose(-2, -1)  # (…, q, k)
    if scaled:
        scores = scores / math.sqrt(d)
    if mask is not None:
        scores = scores.masked_fill(~mask, -torch.inf)
    weights = scores.softmax(dim=-1)
    if mask is not None:
        # The softmax over nothing is 0/0: a row that is masked throughout would be NaN.
        weights = weights.masked_fill(~mask, 0.0)
    return F.dropout(weights, dropout) @ value, weights
