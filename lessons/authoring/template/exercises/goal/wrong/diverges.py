"""The larger the rate, the faster."""

import torch


def fit(inputs, targets, steps):
    weights = torch.zeros(inputs.shape[1])
    for _ in range(steps):
        weights = weights - 20 * inputs.T @ (inputs @ weights - targets) / len(inputs)
    return weights
