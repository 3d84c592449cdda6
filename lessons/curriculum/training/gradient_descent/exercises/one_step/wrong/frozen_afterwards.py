"""update-is-recorded: "Switch the gradient off, then update." Nobody switches it on again."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    for weight in weights:
        if weight.grad is not None:
            weight.requires_grad_(False)
            weight -= lr * weight.grad
