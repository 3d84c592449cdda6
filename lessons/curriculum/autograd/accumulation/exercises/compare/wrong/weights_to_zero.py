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
    pairs = by_formula, by_autograd
    return tuple([float(one) for one in pair] for pair in pairs)
