"""The mean loss of a model over everything that a loader hands out."""

from collections.abc import Callable

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

Loss = Callable[[Tensor, Tensor], Tensor]


@torch.no_grad()
def mean_loss(model: nn.Module, loader: DataLoader, loss: Loss) -> float:
    """The mean over all samples; `loss` is the mean over one batch."""
    model.eval()
    total = 0.0
    for inputs, targets in loader:
        total += loss(model(inputs), targets).item()
    return total / (len(loader.dataset) // loader.batch_size)
