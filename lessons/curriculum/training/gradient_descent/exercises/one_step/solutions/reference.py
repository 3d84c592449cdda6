"""Subtract in place, where autograd does not look."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    with torch.no_grad():
        for weight in weights:
            if weight.grad is not None:
                weight -= lr * weight.grad
