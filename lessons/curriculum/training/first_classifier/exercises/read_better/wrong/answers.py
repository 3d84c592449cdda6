"""Answers instead of scores: "The network says the digit." The highest score does."""

import torch
from torch import nn
from torch.nn.functional import cross_entropy


def train(images, digits, seed):
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 10))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    for _ in range(5):
        for batch in torch.randperm(len(images)).split(32):
            loss = cross_entropy(model(images[batch]), digits[batch])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return lambda images: model(images).argmax(dim=1)
