"""zero-grad-resets-weights: "Begin with zeros." It is the weights that are emptied."""

import torch


def compare(x, y, w, b):
    with torch.no_grad():
        w.zero_()
        b.zero_()
    w.grad = b.grad = None

    error = w * x + b - y
    loss = error.square().mean()
    loss.backward()

    with torch.no_grad():
        by_formula = 2 * (error * x).mean(), 2 * error.mean()
    by_autograd = w.grad, b.grad
    return [float(one) for one in by_formula], [float(one) for one in by_autograd]
