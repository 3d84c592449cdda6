"""The default generator, but only inside a fork of it: afterwards it is as it was."""

import torch


def uniform(
    shape: tuple[int, ...],
    low: float,
    high: float,
    seed: int,
) -> torch.Tensor:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        drawn = torch.rand(shape)
    return drawn * (high - low) + low
