"""permute-is-view: "First exchange, then cut." After the exchange other numbers are neighbours."""

from torch import Tensor


def split_heads(x: Tensor, heads: int) -> Tensor:
    batch, places, width = x.shape
    return x.transpose(1, 2).reshape(batch, heads, places, width // heads)
