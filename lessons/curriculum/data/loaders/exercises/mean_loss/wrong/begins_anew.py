"""The sum begins at 0 for each batch, so that the last one alone is left in it."""

import torch


@torch.no_grad()
def mean_loss(model, loader, loss):
    model.eval()
    for inputs, targets in loader:
        total = 0.0
        total += loss(model(inputs), targets).item() * len(targets)
    return total / len(loader.dataset)
