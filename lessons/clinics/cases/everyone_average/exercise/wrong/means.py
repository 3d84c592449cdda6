"""Two averages can agree while nobody is predicted."""

import torch
from torch import nn
from torch.nn import functional as F


def train(data, epochs):
    """The model, the loss of every step, and the validation error after every epoch."""
    model = nn.Sequential(nn.Linear(10, 16), nn.ReLU(), nn.Linear(16, 1))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    losses, scores = [], []
    for _ in range(epochs):
        for batch in torch.randperm(len(data.train.inputs)).split(32):
            measured = data.train.targets[batch].squeeze(1)
            predicted = model(data.train.inputs[batch])
            loss = (predicted.mean() - measured.mean()) ** 2
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        scores.append(error(model, data.validation))
    return model, losses, scores


def error(model, examples):
    """Mean squared error; 1 is what answering the average leaves."""
    with torch.no_grad():
        return F.mse_loss(model(examples.inputs), examples.targets).item()
