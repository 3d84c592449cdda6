"""gradient-sign: "Along the slope." It points uphill."""

import torch


def newton_step(f, x):
    x = torch.tensor(x, requires_grad=True)
    (slope,) = torch.autograd.grad(f(x), x, create_graph=True)
    (bend,) = torch.autograd.grad(slope, x)
    return (x + slope / bend).item()
