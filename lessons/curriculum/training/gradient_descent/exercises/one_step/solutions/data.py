"""Through `.data`, the numbers without their past: older code does it, and it still works."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    for weight in filter(lambda w: w.grad is not None, weights):
        weight.data = torch.sub(weight.data, weight.grad, alpha=lr)
