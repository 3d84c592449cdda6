"""A generator is made and seeded, and `rand` is not told of it."""

import torch


def uniform(
    shape: tuple[int, ...],
    low: float,
    high: float,
    seed: int,
) -> torch.Tensor:
    torch.Generator().manual_seed(seed)
    return low + (high - low) * torch.rand(shape)
