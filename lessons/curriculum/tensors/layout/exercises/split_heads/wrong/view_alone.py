"""permute-is-view: "The shape is what is asked for, so `reshape` to it." It mixes the places."""

from torch import Tensor


def split_heads(x: Tensor, heads: int) -> Tensor:
    batch, places, width = x.shape
    return x.reshape(batch, heads, places, width // heads)
