"""The first loss is as large whatever the rate."""

from itertools import pairwise

import torch
from torch import nn
from torch.nn import functional as F


def make_model():
    sizes = [64] * 11
    layers = []
    for before, after in pairwise(sizes):
        layers += [nn.Linear(before, after), nn.ReLU()]
    model = nn.Sequential(*layers, nn.Linear(64, 10))
    for layer in model:
        if isinstance(layer, nn.Linear):
            spread = 2.0 * (2.0 / layer.in_features) ** 0.5
            nn.init.normal_(layer.weight, std=spread)
            nn.init.zeros_(layer.bias)
    return model


def train(data, epochs):
    """The model, the loss of every step, and the share of validation digits read by epoch."""
    model = make_model()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.0002)
    losses, scores = [], []
    for _ in range(epochs):
        for batch in torch.randperm(len(data.train.inputs)).split(64):
            inputs, targets = data.train.inputs[batch], data.train.targets[batch]
            loss = F.cross_entropy(model(inputs), targets)
            optimizer.zero_grad()
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
