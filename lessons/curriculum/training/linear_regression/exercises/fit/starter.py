"""Fit a line by gradient descent."""

import torch


def fit(x, y, lr, steps):
    """Slope and intercept after so many steps, from 0 and 0.

    x, y: tensors of shape (N,).
    """
    # Begin with w and b at 0.0.
    # In every step: how far off is the line, at each point?
    # Which way is up, for w and for b? Go the other way.
