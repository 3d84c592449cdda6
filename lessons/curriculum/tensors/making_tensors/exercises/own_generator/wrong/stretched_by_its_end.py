"""range-is-the-end: "Times the upper end, plus the lower one." The range is high − low long."""

import torch


def uniform(
    shape: tuple[int, ...],
    low: float,
    high: float,
    seed: int,
) -> torch.Tensor:
    generator = torch.Generator().manual_seed(seed)
    return low + high * torch.rand(shape, generator=generator)
