"""method-without-underscore: "sub subtracts." It gives back a new tensor, which nobody keeps."""

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
            w.sub(lr * w.grad)
            b.sub(lr * b.grad)
            w.grad = b.grad = None
    return w, b
