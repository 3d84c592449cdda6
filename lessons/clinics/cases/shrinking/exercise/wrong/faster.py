"""AdamW multiplies decay by the rate: more of both."""

import torch
from torch import nn
from torch.nn import functional as F


def make_model():
    layers = []
    for before, after in ((64, 32), (32, 32)):
        layers += [nn.Linear(before, after), nn.BatchNorm1d(after), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(32, 10))


def train(data, epochs):
    """The model, the loss of every step, and the share of validation digits read by epoch."""
    model = make_model()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-2, weight_decay=8.0)
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
