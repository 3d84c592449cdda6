"""`autograd.grad` hands the gradients over and leaves nothing behind."""

import torch


def fit(
    x: torch.Tensor, y: torch.Tensor, lr: float, steps: int
) -> tuple[torch.Tensor, torch.Tensor]:
    line = torch.zeros(2, requires_grad=True)
    for _ in range(steps):
        error = line[0] * x + line[1] - y
        (gradient,) = torch.autograd.grad(error.square().mean(), line)
        with torch.no_grad():
            line -= lr * gradient
    return line[0], line[1]
