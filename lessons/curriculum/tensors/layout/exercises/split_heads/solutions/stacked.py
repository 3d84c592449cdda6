"""One slice of the features for each head, stacked along a new axis."""

import torch
from torch import Tensor


def split_heads(x: Tensor, heads: int) -> Tensor:
    return torch.stack(x.chunk(heads, dim=2), dim=1)
