"""The first derivative is a number like any other: it was not recorded."""

import torch


def newton_step(f, x):
    x = torch.tensor(x, requires_grad=True)
    (slope,) = torch.autograd.grad(f(x), x)
    (bend,) = torch.autograd.grad(slope, x)
    return (x - slope / bend).item()
