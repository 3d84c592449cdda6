"""new-tensor-is-not-the-weight: "An assignment changes the tensor." It gives a new one the name."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    for weight in weights:
        if weight.grad is not None:
            weight = weight - lr * weight.grad
