"""batches-are-filled-up: "Every batch has `batch_size` samples." The last one has fewer."""

import torch


@torch.no_grad()
def mean_loss(model, loader, loss):
    model.eval()
    total = 0.0
    for inputs, targets in loader:
        total += loss(model(inputs), targets).item() * loader.batch_size
    return total / len(loader.dataset)
