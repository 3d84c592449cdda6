"""gradients-replace: "It only has to be there." Zeros are put there once, and never again."""

import torch


def compare(x, y, w, b):
    if w.grad is None:
        w.grad, b.grad = torch.zeros(()), torch.zeros(())

    error = w * x + b - y
    loss = error.square().mean()
    loss.backward()

    with torch.no_grad():
        by_formula = 2 * (error * x).mean(), 2 * error.mean()
    by_autograd = w.grad, b.grad
    pairs = by_formula, by_autograd
    return tuple([float(one) for one in pair] for pair in pairs)
