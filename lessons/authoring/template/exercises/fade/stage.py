"""Trains a line with the learner's loop."""

import torch
from torch import nn


def trained(learner, inputs, targets, epochs):
    """Weights of a line after some epochs."""
    model = nn.Linear(3, 1, bias=False)
    nn.init.zeros_(model.weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    batches = list(zip(inputs, targets, strict=True))
    learner.train(model, batches, optimizer, nn.functional.mse_loss, epochs)
    return model.weight.detach()
