"""The slopes of a line's mean squared error, found in two ways."""

import torch


def compare(x, y, w, b):
    """((∂L/∂w, ∂L/∂b) by formula, the same by autograd): floats.

    `x` and `y` have the shape (N,); `w` and `b` are single numbers
    that require a gradient.
    """
    w.grad.zero_()
    b.grad.zero_()

    error = w * x + b - y
    loss = error.square().mean()
    loss.backward()

    with torch.no_grad():
        by_formula = 2 * (error * x).mean(), 2 * error.mean()
    by_autograd = w.grad, b.grad
    pairs = by_formula, by_autograd
    return tuple([float(one) for one in pair] for pair in pairs)
