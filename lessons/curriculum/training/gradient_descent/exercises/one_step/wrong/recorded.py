"""An update is a computation like any other: autograd refuses it on a leaf."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    for weight in weights:
        if weight.grad is not None:
            weight -= lr * weight.grad
