"""`torch.autograd.grad` returns slopes and adds them to nothing."""

import torch


def compare(x, y, w, b):
    error = w * x + b - y
    by_autograd = torch.autograd.grad(error.square().mean(), (w, b))
    error = error.detach()
    by_formula = 2 * (error * x).mean(), 2 * error.mean()
    pairs = by_formula, by_autograd
    return tuple([one.item() for one in pair] for pair in pairs)
