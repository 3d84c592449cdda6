"""Which example goes into which split, drawn once from a seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Generator, Tensor

TRAIN_SHARE = 0.6
VALIDATION_SHARE = 0.2


def generator(seed: int) -> Generator:
    """Random numbers of their own on the CPU, so that the global ones stay untouched."""
    import torch

    return torch.Generator().manual_seed(seed)


def shuffled(count: int, random: Generator) -> tuple[Tensor, Tensor, Tensor]:
    """Indices of about 60 % for training, 20 % for validation, the rest for test; (n,) each."""
    import torch

    order = torch.randperm(count, generator=random)
    train = round(count * TRAIN_SHARE)
    validation = round(count * VALIDATION_SHARE)
    return order[:train], order[train : train + validation], order[train + validation :]


def stratified(labels: Tensor, random: Generator) -> tuple[Tensor, Tensor, Tensor]:
    """As `shuffled`, with every class in the same proportion in all three. `labels`: (n,)."""
    import torch

    parts = []
    for label in labels.unique():
        members = (labels == label).nonzero().flatten()
        parts.append([members[chosen] for chosen in shuffled(len(members), random)])
    train, validation, test = (torch.cat(part) for part in zip(*parts, strict=True))
    return _mixed(train, random), _mixed(validation, random), _mixed(test, random)


def _mixed(indices: Tensor, random: Generator) -> Tensor:
    """The same indices, classes no longer one after the other."""
    import torch

    return indices[torch.randperm(len(indices), generator=random)]
