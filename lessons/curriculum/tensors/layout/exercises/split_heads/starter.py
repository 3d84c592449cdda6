"""Features cut into heads, as attention needs them."""

from torch import Tensor


def split_heads(x: Tensor, heads: int) -> Tensor:
    """(B, T, W) to (B, heads, T, W / heads)."""
    raise NotImplementedError
