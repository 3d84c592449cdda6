"""new-tensor-is-not-the-weight: "An entry of the list is the weight." The model keeps the old one."""

import torch


def descend(weights: list[torch.Tensor], lr: float) -> None:
    for place, weight in enumerate(weights):
        if weight.grad is not None:
            weights[place] = (weight - lr * weight.grad).detach().requires_grad_()
