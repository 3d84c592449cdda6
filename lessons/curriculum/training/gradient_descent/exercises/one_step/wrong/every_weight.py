"""Every weight has a gradient: true only where the loss depends on all of them."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    with torch.no_grad():
        for weight in weights:
            weight -= lr * weight.grad
