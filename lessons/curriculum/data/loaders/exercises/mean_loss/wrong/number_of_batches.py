"""mean-of-batch-means: "Divide by the number of batches." A small batch then weighs too much."""

import torch


@torch.no_grad()
def mean_loss(model, loader, loss):
    model.eval()
    total = 0.0
    for inputs, targets in loader:
        total += loss(model(inputs), targets).item()
    return total / len(loader)
