"""A generator of one's own, and `rand` moved and stretched."""

import torch


def uniform(
    shape: tuple[int, ...],
    low: float,
    high: float,
    seed: int,
) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return low + (high - low) * torch.rand(shape, generator=generator)
