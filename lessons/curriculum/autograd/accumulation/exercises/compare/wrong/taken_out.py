"""gradients-replace: "The lines that crash are not needed." The second call adds to the first."""

import torch


def compare(x, y, w, b):
    error = w * x + b - y
    loss = error.square().mean()
    loss.backward()

    with torch.no_grad():
        by_formula = 2 * (error * x).mean(), 2 * error.mean()
    by_autograd = w.grad, b.grad
    pairs = by_formula, by_autograd
    return tuple([float(one) for one in pair] for pair in pairs)
