"""Emptied at every other step only, half of the updates still carry an old gradient."""

import torch
from torch import nn
from torch.nn import functional as F


def make_model():
    return nn.Sequential(nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 10))


def train(data, epochs):
    """The model, the loss of every step, and the share of validation digits read by epoch."""
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.3)
    losses, scores = [], []
    for _ in range(epochs):
        for batch in torch.randperm(len(data.train.inputs)).split(64):
            inputs, targets = data.train.inputs[batch], data.train.targets[batch]
            loss = F.cross_entropy(model(inputs), targets)
            if len(losses) % 2: optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        scores.append(accuracy(model, data.validation))
    return model, losses, scores


def accuracy(model, examples):
    """Share of the examples that the model reads."""
    model.eval()
    with torch.no_grad():
        read = model(examples.inputs).argmax(1) == examples.targets
    model.train()
    return read.float().mean().item()
