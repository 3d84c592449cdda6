"""A rate of 10: "Larger steps only learn faster." They kill every hidden unit."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy


def train(images, digits, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=10.0)
    for _ in range(5):
        for batch in torch.randperm(len(images)).split(32):
            loss = cross_entropy(model(images[batch]), digits[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
