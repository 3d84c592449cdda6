"""Written into the tensors, and the gradients emptied."""

import torch


def fit(
    x: torch.Tensor, y: torch.Tensor, lr: float, steps: int
) -> tuple[torch.Tensor, torch.Tensor]:
    w = torch.zeros((), requires_grad=True)
    b = torch.zeros((), requires_grad=True)
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        with torch.no_grad():
            for weight in (w, b):
                weight.sub_(lr * weight.grad)
                weight.grad.zero_()
    return w, b
