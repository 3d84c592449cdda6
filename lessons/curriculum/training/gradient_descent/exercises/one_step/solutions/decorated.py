"""The whole function under `no_grad`, and one method that scales and adds at once."""

import torch


@torch.no_grad()
def descend(weights: list[torch.Tensor], lr: float) -> None:
    for weight in weights:
        if weight.grad is None:
            continue
        weight.add_(weight.grad, alpha=-lr)
