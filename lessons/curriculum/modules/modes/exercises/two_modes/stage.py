"""Runs the learner's loop with a network that notes how it is called."""

import torch
from torch import nn


class Noted(nn.Module):
    """A dropout and a linear layer, and a note of every call."""

    def __init__(self, inputs, classes):
        super().__init__()
        self.drop = nn.Dropout(0.2)
        self.linear = nn.Linear(inputs, classes)
        self.calls = []

    def forward(self, x):
        self.calls.append((len(x), self.drop.training, torch.is_grad_enabled(), self.training))
        return self.linear(self.drop(x))


def ran(module, batches, validation, epochs):
    """Modes of all calls, in order, and what the loop returned."""
    torch.manual_seed(0)
    model = Noted(batches[0][0].shape[1], 3).eval()
    before = model.linear.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    returned = module.train(model, optimizer, batches, validation, epochs)
    calls, images = list(model.calls), len(validation[0])
    model.eval()
    with torch.no_grad():
        right = model(validation[0]).argmax(dim=1) == validation[1]
    return {
        "training": [trains for size, trains, _, _ in calls if size != images],
        "measured": [trains for size, trains, _, _ in calls if size == images],
        "recorded": [grad for size, _, grad, _ in calls if size == images],
        "returned": [float(one) for one in returned],
        "last": right.float().mean().item(),
        "flags": [outer for *_, outer in calls],
        "moved": not torch.equal(before, model.linear.weight),
    }
