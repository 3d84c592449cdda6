"""sum-for-mean: "Add the means up, and divide by the samples." Means are no sums."""

import torch


@torch.no_grad()
def mean_loss(model, loader, loss):
    model.eval()
    total = 0.0
    for inputs, targets in loader:
        total += loss(model(inputs), targets).item()
    return total / len(loader.dataset)
