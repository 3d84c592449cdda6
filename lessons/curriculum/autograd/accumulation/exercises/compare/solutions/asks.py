"""`torch.autograd.grad` returns slopes and adds them to nothing."""

import torch


def compare(x, y, w, b):
    error = w * x + b - y
    by_autograd = torch.autograd.grad(error.square().mean(), (w, b))
    error = error.detach()
    by_formula = 2 * (error * x).mean(), 2 * error.mean()
    return [one.item() for one in by_formula], [one.item() for one in by_autograd]
