"""Checks of `train`."""

import torch

from lessons.checking import Learner, check, expect


@check("Training leads where gradient descent leads.", why="Each part of a step is needed.")
def descends(learner: Learner) -> None:
    """Five epochs over two batches."""
    inputs, targets = torch.randn(2, 8, 3), torch.randn(2, 8, 1)
    got = learner.stage("trained", inputs, targets, 5)
    weights = torch.zeros(3, 1)
    for _ in range(5):
        for x, y in zip(inputs, targets, strict=True):
            weights = weights - 0.1 * 2 * x.T @ (x @ weights - y) / len(x)
    expect.close(got, weights.T, atol=1e-5)
