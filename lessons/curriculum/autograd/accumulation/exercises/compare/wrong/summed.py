"""sum-for-mean: the formula is changed until both agree, and now neither is the mean."""

import torch


def compare(x, y, w, b):
    w.grad = b.grad = None

    error = w * x + b - y
    loss = error.square().sum()
    loss.backward()

    with torch.no_grad():
        by_formula = 2 * (error * x).sum(), 2 * error.sum()
    by_autograd = w.grad, b.grad
    pairs = by_formula, by_autograd
    return tuple([float(one) for one in pair] for pair in pairs)
