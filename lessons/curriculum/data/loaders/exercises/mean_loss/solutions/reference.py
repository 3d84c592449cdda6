"""Weigh each batch by its samples, and divide by all of them."""

import torch


@torch.no_grad()
def mean_loss(model, loader, loss):
    model.eval()
    total, samples = 0.0, 0
    for inputs, targets in loader:
        total += loss(model(inputs), targets).item() * len(targets)
        samples += len(targets)
    return total / samples
