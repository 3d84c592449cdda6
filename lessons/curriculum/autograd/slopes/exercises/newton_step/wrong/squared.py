"""second-is-a-square: "Twice derived is squared." It is the slope of the slope."""

import torch


def newton_step(f, x):
    x = torch.tensor(x, requires_grad=True)
    (slope,) = torch.autograd.grad(f(x), x)
    return (x - slope / slope**2).item()
