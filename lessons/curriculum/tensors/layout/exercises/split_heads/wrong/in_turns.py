"""heads-take-turns: "Deal the features out like cards." A head has a run of neighbours."""

from torch import Tensor


def split_heads(x: Tensor, heads: int) -> Tensor:
    batch, places, width = x.shape
    return x.reshape(batch, places, width // heads, heads).permute(0, 3, 1, 2)
