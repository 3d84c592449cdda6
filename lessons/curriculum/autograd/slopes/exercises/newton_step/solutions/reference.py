"""Derive, on the record; derive what came out."""

import torch


def newton_step(f, x):
    x = torch.tensor(x, requires_grad=True)
    (slope,) = torch.autograd.grad(f(x), x, create_graph=True)
    (bend,) = torch.autograd.grad(slope, x)
    return (x - slope / bend).item()
