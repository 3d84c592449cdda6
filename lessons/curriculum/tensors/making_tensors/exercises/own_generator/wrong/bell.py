"""randn-is-uniform: "randn is rand around 0." It is the bell curve, and has no ends."""

import torch


def uniform(
    shape: tuple[int, ...],
    low: float,
    high: float,
    seed: int,
) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return (low + high) / 2 + (high - low) / 2 * torch.randn(shape, generator=generator)
