"""The two oldest models: a plane through points, and a plane between them."""

from __future__ import annotations

from torch import nn

from engine.nn.mlp import mlp


def linear_regression(inputs: int = 1, outputs: int = 1) -> nn.Sequential:
    """y = x Wᵀ + b: (n, inputs) to (n, outputs). One layer, `linear1`; goes with squared error."""
    return mlp(inputs, outputs)


def logistic_regression(inputs: int = 2, classes: int = 2) -> nn.Sequential:
    """Scores x Wᵀ + b whose softmax gives probabilities: (n, inputs) to (n, classes).

    Returns logits, since cross-entropy takes the softmax itself. With `classes=1` there is one
    logit, whose sigmoid is the probability of class 1, for binary cross-entropy with logits.
    """
    return mlp(inputs, classes)
