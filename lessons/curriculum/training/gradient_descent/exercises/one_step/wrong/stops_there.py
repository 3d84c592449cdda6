"""A return at the first None: "There is nothing to do." There is, for the weights behind it."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    with torch.no_grad():
        for weight in weights:
            if weight.grad is None:
                return
            weight -= lr * weight.grad
