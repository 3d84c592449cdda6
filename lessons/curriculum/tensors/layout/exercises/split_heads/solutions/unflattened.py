"""`unflatten` cuts one axis by name, `permute` says the whole new order."""

from torch import Tensor


def split_heads(x: Tensor, heads: int) -> Tensor:
    return x.unflatten(2, (heads, -1)).permute(0, 2, 1, 3)
