"""Cut the last axis in two, then bring the heads forward."""

from torch import Tensor


def split_heads(x: Tensor, heads: int) -> Tensor:
    batch, places, width = x.shape
    parts = x.reshape(batch, places, heads, width // heads)
    return parts.transpose(1, 2)
