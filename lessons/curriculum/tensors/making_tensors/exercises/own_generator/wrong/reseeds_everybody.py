"""one-seed-for-all: "A seed is set with manual_seed." It sets the generator that all share."""

import torch


def uniform(
    shape: tuple[int, ...],
    low: float,
    high: float,
    seed: int,
) -> torch.Tensor:
    torch.manual_seed(seed)
    return low + (high - low) * torch.rand(shape)
