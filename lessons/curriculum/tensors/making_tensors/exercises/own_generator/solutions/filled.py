"""Memory without values, filled in place between the two ends."""

import torch


def uniform(
    shape: tuple[int, ...],
    low: float,
    high: float,
    seed: int,
) -> torch.Tensor:
    own = torch.Generator()
    own.manual_seed(seed)
    return torch.empty(shape).uniform_(low, high, generator=own)
