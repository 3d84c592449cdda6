"""new-tensor-is-not-the-weight: "The name is the weight." It goes to a tensor without a gradient."""

import torch


def fit(
    x: torch.Tensor, y: torch.Tensor, lr: float, steps: int
) -> tuple[torch.Tensor, torch.Tensor]:
    w = torch.zeros((), requires_grad=True)
    b = torch.zeros((), requires_grad=True)
    for _ in range(steps):
        loss = ((w * x + b - y) ** 2).mean()
        loss.backward()
        w = (w - lr * w.grad).detach()
        b = (b - lr * b.grad).detach()
    return w, b
